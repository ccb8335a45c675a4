import { INSTRUCTIONS } from '@hart/riscv';
import { describe, expect, test } from 'vitest';
import { FLOAT_MNEMONICS } from './internal/float/float-unit.ts';
import {
  AMOS,
  BRANCH_MODELS,
  IMMEDIATE_MODELS,
  REGISTER_MODELS,
  SHIFT_MODELS,
  SHIFT_WORD_MODELS,
} from './internal/testing/arithmetic.ts';
import { EXIT, type Line, li, R } from './internal/testing/assemble.ts';
import { LOADS, STORES } from './internal/testing/memory-rows.ts';
import { BASE, ENGINES, programOf, runIn, testEnvironment } from './internal/testing/program.ts';

const TEXT = 0x1000;
const PC = BigInt(BASE + TEXT);
const { a0, a1, ra } = R;

interface Case {
  line: Line;
  before?: Readonly<Record<number, bigint>>;
  after?: Readonly<Record<number, bigint>>;
  /** Distance of the next pc; default 4. */
  to?: number;
}

/** Jumps and constants: written results. What the other test files cover by tables is not repeated. */
const CASES = {
  lui: [
    { line: ['lui', { rd: a0, imm: 0x1000 }], after: { [a0]: 0x1000n } },
    { line: ['lui', { rd: a0, imm: 0x7ffff000 }], after: { [a0]: 0x7ffff000n } },
    { line: ['lui', { rd: a0, imm: -0x80000000 }], after: { [a0]: 0xffffffff80000000n } },
    { line: ['lui', { rd: a0, imm: -0x1000 }], after: { [a0]: 0xfffffffffffff000n } },
    { line: ['lui', { rd: 0, imm: -0x1000 }] },
  ],
  auipc: [
    { line: ['auipc', { rd: a0, imm: 0 }], after: { [a0]: PC } },
    { line: ['auipc', { rd: a0, imm: 0x7ffff000 }], after: { [a0]: PC + 0x7ffff000n } },
    { line: ['auipc', { rd: a0, imm: -0x1000 }], after: { [a0]: PC - 0x1000n } },
    { line: ['auipc', { rd: a0, imm: -0x80000000 }], after: { [a0]: PC - 0x80000000n } },
    { line: ['auipc', { rd: 0, imm: 0x1000 }] },
  ],
  jal: [
    { line: ['jal', { rd: ra, imm: 8 }], after: { [ra]: PC + 4n }, to: 8 },
    { line: ['jal', { rd: a0, imm: -0x1000 }], after: { [a0]: PC + 4n }, to: -0x1000 },
    { line: ['jal', { rd: 0, imm: 2046 }], to: 2046 },
    { line: ['jal', { rd: 0, imm: -2 }], to: -2 },
    { line: ['jal', { rd: 31, imm: 0x1002 }], after: { 31: PC + 4n }, to: 0x1002 },
  ],
  jalr: [
    {
      line: ['jalr', { rd: ra, rs1: a0 }],
      before: { [a0]: PC + 16n },
      after: { [ra]: PC + 4n },
      to: 16,
    },
    // Bit 0 of the target is cleared, bit 1 is not.
    { line: ['jalr', { rd: 0, rs1: a0, imm: 11 }], before: { [a0]: PC }, to: 10 },
    { line: ['jalr', { rd: 0, rs1: a0, imm: -1 }], before: { [a0]: PC + 8n }, to: 6 },
    // The target is read before the link is written.
    {
      line: ['jalr', { rd: a0, rs1: a0, imm: 2047 }],
      before: { [a0]: PC },
      after: { [a0]: PC + 4n },
      to: 2046,
    },
    {
      line: ['jalr', { rd: ra, rs1: ra, imm: -2048 }],
      before: { [ra]: PC },
      after: { [ra]: PC + 4n },
      to: -2048,
    },
    { line: ['jalr', { rd: 0, rs1: ra }], before: { [ra]: PC + 6n }, to: 6 },
  ],
  fence: [
    { line: ['fence', { imm: 0 }] },
    { line: ['fence', { imm: 0xff }] },
    // fence.tso, and pause, which is a hint.
    { line: ['fence', { imm: 0x833 }] },
    { line: ['fence', { imm: 0x010 }] },
    // Ignored rd and rs1.
    { line: { word: 0x0ff5058f }, before: { [a0]: 5n, [a1]: 6n } },
  ],
  'fence.i': [
    { line: ['fence.i'] },
    { line: { word: 0xfff5158f }, before: { [a0]: 5n, [a1]: 6n } },
  ],
  ebreak: [{ line: ['ebreak'], to: 0 }],
} as const satisfies Record<string, readonly Case[]>;

