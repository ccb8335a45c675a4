import { type Elf, type ElfSymbol, encode } from '@hart/riscv';
import { describe, expect, test } from 'vitest';
import type { Environment } from './environment.ts';
import { call, EXIT, type Line, li, NOP, R, RET } from './internal/testing/assemble.ts';
import {
  BASE,
  dataSegment,
  ENGINES,
  elfOf,
  programOf,
  runBoth,
  runIn,
  type Snapshot,
  testEnvironment,
} from './internal/testing/program.ts';

const RULES = ['fence.i', 'write-xor-execute'] as const;

function agreed(elf: Elf, make: () => Environment): Snapshot {
  const both = runBoth(elf, make, { maxSteps: 5000 });
  expect(both.aot).toEqual(both.interpreter);
  expect(runBoth(elf, make, { maxSteps: 5000, chunk: 1 })).toEqual(both);
  return both.interpreter;
}

describe.each(RULES)('pcs beyond 32 bits, %s', (code) => {
  const low = { base: 0, size: 0x10000 };

  test.each([
    ['jump', ['jal', { rd: 0, imm: -0x100 }]],
    ['call', ['jal', { rd: 1, imm: -0x100 }]],
    ['branch', ['beq', { imm: -0x100 }]],
    ['compressed branch', ['c.beqz', { rs1: 8, imm: -0x100 }]],
    ['indirect jump', ['jalr', { rd: 0, rs1: 0, imm: -0xfc }]],
  ] as const satisfies readonly [string, Line][])('a %s below address 0', (_, line) => {
    const end = agreed(programOf(['start:', NOP, line], { base: 0 }), () =>
      testEnvironment({ window: low, code }),
    );
    expect(end.steps).toBe(2);
    expect(end.outcome).toMatchObject({
      cause: 'instruction-access-fault',
      pc: 0xffffffffffffff04n,
      instruction: '',
    });
  });

  test.each([0, 1])('a jalr x%i to a constant above 4 GiB', (rd) => {
    const lines: Line[] = [
      'start:',
      ['auipc', { rd: 5, imm: 0x7ffff000 }],
      ['addi', { rd: 5, rs1: 5, imm: 2047 }],
      ['addi', { rd: 5, rs1: 5, imm: 2047 }],
      ['jalr', { rd, rs1: 5, imm: 2047 }],
    ];
    expect(agreed(programOf(lines), () => testEnvironment({ code })).outcome).toMatchObject({
      cause: 'instruction-access-fault',
      pc: 0x1000007fcn,
    });
  });
});

describe.each(RULES)('symbols that lie, %s', (code) => {
  const lines: Line[] = [
    '.start:',
    li(R.a0, 3),
    '.loop:',
    ['addi', { rd: R.a0, rs1: R.a0, imm: -1 }],
    ['bne', { rs1: R.a0, to: '.loop' }],
    li(R.a0, 5),
    call('.add'),
    call('.add'),
    ...EXIT,
    '.add:',
    ['addi', { rd: R.a0, rs1: R.a0, imm: 1 }],
    RET,
  ];
  const symbolsAt = (offsets: readonly number[]): ElfSymbol[] =>
    offsets.map((offset) => ({
      name: `at${offset}`,
      address: BASE + offset,
      size: 0,
      kind: 'function',
    }));

  test.each([
    ['at odd addresses', [1, 5, 9, 13, 17, 21, 33]],
    ['in the middle of instructions', [2, 6, 10, 14, 18, 22, 34]],
    ['in the middle of a loop', [8]],
    ['everywhere', Array.from({ length: 40 }, (_, offset) => offset)],
  ])('function symbols %s', (_, offsets) => {
    const elf = programOf(lines, { symbols: symbolsAt(offsets) });
    expect(agreed(elf, () => testEnvironment({ code }))).toMatchObject({
      outcome: { kind: 'exit', code: 7 },
      steps: 16,
    });
  });
});

describe('an environment without writable memory', () => {
  const nothing = { base: BASE, size: 0 };
  // x5 := BASE without a constant that the compiler could follow.
  const base: readonly Line[] = [li(5, 1), ['slli', { rd: 5, rs1: 5, imm: 31 }]];

  test.each([
    ['sb', [['sb', { rs1: 5, rs2: 5, imm: 64 }]]],
    ['sh', [['sh', { rs1: 5, rs2: 5, imm: 64 }]]],
    ['sd', [['sd', { rs1: 5, rs2: 5, imm: 64 }]]],
    ['misaligned sw', [['sw', { rs1: 5, rs2: 5, imm: 65 }]]],
    [
      'two stores near each other',
      [
        ['sd', { rs1: 5, rs2: 5, imm: 64 }],
        ['sd', { rs1: 5, rs2: 5, imm: 72 }],
      ],
    ],
    [
      'a load and a store near each other',
      [
        ['ld', { rd: 6, rs1: 5, imm: 64 }],
        ['sd', { rs1: 5, rs2: 5, imm: 72 }],
      ],
    ],
    ['amoadd.w', [['amoadd.w', { rd: 6, rs1: 5, rs2: 5 }]]],
  ] as const satisfies readonly [string, readonly Line[]][])('%s faults', (_, stores) => {
    const end = agreed(programOf(['start:', ...base, ...stores, ...EXIT]), () =>
      testEnvironment({ code: 'write-xor-execute', writable: nothing }),
    );
    expect(end.outcome).toMatchObject({ cause: 'store-access-fault' });
    expect(end.misaligned).toBe(0);
  });
});

