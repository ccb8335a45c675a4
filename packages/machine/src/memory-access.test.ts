import type { Mnemonic } from '@hart/riscv';
import { describe, expect, test } from 'vitest';
import type { Environment } from './environment.ts';
import { AMOS, EDGES } from './internal/testing/arithmetic.ts';
import { ECALL, EXIT, type Line, li, mv, R } from './internal/testing/assemble.ts';
import { LOADS, STORES } from './internal/testing/memory-rows.ts';
import {
  BASE,
  type Both,
  dataSegment,
  ENGINES,
  programOf,
  runBoth,
  runIn,
  type Snapshot,
  type TestEnvironmentOptions,
  testEnvironment,
} from './internal/testing/program.ts';

const SIZE = 0x10000;
const WINDOW = { base: BASE, size: SIZE };
const END = BigInt(BASE + SIZE);
const DATA = BigInt(BASE + 0x8000);

const world =
  (options: TestEnvironmentOptions = {}) =>
  (): Environment =>
    testEnvironment({ window: WINDOW, ...options });

/** Both engines; asserts that they agree and returns one. */
function agreed({ interpreter, aot }: Both): Snapshot {
  expect(aot).toEqual(interpreter);
  return interpreter;
}

/** Runs lines with an access at a0 (value a1) and ends with code 0. */
const access = (lines: readonly Line[], options: TestEnvironmentOptions): Snapshot =>
  agreed(runBoth(programOf(['start:', ...lines, mv(R.a0, 0), ...EXIT]), world(options)));

/** Each byte differs, every other one has its sign bit set. */
const PATTERN = Uint8Array.from({ length: 32 }, (_, index) => (index * 0x25 + 0x81) & 0xff);

describe('loads', () => {
  test.each(LOADS)('%s', (name, size, signed) => {
    for (let offset = 0; offset < 16; offset++) {
      for (const imm of [-2048, -1, 0, 1, 2047]) {
        const end = access(
          [
            [name, { rd: R.a1, rs1: R.a0, imm }],
            [name, { rd: 0, rs1: R.a0, imm }],
            mv(R.a2, R.a0),
            [name, { rd: R.a2, rs1: R.a2, imm }],
          ],
          {
            registers: { [R.a0]: DATA + BigInt(offset - imm) },
            start: (hart) => hart.write(DATA, PATTERN),
          },
        );
        let value = 0n;
        for (let at = size - 1; at >= 0; at--) value = value * 256n + BigInt(PATTERN[offset + at]!);
        if (signed && value >= 2n ** BigInt(size * 8 - 1)) value -= 2n ** BigInt(size * 8);
        const expected = BigInt.asUintN(64, value);
        expect([offset, imm, end.registers[R.a1], end.registers[R.a2]]).toEqual([
          offset,
          imm,
          expected,
          expected,
        ]);
        expect(end.registers[0]).toBe(0n);
        expect(end.misaligned).toBe(offset % size === 0 ? 0 : 3);
      }
    }
  });
});

describe.each(ENGINES)('stores, %s', (engine) => {
  test.each(STORES)('%s', (name, size) => {
    const value = 0xfedcba9876543210n;
    for (let offset = 0; offset < 9; offset++) {
      for (const imm of [-2048, 0, 2047]) {
        const elf = programOf([
          'start:',
          [name, { rs1: R.a0, rs2: R.a1, imm }],
          mv(R.a0, 0),
          ...EXIT,
        ]);
        const run = runIn(
          engine,
          elf,
          world({
            registers: { [R.a0]: DATA + BigInt(offset - imm), [R.a1]: value },
            start: (hart) => hart.write(DATA, PATTERN),
          })(),
        );
        const expected = PATTERN.slice();
        for (let at = 0; at < size; at++) {
          expected[offset + at] = Number((value >> BigInt(at * 8)) & 0xffn);
        }
        expect([offset, imm, run.hart.read(DATA, 32)]).toEqual([offset, imm, expected]);
        expect(run.misaligned).toBe(offset % size === 0 ? 0 : 1);
      }
    }
  });
});

