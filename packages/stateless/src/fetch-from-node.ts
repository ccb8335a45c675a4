import { HartError, isHartError } from '@hart/errors';
import type { BlockInput } from './encode-input.ts';
import { blockFromJson } from './internal/block-json.ts';
import { checkHash } from './internal/hash-argument.ts';
import { describeValue, fromHex, fromQuantity, type Hex } from './internal/hex.ts';
import { callRpc, type RpcEndpoint } from './internal/json-rpc.ts';
import { keccakHex } from './internal/keccak.ts';
import { readRlpList } from './internal/rlp.ts';
import { WITNESS_LIMITS, witnessFromJson } from './witness.ts';

/** A block with its witness as a node gave them; the hash is the one that the node claims. */
export interface FetchedBlock extends BlockInput {
  readonly chainId: bigint;
  readonly number: bigint;
  readonly expectedHash: Hex;
}

export interface FetchOptions {
  /** For each answer; default 120: a node executes the block to make its witness. */
  readonly timeoutSeconds?: number;
  readonly signal?: AbortSignal;
}

const TAGS = ['latest', 'safe', 'finalized', 'earliest', 'pending'] as const;

/**
 * Fetches a block and its execution witness from a node over JSON-RPC: `eth_chainId`,
 * `eth_getBlockByNumber`, `debug_getRawBlock` (without it the block is put together from the JSON)
 * and `debug_executionWitness`. Both geth's and reth's witnesses are understood.
 *
 * @param block Its number, or a tag such as `latest`.
 * @throws RPC_UNREACHABLE, RPC_HTTP_STATUS, RPC_METHOD_MISSING, RPC_ERROR, RPC_BLOCK_NOT_FOUND,
 * RPC_BAD_RESPONSE, RPC_BLOCK_MISMATCH, and the errors of {@link witnessFromJson}
 * @example
 * const { expectedHash, ...block } = await fetchFromNode('http://127.0.0.1:8545', 'latest');
 */
export async function fetchFromNode(
  url: string,
  block: number | bigint | (typeof TAGS)[number],
  options: FetchOptions = {},
): Promise<FetchedBlock> {
  const { timeoutSeconds = 120, signal } = options;
  const maxBytes = WITNESS_LIMITS.json;
  const endpoint: RpcEndpoint = { url, timeoutSeconds, maxBytes, ...(signal && { signal }) };
  const tag = typeof block === 'string' ? block : `0x${block.toString(16)}`;
  const chainId = await fetchChainId(endpoint);
  const json = await fetchBlockJson(endpoint, tag);
  // A tag may point to another block by the next call; the number does not.
  const number = `0x${json.number.toString(16)}`;
  const blockRlp = await fetchBlockRlp(endpoint, number, json);
  const witness = witnessFromJson(await callRpc(endpoint, 'debug_executionWitness', [number]));
  return { chainId, blockRlp, witness, expectedHash: json.hash, number: json.number };
}

async function fetchChainId(endpoint: RpcEndpoint): Promise<bigint> {
  const result = await callRpc(endpoint, 'eth_chainId', []);
  return fromQuantity(result) ?? unexpected('eth_chainId', result);
}

interface BlockJson {
  readonly number: bigint;
  readonly hash: Hex;
  readonly json: object;
}

async function fetchBlockJson(endpoint: RpcEndpoint, tag: string): Promise<BlockJson> {
  const method = 'eth_getBlockByNumber';
  const result = await callRpc(endpoint, method, [tag, true]);
  if (result === null) throw new HartError('RPC_BLOCK_NOT_FOUND', { block: tag });
  if (typeof result !== 'object') return unexpected(method, result);
  const { number, hash } = result as { number?: unknown; hash?: unknown };
  const value = fromQuantity(number) ?? unexpected(method, number);
  try {
    return {
      number: value,
      hash: checkHash('the hash of the block', hash),
      json: result as object,
    };
  } catch (error) {
    return unexpected(method, hash, error);
  }
}

async function fetchBlockRlp(
  endpoint: RpcEndpoint,
  number: string,
  block: BlockJson,
): Promise<Uint8Array> {
  const raw = await callIfPresent(endpoint, 'debug_getRawBlock', [number]);
  if (raw === undefined) {
    const assembled = blockFromJson(block.json);
    if (assembled instanceof Uint8Array) return assembled;
    throw new HartError('RPC_BLOCK_MISMATCH', { why: assembled.problem });
  }
  const bytes = fromHex(raw) ?? unexpected('debug_getRawBlock', raw);
  const header = readRlpList(bytes)?.[0] ?? unexpected('debug_getRawBlock', raw);
  const hash = keccakHex(bytes.subarray(header.start, header.end));
  if (hash === block.hash) return bytes;
  const why = `debug_getRawBlock gave ${hash}, eth_getBlockByNumber ${block.hash}`;
  throw new HartError('RPC_BLOCK_MISMATCH', { why });
}

/** The result of a method that a node may lack or keep to itself, else undefined. */
async function callIfPresent(
  endpoint: RpcEndpoint,
  method: string,
  params: readonly unknown[],
): Promise<unknown> {
  try {
    return (await callRpc(endpoint, method, params)) ?? undefined;
  } catch (error) {
    if (isHartError(error, 'RPC_METHOD_MISSING') || isHartError(error, 'RPC_ERROR')) {
      return undefined;
    }
    throw error;
  }
}

function unexpected(method: string, value: unknown, cause?: unknown): never {
  throw new HartError('RPC_BAD_RESPONSE', { method, why: describeValue(value) }, { cause });
}
