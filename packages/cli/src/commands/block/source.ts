import { HartError } from '@hart/errors';
import { type BlockInput, fetchFromNode, type Hex } from '@hart/stateless';
import { readBlockFile, readBlockFolder, readWitnessFile } from '@hart/stateless/node';
import type { Invocation } from '../../command.ts';
import { isFolder } from '../../files.ts';
import { chainIdOf } from './chain-id.ts';
import type { blockOptions } from './options.ts';

const MAINNET = 1n;

/** A block to validate, and the hash that it must have as far as one is known. */
export interface BlockSource {
  block: BlockInput;
  expectedHash?: Hex;
}

/**
 * Reads or fetches what the command line names. Throws USAGE for a combination that makes no sense,
 * and what the readers of `@hart/stateless` throw.
 */
export async function readSource(
  invocation: Invocation<typeof blockOptions>,
): Promise<BlockSource> {
  const { options, progress } = invocation;
  const [path] = invocation.arguments;
  const { rpc, number, witness, trustPreState, chainId } = options;
  if (rpc !== undefined) {
    reject({ 'a block file': path, '--witness': witness, '--chain-id': chainId }, '--rpc');
    if (number === undefined) throw usage('--rpc needs --number');
    reject({ '--trust-pre-state': trustPreState }, '--rpc');
    progress.show(`fetching block ${number}`);
    return withHash(await fetchFromNode(rpc, number), options.hash);
  }
  if (path === undefined) throw usage('name a block folder, a block file or --rpc');
  reject({ '--number': number }, 'a block file');
  progress.show('reading');
  if (isFolder(path)) {
    reject({ '--witness': witness, '--chain-id': chainId }, 'a block folder');
    return readFolder(path, trustPreState === true, options.hash);
  }
  reject({ '--trust-pre-state': trustPreState }, 'a block file');
  if (witness === undefined) throw usage(`${path} is no folder, so --witness is needed`);
  const blockRlp = await readBlockFile(path);
  const block = {
    blockRlp,
    witness: await readWitnessFile(witness),
    chainId: chainId ?? chainIdOf(blockRlp) ?? MAINNET,
  };
  return withHash(block, options.hash);
}

async function readFolder(path: string, trust: boolean, hash?: Hex): Promise<BlockSource> {
  const { claimedPreStateRoot, ...folder } = await readBlockFolder(path);
  if (!trust) return withHash(folder, hash);
  if (claimedPreStateRoot === undefined) {
    throw usage('--trust-pre-state needs a preStateRoot in meta.json');
  }
  return withHash({ ...folder, trustedPreStateRoot: claimedPreStateRoot }, hash);
}

/** The hash of the command line goes before the one that came with the block. */
function withHash(block: BlockInput & { expectedHash?: Hex }, hash?: Hex): BlockSource {
  const { expectedHash = undefined, ...rest } = block;
  const expected = hash ?? expectedHash;
  return { block: rest, ...(expected !== undefined && { expectedHash: expected }) };
}

function reject(options: Record<string, unknown>, other: string): void {
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined) throw usage(`${name} cannot be used with ${other}`);
  }
}

function usage(what: string): HartError {
  return new HartError('USAGE', { what });
}
