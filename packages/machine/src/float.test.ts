import { encode, type Mnemonic } from '@hart/riscv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pretendFusing } from './internal/float/fused-natively.ts';
import { EXIT, type Line, li, R } from './internal/testing/assemble.ts';
import {
  COMPARISONS,
  CONVERSIONS,
  DIRECTED,
  MOVES,
  type Vector,
} from './internal/testing/float-vectors.ts';
import {
  BASE,
  ENGINES,
  programOf,
  runBoth,
  runIn,
  testEnvironment,
} from './internal/testing/program.ts';

const DATA = BASE + 0x80000;
const NEAREST = 0;
const DYNAMIC = 7;
const csr = { fflags: 1, frm: 2, fcsr: 3 } as const;

/** rs1 to rs3 are f1 to f3, or x11 for an integer operand; the result is f10 or x10. */
function lineOf({ name, mode }: Vector, dynamic: boolean): Line {
  const fused = /^fn?m(add|sub)\./.test(name);
  const two = /^f(add|sub|mul|div|sgnj|sgnjn|sgnjx|min|max|eq|lt|le)\./.test(name);
  const rounds = mode !== undefined;
  const imm = (rounds ? (dynamic ? DYNAMIC : mode) : 0) | (fused ? 3 << 3 : 0);
  const integer = /^fcvt\.[sd]\.[wl]|^fmv\.[wd]\.x/.test(name);
  const operands = { rd: 10, rs1: integer ? 11 : 1, ...((two || fused) && { rs2: 2 }) };
  return [name, { ...operands, ...((rounds || fused) && { imm }) }];
}

/** The engines; one of them may only step. */
const WAYS = [...ENGINES, 'stepper'] as const;

/** Runs vectors one after the other in one program; each gets result and flags. */
function execute(
  way: (typeof WAYS)[number],
  vectors: readonly Vector[],
  dynamic: boolean,
  flagsBefore: number,
): { result: bigint; flags: number }[] {
  const lines: Line[] = ['start:'];
  const input: bigint[] = [];
  for (const vector of vectors) {
    const { name, mode = NEAREST, operands } = vector;
    const toInteger = /^(f(eq|lt|le|class)\.|fmv\.x\.|fcvt\.[wl]u?\.)/.test(name);
    lines.push(li(R.t0, (dynamic ? mode << 5 : 0) | flagsBefore), [
      'csrrw',
      { rd: 0, rs1: R.t0, imm: csr.fcsr },
    ]);
    for (const [index] of operands.entries()) {
      lines.push(['fld', { rd: index + 1, rs1: R.s0, imm: 8 * index }]);
    }
    lines.push(
      ['ld', { rd: 11, rs1: R.s0, imm: 0 }],
      lineOf(vector, dynamic),
      toInteger
        ? ['sd', { rs1: R.s0, rs2: 10, imm: 24 }]
        : ['fsd', { rs1: R.s0, rs2: 10, imm: 24 }],
      ['csrrs', { rd: R.t1, rs1: 0, imm: csr.fflags }],
      ['sd', { rs1: R.s0, rs2: R.t1, imm: 32 }],
      ['addi', { rd: R.s0, rs1: R.s0, imm: 40 }],
    );
    input.push(operands[0] ?? 0n, operands[1] ?? 0n, operands[2] ?? 0n, 0n, 0n);
  }
  lines.push(li(R.a0, 0), ...EXIT);
  const environment = testEnvironment({
    registers: { [R.s0]: BigInt(DATA) },
    start: (hart) => hart.write(BigInt(DATA), new Uint8Array(new BigUint64Array(input).buffer)),
  });
  const compileAfter = way === 'stepper' ? Number.POSITIVE_INFINITY : 1;
  const engine = way === 'stepper' ? 'aot' : way;
  const run = runIn(engine, programOf(lines), environment, { compileAfter });
  expect(run.outcome).toEqual({ kind: 'exit', code: 0 });
  const bytes = run.hart.read(BigInt(DATA), vectors.length * 40) as Uint8Array;
  const output = new BigUint64Array(bytes.buffer);
  return vectors.map((_, index) => ({
    result: output[5 * index + 3]!,
    flags: Number(output[5 * index + 4]!),
  }));
}

const hex = (value: bigint): string => value.toString(16).padStart(16, '0');
const show = ({ name, mode, operands }: Vector): string =>
  `${name} ${mode ?? ''} ${operands.map(hex).join(' ')}`;

