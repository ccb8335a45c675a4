import { expect, test } from 'vitest';
import { ACCELERATORS } from './accelerators.ts';
import { traceFootprint } from './trace-footprint.ts';

test.each([
  ['zkvm_keccak_f1600', { fixed: 400, perUnit: {} }],
  ['zkvm_sha256', { fixed: 32, perUnit: { data: 1 } }],
  ['zkvm_secp256k1_ecrecover', { fixed: 32 + 64 + 64, perUnit: {} }],
  // A bool takes a word.
  ['zkvm_bn254_pairing', { fixed: 8, perUnit: { pairs: 192 } }],
  ['zkvm_modexp', { fixed: 0, perUnit: { base: 1, exp: 1, modulus: 2 } }],
  ['hart_memset', { fixed: 0, perUnit: { n: 1 } }],
] as const)('%s', (name, footprint) => {
  expect(traceFootprint(ACCELERATORS[name].parameters)).toEqual(footprint);
});
