import { expect, test } from 'vitest';
import { ACCELERATORS, type AcceleratorName } from './accelerators.ts';
import { compareWithOracle } from './oracle/index.ts';

/** Comparisons in the unit tests; `npm run accelerators` does a thousand of each. */
const FEW: Partial<Record<AcceleratorName, number>> = {
  zkvm_bn254_pairing: 12,
  zkvm_bls12_pairing: 12,
  zkvm_kzg_point_eval: 12,
  zkvm_bls12_g1_msm: 15,
  zkvm_bls12_g2_msm: 15,
  zkvm_bls12_map_fp_to_g1: 20,
  zkvm_bls12_map_fp2_to_g2: 20,
  zkvm_secp256k1_verify: 60,
  zkvm_secp256k1_ecrecover: 60,
  zkvm_secp256r1_verify: 60,
};
const MANY = 150;

const names = Object.keys(ACCELERATORS) as AcceleratorName[];

test('names, numbers and levels are those of the interface', () => {
  const table = Object.entries(ACCELERATORS);
  expect(table.map(([name]) => name)).toEqual(table.map(([, { name }]) => name));
  expect(table.filter(([, { level }]) => level === 'fat').map(([, { number }]) => number)).toEqual(
    Array.from({ length: 19 }, (_, n) => 0x1000 + n),
  );
  expect(table.filter(([, { level }]) => level === 'lean').map(([, { number }]) => number)).toEqual(
    Array.from({ length: 9 }, (_, n) => 0x1100 + n),
  );
});

test('parameters fit into the argument registers and name each other', () => {
  for (const { parameters } of Object.values(ACCELERATORS)) {
    const registers = parameters.map(({ kind }) => (kind === 'data' ? 2 : 1));
    expect(registers.reduce<number>((sum, count) => sum + count, 0)).toBeLessThanOrEqual(7);
    const sized = parameters.filter(({ kind }) => kind === 'data' || kind === 'number');
    for (const parameter of parameters) {
      if (parameter.kind !== 'result') continue;
      expect(sized.map(({ name }) => name)).toContain(parameter.sizeOf);
    }
  }
});

test.each(names)('%s agrees with its oracle', (name) => {
  let failures = 0;
  for (let seed = 0; seed < (FEW[name] ?? MANY); seed++) {
    const { status, difference } = compareWithOracle(name, seed);
    expect(difference).toBeUndefined();
    if (!status) failures++;
  }
  // some are refused, not all
  expect(failures).toBeLessThan(FEW[name] ?? MANY);
});
