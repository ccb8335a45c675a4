import type { Elf } from '@hart/riscv';
import { describe, expect, test } from 'vitest';
import type { Environment } from './environment.ts';
import {
  call,
  ECALL,
  EXIT,
  jump,
  type Line,
  la,
  li,
  mv,
  NOP,
  R,
  RET,
} from './internal/testing/assemble.ts';
import {
  BASE,
  programOf,
  runIn,
  type Snapshot,
  snapshot,
  testEnvironment,
} from './internal/testing/program.ts';

const SMALL = { base: BASE, size: 0x10000 };
const STACK = BASE + 0x10000;

const small = (): Environment =>
  testEnvironment({ window: SMALL, registers: { [R.sp]: BigInt(STACK) } });

/** Both engines at every boundary of every chunk size, and in one go; returns the end. */
function agree(elf: Elf, make = small, maxSteps = 20_000): Snapshot {
  const { window } = make().memory;
  let end: Snapshot | undefined;
  for (const chunk of [1, 2, 7, 64, 1000, maxSteps]) {
    const boundaries = (engine: 'interpreter' | 'aot'): Snapshot[] => {
      const seen: Snapshot[] = [];
      runIn(engine, elf, make(), { chunk, maxSteps }, (run) => seen.push(snapshot(run, window)));
      return seen;
    };
    const expected = boundaries('interpreter');
    expect(boundaries('aot')).toEqual(expected);
    const last = expected.at(-1) as Snapshot;
    if (end !== undefined) expect(last).toEqual(end);
    end = last;
  }
  return end as Snapshot;
}

const exitCode = ({ outcome }: Snapshot): number | undefined =>
  outcome?.kind === 'exit' ? outcome.code : undefined;

/** Pushes ra; `leave` pops it and returns. */
const ENTER: readonly Line[] = [
  ['addi', { rd: R.sp, rs1: R.sp, imm: -16 }],
  ['sd', { rs1: R.sp, rs2: R.ra, imm: 0 }],
];
const LEAVE: readonly Line[] = [
  ['ld', { rd: R.ra, rs1: R.sp, imm: 0 }],
  ['addi', { rd: R.sp, rs1: R.sp, imm: 16 }],
  RET,
];

