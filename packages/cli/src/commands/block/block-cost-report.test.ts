import { COST_TABLES } from '@hart/accelerators';
import type { BlockCost, CostShare } from '@hart/stateless';
import { expect, test } from 'vitest';
import { priceBlock, renderBlockCost } from './block-cost-report.ts';

const share = (name: string, steps: number, times: number, calls: [string, number][] = []) =>
  ({ name, steps, times, calls: new Map(calls) }) satisfies CostShare;

const cost: BlockCost = {
  transactions: [share('#0', 30, 1, [['zkvm_keccak_f1600', 2]]), share('decoding', 70, 1)],
  contracts: [share('no contract', 70, 0), share('0xaa', 30, 2, [['zkvm_keccak_f1600', 2]])],
  opcodes: [share('no opcode', 70, 0), share('ADD', 30, 5, [['zkvm_keccak_f1600', 2]])],
};
const functions = [
  { name: 'f', steps: 60, instructions: new Map([['add', 60]]), calls: new Map() },
  {
    name: 'hash',
    steps: 40,
    instructions: new Map([
      ['ld', 38],
      ['ecall', 2],
    ]),
    calls: new Map([
      [0x1100, 2],
      [64, 1],
    ]),
  },
];
const calls = [{ name: 'zkvm_keccak_f1600', calls: 2 }];

test('functions cost what their instructions cost, the rest its part of them, and calls exactly', () => {
  const data = priceBlock(cost, functions, calls);
  const { zisk } = COST_TABLES;
  const keccak = 2 * zisk.calls.zkvm_keccak_f1600!.cost;
  const [add, ld, ecall] = (['add', 'ld', 'ecall'] as const).map((name) => zisk.instructions[name]);
  const ofSteps = 60 * add! + 38 * ld! + 2 * ecall!;
  expect(data.functions.map((each) => [each.name, each.cost.zisk, each.calls])).toEqual([
    ['f', 60 * add!, []],
    ['hash', 38 * ld! + 2 * ecall! + keccak, calls],
  ]);
  expect(data.opcodes.map((each) => [each.name, each.cost.zisk])).toEqual([
    ['no opcode', Math.round(0.7 * ofSteps)],
    ['ADD', Math.round(0.3 * ofSteps) + keccak],
  ]);
  expect(data.total.zisk).toEqual({ cost: ofSteps + keccak, ofCalls: keccak, unpriced: {} });
});

test('the terminal shows the most expensive first and what has no price', () => {
  const pairing = { name: 'zkvm_bn254_pairing', calls: 3 };
  const text = renderBlockCost(priceBlock(cost, functions, [...calls, pairing]));
  const lines = text.split('\n');
  expect(lines[0]).toMatch(/^steps +calls +zisk cost +sp1 cost +times +transaction or phase$/);
  expect(lines[1]).toMatch(/^ *70 +70\.0% +0 .* decoding$/);
  expect(lines[2]).toMatch(/^ *30 +30\.0% +2 .* #0$/);
  expect(text).toMatch(/ADD\n/);
  expect(text).toMatch(/ZisK .*; no price for zkvm_bn254_pairing 3\n/);
});
