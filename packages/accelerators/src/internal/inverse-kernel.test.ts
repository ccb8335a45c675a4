import { expect, test } from 'vitest';
import { CURVES } from './curves.ts';
import { createInverter } from './inverse-kernel.ts';
import { invert } from './modular.ts';
import { randomBelow } from './random.fixture.ts';

const PRIMES = [
  ['secp256k1', CURVES.secp256k1.p],
  ['its order', CURVES.secp256k1.n],
  ['secp256r1', CURVES.secp256r1.p],
  ['its order', CURVES.secp256r1.n],
  ['bn254', CURVES.bn254.p],
  ['bls12_381', CURVES.bls12_381.p],
  ['a prime of four words and one bit', 2n ** 255n - 19n],
  ['a small prime', 65537n],
] as const;

test.each(PRIMES)('inverts as Euclid does modulo the prime of %s', (_, prime) => {
  const inverter = createInverter(prime);
  const edges = [1n, 2n, prime - 1n, prime - 2n, (prime + 1n) / 2n, prime >> 1n, prime + 5n, -1n];
  for (let bit = 0n; 1n << bit < prime; bit += 7n)
    edges.push(1n << bit, (1n << bit) - 1n, prime - (1n << bit));
  const random = Array.from({ length: 2000 }, () => randomBelow(prime));
  for (const value of [...edges, ...random]) expect(inverter(value)).toBe(invert(value, prime));
  for (const value of [0n, prime, 3n * prime, -prime]) expect(inverter(value)).toBeUndefined();
});