describe('both engines agree at every chunk boundary', () => {
  test('a loop that loads, stores and counts misaligned accesses', () => {
    const end = agree(
      programOf([
        'start:',
        li(R.t0, 200),
        '.loop:',
        ['sd', { rs1: R.sp, rs2: R.t0, imm: -61 }],
        ['lw', { rd: R.t1, rs1: R.sp, imm: -59 }],
        ['lhu', { rd: R.t1, rs1: R.sp, imm: -61 }],
        ['add', { rd: R.a0, rs1: R.a0, rs2: R.t1 }],
        ['addi', { rd: R.t0, rs1: R.t0, imm: -1 }],
        ['bne', { rs1: R.t0, rs2: 0, to: '.loop' }],
        ...EXIT,
      ]),
    );
    expect(end).toMatchObject({ steps: 1203, misaligned: 600 });
    expect(exitCode(end)).toBe(20100);
  });

  test('nested loops with calls', () => {
    const end = agree(
      programOf([
        'start:',
        li(R.s0, 12),
        '.outer:',
        li(R.s1, 9),
        '.inner:',
        mv(R.a1, R.s1),
        call('square'),
        ['add', { rd: R.s2, rs1: R.s2, rs2: R.a1 }],
        ['addi', { rd: R.s1, rs1: R.s1, imm: -1 }],
        ['blt', { rs1: 0, rs2: R.s1, to: '.inner' }],
        ['addi', { rd: R.s0, rs1: R.s0, imm: -1 }],
        ['bne', { rs1: R.s0, rs2: 0, to: '.outer' }],
        mv(R.a0, R.s2),
        ...EXIT,
        'square:',
        ['mul', { rd: R.a1, rs1: R.a1, rs2: R.a1 }],
        RET,
      ]),
    );
    expect(exitCode(end)).toBe(12 * 285);
  });

  test('recursion', () => {
    const end = agree(
      programOf([
        'start:',
        li(R.a0, 11),
        call('fibonacci'),
        ...EXIT,
        'fibonacci:',
        li(R.t0, 2),
        ['bge', { rs1: R.a0, rs2: R.t0, to: '.more' }],
        RET,
        '.more:',
        ['addi', { rd: R.sp, rs1: R.sp, imm: -32 }],
        ['sd', { rs1: R.sp, rs2: R.ra, imm: 0 }],
        ['sd', { rs1: R.sp, rs2: R.s0, imm: 8 }],
        ['sd', { rs1: R.sp, rs2: R.s1, imm: 16 }],
        mv(R.s0, R.a0),
        ['addi', { rd: R.a0, rs1: R.a0, imm: -1 }],
        call('fibonacci'),
        mv(R.s1, R.a0),
        ['addi', { rd: R.a0, rs1: R.s0, imm: -2 }],
        call('fibonacci'),
        ['add', { rd: R.a0, rs1: R.a0, rs2: R.s1 }],
        ['ld', { rd: R.ra, rs1: R.sp, imm: 0 }],
        ['ld', { rd: R.s0, rs1: R.sp, imm: 8 }],
        ['ld', { rd: R.s1, rs1: R.sp, imm: 16 }],
        ['addi', { rd: R.sp, rs1: R.sp, imm: 32 }],
        RET,
      ]),
    );
    expect(exitCode(end)).toBe(89);
  });

  test('mutual tail calls', () => {
    const end = agree(
      programOf([
        'start:',
        li(R.a0, 301),
        call('even'),
        mv(R.a0, R.a1),
        ...EXIT,
        'even:',
        li(R.a1, 1),
        ['beq', { rs1: R.a0, rs2: 0, to: '.done' }],
        ['addi', { rd: R.a0, rs1: R.a0, imm: -1 }],
        jump('odd'),
        'odd:',
        li(R.a1, 0),
        ['beq', { rs1: R.a0, rs2: 0, to: '.done' }],
        ['addi', { rd: R.a0, rs1: R.a0, imm: -1 }],
        jump('even'),
        '.done:',
        RET,
      ]),
    );
    expect(exitCode(end)).toBe(0);
  });

  test('a return far up the stack, like longjmp', () => {
    const end = agree(
      programOf([
        'start:',
        // setjmp: remember sp and where to go on.
        mv(R.s0, R.sp),
        ...la(R.s1, '.again', '.here'),
        li(R.s2, 0),
        '.again:',
        ['addi', { rd: R.s2, rs1: R.s2, imm: 1 }],
        li(R.t0, 5),
        ['beq', { rs1: R.s2, rs2: R.t0, to: '.end' }],
        li(R.a0, 7),
        call('deep'),
        li(R.s2, 99),
        '.end:',
        mv(R.a0, R.s2),
        ...EXIT,
        'deep:',
        ...ENTER,
        ['beq', { rs1: R.a0, rs2: 0, to: '.throw' }],
        ['addi', { rd: R.a0, rs1: R.a0, imm: -1 }],
        call('deep'),
        ...LEAVE,
        '.throw:',
        mv(R.sp, R.s0),
        ['jalr', { rd: 0, rs1: R.s1 }],
      ]),
    );
    expect(exitCode(end)).toBe(5);
    expect(end.registers[R.sp]).toBe(BigInt(STACK));
  });

  test('a return to a changed address', () => {
    const end = agree(
      programOf([
        'start:',
        li(R.s0, 3),
        '.loop:',
        call('skip'),
        // The callee returns behind this.
        ['addi', { rd: R.a0, rs1: R.a0, imm: 100 }],
        ['addi', { rd: R.a0, rs1: R.a0, imm: 1 }],
        ['addi', { rd: R.s0, rs1: R.s0, imm: -1 }],
        ['bne', { rs1: R.s0, rs2: 0, to: '.loop' }],
        ...EXIT,
        'skip:',
        ['addi', { rd: R.ra, rs1: R.ra, imm: 4 }],
        RET,
      ]),
    );
    expect(exitCode(end)).toBe(3);
  });

  test('jumps to computed targets inside functions', () => {
    // Enters a ladder of additions at every rung.
    const rungs = 8;
    const end = agree(
      programOf([
        'start:',
        ...la(R.s0, 'ladder', '.here'),
        li(R.s1, rungs),
        '.loop:',
        ['slli', { rd: R.t0, rs1: R.s1, imm: 2 }],
        ['add', { rd: R.t0, rs1: R.t0, rs2: R.s0 }],
        ['jalr', { rd: R.ra, rs1: R.t0 }],
        ['addi', { rd: R.s1, rs1: R.s1, imm: -1 }],
        ['bge', { rs1: R.s1, rs2: 0, to: '.loop' }],
        ...EXIT,
        'ladder:',
        ...Array.from({ length: rungs }, (): Line => ['addi', { rd: R.a0, rs1: R.a0, imm: 1 }]),
        RET,
      ]),
    );
    expect(exitCode(end)).toBe((rungs * (rungs + 1)) / 2);
  });

  /** Adds 1, 10 or 100, chosen by a table, for the selector in s1 = 8..0 (beyond the table: default). */
  const cases: readonly Line[] = [
    '.case0:',
    ['addi', { rd: R.a0, rs1: R.a0, imm: 1 }],
    jump('.next'),
    '.case1:',
    ['addi', { rd: R.a0, rs1: R.a0, imm: 10 }],
    jump('.next'),
    '.case2:',
    ['addi', { rd: R.a0, rs1: R.a0, imm: 100 }],
    '.next:',
    ['addi', { rd: R.s1, rs1: R.s1, imm: -1 }],
    ['bge', { rs1: R.s1, rs2: 0, to: '.loop' }],
    ...EXIT,
  ];
  const select: readonly Line[] = [
    'start:',
    li(R.s1, 8),
    '.loop:',
    li(R.t0, 4),
    ['bgeu', { rs1: R.s1, rs2: R.t0, to: '.next' }],
    ...la(R.t1, '.table', '.here'),
  ];

  test('a jump table of absolute addresses', () => {
    const end = agree(
      programOf([
        ...select,
        ['slli', { rd: R.t0, rs1: R.s1, imm: 3 }],
        ['add', { rd: R.t0, rs1: R.t0, rs2: R.t1 }],
        ['ld', { rd: R.t0, rs1: R.t0, imm: 0 }],
        ['jalr', { rd: 0, rs1: R.t0 }],
        ...cases,
        '.table:',
        { quad: '.case0' },
        { quad: '.case1' },
        { quad: '.case2' },
        { quad: '.case0' },
      ]),
    );
    expect(exitCode(end)).toBe(112);
  });

  test('a jump table of distances', () => {
    const end = agree(
      programOf([
        ...select,
        ['slli', { rd: R.t0, rs1: R.s1, imm: 2 }],
        ['add', { rd: R.t0, rs1: R.t0, rs2: R.t1 }],
        ['lw', { rd: R.t0, rs1: R.t0, imm: 0 }],
        ['add', { rd: R.t0, rs1: R.t0, rs2: R.t1 }],
        ['jalr', { rd: 0, rs1: R.t0 }],
        ...cases,
        '.table:',
        { word: '.case0', relativeTo: '.table' },
        { word: '.case1', relativeTo: '.table' },
        { word: '.case2', relativeTo: '.table' },
        { word: '.case1', relativeTo: '.table' },
      ]),
    );
    expect(exitCode(end)).toBe(121);
  });

  test('a jump table that the program changes while it runs', () => {
    const end = agree(
      programOf([
        ...select,
        ['slli', { rd: R.t0, rs1: R.s1, imm: 3 }],
        ['add', { rd: R.t0, rs1: R.t0, rs2: R.t1 }],
        ['ld', { rd: R.t2, rs1: R.t0, imm: 0 }],
        // The first slot becomes a copy of the one that was used last.
        ['sd', { rs1: R.t1, rs2: R.t2, imm: 0 }],
        ['jalr', { rd: 0, rs1: R.t2 }],
        ...cases,
        '.table:',
        { quad: '.case0' },
        { quad: '.case1' },
        { quad: '.case2' },
        { quad: '.case0' },
      ]),
    );
    expect(exitCode(end)).toBe(121);
  });

  test('irreducible loops', () => {
    // Two blocks that jump into each other, entered at either.
    const end = agree(
      programOf([
        'start:',
        li(R.s0, 6),
        '.again:',
        li(R.t0, 10),
        ['andi', { rd: R.t1, rs1: R.s0, imm: 1 }],
        ['beq', { rs1: R.t1, rs2: 0, to: '.right' }],
        '.left:',
        ['addi', { rd: R.a0, rs1: R.a0, imm: 1 }],
        ['addi', { rd: R.t0, rs1: R.t0, imm: -1 }],
        ['bge', { rs1: 0, rs2: R.t0, to: '.out' }],
        '.right:',
        ['addi', { rd: R.a0, rs1: R.a0, imm: 3 }],
        ['addi', { rd: R.t0, rs1: R.t0, imm: -2 }],
        ['blt', { rs1: 0, rs2: R.t0, to: '.left' }],
        '.out:',
        ['addi', { rd: R.s0, rs1: R.s0, imm: -1 }],
        ['bne', { rs1: R.s0, rs2: 0, to: '.again' }],
        ...EXIT,
      ]),
    );
    // From the left: 1+3 four times with t0 10→7→4→1, then 1 more; from the right 3+1 … as written.
    expect(exitCode(end)).toBe(3 * 13 + 3 * 15);
  });

  test('calls linked through t0, as compilers save registers', () => {
    const end = agree(
      programOf([
        'start:',
        li(R.s0, 3),
        '.loop:',
        call('work'),
        ['addi', { rd: R.s0, rs1: R.s0, imm: -1 }],
        ['bne', { rs1: R.s0, rs2: 0, to: '.loop' }],
        ...EXIT,
        'work:',
        ['jal', { rd: R.t0, to: 'save' }],
        ['addi', { rd: R.a0, rs1: R.a0, imm: 5 }],
        jump('restore'),
        'save:',
        ['addi', { rd: R.sp, rs1: R.sp, imm: -16 }],
        ['sd', { rs1: R.sp, rs2: R.ra, imm: 8 }],
        ['jalr', { rd: 0, rs1: R.t0 }],
        'restore:',
        ...LEAVE.map(
          (line): Line => (line === LEAVE[0] ? ['ld', { rd: R.ra, rs1: R.sp, imm: 8 }] : line),
        ),
      ]),
    );
    expect(exitCode(end)).toBe(15);
  });

  test('a call that ends its function returns into the next one', () => {
    const end = agree(
      programOf([
        'start:',
        li(R.a0, 1),
        call('helper'),
        'next:',
        ['addi', { rd: R.a0, rs1: R.a0, imm: 10 }],
        li(R.t0, 40),
        ['blt', { rs1: R.a0, rs2: R.t0, to: 'next' }],
        ...EXIT,
        'helper:',
        ['addi', { rd: R.a0, rs1: R.a0, imm: 2 }],
        RET,
      ]),
    );
    expect(exitCode(end)).toBe(43);
  });

  test('such a call whose callee leaves by an environment call', () => {
    const end = agree(
      programOf([
        'start:',
        li(R.a0, 1),
        call('helper'),
        'next:',
        ...EXIT,
        'helper:',
        li(R.a7, 1),
        ECALL,
        RET,
      ]),
    );
    expect(exitCode(end)).toBe(2);
  });

  test('environment calls that continue, in the middle of a loop', () => {
    const end = agree(
      programOf([
        'start:',
        li(R.s0, 50),
        li(R.a7, 1),
        '.loop:',
        ECALL,
        ['addi', { rd: R.s0, rs1: R.s0, imm: -1 }],
        ['bne', { rs1: R.s0, rs2: 0, to: '.loop' }],
        ...EXIT,
      ]),
    );
    expect(exitCode(end)).toBe(50);
    expect(end.steps).toBe(2 + 150 + 2);
  });

  test('an environment call that traps, called three functions deep', () => {
    const end = agree(
      programOf([
        'start:',
        call('one'),
        'one:',
        ...ENTER,
        call('two'),
        ...LEAVE,
        'two:',
        ...ENTER,
        li(R.a7, 2),
        ECALL,
        ...LEAVE,
      ]),
    );
    expect(end.outcome).toMatchObject({
      kind: 'trap',
      cause: 'breakpoint',
      symbol: 'two+0xc',
      instruction: 'ecall',
    });
    expect(end.steps).toBe(7);
  });

  test('compressed code entered in the middle of an instruction', () => {
    // The upper half of `lui t0, …` is `c.addi a0, 1` (0x0505): 0x0505_02b7 is lui t0, 0x5050.
    const lines: Line[] = [
      'start:',
      li(R.s0, 5),
      ...la(R.s1, '.inside', '.here'),
      '.loop:',
      jump('.whole'),
      '.whole:',
      { half: 0x02b7 },
      '.inside:',
      { half: 0x0505 },
      ['addi', { rd: R.s0, rs1: R.s0, imm: -1 }],
      ['bge', { rs1: 0, rs2: R.s0, to: '.end' }],
      ['andi', { rd: R.t1, rs1: R.s0, imm: 1 }],
      ['beq', { rs1: R.t1, rs2: 0, to: '.loop' }],
      ['jalr', { rd: 0, rs1: R.s1 }],
      '.end:',
      ...EXIT,
    ];
    const end = agree(programOf(lines));
    expect(exitCode(end)).toBe(2);
    expect(end.registers[R.t0]).toBe(0x5050000n);
  });

  test('a straight run longer than a block may be', () => {
    const lines: Line[] = Array.from(
      { length: 700 },
      (_, index): Line => ['addi', { rd: R.a0, rs1: R.a0, imm: index % 7 }],
    );
    expect(exitCode(agree(programOf(['start:', ...lines, ...EXIT])))).toBe(2100);
  });

  test('code that no symbol names', () => {
    const elf = programOf([
      '.start:',
      li(R.s0, 20),
      '.loop:',
      call('.add'),
      ['addi', { rd: R.s0, rs1: R.s0, imm: -1 }],
      ['bne', { rs1: R.s0, rs2: 0, to: '.loop' }],
      ...EXIT,
      NOP,
      '.add:',
      ['addi', { rd: R.a0, rs1: R.a0, imm: 3 }],
      RET,
    ]);
    expect(elf.symbols).toEqual([]);
    expect(exitCode(agree(elf))).toBe(60);
  });

  test('a trap right behind a boundary', () => {
    const end = agree(programOf(['start:', ...Array<Line>(7).fill(NOP), { word: 0 }]));
    expect(end).toMatchObject({ steps: 7, outcome: { cause: 'illegal-instruction' } });
  });

  test('an endless loop stops at the limit', () => {
    const end = agree(programOf(['start:', ['jal', { rd: 0, imm: 0 }]]), small, 700);
    expect(end).toMatchObject({ steps: 700, pc: BigInt(BASE), outcome: undefined });
  });

  test('a call of itself as a jump', () => {
    const end = agree(programOf(['start:', ['jal', { rd: R.ra, imm: 0 }]]), small, 700);
    expect(end).toMatchObject({ steps: 700, pc: BigInt(BASE) });
  });
});

