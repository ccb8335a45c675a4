import type { Elf } from '@hart/riscv';
import { expect, test } from 'vitest';
import type { Environment } from './environment.ts';
import { assemble, call, EXIT, type Line, la, li, R, RET } from './internal/testing/assemble.ts';
import {
  BASE,
  dataSegment,
  programOf,
  runBoth,
  type Snapshot,
  type TestEnvironmentOptions,
  testEnvironment,
} from './internal/testing/program.ts';

/** Both engines, in few and in many chunks; asserts that they agree and returns one. */
function agreed(elf: Elf, options: TestEnvironmentOptions = {}): Snapshot {
  const make = (): Environment => testEnvironment(options);
  const both = runBoth(elf, make);
  expect(both.aot).toEqual(both.interpreter);
  expect(runBoth(elf, make, { chunk: 4999 })).toEqual(both);
  return both.interpreter;
}

const repeat = (count: number, lines: (index: number) => readonly Line[]): Line[] =>
  Array.from({ length: count }, (_, index) => lines(index)).flat();

const add = (imm: number): Line => ['addi', { rd: R.a0, rs1: R.a0, imm }];

/** Runs `body` three times. */
const thrice = (body: readonly Line[], tail: readonly Line[] = []): Line[] => [
  'start:',
  li(R.s0, 3),
  '.loop:',
  ...body,
  ['addi', { rd: R.s0, rs1: R.s0, imm: -1 }],
  ['beq', { rs1: R.s0, rs2: 0, imm: 8 }],
  ['jal', { rd: 0, to: '.loop' }],
  ...EXIT,
  ...tail,
];

test('a straight run of 60,000 instructions', () => {
  const end = agreed(programOf(thrice(repeat(60_000, (index) => [add(index % 2)]))));
  expect(end).toMatchObject({ steps: 1 + 3 * 60_003 - 1 + 2, outcome: { code: 90_000 } });
});

test('4,000 branches one after the other', () => {
  // Each skips an instruction in every second round.
  const body = repeat(4000, (index) => [
    ['andi', { rd: R.t0, rs1: R.s0, imm: 1 }],
    [index % 2 === 0 ? 'beq' : 'bne', { rs1: R.t0, rs2: 0, imm: 8 }],
    add(1),
  ]);
  expect(agreed(programOf(thrice(body))).outcome).toEqual({ kind: 'exit', code: 6000 });
});

test('2,000 nested ifs', () => {
  const body: Line[] = [
    ...repeat(2000, (index) => [
      ['beq', { rs1: R.s0, rs2: 0, imm: 12 }],
      add(1),
      ['jal', { rd: 0, imm: 8 }],
      ['jal', { rd: 0, to: `.end${index}` }],
    ]),
    ...repeat(2000, (index) => [`.end${1999 - index}:`, add(0)]),
  ];
  expect(agreed(programOf(thrice(body))).outcome).toEqual({ kind: 'exit', code: 6000 });
});

test('2,000 functions that call each other in a row', () => {
  const functions = repeat(2000, (index) => [
    `f${index}:`,
    ['addi', { rd: R.sp, rs1: R.sp, imm: -16 }],
    ['sd', { rs1: R.sp, rs2: R.ra, imm: 0 }],
    add(1),
    call(`f${index + 1}`),
    ['ld', { rd: R.ra, rs1: R.sp, imm: 0 }],
    ['addi', { rd: R.sp, rs1: R.sp, imm: 16 }],
    RET,
  ]);
  const elf = programOf(thrice([call('f0')], [...functions, 'f2000:', RET]));
  const end = agreed(elf, { registers: { [R.sp]: BigInt(BASE + 0x100000) } });
  expect(end.outcome).toEqual({ kind: 'exit', code: 6000 });
});

