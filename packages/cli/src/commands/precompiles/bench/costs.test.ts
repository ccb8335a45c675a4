import { COST_TABLES, modelCost } from '@hart/accelerators';
import { expect, test } from 'vitest';
import { type CountedRow, costsOf, summaryOf } from './costs.ts';

const row = (
  level: CountedRow['level'],
  calls: Record<string, number>,
  instructions: Record<string, number> = { add: 10 },
): CountedRow => ({
  workload: 'pairing',
  level,
  work: {
    instructions: new Map(Object.entries(instructions)),
    calls: new Map(Object.entries(calls)),
  },
});

test('what a table has prices for costs that', () => {
  const lean = row('lean', { hart_mulmod256: 5 });
  const [costs] = costsOf([lean]);
  const { cost, ofCalls } = modelCost(COST_TABLES.zisk, lean.work);
  expect(costs?.zisk).toEqual({ cost, ofCalls, isLowerBound: false, unpriced: [] });
  expect(costs && summaryOf(costs).zisk).toBe(cost);
});

test('a call without a price costs at least what the calls of the cheapest lean row do', () => {
  const rows = [
    row('lean', { hart_mulmod256: 9 }),
    row('lean', { hart_mulmod256: 5 }, { add: 1000 }),
    row('plain', {}, { add: 5000 }),
    row('fat', { zkvm_bn254_pairing: 2 }),
  ];
  const fat = costsOf(rows)[3];
  const ofCalls = 5 * (COST_TABLES.zisk.calls.hart_mulmod256?.cost ?? Number.NaN);
  const cost = ofCalls + 10 * COST_TABLES.zisk.instructions.add;
  expect(fat?.zisk).toEqual({ cost, ofCalls, isLowerBound: true, unpriced: [] });
});

test('without a lean row to go by, or with one that has no price either, nothing is said', () => {
  const fat = row('fat', { zkvm_bn254_pairing: 2 });
  const other = { ...row('lean', { hart_mulmod256: 5 }), workload: 'another' };
  // SP1 has no sum modulo a number
  const unpriced = row('lean', { hart_mulmod256: 5, hart_addmod256: 1 });
  for (const rows of [[fat], [fat, other], [fat, unpriced]]) {
    const [costs] = costsOf(rows);
    expect(costs?.sp1).toMatchObject({ isLowerBound: true, unpriced: ['zkvm_bn254_pairing'] });
    expect(costs && summaryOf(costs).sp1).toBeNull();
  }
});

test('a lean call without a price leaves its row without a cost', () => {
  const rows = [row('lean', { hart_mulmod256: 9 }), row('lean', { hart_addmod256: 1 })];
  const [, costs] = costsOf(rows);
  expect(costs?.sp1).toMatchObject({
    isLowerBound: false,
    unpriced: ['hart_addmod256'],
    ofCalls: 0,
  });
  expect(costs && summaryOf(costs).sp1).toBeNull();
});

test('an instruction without a price is named', () => {
  const [costs] = costsOf([row('plain', {}, { 'fadd.d': 1 })]);
  expect(costs?.sp1).toEqual({ cost: 0, ofCalls: 0, isLowerBound: false, unpriced: ['fadd.d'] });
});