describe.each(ENGINES)('atomics, %s', (engine) => {
  test.each(AMOS)('$name', ({ name, size, model }) => {
    const bits = size * 8;
    const pairs = EDGES.flatMap((a) => EDGES.map((b) => [a, b] as const));
    // Per pair: memory word and operand in; old value (two forms), new memory (two forms) out.
    const input = new BigInt64Array(pairs.length * 2);
    for (const [index, [a, b]] of pairs.entries()) input.set([a, b], index * 2);
    const elf = programOf([
      'start:',
      '.loop:',
      ['ld', { rd: R.a0, rs1: R.s0, imm: 0 }],
      ['ld', { rd: R.a1, rs1: R.s0, imm: 8 }],
      ['sd', { rs1: R.s1, rs2: R.a0, imm: 8 }],
      ['addi', { rd: R.t0, rs1: R.s1, imm: 8 }],
      [name, { rd: R.a2, rs1: R.t0, rs2: R.a1 }],
      ['sd', { rs1: R.s1, rs2: R.a2, imm: 0 }],
      // rd = rs2, then rd = rs1, then rd = x0.
      ['sd', { rs1: R.s1, rs2: R.a0, imm: 24 }],
      ['addi', { rd: R.t0, rs1: R.s1, imm: 24 }],
      mv(R.a3, R.a1),
      [name, { rd: R.a3, rs1: R.t0, rs2: R.a3 }],
      ['sd', { rs1: R.s1, rs2: R.a3, imm: 16 }],
      ['sd', { rs1: R.s1, rs2: R.a0, imm: 40 }],
      ['addi', { rd: R.t0, rs1: R.s1, imm: 40 }],
      [name, { rd: R.t0, rs1: R.t0, rs2: R.a1 }],
      ['sd', { rs1: R.s1, rs2: R.t0, imm: 32 }],
      ['sd', { rs1: R.s1, rs2: R.a0, imm: 56 }],
      ['addi', { rd: R.t0, rs1: R.s1, imm: 56 }],
      [name, { rd: 0, rs1: R.t0, rs2: R.a1 }],
      ['sd', { rs1: R.s1, rs2: 0, imm: 48 }],
      ['addi', { rd: R.s0, rs1: R.s0, imm: 16 }],
      ['addi', { rd: R.s1, rs1: R.s1, imm: 64 }],
      ['bne', { rs1: R.s0, rs2: R.s2, to: '.loop' }],
      mv(R.a0, 0),
      ...EXIT,
    ]);
    const [from, to] = [BASE + 0x10000, BASE + 0x20000];
    const run = runIn(
      engine,
      elf,
      testEnvironment({
        registers: {
          [R.s0]: BigInt(from),
          [R.s1]: BigInt(to),
          [R.s2]: BigInt(from + input.byteLength),
        },
        start: (hart) => hart.write(BigInt(from), new Uint8Array(input.buffer)),
      }),
    );
    expect(run.outcome).toEqual({ kind: 'exit', code: 0 });
    const bytes = run.hart.read(BigInt(to), pairs.length * 64) as Uint8Array;
    const output = [...new BigInt64Array(bytes.buffer)];
    const expected = pairs.flatMap(([a, b]) => {
      const old = BigInt.asIntN(bits, a);
      const low = BigInt.asUintN(bits, model(old, BigInt.asIntN(bits, b)));
      // A word operation leaves the upper half of the doubleword alone.
      const memory = BigInt.asIntN(64, size === 4 ? ((a >> 32n) << 32n) | low : low);
      return [old, memory, old, memory, old, memory, 0n, memory];
    });
    expect(output).toEqual(expected);
    expect(run.misaligned).toBe(0);
  });

  test.each([
    ['lr.w', 'load-address-misaligned', 2n],
    ['lr.d', 'load-address-misaligned', 4n],
    ['sc.w', 'store-address-misaligned', 1n],
    ['sc.d', 'store-address-misaligned', 4n],
    ...AMOS.map(({ name, size }) => [name, 'store-address-misaligned', BigInt(size / 2)] as const),
  ] as const)('a misaligned %s traps', (name, cause, offset) => {
    const operands = name.startsWith('lr') ? {} : { rs2: R.a1 };
    const elf = programOf(['start:', [name, { rd: R.a2, rs1: R.a0, ...operands }]]);
    const run = runIn(engine, elf, world({ registers: { [R.a0]: DATA + offset } })());
    expect(run.outcome).toMatchObject({
      kind: 'trap',
      cause,
      pc: BigInt(BASE),
      address: DATA + offset,
    });
    expect(run.steps).toBe(0);
    expect(run.misaligned).toBe(0);
  });
});