/** Rows that have tests of their own elsewhere, by name of the test. */
const ELSEWHERE = {
  'environment calls (traps.test.ts)': ['ecall'],
  'illegal without a privileged mode (traps.test.ts)': ['wfi', 'mret'],
  'control and status registers (traps.test.ts)': [
    'csrrw',
    'csrrs',
    'csrrc',
    'csrrwi',
    'csrrsi',
    'csrrci',
  ],
  'floating point (float.test.ts)': [
    ...FLOAT_MNEMONICS,
    ...(['flw', 'fld', 'fsw', 'fsd'] as const),
  ],
  'load-reserved and store-conditional (memory-access.test.ts)': ['lr.w', 'lr.d', 'sc.w', 'sc.d'],
};

const BREAKS = new Uint8Array(new Uint16Array(0x2000).fill(0x9002).buffer);

describe.each(ENGINES)('%s', (engine) => {
  test.each(Object.entries(CASES) as [string, readonly Case[]][])('%s', (_, cases) => {
    for (const { line, before = {}, after = {}, to = 4 } of cases) {
      const lines = [BREAKS.subarray(0, TEXT), line, BREAKS.subarray(TEXT + 4)];
      const run = runIn(
        engine,
        programOf(lines, { entry: Number(PC) }),
        testEnvironment({ window: { base: BASE, size: 0x10000 }, registers: before }),
      );
      const registers = new BigUint64Array(32);
      for (const [number, value] of Object.entries({ ...before, ...after })) {
        registers[Number(number)] = value;
      }
      expect([line, run.outcome]).toMatchObject([
        line,
        { kind: 'trap', cause: 'breakpoint', pc: PC + BigInt(to), registers },
      ]);
      expect(run.steps).toBe(to === 0 ? 0 : 1);
    }
  });

  test('an auipc and jalr pair is a far call', () => {
    const run = runIn(
      engine,
      programOf([
        'start:',
        ['auipc', { rd: ra, imm: 0x1000 }],
        ['jalr', { rd: ra, rs1: ra, imm: 16 }],
        ...EXIT,
        new Uint8Array(0x1000),
        'far:',
        li(a0, 9),
        ['jalr', { rd: 0, rs1: ra }],
      ]),
      testEnvironment({ window: { base: BASE, size: 0x10000 } }),
    );
    expect([run.outcome, run.steps]).toEqual([{ kind: 'exit', code: 9 }, 6]);
  });
});

test('every row of the table has directed tests', () => {
  const covered = new Set([
    ...Object.keys(REGISTER_MODELS),
    ...Object.keys(IMMEDIATE_MODELS),
    ...Object.keys(SHIFT_MODELS),
    ...Object.keys(SHIFT_WORD_MODELS),
    ...Object.keys(BRANCH_MODELS),
    ...AMOS.map(({ name }) => name),
    ...LOADS.map(([name]) => name),
    ...STORES.map(([name]) => name),
    ...Object.keys(CASES),
    ...Object.values(ELSEWHERE).flat(),
  ]);
  expect([...covered].sort()).toEqual(INSTRUCTIONS.map(({ name }) => name).sort());
});