describe.each(WAYS)('%s', (way) => {
  test.each(
    Object.entries({ DIRECTED, CONVERSIONS, COMPARISONS, MOVES }) as [string, readonly Vector[]][],
  )('%s', (_, vectors) => {
    for (const dynamic of [false, true]) {
      // Flags that are set stay set, and the result does not depend on them.
      for (const before of [0, 1, 0x1f]) {
        const found = execute(way, vectors, dynamic, before);
        expect(
          found.map(({ result, flags }, n) => [show(vectors[n]!), hex(result), flags]),
        ).toEqual(
          vectors.map((vector) => [show(vector), hex(vector.result), vector.flags | before]),
        );
      }
    }
  });
});

describe.each(ENGINES)('%s', (engine) => {
  test('loads and stores take bits as they are, and a single is boxed', () => {
    const lines: Line[] = [
      'start:',
      ['flw', { rd: 1, rs1: R.s0, imm: 0 }],
      ['fsd', { rs1: R.s0, rs2: 1, imm: 8 }],
      ['fld', { rd: 2, rs1: R.s0, imm: 0 }],
      ['fsd', { rs1: R.s0, rs2: 2, imm: 16 }],
      ['fsw', { rs1: R.s0, rs2: 2, imm: 24 }],
      // Misaligned ones, too.
      ['fld', { rd: 3, rs1: R.s0, imm: 3 }],
      ['fsd', { rs1: R.s0, rs2: 3, imm: 33 }],
      ['flw', { rd: 4, rs1: R.s0, imm: 1 }],
      ['fsw', { rs1: R.s0, rs2: 4, imm: 43 }],
      li(R.a0, 0),
      ...EXIT,
    ];
    const environment = testEnvironment({
      registers: { [R.s0]: BigInt(DATA) },
      start: (hart) =>
        hart.write(BigInt(DATA), new Uint8Array(new BigUint64Array([0x7ff4567889abcdefn]).buffer)),
    });
    const run = runIn(engine, programOf(lines), environment);
    const { f } = run.hart;
    expect(f[1]).toBe(0xffffffff89abcdefn);
    expect(f[2]).toBe(0x7ff4567889abcdefn);
    expect(f[3]).toBe(0xabcdef7ff4567889n);
    expect(f[4]).toBe(0xffffffff7889abcdn);
    expect(run.misaligned).toBe(4);
    const bytes = run.hart.read(BigInt(DATA), 48) as Uint8Array;
    const words = new DataView(bytes.buffer);
    expect(words.getBigUint64(8, true)).toBe(0xffffffff89abcdefn);
    expect(words.getBigUint64(16, true)).toBe(0x7ff4567889abcdefn);
    expect(words.getBigUint64(24, true)).toBe(0x89abcdefn);
    expect(words.getBigUint64(33, true)).toBe(0xabcdef7ff4567889n);
  });

  test('the three parts of fcsr', () => {
    const lines: Line[] = [
      'start:',
      li(R.t0, -1),
      ['csrrw', { rd: R.a1, rs1: R.t0, imm: csr.fcsr }],
      ['csrrs', { rd: R.a2, rs1: 0, imm: csr.fcsr }],
      ['csrrwi', { rd: R.a3, rs1: 4, imm: csr.frm }],
      ['csrrci', { rd: R.a4, rs1: 0x15, imm: csr.fflags }],
      ['csrrs', { rd: R.a5, rs1: 0, imm: csr.fcsr }],
      ['csrrc', { rd: R.a6, rs1: R.t0, imm: csr.frm }],
      ['csrrs', { rd: 8, rs1: 0, imm: csr.fcsr }],
      li(R.a0, 0),
      ...EXIT,
    ];
    const { x } = runIn(engine, programOf(lines), testEnvironment()).hart;
    expect([R.a1, R.a2, R.a3, R.a4, R.a5, R.a6, 8].map((n) => Number(x[n]))).toEqual([
      0, 0xff, 7, 0x1f, 0x8a, 4, 0x0a,
    ]);
  });

  const ROUNDING_NAMES = [
    ...[
      'fadd.s',
      'fmadd.d',
      'fsqrt.d',
      'fcvt.d.w',
      'fcvt.w.d',
      'fcvt.d.s',
      'fcvt.s.d',
      'fcvt.lu.s',
    ],
  ] as Mnemonic[];
  test.each(ROUNDING_NAMES)('%s with a reserved rounding mode is illegal', (name) => {
    for (const [frm, mode] of [
      [0, 5],
      [0, 6],
      [5, 7],
      [6, 7],
      [7, 7],
    ] as const) {
      const lines: Line[] = [
        'start:',
        li(R.a1, 1),
        ['csrrwi', { rd: 0, rs1: frm, imm: csr.frm }],
        ['addi', { rd: R.a1, rs1: R.a1, imm: 1 }],
        [name, { rd: 10, rs1: 11, imm: mode }],
        ...EXIT,
      ];
      const run = runIn(engine, programOf(lines), testEnvironment());
      expect(run.outcome).toMatchObject({
        kind: 'trap',
        cause: 'illegal-instruction',
        pc: BigInt(BASE + 12),
      });
      expect([run.steps, run.hart.x[R.a1]]).toEqual([3, 2n]);
    }
  });

  test('what rounds by a reserved mode does not matter to what does not round', () => {
    const lines: Line[] = [
      'start:',
      ['csrrwi', { rd: 0, rs1: 6, imm: csr.frm }],
      ['fmin.d', { rd: 1, rs1: 2, rs2: 3 }],
      ['fsgnjn.d', { rd: 4, rs1: 2, rs2: 2 }],
      ['feq.s', { rd: R.a0, rs1: 2, rs2: 3 }],
      ['fadd.d', { rd: 5, rs1: 4, rs2: 4, imm: 1 }],
      li(R.a0, 0),
      ...EXIT,
    ];
    const run = runIn(engine, programOf(lines), testEnvironment());
    expect(run.outcome).toEqual({ kind: 'exit', code: 0 });
    expect(run.hart.f[4]).toBe(1n << 63n);
  });
});