describe('segments that claim much', () => {
  const exit = new Uint8Array(
    new Uint32Array([encode('addi', { rd: R.a7, imm: 93 }), encode('ecall')]).buffer,
  );
  const executable = (address: number, size = exit.length) => ({
    ...dataSegment(address, exit, size),
    writable: false,
    executable: true,
  });
  const window = { base: 0x40000000, size: 0x80000000 };

  // A table of all of the code between them would not fit into WebAssembly's 4 GiB.
  test.each(ENGINES)('code at both ends of 2 GiB, %s', (engine) => {
    const [low, high] = [0x40000000, 0xbffff000];
    const writable = { base: 0xa0000000, size: 0x1000 };
    for (const entry of [low, high]) {
      const elf: Elf = {
        entry,
        flags: 0,
        segments: [executable(low), executable(high)],
        symbols: [],
      };
      const world = testEnvironment({ window, writable, code: 'write-xor-execute' });
      const run = runIn(engine, elf, world);
      expect([run.outcome, run.steps]).toEqual([{ kind: 'exit', code: 0 }, 2]);
    }
  });

  // The lower code begins the table's range, the upper lies beyond its end.
  test.each(ENGINES)('calls between them, %s', (engine) => {
    const far = 0x50000000;
    const lines: Line[] = [
      'start:',
      li(R.s0, 50),
      '.loop:',
      ['auipc', { rd: R.ra, imm: far - BASE }],
      ['jalr', { rd: R.ra, rs1: R.ra, imm: -4 }],
      ['addi', { rd: R.s0, rs1: R.s0, imm: -1 }],
      ['bne', { rs1: R.s0, to: '.loop' }],
      ...EXIT,
    ];
    const [add] = programOf(['.add:', ['addi', { rd: R.a0, rs1: R.a0, imm: 3 }], RET]).segments;
    const segments = [{ ...executable(far, add!.memorySize), data: add!.data }];
    const elf = programOf(lines, { segments });
    const world = testEnvironment({
      window,
      writable: { base: 0xa0000000, size: 0x1000 },
      code: 'write-xor-execute',
    });
    const run = runIn(engine, elf, world);
    expect([run.outcome, run.steps]).toEqual([{ kind: 'exit', code: 150 }, 1 + 50 * 6 + 2]);
  });

  // Copying all of it at the start would take gigabytes.
  test.each(ENGINES)('an executable segment of 1 GiB, nearly all of it zero, %s', (engine) => {
    const elf = elfOf(exit);
    elf.segments[0]!.memorySize = 0x40000000;
    const wide = { base: BASE, size: 0x40000000 };
    const before = process.memoryUsage().rss;
    const run = runIn(engine, elf, testEnvironment({ window: wide }));
    expect(run.outcome).toEqual({ kind: 'exit', code: 0 });
    expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 28);
  });
});

test('a stack that overflows runs into read-only memory and traps', () => {
  // The stack is the lowest part of writable memory, as the guests' linker script has it.
  const depth = 0x1000 / 16;
  const bottom = BigInt(BASE + 0x8000);
  const elf = programOf([
    'start:',
    call('endless'),
    'endless:',
    ['addi', { rd: R.sp, rs1: R.sp, imm: -16 }],
    ['sd', { rs1: R.sp, rs2: R.ra, imm: 8 }],
    ['sd', { rs1: R.sp, rs2: R.a0, imm: 0 }],
    ['addi', { rd: R.a0, rs1: R.a0, imm: 1 }],
    call('endless'),
  ]);
  const end = agreed(elf, () =>
    testEnvironment({
      window: { base: BASE, size: 0x10000 },
      code: 'write-xor-execute',
      registers: { [R.sp]: bottom + 0x1000n },
    }),
  );
  expect(end.steps).toBe(1 + depth * 5 + 1);
  expect(end.registers[R.a0]).toBe(BigInt(depth));
  expect(end.outcome).toMatchObject({
    cause: 'store-access-fault',
    address: bottom - 8n,
    symbol: 'endless+0x4',
    instruction: 'sd ra, 8(sp)',
  });
});
