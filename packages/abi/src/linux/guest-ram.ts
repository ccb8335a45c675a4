import type { HartView } from '@hart/machine';

/**
 * The guest's memory as calls read and write it: by address, without any check, little-endian. Whoever
 * uses it has asked the address space first.
 */
export interface GuestRam {
  bytes(address: number, size: number): Uint8Array<ArrayBuffer>;
  u8(address: number): number;
  u32(address: number): number;
  i32(address: number): number;
  /** Rounded beyond 2^53. */
  u64(address: number): number;
  /** As a signed number, rounded beyond 2^53. */
  i64(address: number): number;
  big(address: number): bigint;
  setU16(address: number, value: number): void;
  setU32(address: number, value: number): void;
  setU64(address: number, value: number): void;
  setBig(address: number, value: bigint): void;
  /** Makes all of it zero that is not; pages that were never used are not touched. */
  zero(start: number, end: number): void;
}

export function createGuestRam(hart: HartView, base: number, size: number): GuestRam {
  const ram = hart.plain(BigInt(base), size) as Uint8Array<ArrayBuffer>;
  const view = new DataView(ram.buffer, ram.byteOffset, ram.byteLength);
  const words = new Int32Array(ram.buffer, ram.byteOffset, size >>> 2);
  return {
    bytes: (address, length) => ram.subarray(address - base, address - base + length),
    u8: (address) => view.getUint8(address - base),
    u32: (address) => view.getUint32(address - base, true),
    i32: (address) => view.getInt32(address - base, true),
    u64: (address) =>
      view.getUint32(address - base + 4, true) * 2 ** 32 + view.getUint32(address - base, true),
    i64: (address) =>
      view.getInt32(address - base + 4, true) * 2 ** 32 + view.getUint32(address - base, true),
    big: (address) => view.getBigUint64(address - base, true),
    setU16: (address, value) => view.setUint16(address - base, value, true),
    setU32: (address, value) => view.setUint32(address - base, value, true),
    setU64(address, value) {
      view.setUint32(address - base, value >>> 0, true);
      view.setInt32(address - base + 4, Math.floor(value / 2 ** 32), true);
    },
    setBig: (address, value) => view.setBigUint64(address - base, BigInt.asUintN(64, value), true),
    zero(start, end) {
      const step = 1024;
      for (let at = (start - base) >>> 2; at < (end - base) >>> 2; at += step) {
        for (let word = at; word < at + step; word++) {
          if (words[word] === 0) continue;
          words.fill(0, word, at + step);
          break;
        }
      }
    },
  };
}