describe.each(['interpreter', 'aot'] as const)('%s', (engine) => {
  test('recursion of 100,000 frames', () => {
    const frames = 100_000;
    const elf = programOf([
      'start:',
      ['lui', { rd: R.a0, imm: frames & ~0xfff }],
      ['addi', { rd: R.a0, rs1: R.a0, imm: frames & 0xfff }],
      call('sum'),
      ...EXIT,
      'sum:',
      ['beq', { rs1: R.a0, rs2: 0, to: '.zero' }],
      ['addi', { rd: R.sp, rs1: R.sp, imm: -16 }],
      ['sd', { rs1: R.sp, rs2: R.ra, imm: 0 }],
      ['sd', { rs1: R.sp, rs2: R.a0, imm: 8 }],
      ['addi', { rd: R.a0, rs1: R.a0, imm: -1 }],
      call('sum'),
      ['ld', { rd: R.t0, rs1: R.sp, imm: 8 }],
      ['ld', { rd: R.ra, rs1: R.sp, imm: 0 }],
      ['addi', { rd: R.sp, rs1: R.sp, imm: 16 }],
      ['add', { rd: R.a0, rs1: R.a0, rs2: R.t0 }],
      '.zero:',
      RET,
    ]);
    const window = { base: BASE, size: 0x200000 };
    const make = (): Environment =>
      testEnvironment({ window, registers: { [R.sp]: BigInt(BASE + window.size) } });
    const run = runIn(engine, elf, make(), { maxSteps: 10_000_000 });
    const sum = (BigInt(frames) * BigInt(frames + 1)) / 2n;
    expect(run.outcome).toEqual({ kind: 'exit', code: Number(BigInt.asIntN(32, sum)) });
    expect(run.hart.x[R.a0]).toBe(sum);
    expect(run.steps).toBe(3 + frames * 11 + 2 + 2);
  });
});

