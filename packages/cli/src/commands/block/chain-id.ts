/** One RLP item: where its content lies, and whether it is a list. */
interface Item {
  start: number;
  end: number;
  isList: boolean;
}

function readLength(bytes: Uint8Array, at: number, size: number): number {
  let length = 0;
  for (let i = 0; i < size; i++) length = length * 256 + (bytes[at + i] ?? Number.NaN);
  return length;
}

/** The item at `at`, or undefined if it does not end before `limit`. */
function readItem(bytes: Uint8Array, at: number, limit: number): Item | undefined {
  const prefix = bytes[at];
  if (prefix === undefined || at >= limit) return undefined;
  const isList = prefix >= 0xc0;
  const kind = isList ? prefix - 0xc0 : prefix - 0x80;
  if (prefix < 0x80) return { start: at, end: at + 1, isList };
  const sizeOfLength = kind > 55 ? kind - 55 : 0;
  const start = at + 1 + sizeOfLength;
  const end = start + (sizeOfLength === 0 ? kind : readLength(bytes, at + 1, sizeOfLength));
  return end <= limit ? { start, end, isList } : undefined;
}

function readItems(bytes: Uint8Array, { start, end }: Item): Item[] {
  const items: Item[] = [];
  for (let at = start; at < end; ) {
    const item = readItem(bytes, at, end);
    if (item === undefined) return items;
    items.push(item);
    at = item.end;
  }
  return items;
}

function readInteger(bytes: Uint8Array, item: Item | undefined): bigint | undefined {
  if (item === undefined || item.isList || item.end - item.start > 8) return undefined;
  let value = 0n;
  for (let at = item.start; at < item.end; at++) value = value * 256n + BigInt(bytes[at] ?? 0);
  return value;
}

/** Index of `v` in a legacy transaction; with EIP-155 it is 35 or 36 and twice the chain id. */
const LEGACY_V = 6;

function chainIdOfTransaction(bytes: Uint8Array, transaction: Item): bigint | undefined {
  if (transaction.isList) {
    const v = readInteger(bytes, readItems(bytes, transaction)[LEGACY_V]);
    return v !== undefined && v >= 35n ? (v - 35n) / 2n : undefined;
  }
  // EIP-2718: a type byte, then a list that begins with the chain id
  const payload = readItem(bytes, transaction.start + 1, transaction.end);
  return payload?.isList ? readInteger(bytes, readItems(bytes, payload)[0]) : undefined;
}

/**
 * The chain that the block's transactions were signed for: the first one that says so. Undefined if
 * none does. A block does not name its chain elsewhere.
 */
export function chainIdOf(blockRlp: Uint8Array): bigint | undefined {
  const block = readItem(blockRlp, 0, blockRlp.length);
  const transactions = block?.isList ? readItems(blockRlp, block)[1] : undefined;
  if (!transactions?.isList) return undefined;
  for (const transaction of readItems(blockRlp, transactions)) {
    const chainId = chainIdOfTransaction(blockRlp, transaction);
    if (chainId !== undefined) return chainId;
  }
  return undefined;
}
