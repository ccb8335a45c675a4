import { bigEndian, putBigEndian } from './bytes.ts';

/** EIP-7823. */
const MAX_OPERAND_BYTES = 1024;
/** Bits of the exponent that are taken at a time, unless it is so short that a table of powers does not pay. */
const WINDOW = 4;
const SHORT = 8;

/** base ^ exponent mod modulus to `output`, as long as the modulus; false if an operand is too long. */
export function modexp(
  base: Uint8Array,
  exponent: Uint8Array,
  modulus: Uint8Array,
  output: Uint8Array,
): boolean {
  if (Math.max(base.length, exponent.length, modulus.length) > MAX_OPERAND_BYTES) return false;
  putBigEndian(output, power(bigEndian(base), exponent, bigEndian(modulus)));
  return true;
}

function power(base: bigint, exponent: Uint8Array, modulus: bigint): bigint {
  if (modulus <= 1n) return 0n;
  const first = exponent.findIndex((byte) => byte !== 0);
  if (first === -1) return 1n;
  const bytes = exponent.subarray(first);
  const window = bytes.length > SHORT ? WINDOW : 1;
  const powers = [1n, base % modulus];
  for (let n = 2; n < 2 ** window; n++) powers.push((powers[n - 1]! * powers[1]!) % modulus);
  let result = 1n;
  for (const byte of bytes) {
    for (let shift = 8 - window; shift >= 0; shift -= window) {
      if (result !== 1n) {
        for (let n = 0; n < window; n++) result = (result * result) % modulus;
      }
      const digit = (byte >> shift) & (2 ** window - 1);
      if (digit !== 0) result = (result * powers[digit]!) % modulus;
    }
  }
  return result;
}
