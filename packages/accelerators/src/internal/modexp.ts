import { bigEndian, putBigEndian } from './bytes.ts';

/** EIP-7823. */
const MAX_OPERAND_BYTES = 1024;
/** Bits of the exponent that are taken at a time. */
const WINDOW = 4;

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
  const reduced = base % modulus;
  const powers = [1n];
  for (let n = 1; n < 2 ** WINDOW; n++) powers.push((powers[n - 1]! * reduced) % modulus);
  let result = 1n;
  for (const byte of exponent.subarray(first)) {
    for (const digit of [byte >> WINDOW, byte & (2 ** WINDOW - 1)]) {
      if (result !== 1n) {
        for (let n = 0; n < WINDOW; n++) result = (result * result) % modulus;
      }
      if (digit !== 0) result = (result * powers[digit]!) % modulus;
    }
  }
  return result;
}
