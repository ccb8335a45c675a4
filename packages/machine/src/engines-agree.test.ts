import { COMPRESSED, INSTRUCTIONS, type Mnemonic } from '@hart/riscv';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  AMOS,
  BRANCH_MODELS,
  EDGES,
  IMMEDIATE_MODELS,
  REGISTER_MODELS,
  SHIFT_MODELS,
  SHIFT_WORD_MODELS,
} from './internal/testing/arithmetic.ts';
import { ECALL, EXIT, type Line, R } from './internal/testing/assemble.ts';
import { LOADS, STORES } from './internal/testing/memory-rows.ts';
import {
  BASE,
  ENGINES,
  programOf,
  runIn,
  type Snapshot,
  snapshot,
  testEnvironment,
} from './internal/testing/program.ts';

const WINDOW = { base: BASE, size: 0x4000 };
const DATA = BigInt(BASE + 0x2000);

const names = (...tables: object[]): Mnemonic[] => tables.flatMap(Object.keys) as Mnemonic[];
const oneOf = <T>(values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

// x8 points at data and stays; x9 counts rounds. Few registers, so that values flow.
const register = oneOf([0, 1, 5, 10, 11, 12, 13, 14, 31]);
const POINTER = R.s0;
const ROUNDS = R.s1;

const line: fc.Arbitrary<Line> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(oneOf(names(REGISTER_MODELS)), register, register, register)
      .map(([name, rd, rs1, rs2]): Line => [name, { rd, rs1, rs2 }]),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        oneOf(names(IMMEDIATE_MODELS)),
        register,
        register,
        fc.integer({ min: -2048, max: 2047 }),
      )
      .map(([name, rd, rs1, imm]): Line => [name, { rd, rs1, imm }]),
  },
  fc
    .tuple(oneOf(names(SHIFT_MODELS)), register, register, fc.nat(63))
    .map(([name, rd, rs1, imm]): Line => [name, { rd, rs1, imm }]),
  fc
    .tuple(oneOf(names(SHIFT_WORD_MODELS)), register, register, fc.nat(31))
    .map(([name, rd, rs1, imm]): Line => [name, { rd, rs1, imm }]),
  fc
    .tuple(oneOf(['lui', 'auipc'] as const), register, fc.integer({ min: -0x80000, max: 0x7ffff }))
    .map(([name, rd, upper]): Line => [name, { rd, imm: upper * 4096 }]),
  {
    weight: 2,
    arbitrary: fc
      .tuple(oneOf(LOADS), register, fc.integer({ min: -64, max: 64 }))
      .map(([[name], rd, imm]): Line => [name, { rd, rs1: POINTER, imm }]),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(oneOf(STORES), register, fc.integer({ min: -64, max: 64 }))
      .map(([[name], rs2, imm]): Line => [name, { rs1: POINTER, rs2, imm }]),
  },
  fc
    .tuple(oneOf(AMOS), register, register)
    .map(([{ name }, rd, rs2]): Line => [name, { rd, rs1: POINTER, rs2 }]),
  fc.constantFrom<Line>(['csrrs', { rd: R.a0, imm: 0xc02 }], ECALL, ['fence.i']),
);

/** Blocks of lines; after each a branch, a jump, a call or nothing leads to one of the others. */
const block = fc.record({
  lines: fc.array(line, { maxLength: 8 }),
  end: fc.oneof(
    fc.constant(undefined),
    fc.tuple(oneOf(names(BRANCH_MODELS)), register, register, fc.nat(7)),
    fc.tuple(oneOf(['jal', 'call'] as const), fc.nat(7)),
    fc.constant('return' as const),
  ),
});

const program = fc.record({
  blocks: fc.array(block, { minLength: 2, maxLength: 8 }),
  registers: fc.array(oneOf(EDGES), { minLength: 9, maxLength: 9 }),
  named: fc.boolean(),
});