test('a jump table whose targets lie far apart', () => {
  const cases = 24;
  const lines: Line[] = [
    'start:',
    li(R.s1, cases - 1),
    '.loop:',
    li(R.t0, cases),
    ['bltu', { rs1: R.s1, rs2: R.t0, to: '.dispatch' }],
    ...EXIT,
    '.dispatch:',
    ...la(R.t1, '.table', '.here'),
    ['slli', { rd: R.t0, rs1: R.s1, imm: 3 }],
    ['add', { rd: R.t0, rs1: R.t0, rs2: R.t1 }],
    ['ld', { rd: R.t0, rs1: R.t0, imm: 0 }],
    ['jalr', { rd: 0, rs1: R.t0 }],
    '.table:',
    ...repeat(cases, (index) => [{ quad: `.case${index}` }]),
    ...repeat(cases, (index) => [
      `.case${index}:`,
      add(index),
      ['addi', { rd: R.s1, rs1: R.s1, imm: -1 }],
      ['jal', { rd: 0, to: '.loop' }],
      new Uint8Array(2000),
    ]),
  ];
  const end = agreed(programOf(lines));
  expect(end.outcome).toEqual({ kind: 'exit', code: (cases * (cases - 1)) / 2 });
});

test('a loop in a loop, 40 deep', () => {
  const depth = 40;
  // Only the innermost loops go round twice, so that this ends.
  const turns = (level: number): number => (level >= depth - 8 ? 2 : 1);
  const counter = (level: number): Line[] => [['addi', { rd: R.sp, rs1: R.s1, imm: level * 8 }]];
  const lines: Line[] = [
    ...repeat(depth, (level) => [
      ...counter(level),
      li(R.t0, turns(level)),
      ['sd', { rs1: R.sp, rs2: R.t0, imm: 0 }],
      `.head${level}:`,
      add(1),
    ]),
    ...repeat(depth, (index) => {
      const level = depth - 1 - index;
      return [
        ...counter(level),
        ['ld', { rd: R.t0, rs1: R.sp, imm: 0 }],
        ['addi', { rd: R.t0, rs1: R.t0, imm: -1 }],
        ['sd', { rs1: R.sp, rs2: R.t0, imm: 0 }],
        ['bne', { rs1: R.t0, rs2: 0, to: `.head${level}` }],
      ] as Line[];
    }),
  ];
  const end = agreed(programOf(['start:', ...lines, ...EXIT]), {
    registers: { [R.s1]: BigInt(BASE + 0x10000) },
  });
  expect(end.outcome).toEqual({ kind: 'exit', code: 32 + 2 ** 9 - 2 });
});

test('3,000 jumps, each through a table of all of them', () => {
  // Every table could lead to any of the others; only a few are ever taken.
  const count = 3000;
  const table = BASE + 0x60000;
  // From the `auipc`, third of the seven instructions of a jump.
  const distance = (index: number): number => table - (BASE + 28 * index + 8);
  const low = (index: number): number => (distance(index) << 20) >> 20;
  const jumps: Line[] = [
    ...repeat(count, (index): Line[] => [
      `.j${index}:`,
      ['andi', { rd: R.t2, rs1: 0, imm: 0 }],
      ['addi', { rd: R.t2, rs1: R.t2, imm: 0 }],
      ['auipc', { rd: R.t0, imm: distance(index) - low(index) }],
      ['addi', { rd: R.t0, rs1: R.t0, imm: low(index) }],
      ['add', { rd: R.t0, rs1: R.t0, rs2: R.t2 }],
      ['ld', { rd: R.t0, rs1: R.t0, imm: 8 * Math.min(index, 255) }],
      ['jalr', { rd: 0, rs1: R.t0, imm: 0 }],
    ]),
    '.end:',
    li(R.a0, 7),
    ...EXIT,
  ];
  const { labels } = assemble(jumps, BASE);
  const data = new Uint8Array(8 * 1024);
  const view = new DataView(data.buffer);
  for (let n = 0; n < 1024; n++) {
    const to = n >= 255 ? '.end' : `.j${n + 1}`;
    view.setBigUint64(8 * n, BigInt(labels.get(to) as number), true);
  }
  const elf = programOf(jumps, { segments: [dataSegment(table, data)] });
  const end = agreed(elf);
  expect(end).toMatchObject({ outcome: { code: 7 } });
});
