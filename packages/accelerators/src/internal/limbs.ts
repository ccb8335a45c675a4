import { LIMB_BITS } from './montgomery.ts';

const MASK = 2 ** LIMB_BITS - 1;

/** Writes a big-endian number as limbs, each in two of the words from `at` on. */
export function limbsFromBytes(
  words: Int32Array,
  at: number,
  limbs: number,
  bytes: Uint8Array,
): void {
  const last = bytes.length - 1;
  /** Byte `n` from the least significant one. */
  const byte = (n: number): number => (n <= last ? bytes[last - n]! : 0);
  for (let limb = 0; limb < limbs; limb++) {
    const first = (limb * LIMB_BITS) >> 3;
    const shift = (limb * LIMB_BITS) & 7;
    const low =
      byte(first) | (byte(first + 1) << 8) | (byte(first + 2) << 16) | (byte(first + 3) << 24);
    const high = shift === 0 ? 0 : byte(first + 4) << (32 - shift);
    words[at + 2 * limb] = ((low >>> shift) | high) & MASK;
    words[at + 2 * limb + 1] = 0;
  }
}

/** Writes limbs of a number that is not negative over all of `bytes`, most significant byte first. */
export function bytesFromLimbs(
  bytes: Uint8Array,
  words: Int32Array,
  at: number,
  limbs: number,
): void {
  for (let n = 0; n < bytes.length; n++) {
    const limb = Math.floor((8 * n) / LIMB_BITS);
    const shift = 8 * n - limb * LIMB_BITS;
    const low = limb < limbs ? words[at + 2 * limb]! >>> shift : 0;
    const high = limb + 1 < limbs ? words[at + 2 * limb + 2]! << (LIMB_BITS - shift) : 0;
    bytes[bytes.length - 1 - n] = low | high;
  }
}
