import { createInverter } from './inverse-kernel.ts';
import { modulo } from './modulo.ts';

/**
 * The inverse of `value` modulo `modulus` by Euclid's extended algorithm, or undefined if there is none. Modulo 1
 * it is 0. `modulus` must not be 0.
 */
export function invert(value: bigint, modulus: bigint): bigint | undefined {
  let [a, b] = [modulo(value, modulus), modulus];
  let [x, y] = [1n, 0n];
  // always a = x·value and b = y·value modulo the modulus
  while (a !== 0n) {
    const quotient = b / a;
    [a, b] = [b - quotient * a, a];
    [x, y] = [y - quotient * x, x];
  }
  return b === 1n ? modulo(y, modulus) : undefined;
}

const inverters = new Map<bigint, (value: bigint) => bigint | undefined>();

/** {@link invert} modulo an odd prime that is used again and again, by a kernel of its own: a tenth of the time. */
export function invertModuloPrime(value: bigint, prime: bigint): bigint | undefined {
  let inverter = inverters.get(prime);
  if (inverter === undefined) {
    inverter = createInverter(prime);
    inverters.set(prime, inverter);
  }
  return inverter(value);
}

/** `base` to the power of `exponent`, modulo `modulus`. */
export function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}
