/** The number that bytes stand for, most significant first. */
export function bigEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  let at = 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (; at < bytes.length % 8; at++) value = (value << 8n) | BigInt(bytes[at]!);
  for (; at < bytes.length; at += 8) value = (value << 64n) | view.getBigUint64(at);
  return value;
}

/** Writes a number over all of `bytes`, most significant byte first. */
export function putBigEndian(bytes: Uint8Array, value: bigint): void {
  let rest = value;
  let at = bytes.length;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (; at >= 8; rest >>= 64n) {
    at -= 8;
    view.setBigUint64(at, BigInt.asUintN(64, rest));
  }
  for (; at > 0; rest >>= 8n) bytes[--at] = Number(rest & 0xffn);
}

/** Whether all bytes are zero. */
export function isZero(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte !== 0) return false;
  return true;
}

/** Whether `a` is less than `b`; both have the same length, most significant byte first. */
export function isBelow(a: Uint8Array, b: Uint8Array): boolean {
  for (let n = 0; n < a.length; n++) if (a[n] !== b[n]) return a[n]! < b[n]!;
  return false;
}
