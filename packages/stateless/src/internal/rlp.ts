/**
 * RLP as the payload needs it: items are kept as raw slices of their source, so that blocks and
 * headers are embedded byte for byte and never decoded and encoded again.
 *
 * Ethereum Yellow Paper, appendix B. Reading is strict: a length that is not in its shortest form,
 * or one that runs past the end, makes the item malformed.
 */

/** One item of an RLP text: `bytes.subarray(start, end)` is the whole item, prefix included. */
export interface RlpItem {
  readonly isList: boolean;
  readonly start: number;
  /** Where the content begins, after the prefix. */
  readonly content: number;
  readonly end: number;
}

/** A byte string or a list of values, to be encoded by {@link encodeRlp}. */
export type RlpValue = Uint8Array | readonly RlpValue[];

/** The item that begins at `start`, or undefined where there is none in canonical form. */
export function readRlpItem(
  bytes: Uint8Array,
  start = 0,
  limit = bytes.length,
): RlpItem | undefined {
  if (start >= limit) return undefined;
  const prefix = bytes[start] as number;
  if (prefix < 0x80) return { isList: false, start, content: start, end: start + 1 };
  const isList = prefix >= 0xc0;
  const short = prefix - (isList ? 0xc0 : 0x80);
  let content = start + 1;
  let length = short;
  if (short > 55) {
    const lengthBytes = short - 55;
    content += lengthBytes;
    // Six bytes of length are more than any array here can have; more would lose precision.
    if (content > limit || lengthBytes > 6 || bytes[start + 1] === 0) return undefined;
    length = 0;
    for (let at = start + 1; at < content; at++) length = length * 256 + (bytes[at] as number);
    if (length < 56) return undefined;
  }
  const end = content + length;
  if (end > limit) return undefined;
  const isSingleByte = !isList && length === 1 && (bytes[content] as number) < 0x80;
  return isSingleByte ? undefined : { isList, start, content, end };
}

/** Whether `bytes` are one list and nothing else; what the list contains is not looked at. */
export function isRlpList(bytes: Uint8Array): boolean {
  const item = readRlpItem(bytes);
  return item?.isList === true && item.end === bytes.length;
}

/** The items of the list `bytes`, or undefined if it is no list or an item of it is malformed. */
export function readRlpList(bytes: Uint8Array): RlpItem[] | undefined {
  if (!isRlpList(bytes)) return undefined;
  const items: RlpItem[] = [];
  let at = (readRlpItem(bytes) as RlpItem).content;
  while (at < bytes.length) {
    const item = readRlpItem(bytes, at);
    if (item === undefined) return undefined;
    items.push(item);
    at = item.end;
  }
  return items;
}

/** The content of a byte string that holds an unsigned integer of at most 8 bytes. */
export function readRlpInteger(bytes: Uint8Array, item: RlpItem | undefined): bigint | undefined {
  if (item === undefined || item.isList || item.end - item.content > 8) return undefined;
  if (item.end > item.content && bytes[item.content] === 0) return undefined;
  let value = 0n;
  for (let at = item.content; at < item.end; at++)
    value = value * 256n + BigInt(bytes[at] as number);
  return value;
}

/** How many bytes the prefix of a list (or of a byte string of two or more bytes) takes. */
export function rlpPrefixSize(contentLength: number): number {
  let size = 1;
  if (contentLength > 55)
    for (let rest = contentLength; rest > 0; rest = Math.floor(rest / 256)) size++;
  return size;
}

/** Writes a prefix at `at` and returns where the content goes. `base`: 0xc0 list, 0x80 string. */
export function writeRlpPrefix(
  target: Uint8Array,
  at: number,
  base: 0x80 | 0xc0,
  contentLength: number,
): number {
  if (contentLength <= 55) {
    target[at] = base + contentLength;
    return at + 1;
  }
  const lengthBytes = rlpPrefixSize(contentLength) - 1;
  target[at] = base + 55 + lengthBytes;
  let rest = contentLength;
  for (let place = at + lengthBytes; place > at; place--) {
    target[place] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return at + 1 + lengthBytes;
}

/** How many bytes a byte string takes as an item. */
export function rlpStringSize(bytes: Uint8Array): number {
  if (bytes.length === 1 && (bytes[0] as number) < 0x80) return 1;
  return rlpPrefixSize(bytes.length) + bytes.length;
}

/** Writes a byte string as an item at `at` and returns the end. */
export function writeRlpString(target: Uint8Array, at: number, bytes: Uint8Array): number {
  const isSingleByte = bytes.length === 1 && (bytes[0] as number) < 0x80;
  const content = isSingleByte ? at : writeRlpPrefix(target, at, 0x80, bytes.length);
  target.set(bytes, content);
  return content + bytes.length;
}

/** An unsigned integer as RLP wants it: big endian, no leading zero, zero is empty. */
export function integerToBytes(value: bigint): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; rest > 0n; rest >>= 8n) bytes.unshift(Number(rest & 0xffn));
  return Uint8Array.from(bytes);
}

/** Encodes nested values; meant for headers and transactions, not for megabytes. */
export function encodeRlp(value: RlpValue): Uint8Array {
  if (value instanceof Uint8Array) {
    const item = new Uint8Array(rlpStringSize(value));
    writeRlpString(item, 0, value);
    return item;
  }
  return joinRlpList(value.map(encodeRlp));
}

/** The list of items that are encoded already. */
export function joinRlpList(items: readonly Uint8Array[]): Uint8Array {
  const length = items.reduce((sum, item) => sum + item.length, 0);
  const list = new Uint8Array(rlpPrefixSize(length) + length);
  let at = writeRlpPrefix(list, 0, 0xc0, length);
  for (const item of items) {
    list.set(item, at);
    at += item.length;
  }
  return list;
}