function linesOf({
  blocks,
  named,
}: typeof program extends fc.Arbitrary<infer T> ? T : never): Line[] {
  const label = (index: number): string => `${named ? '' : '.'}block${index % blocks.length}`;
  const lines: Line[] = [];
  for (const [index, { lines: body, end }] of blocks.entries()) {
    lines.push(`${label(index)}:`, ...body);
    // Every block costs a round, so that all programs end.
    lines.push(
      ['addi', { rd: ROUNDS, rs1: ROUNDS, imm: -1 }],
      ['bge', { rs1: 0, rs2: ROUNDS, to: '.end' }],
    );
    if (end === undefined) continue;
    if (end === 'return') lines.push(['jalr', { rd: 0, rs1: R.ra }]);
    else if (end.length === 2)
      lines.push(['jal', { rd: end[0] === 'call' ? R.ra : 0, to: label(end[1]) }]);
    else lines.push([end[0], { rs1: end[1], rs2: end[2], to: label(end[3]) }]);
  }
  return [...lines, '.end:', ...EXIT];
}

test('random programs end alike in both engines, whatever the chunks', () => {
  let exits = 0;
  const property = fc.property(program, (made) => {
    const elf = programOf(linesOf(made));
    const registers = Object.fromEntries(made.registers.map((value, index) => [index + 10, value]));
    const ends = ENGINES.flatMap((engine) =>
      [1, 5, 33, 2000].map((chunk): Snapshot => {
        const environment = testEnvironment({
          window: WINDOW,
          registers: { ...registers, [POINTER]: DATA, [ROUNDS]: 60n, [R.a7]: 1n },
        });
        const run = runIn(engine, elf, environment, { chunk, maxSteps: 2000 });
        return snapshot(run, WINDOW);
      }),
    );
    for (const end of ends) expect(end).toEqual(ends[0]);
    if (ends[0]?.outcome?.kind === 'exit') exits++;
  });
  fc.assert(property, { seed: 20261124, numRuns: 300 });
  // Not only programs that trap at once.
  expect(exits).toBeGreaterThan(30);
});

/** Any row with any operands, or (rarely) any word; 16-bit and 32-bit mixed, so targets are anywhere. */
const anyWord: fc.Arbitrary<Line> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(oneOf(INSTRUCTIONS), fc.nat(0xffffffff))
      .map(([{ match, mask }, bits]): Line => ({ word: (match | (bits & ~mask)) >>> 0 })),
  },
  {
    weight: 8,
    arbitrary: fc
      .tuple(oneOf(COMPRESSED), fc.nat(0xffff))
      .map(([{ match, mask }, bits]): Line => ({ half: match | (bits & ~mask & 0xffff) })),
  },
  // Short jumps and branches, which stay in the program.
  {
    weight: 4,
    arbitrary: fc
      .tuple(oneOf(names(BRANCH_MODELS)), fc.nat(31), fc.nat(31), fc.integer({ min: -16, max: 16 }))
      .map(([name, rs1, rs2, distance]): Line => [name, { rs1, rs2, imm: distance * 2 }]),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(oneOf([0, 1, 5]), fc.integer({ min: -16, max: 16 }))
      .map(([rd, distance]): Line => ['jal', { rd, imm: distance * 2 }]),
  },
  fc.nat(0xffffffff).map((word): Line => ({ word })),
);

test('random code, legal or not, ends alike in both engines', () => {
  const made = fc.record({
    code: fc.array(anyWord, { minLength: 20, maxLength: 80 }),
    // Most registers point at memory, near code or data.
    registers: fc.array(
      fc.oneof(
        {
          weight: 3,
          arbitrary: fc.integer({ min: 0, max: 0x3fff }).map((at) => BigInt(BASE + at)),
        },
        {
          weight: 1,
          arbitrary: fc.integer({ min: 0, max: 80 }).map((at) => BigInt(BASE + 2 * at)),
        },
        { weight: 1, arbitrary: oneOf(EDGES) },
      ),
      { minLength: 31, maxLength: 31 },
    ),
    rules: oneOf(['fence.i', 'write-xor-execute'] as const),
  });
  let steps = 0;
  const property = fc.property(made, ({ code, registers, rules }) => {
    const elf = programOf(['start:', ...code]);
    const ends = ENGINES.flatMap((engine) =>
      [1, 13, 500].map((chunk): Snapshot => {
        const environment = testEnvironment({
          window: WINDOW,
          code: rules,
          registers: Object.fromEntries(registers.map((value, index) => [index + 1, value])),
        });
        return snapshot(runIn(engine, elf, environment, { chunk, maxSteps: 500 }), WINDOW);
      }),
    );
    for (const end of ends) expect(end).toEqual(ends[0]);
    steps += ends[0]?.steps ?? 0;
  });
  fc.assert(property, { seed: 20261124, numRuns: 400 });
  expect(steps).toBeGreaterThan(2000);
});