describe('without fused operations of the machine', () => {
  beforeAll(() => pretendFusing(false));
  afterAll(() => pretendFusing(undefined));

  test('they are as exact', () => {
    const vectors = DIRECTED.filter(({ name }) => /^fn?m(add|sub)/.test(name));
    expect(vectors.length).toBeGreaterThan(100);
    for (const before of [0, 1]) {
      const found = execute('aot', vectors, true, before);
      expect(found.map(({ result, flags }, n) => [show(vectors[n]!), hex(result), flags])).toEqual(
        vectors.map((vector) => [show(vector), hex(vector.result), vector.flags | before]),
      );
    }
  });
});

test('a loop of mixed operations ends alike everywhere, whatever the chunks', () => {
  const lines: Line[] = [
    'start:',
    li(R.a1, 300),
    li(R.t0, 3),
    ['fcvt.d.l', { rd: 1, rs1: R.t0 }],
    ['fcvt.s.l', { rd: 11, rs1: R.t0 }],
    'loop:',
    ['fcvt.d.l', { rd: 2, rs1: R.a1, imm: 7 }],
    ['fdiv.d', { rd: 3, rs1: 2, rs2: 1, imm: 7 }],
    ['fmadd.d', { rd: 4, rs1: 3, rs2: 3, imm: (4 << 3) | 7 }],
    ['fsqrt.d', { rd: 5, rs1: 4, imm: 7 }],
    ['fcvt.s.d', { rd: 12, rs1: 5, imm: 7 }],
    ['fmul.s', { rd: 11, rs1: 11, rs2: 12, imm: 7 }],
    ['flt.s', { rd: R.a2, rs1: 12, rs2: 11 }],
    ['fcvt.l.d', { rd: R.a3, rs1: 4, imm: 1 }],
    ['add', { rd: R.a4, rs1: R.a4, rs2: R.a3 }],
    ['addi', { rd: R.a1, rs1: R.a1, imm: -1 }],
    ['bne', { rs1: R.a1, rs2: 0, to: 'loop' }],
    li(R.a0, 0),
    ...EXIT,
  ];
  for (const chunk of [1, 7, 100_000]) {
    const { interpreter, aot } = runBoth(programOf(lines), testEnvironment, { chunk });
    expect(aot).toEqual(interpreter);
    expect(interpreter.fcsr).toBe(0x05);
  }
});

test('words of the instructions that take a rounding mode', () => {
  expect(encode('fmadd.d', { rd: 10, rs1: 11, rs2: 12, imm: (13 << 3) | 7 })).toBe(0x6ac5f543);
});