test('a function that stands behind a call without return, called at the end of the Wasm stack', () => {
  // Without symbols, `f` looks like the place where the call of `leap` comes back.
  const elf = programOf([
    'main:',
    ...la(R.s1, 'landing', '.here'),
    li(R.a0, 1000),
    call('down'),
    'landing:',
    li(R.a0, 500),
    call('f'),
    mv(R.a0, R.a1),
    ...EXIT,
    'leap:',
    ['jalr', { rd: 0, rs1: R.s1, imm: 0 }],
    'down:',
    ['beq', { rs1: R.a0, rs2: 0, to: '.out' }],
    ['addi', { rd: R.a0, rs1: R.a0, imm: -1 }],
    call('down'),
    '.out:',
    call('leap'),
    'f:',
    ['beq', { rs1: R.a0, rs2: 0, to: '.end' }],
    ...ENTER,
    ['addi', { rd: R.a0, rs1: R.a0, imm: -1 }],
    call('f'),
    ['addi', { rd: R.a1, rs1: R.a1, imm: 1 }],
    ...LEAVE,
    '.end:',
    RET,
  ]);
  for (const compileAfter of [1, 2, 10, 100]) {
    const [expected, found] = (['interpreter', 'aot'] as const).map((engine) =>
      snapshot(runIn(engine, { ...elf, symbols: [] }, small(), { compileAfter }), SMALL),
    );
    expect(exitCode(expected as Snapshot)).toBe(500);
    expect(found).toEqual(expected);
  }
});
