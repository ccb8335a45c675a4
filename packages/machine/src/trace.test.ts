import { expect, test } from 'vitest';
import { EXIT, type Line, li, R } from './internal/testing/assemble.ts';
import { BASE, ENGINES, programOf, testEnvironment } from './internal/testing/program.ts';
import { createRun, type Engine } from './run.ts';
import type { TraceChunk } from './trace.ts';

const CHUNK = 2 ** 18;
const DATA = 0x80080000;

interface Traced {
  chunks: TraceChunk[];
  steps: number;
}

/** The chunks of a run, copied, when `advance` is called for `stride` steps at a time. */
function traced(
  engine: Engine,
  lines: readonly Line[],
  stride = 10 * CHUNK,
  maxSteps = 10 * CHUNK,
): Traced {
  const chunks: TraceChunk[] = [];
  const environment = testEnvironment({
    registers: { [R.s0]: BigInt(DATA), [R.sp]: BigInt(DATA) },
  });
  const run = createRun(programOf(lines), environment, {
    engine,
    tuning: { compileAfter: 1 },
    trace: (chunk) => chunks.push({ ...chunk, values: chunk.values.slice() }),
  });
  while (run.outcome === undefined && run.steps < maxSteps) {
    run.advance(Math.min(stride, maxSteps - run.steps));
  }
  return { chunks, steps: run.steps };
}

const values = ({ chunks }: Traced): bigint[] => chunks.flatMap((chunk) => [...chunk.values]);
const signed = (value: number): bigint => BigInt.asUintN(64, BigInt(value));

test.each(ENGINES)('%s logs what each instruction reads, as it extends it', (engine) => {
  const lines: Line[] = [
    li(R.t0, -2),
    ['sd', { rs1: R.s0, rs2: R.t0, imm: 0 }],
    ['lb', { rd: R.a0, rs1: R.s0, imm: 0 }],
    ['lbu', { rd: R.a0, rs1: R.s0, imm: 1 }],
    ['lh', { rd: R.a0, rs1: R.s0, imm: 1 }],
    ['lhu', { rd: R.a0, rs1: R.s0, imm: 2 }],
    ['lw', { rd: R.a0, rs1: R.s0, imm: 0 }],
    ['lwu', { rd: R.a0, rs1: R.s0, imm: 0 }],
    ['ld', { rd: R.zero, rs1: R.s0, imm: 0 }],
    ['amoadd.w', { rd: R.a1, rs1: R.s0, rs2: R.t0 }],
    ['lr.d', { rd: R.a1, rs1: R.s0 }],
    ['sc.d', { rd: R.a1, rs1: R.s0, rs2: R.t0 }],
    li(R.a0, 41),
    li(R.a7, 1),
    ['ecall'],
    ['csrrs', { rd: R.a2, rs1: R.zero, imm: 0xc02 }],
    ...EXIT,
  ];
  const end = traced(engine, lines);
  const minusTwo = signed(-2);
  const counter = values(end).at(-2) as bigint;
  expect(values(end)).toEqual([
    minusTwo,
    0xffn,
    signed(-1),
    0xffffn,
    minusTwo,
    0xfffffffen,
    minusTwo, // loads
    minusTwo, // AMO
    0xfffffffffffffffcn, // lr, after the AMO added -2 to -2
    1n << 10n,
    42n, // ecall changed a0
    counter, // instret
    0n, // the call that ends the run changes nothing
  ]);
  expect(counter).toBe(BigInt(end.steps) - BigInt(EXIT.length) - 1n);
});

/** Counts a1 down from a large number with a load, a store and a call in the loop. */
const LOOP: readonly Line[] = [
  ['lui', { rd: R.a1, imm: 100 << 12 }],
  'loop:',
  ['sd', { rs1: R.s0, rs2: R.a1, imm: 8 }],
  ['jal', { rd: R.ra, to: 'half' }],
  ['addi', { rd: R.a1, rs1: R.a1, imm: -1 }],
  ['bne', { rs1: R.a1, rs2: R.zero, to: 'loop' }],
  li(R.a0, 0),
  ...EXIT,
  'half:',
  ['ld', { rd: R.a2, rs1: R.s0, imm: 8 }],
  ['srli', { rd: R.a2, rs1: R.a2, imm: 1 }],
  ['jalr', { rd: R.zero, rs1: R.ra, imm: 0 }],
];

test('chunks are exact, follow each other, and are the same in both engines however the run is cut', () => {
  const expected = traced('interpreter', LOOP);
  expect(expected.chunks.length).toBeGreaterThan(8);
  for (const stride of [10 * CHUNK, 100_003]) expect(traced('aot', LOOP, stride)).toEqual(expected);
  for (const [index, chunk] of expected.chunks.entries()) {
    expect(chunk).toMatchObject({ index, steps: CHUNK, end: false });
    expect(chunk.pc >= BigInt(BASE)).toBe(true);
  }
});

test('the last chunk is short and says that the run ended', () => {
  for (const engine of ENGINES) {
    const { chunks, steps } = traced(engine, [li(R.a0, 3), ...EXIT]);
    expect(chunks).toHaveLength(1);
    expect(chunks[0]).toMatchObject({
      index: 0,
      pc: BigInt(BASE),
      steps,
      end: true,
      reservation: -1n,
    });
  }
});

test('a trap ends the trace before the instruction that could not be done', () => {
  for (const engine of ENGINES) {
    const { chunks } = traced(engine, [
      ['ld', { rd: R.a0, rs1: R.s0, imm: 0 }],
      ['ld', { rd: R.a0, rs1: R.zero, imm: 0 }],
    ]);
    expect(chunks).toHaveLength(1);
    expect(chunks[0]).toMatchObject({ steps: 1, end: true });
    expect(chunks[0]?.values).toHaveLength(1);
  }
});

test('a chunk starts with the reservation that an lr before it made', () => {
  const lines: Line[] = [
    ['lr.d', { rd: R.a0, rs1: R.s0 }],
    'spin:',
    ['jal', { rd: R.zero, to: 'spin' }],
  ];
  for (const engine of ENGINES) {
    const { chunks } = traced(engine, lines, CHUNK, 2 * CHUNK);
    expect(chunks.map(({ reservation }) => reservation)).toEqual([-1n, BigInt(DATA)]);
  }
});
