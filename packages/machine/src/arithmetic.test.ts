import type { Mnemonic } from '@hart/riscv';
import { describe, expect, test } from 'vitest';
import {
  BRANCH_MODELS,
  EDGES,
  IMMEDIATE_MODELS,
  IMMEDIATES,
  type Model,
  REGISTER_MODELS,
  SHIFT_MODELS,
  SHIFT_WORD_MODELS,
  WRITTEN,
} from './internal/testing/arithmetic.ts';
import { EXIT, type Line, mv, R } from './internal/testing/assemble.ts';
import { BASE, ENGINES, programOf, runIn, testEnvironment } from './internal/testing/program.ts';

const INPUT = BASE + 0x20000;
const OUTPUT = BASE + 0x40000;

const PAIRS = EDGES.flatMap((a) => EDGES.map((b) => [a, b] as const));

/**
 * Runs `body` for every pair of operands in a0 and a1. It stores `results` doublewords at s1; returns
 * them pair by pair, signed.
 */
function runPairs(
  engine: 'interpreter' | 'aot',
  pairs: readonly (readonly [bigint, bigint])[],
  body: readonly Line[],
  results: number,
): bigint[][] {
  const elf = programOf([
    'start:',
    '.loop:',
    ['ld', { rd: R.a0, rs1: R.s0, imm: 0 }],
    ['ld', { rd: R.a1, rs1: R.s0, imm: 8 }],
    ...body,
    ['addi', { rd: R.s0, rs1: R.s0, imm: 16 }],
    ['addi', { rd: R.s1, rs1: R.s1, imm: results * 8 }],
    ['beq', { rs1: R.s0, rs2: R.s2, imm: 8 }],
    ['jal', { rd: 0, to: '.loop' }],
    mv(R.a0, 0),
    ...EXIT,
  ]);
  const input = new BigInt64Array(pairs.flat());
  const environment = testEnvironment({
    registers: {
      [R.s0]: BigInt(INPUT),
      [R.s1]: BigInt(OUTPUT),
      [R.s2]: BigInt(INPUT + pairs.length * 16),
    },
    start: (hart) => hart.write(BigInt(INPUT), new Uint8Array(input.buffer)),
  });
  const run = runIn(engine, elf, environment);
  expect(run.outcome).toEqual({ kind: 'exit', code: 0 });
  const bytes = run.hart.read(BigInt(OUTPUT), pairs.length * results * 8) as Uint8Array;
  const output = [...new BigInt64Array(bytes.buffer)];
  return pairs.map((_, index) => output.slice(index * results, (index + 1) * results));
}

const store = (register: number, index: number): Line => [
  'sd',
  { rs1: R.s1, rs2: register, imm: index * 8 },
];

/** The instruction with separate registers, rd = rs1, rd = rs2, all three the same, and rd = x0. */
function registerForms(name: Mnemonic): Line[] {
  return [
    [name, { rd: R.a2, rs1: R.a0, rs2: R.a1 }],
    store(R.a2, 0),
    mv(R.a3, R.a0),
    [name, { rd: R.a3, rs1: R.a3, rs2: R.a1 }],
    store(R.a3, 1),
    mv(R.a3, R.a1),
    [name, { rd: R.a3, rs1: R.a0, rs2: R.a3 }],
    store(R.a3, 2),
    mv(R.a3, R.a0),
    [name, { rd: R.a3, rs1: R.a3, rs2: R.a3 }],
    store(R.a3, 3),
    [name, { rd: 0, rs1: R.a0, rs2: R.a1 }],
    store(0, 4),
    [name, { rd: R.a4, rs1: 0, rs2: R.a1 }],
    store(R.a4, 5),
    [name, { rd: R.a4, rs1: R.a0, rs2: 0 }],
    store(R.a4, 6),
  ];
}

const wrap = (value: bigint): bigint => BigInt.asIntN(64, value);
const entries = (models: Partial<Record<Mnemonic, Model>>) =>
  Object.entries(models) as [Mnemonic, Model][];

describe.each(ENGINES)('%s', (engine) => {
  test.each(entries(REGISTER_MODELS))('%s', (name, model) => {
    const expected = PAIRS.map(([a, b]) => {
      const result = wrap(model(a, b));
      const alone = [wrap(model(0n, b)), wrap(model(a, 0n))];
      return [result, result, result, wrap(model(a, a)), 0n, ...alone];
    });
    expect(runPairs(engine, PAIRS, registerForms(name), 7)).toEqual(expected);
  });

  test('written results', () => {
    for (const [name, a, b, expected] of WRITTEN) {
      const body: Line[] = [[name, { rd: R.a2, rs1: R.a0, rs2: R.a1 }], store(R.a2, 0)];
      expect([name, a, b, runPairs(engine, [[a, b]], body, 1)[0]?.[0]]).toEqual([
        name,
        a,
        b,
        expected,
      ]);
    }
  });

  test.each([
    ...entries(IMMEDIATE_MODELS).map(([name, model]) => [name, model, IMMEDIATES] as const),
    ...entries(SHIFT_MODELS).map(([name, model]) => [name, model, range(64)] as const),
    ...entries(SHIFT_WORD_MODELS).map(([name, model]) => [name, model, range(32)] as const),
  ])('%s', (name, model, immediates) => {
    const pairs = EDGES.map((a) => [a, 0n] as const);
    for (const imm of immediates) {
      const body: Line[] = [
        [name, { rd: R.a2, rs1: R.a0, imm }],
        store(R.a2, 0),
        [name, { rd: R.a0, rs1: R.a0, imm }],
        store(R.a0, 1),
        [name, { rd: 0, rs1: R.a0, imm }],
        store(0, 2),
        [name, { rd: R.a2, rs1: 0, imm }],
        store(R.a2, 3),
      ];
      const zero = wrap(model(0n, BigInt(imm)));
      const expected = EDGES.map((a) => {
        const result = wrap(model(a, BigInt(imm)));
        return [result, result, 0n, zero];
      });
      expect([imm, runPairs(engine, pairs, body, 4)]).toEqual([imm, expected]);
    }
  });

  test.each(entries(BRANCH_MODELS))('%s', (name, model) => {
    const judge = (rs1: number, rs2: number, index: number): Line[] => [
      mv(R.a2, 0),
      [name, { rs1, rs2, imm: 8 }],
      ['jal', { rd: 0, imm: 8 }],
      ['addi', { rd: R.a2, rs1: 0, imm: 1 }],
      store(R.a2, index),
    ];
    const body = [
      ...judge(R.a0, R.a1, 0),
      ...judge(R.a0, R.a0, 1),
      ...judge(R.a0, 0, 2),
      ...judge(0, R.a1, 3),
    ];
    const expected = PAIRS.map(([a, b]) => [model(a, b), model(a, a), model(a, 0n), model(0n, b)]);
    expect(runPairs(engine, PAIRS, body, 4)).toEqual(expected);
  });
});

function range(end: number): number[] {
  return Array.from({ length: end }, (_, value) => value);
}
