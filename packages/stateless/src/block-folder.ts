import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { HartError } from '@hart/errors';
import type { BlockInput } from './encode-input.ts';
import { checkHash } from './internal/hash-argument.ts';
import type { Hex } from './internal/hex.ts';
import { parseWitness, WITNESS_LIMITS, type Witness } from './witness.ts';

/** What a block folder says about its block. */
export interface BlockFolder extends BlockInput {
  readonly chainId: bigint;
  /** Hash that the block must have, from meta.json. */
  readonly expectedHash: Hex;
  /** State root before the block as meta.json claims it. Nothing in the folder proves it. */
  readonly claimedPreStateRoot?: Hex;
}

/**
 * Reads `block.rlp`, `witness.json` and `meta.json` (`chainId`, `hash`) from a folder.
 *
 * @throws BLOCK_FILE for what cannot be read, BLOCK_META, and the errors of {@link parseWitness}
 */
export async function readBlockFolder(folder: string): Promise<BlockFolder> {
  const [blockRlp, witness, meta] = await Promise.all([
    readBlockFile(join(folder, 'block.rlp')),
    readWitnessFile(join(folder, 'witness.json')),
    readMeta(join(folder, 'meta.json')),
  ]);
  return { blockRlp, witness, ...meta };
}

/**
 * Reads the RLP of a block.
 *
 * @throws BLOCK_FILE, WITNESS_TOO_LARGE
 */
export async function readBlockFile(path: string): Promise<Uint8Array> {
  const bytes = await readLimited(path, WITNESS_LIMITS.block);
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * Reads a witness from a JSON file.
 *
 * @throws BLOCK_FILE and the errors of {@link parseWitness}
 */
export async function readWitnessFile(path: string): Promise<Witness> {
  return parseWitness((await readLimited(path, WITNESS_LIMITS.json)).toString('utf8'));
}

async function readMeta(
  path: string,
): Promise<Pick<BlockFolder, 'chainId' | 'expectedHash' | 'claimedPreStateRoot'>> {
  const fail = (why: string): never => {
    throw new HartError('BLOCK_META', { path, why });
  };
  const text = (await readLimited(path, 2 ** 20)).toString('utf8');
  let meta: { chainId?: unknown; hash?: unknown; preStateRoot?: unknown };
  try {
    meta = Object(JSON.parse(text));
  } catch (cause) {
    throw new HartError('BLOCK_META', { path, why: 'it is not JSON' }, { cause });
  }
  const { chainId, hash, preStateRoot } = meta;
  if (!Number.isSafeInteger(chainId) || (chainId as number) < 0) fail('chainId is no integer');
  const hashField = (name: string, value: unknown): Hex => {
    try {
      return checkHash(name, value);
    } catch (cause) {
      return fail((cause as Error).message);
    }
  };
  return {
    chainId: BigInt(chainId as number),
    expectedHash: hashField('hash', hash),
    ...(preStateRoot === undefined
      ? {}
      : { claimedPreStateRoot: hashField('preStateRoot', preStateRoot) }),
  };
}

async function readLimited(path: string, limit: number): Promise<Buffer> {
  try {
    const { size } = await stat(path);
    if (size > limit) {
      throw new HartError('WITNESS_TOO_LARGE', {
        what: path,
        size: `${size} bytes`,
        limit: `${limit} bytes`,
      });
    }
    return await readFile(path);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (cause instanceof HartError || code === undefined) throw cause;
    const why = FILE_PROBLEMS[code] ?? code;
    throw new HartError('BLOCK_FILE', { path, why }, { cause });
  }
}

const FILE_PROBLEMS: Record<string, string> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
};