describe('load-reserved and store-conditional', () => {
  /** sc results in a2.. and the memory at DATA after a sequence with a0 = DATA, a1 = 7. */
  const sequence = (lines: readonly Line[]): bigint[] => {
    const end = access([...lines, ['ld', { rd: R.a5, rs1: R.s0, imm: 0 }]], {
      registers: { [R.a0]: DATA, [R.s0]: DATA, [R.a1]: 0xffffffff00000007n, [R.s1]: DATA + 8n },
    });
    return [R.a2, R.a3, R.a5].map((register) => end.registers[register] as bigint);
  };
  const lr = (name: Mnemonic, rs1: number = R.a0): Line => [name, { rd: R.t0, rs1 }];
  const sc = (name: Mnemonic, rd: number, rs1: number = R.a0): Line => [
    name,
    { rd, rs1, rs2: R.a1 },
  ];

  test.each([
    [
      'a pair succeeds once',
      [lr('lr.d'), sc('sc.d', R.a2), sc('sc.d', R.a3)],
      [0n, 1n, 0xffffffff00000007n],
    ],
    ['words', [lr('lr.w'), sc('sc.w', R.a2), sc('sc.w', R.a3)], [0n, 1n, 7n]],
    ['a word, then a doubleword', [lr('lr.w'), sc('sc.d', R.a2)], [0n, 0n, 0xffffffff00000007n]],
    ['without a reservation', [sc('sc.w', R.a2), sc('sc.d', R.a3)], [1n, 1n, 0n]],
    [
      'at another address',
      [lr('lr.d', R.s1), sc('sc.d', R.a2), sc('sc.d', R.a3, R.s1)],
      [1n, 1n, 0n],
    ],
    [
      'the last reservation counts',
      [lr('lr.d', R.s1), lr('lr.d'), sc('sc.d', R.a2)],
      [0n, 0n, 0xffffffff00000007n],
    ],
    [
      'across other instructions',
      [lr('lr.w'), li(R.t1, 3), ['sd', { rs1: R.s1, rs2: R.a1, imm: 0 }], sc('sc.w', R.a2)],
      [0n, 0n, 7n],
    ],
    [
      'across an environment call',
      [li(R.a7, 1), lr('lr.w'), ECALL, sc('sc.w', R.a2, R.s0)],
      [0n, 0n, 7n],
    ],
  ] as const)('%s', (_, lines, expected) => {
    expect(sequence(lines)).toEqual(expected);
  });

  test('lr sign-extends a word, and both may alias their registers', () => {
    const end = access(
      [
        ['lr.w', { rd: R.a0, rs1: R.a0 }],
        ['sc.w', { rd: R.s0, rs1: R.s0, rs2: R.s0 }],
        ['lr.d', { rd: 0, rs1: R.s1 }],
        ['sc.d', { rd: 0, rs1: R.s1, rs2: R.a0 }],
        ['ld', { rd: R.a1, rs1: R.s1, imm: 0 }],
      ],
      {
        registers: { [R.a0]: DATA, [R.s0]: DATA, [R.s1]: DATA + 8n },
        start: (hart) => hart.write(DATA, Uint8Array.of(1, 2, 3, 0x84, 5)),
      },
    );
    expect(end.registers[R.s0]).toBe(0n);
    expect(end.registers[R.a1]).toBe(0xffffffff84030201n);
  });

  test.each(['sc.w', 'sc.d', 'amoadd.w', 'amoswap.d'] as const)(
    '%s outside writable memory traps',
    (name) => {
      const end = access([[name, { rd: R.a2, rs1: R.a0, rs2: R.a1 }]], {
        code: 'write-xor-execute',
        registers: { [R.a0]: BigInt(BASE) },
      });
      expect(end.outcome).toMatchObject({ cause: 'store-access-fault', address: BigInt(BASE) });
    },
  );
});

