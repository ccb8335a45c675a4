import { HartError } from '@hart/errors';
import { checkHash } from './internal/hash-argument.ts';
import { fromHex, type Hex } from './internal/hex.ts';
import {
  integerToBytes,
  isRlpList,
  rlpPrefixSize,
  rlpStringSize,
  writeRlpPrefix,
  writeRlpString,
} from './internal/rlp.ts';
import { headerNumber, type Witness } from './witness.ts';

/** A block with all that is needed to validate it, but no promise about any of it. */
export interface BlockInput {
  /** EIP-155 chain id, which selects the chain's rules; unsigned, 64 bits. */
  readonly chainId: number | bigint;
  /** RLP `[header, transactions, ommers, withdrawals]`. */
  readonly blockRlp: Uint8Array;
  readonly witness: Witness;
  /**
   * State root before the block, taken on trust where the witness has no parent header to prove it.
   * The verdict says when it was used.
   */
  readonly trustedPreStateRoot?: Hex;
}

/** Nodes below 32 bytes live inside their parents and are never looked up by hash. */
const SMALLEST_NAMED_NODE = 32;

/**
 * The input of the stateless guest: RLP `[chainId, block, [headers, codes, state, keys]]`, geth's
 * keeper payload, and `trustedPreStateRoot` as a fourth item if there is one. Block and headers are
 * embedded byte for byte.
 *
 * The same block and set of witness entries give the same bytes, however a node ordered them:
 * headers ascend by number, codes and nodes are sorted; duplicates, empty codes, nodes that are
 * embedded in others and `keys` are left out, for nothing looks them up.
 *
 * @throws BLOCK_EMPTY, CHAIN_ID_RANGE, HASH_MALFORMED
 * @example
 * const payload = encodeInput({ chainId: 1, blockRlp, witness: parseWitness(json) });
 */
export function encodeInput(input: BlockInput): Uint8Array {
  if (input.blockRlp.length === 0) throw new HartError('BLOCK_EMPTY', {});
  const chainId = integerToBytes(checkChainId(input.chainId));
  const trusted = input.trustedPreStateRoot;
  const trustedRoot =
    trusted === undefined ? undefined : fromHex(checkHash('The trusted pre-state root', trusted));

  const headers = sortHeaders(input.witness.headers);
  const codes = sortUnique(input.witness.codes.filter((code) => code.length > 0));
  const state = sortUnique(
    input.witness.state.filter((node) => node.length >= SMALLEST_NAMED_NODE),
  );

  const headersSize = sumOf(headers, listItemSize);
  const codesSize = sumOf(codes, rlpStringSize);
  const stateSize = sumOf(state, rlpStringSize);
  const witnessSize = listSize(headersSize) + listSize(codesSize) + listSize(stateSize) + 1;
  const size =
    rlpStringSize(chainId) +
    listItemSize(input.blockRlp) +
    listSize(witnessSize) +
    (trustedRoot === undefined ? 0 : rlpStringSize(trustedRoot));

  const payload = new Uint8Array(listSize(size));
  let at = writeRlpPrefix(payload, 0, 0xc0, size);
  at = writeRlpString(payload, at, chainId);
  at = writeListItem(payload, at, input.blockRlp);
  at = writeRlpPrefix(payload, at, 0xc0, witnessSize);
  at = writeRlpPrefix(payload, at, 0xc0, headersSize);
  for (const header of headers) at = writeListItem(payload, at, header);
  at = writeRlpPrefix(payload, at, 0xc0, codesSize);
  for (const code of codes) at = writeRlpString(payload, at, code);
  at = writeRlpPrefix(payload, at, 0xc0, stateSize);
  for (const node of state) at = writeRlpString(payload, at, node);
  payload[at++] = 0xc0; // keys
  if (trustedRoot !== undefined) writeRlpString(payload, at, trustedRoot);
  return payload;
}

/**
 * The chain id as a bigint.
 *
 * @throws CHAIN_ID_RANGE
 */
export function checkChainId(chainId: number | bigint): bigint {
  const isInteger = typeof chainId === 'bigint' || Number.isSafeInteger(chainId);
  if (!isInteger || chainId < 0 || BigInt(chainId) >= 2n ** 64n) {
    throw new HartError('CHAIN_ID_RANGE', { found: String(chainId) });
  }
  return BigInt(chainId);
}

/**
 * A block or header goes in as the list that it is. Damaged bytes that are no list go in as a byte
 * string, where they cannot shift what follows: the guest then refuses them, and a damaged block
 * gets a verdict like any other.
 */
function writeListItem(target: Uint8Array, at: number, bytes: Uint8Array): number {
  if (!isRlpList(bytes)) return writeRlpString(target, at, bytes);
  target.set(bytes, at);
  return at + bytes.length;
}

function listItemSize(bytes: Uint8Array): number {
  return isRlpList(bytes) ? bytes.length : rlpStringSize(bytes);
}

function listSize(contentLength: number): number {
  return rlpPrefixSize(contentLength) + contentLength;
}

function sumOf(entries: readonly Uint8Array[], sizeOf: (entry: Uint8Array) => number): number {
  let sum = 0;
  for (const entry of entries) sum += sizeOf(entry);
  return sum;
}

function sortUnique(entries: readonly Uint8Array[]): Uint8Array[] {
  const sorted = entries.toSorted(compareBytes);
  return sorted.filter(
    (entry, index) => index === 0 || compareBytes(entry, sorted[index - 1] as Uint8Array) !== 0,
  );
}

/** Ascending by number, the parent last; what is no header comes first and is not looked at. */
function sortHeaders(headers: readonly Uint8Array[]): Uint8Array[] {
  const numbers = new Map(headers.map((header) => [header, headerNumber(header) ?? -1n]));
  const byNumber = (a: Uint8Array, b: Uint8Array): number =>
    Number((numbers.get(a) as bigint) - (numbers.get(b) as bigint));
  // The sort is stable, so that headers of one number stay in the order of their bytes.
  return sortUnique(headers).toSorted(byNumber);
}

/** Order by the bytes; a prefix comes before what it begins. */
function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let at = 0; at < shared; at++) {
    const difference = (a[at] as number) - (b[at] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
