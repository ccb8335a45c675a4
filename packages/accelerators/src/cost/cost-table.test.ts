import { expect, test } from 'vitest';
import { listPrecompiles } from '../survey/survey.ts';
import { modelCost } from './cost-table.ts';
import { COST_TABLES } from './cost-tables.ts';

const { zisk, sp1 } = COST_TABLES;
const work = (instructions: Record<string, number>, calls: Record<string, number> = {}) => ({
  instructions: new Map(Object.entries(instructions)),
  calls: new Map(Object.entries(calls)),
});

test('a run costs what its instructions and calls cost, by hand', () => {
  const run = work({ add: 10, ld: 2, mulhu: 1, ecall: 3 }, { hart_mulmod256: 3 });
  const mulmod = 1424 + 21 * 16 + 4 * 18;
  expect(modelCost(zisk, run)).toEqual({
    cost: 10 * (68 + 25) + 2 * (68 + 16) + (68 + 95) + 3 * 68 + 3 * mulmod,
    ofCalls: 3 * mulmod,
    unpriced: new Map(),
  });
  const uint256 = 371 + (10 + 241) + (10 + 241) + 12 * (20 + 2 * 241);
  expect(modelCost(sp1, run)).toEqual({
    cost: 10 * 33 + 2 * 39 + 82 + 3 * 65 + 3 * uint256,
    ofCalls: 3 * uint256,
    unpriced: new Map(),
  });
});

test('what has no price is named and not counted', () => {
  const run = work({ add: 1, 'fadd.d': 7 }, { zkvm_bn254_pairing: 2 });
  for (const table of [zisk, sp1]) {
    const { cost, ofCalls, unpriced } = modelCost(table, run);
    expect(cost).toBe(table.instructions.add);
    expect(ofCalls).toBe(0);
    expect([...unpriced]).toEqual([
      ['fadd.d', 7],
      ['zkvm_bn254_pairing', 2],
    ]);
  }
});

test('a name that every object has is no instruction', () => {
  const { cost, unpriced } = modelCost(zisk, work({ constructor: 1 }, { toString: 1 }));
  expect(cost).toBe(0);
  expect(unpriced.size).toBe(2);
});

test('every price is a positive whole number', () => {
  for (const { instructions, calls } of [zisk, sp1]) {
    const prices = [
      ...Object.values(instructions),
      ...Object.values(calls).map(({ cost }) => cost),
    ];
    for (const price of prices) expect(Number.isSafeInteger(price) && price > 0).toBe(true);
  }
});

test('the areas of calls are those of the survey', () => {
  const areaOf = (name: string) =>
    listPrecompiles({ zkvms: ['ZisK'] }).find((precompile) => precompile.name === name)?.cost?.area;
  const words = {
    zkvm_keccak_f1600: [25, 25],
    hart_mulmod384: [29, 6],
    hart_sha256_compress: [14, 4],
  };
  const names = {
    zkvm_keccak_f1600: 'keccakf',
    hart_mulmod384: 'arith384_mod',
    hart_sha256_compress: 'sha256f',
  };
  for (const [call, [reads = 0, writes = 0]] of Object.entries(words)) {
    const area = areaOf(names[call as keyof typeof names]) ?? Number.NaN;
    expect(zisk.calls[call]?.cost).toBe(area + 16 * reads + 18 * writes);
  }
});