describe('where memory ends', () => {
  const FAULTS: readonly (readonly [string, bigint])[] = [
    ['the null page', 0n],
    ['just below the window', BigInt(BASE) - 1n],
    ['just above it', END],
    ['32 bits above it', DATA + (1n << 32n)],
    ['with the top bit set', DATA | (1n << 63n)],
    ['sign-extended from 32 bits', DATA | 0xffffffff00000000n],
    ['with bit 53 set', DATA | (1n << 53n)],
    ['at the top of all addresses', 0xffffffffffffffffn],
  ];
  const all = [...LOADS, ...STORES].map(([name, size]) => [name, size] as const);

  test.each(all)('%s faults outside the window', (name) => {
    const store = STORES.some(([other]) => other === name);
    for (const [where, address] of FAULTS) {
      for (const imm of [0, -3, 2047]) {
        const registers = { [R.a0]: address - BigInt(imm) };
        const operands = store ? { rs1: R.a0, rs2: R.a1, imm } : { rd: R.a1, rs1: R.a0, imm };
        const { outcome, misaligned } = access([li(R.s2, 1), [name, operands]], { registers });
        expect([where, outcome]).toMatchObject([
          where,
          {
            kind: 'trap',
            cause: store ? 'store-access-fault' : 'load-access-fault',
            pc: BigInt(BASE) + 4n,
            address,
            symbol: 'start+0x4',
          },
        ]);
        expect(misaligned).toBe(0);
      }
    }
  });

  test.each(all)('%s straddling the ends', (name, size) => {
    const store = STORES.some(([other]) => other === name);
    const at = (address: bigint): Snapshot =>
      access([[name, store ? { rs1: R.a0, imm: 0 } : { rd: R.a1, rs1: R.a0, imm: 0 }]], {
        registers: { [R.a0]: address },
        code: 'fence.i',
      });
    expect(at(END - BigInt(size)).outcome).toEqual({ kind: 'exit', code: 0 });
    for (let over = 1; over < size; over++) {
      for (const address of [END - BigInt(size - over), BigInt(BASE) - BigInt(over)]) {
        const end = at(address);
        expect(end.outcome).toMatchObject({ kind: 'trap', address });
        expect(end.misaligned).toBe(0);
      }
    }
  });

  test('an address that is known at translation time', () => {
    const lines = (imm: number): Line[] => [
      ['lui', { rd: R.a0, imm: (BASE + SIZE) | 0 }],
      ['slli', { rd: R.a0, rs1: R.a0, imm: 32 }],
      ['srli', { rd: R.a0, rs1: R.a0, imm: 32 }],
      ['sd', { rs1: R.a0, rs2: R.a0, imm }],
      ['ld', { rd: R.a1, rs1: R.a0, imm }],
    ];
    expect(access(lines(-8), {}).registers[R.a1]).toBe(END);
    expect(access(lines(-12), {})).toMatchObject({ misaligned: 2, outcome: { kind: 'exit' } });
    for (const imm of [-7, -1, 0]) {
      expect(access(lines(imm), {}).outcome).toMatchObject({ cause: 'store-access-fault' });
    }
    // The same with auipc and with a sign-extended lui, which is no address of the window.
    const auipc: Line[] = [
      ['auipc', { rd: R.a0, imm: 0x8000 }],
      ['sw', { rs1: R.a0, rs2: R.a0, imm: 4 }],
      ['lwu', { rd: R.a1, rs1: R.a0, imm: 4 }],
    ];
    expect(access(auipc, {}).registers[R.a1]).toBe(DATA);
    const signed: Line[] = [
      ['lui', { rd: R.a0, imm: (BASE + 0x8000) | 0 }],
      ['lw', { rd: R.a1, rs1: R.a0, imm: 0 }],
    ];
    expect(access(signed, {}).outcome).toMatchObject({
      cause: 'load-access-fault',
      address: DATA | 0xffffffff00000000n,
    });
  });

  test('a window whose ends are on pages only', () => {
    const window = { base: 0x12345000, size: 0x3000 };
    const lines: Line[] = [
      'start:',
      ['sd', { rs1: R.s0, rs2: R.s0, imm: -8 }],
      ['ld', { rd: R.a1, rs1: R.s0, imm: -8 }],
      ['lb', { rd: R.a2, rs1: R.s1, imm: 0 }],
      ['lb', { rd: R.a2, rs1: R.s0, imm: 0 }],
    ];
    const [start, end] = [BigInt(window.base), BigInt(window.base + window.size)];
    const make = (): Environment =>
      testEnvironment({ window, registers: { [R.s0]: end, [R.s1]: start } });
    const last = agreed(runBoth(programOf(lines, { base: window.base }), make));
    expect(last.registers[R.a1]).toBe(end);
    expect(last.registers[R.a2]).toBe(0x23n);
    expect(last.outcome).toMatchObject({ cause: 'load-access-fault', address: end });
  });

  test('a data segment is there, and zero behind its bytes', () => {
    const elf = programOf(
      [
        'start:',
        ['ld', { rd: R.a1, rs1: R.a0, imm: 0 }],
        ['ld', { rd: R.a2, rs1: R.a0, imm: 8 }],
        ...EXIT,
      ],
      { segments: [dataSegment(Number(DATA), Uint8Array.of(1, 2), 16)] },
    );
    const end = agreed(runBoth(elf, world({ registers: { [R.a0]: DATA } })));
    expect(end.registers.slice(R.a1, R.a2 + 1)).toEqual([0x201n, 0n]);
  });
});
