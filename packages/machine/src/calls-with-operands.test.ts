import { describe, expect, test } from 'vitest';
import type { Environment } from './environment.ts';
import {
  createRowOracle,
  createRun,
  type Engine,
  MAX_OPERAND_VALUES,
  type PlainRow,
  prepareReplay,
  replayChunk,
  startMismatch,
  type TraceChunk,
} from './index.ts';
import { EXIT, type Line, li, R } from './internal/testing/assemble.ts';
import { dataSegment, programOf, testEnvironment } from './internal/testing/program.ts';
import { fold } from './replay/digest.ts';
import { plainRows } from './replay/row-oracle.ts';
import { isFull } from './trace.ts';

const DATA = 0x80080000;
const CSR = 0x813;

/** Adds the word at a0 to the one at a1; copies with the next instruction for its operand; copies as many bytes as a2 has. */
const CALL = { add: 7n, copy: 8n } as const;

const u64 = (value: bigint) => BigInt.asUintN(64, value);

function word(bytes: Uint8Array): bigint {
  return new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
}

function bytesOf(value: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value, true);
  return bytes;
}

/** Every way in which a call may go on: in place, behind one or two operands, at an end. */
function environment(): Environment {
  return testEnvironment({
    code: 'write-xor-execute',
    registers: { [R.s0]: BigInt(DATA), [R.s1]: BigInt(DATA + 64) },
    ecall(hart) {
      const { x } = hart;
      switch (x[17]) {
        case CALL.add: {
          const [a, b] = [hart.read(x[10]!, 8)!, hart.read(x[11]!, 8)!];
          expect(hart.operands(a) && hart.operands(b)).toBe(true);
          const sum = bytesOf(u64(word(a) + word(b)));
          hart.write(x[11]!, sum);
          hart.operands(sum);
          x[10] = 0n;
          return { kind: 'continue' };
        }
        case CALL.copy: {
          const bytes = hart.read(x[10]!, Number(x[12]))!;
          x[10] = hart.operands(bytes) ? 1n : 2n;
          return { kind: 'continue' };
        }
        default:
          return { kind: 'exit', code: Number(x[10]) };
      }
    },
    csrCall(hart, csr, value) {
      if (csr !== CSR) return undefined;
      const { x } = hart;
      if (value === 9n) return { kind: 'skip', instructions: 2 };
      if (value === 3n) return { kind: 'trap', cause: 'breakpoint', text: 'value 3' };
      hart.operands(hart.read(value, 5)!);
      x[R.a5] = u64(x[R.a5]! + 1n);
      return x[R.a5]! % 3n === 0n ? { kind: 'continue' } : { kind: 'skip', instructions: 1 };
    },
  });
}

const PROGRAM: readonly Line[] = [
  'start:',
  li(R.s2, 40),
  '.loop:',
  li(R.a7, Number(CALL.add)),
  ['addi', { rd: R.a0, rs1: R.s0, imm: 0 }],
  ['addi', { rd: R.a1, rs1: R.s1, imm: 0 }],
  ['ecall'],
  ['ld', { rd: R.a3, rs1: R.s1, imm: 0 }],
  ['csrrs', { rd: 0, rs1: R.s0, imm: CSR }],
  ['add', { rd: R.a4, rs1: R.a4, rs2: R.a3 }],
  ['csrrwi', { rd: R.a6, rs1: 9, imm: CSR }],
  ['addi', { rd: R.s3, rs1: R.s3, imm: 100 }],
  ['c.addi', { rd: R.s3, rs1: R.s3, imm: 1 }],
  ['csrrs', { rd: R.t1, rs1: R.s1, imm: CSR }],
  // Counts down only when the call before it goes on in place.
  ['addi', { rd: R.s2, rs1: R.s2, imm: -1 }],
  ['bne', { rs1: R.s2, rs2: 0, to: '.loop' }],
  ['addi', { rd: R.a0, rs1: R.s3, imm: 0 }],
  li(R.a7, 93),
  ['ecall'],
];

const data = new Uint8Array(128).map((_, at) => at * 7);
const elf = programOf(PROGRAM, { segments: [dataSegment(DATA, data)] });

function follow(engine: Engine, compileAfter: number, traced = true, profile = false) {
  const chunks: TraceChunk[] = [];
  const run = createRun(elf, environment(), {
    engine,
    profile,
    tuning: { compileAfter, chunkSteps: 64 },
    ...(traced && { trace: (chunk) => chunks.push({ ...chunk, values: chunk.values.slice() }) }),
  });
  // Bounded, should the loop never count down.
  for (let n = 0; run.outcome === undefined && n < 50; n++) run.advance(101);
  const { outcome, steps, hart } = run;
  return { outcome, steps, registers: [...hart.x], chunks, profile: run.profile()?.steps };
}

describe('calls that read and write memory', () => {
  const expected = follow('interpreter', 1);

  test('go on behind their operands', () => {
    expect(expected.outcome).toEqual({ kind: 'exit', code: 0 });
    expect(expected.registers[R.a5]).toBeGreaterThan(40n);
    expect(expected.registers[R.a4]).not.toBe(0n);
    expect(expected.registers[R.t1]).toBe(0n);
  });

  test.each([1, 3, 1000])('are the same compiled after %i', (after) => {
    const { chunks, ...rest } = expected;
    expect(follow('aot', after)).toEqual(expected);
    expect(follow('aot', after, false)).toEqual({ ...rest, chunks: [] });
    const { profile, ...profiled } = follow('aot', after, true, true);
    expect({ ...profiled, profile: undefined }).toEqual(expected);
    expect(profile).toBe(expected.steps);
  });

  test('replay with their operands', () => {
    const program = prepareReplay(elf);
    const rows: PlainRow[] = [];
    const operands: bigint[][] = [];
    let end: Parameters<typeof startMismatch>[0] | undefined;
    for (const chunk of expected.chunks) {
      const replay = replayChunk(program, chunk, (batch) => {
        rows.push(...plainRows(batch));
        for (const { words } of batch.operands) operands.push([...words]);
      });
      if (!replay.ok) throw new Error(replay.reason);
      if (end !== undefined) expect(startMismatch(end, chunk)).toBeUndefined();
      end = replay.end;
    }
    const oracle = createRowOracle(createRun(elf, environment(), { engine: 'interpreter' }));
    expect(rows).toEqual(Array.from(rows, oracle));
    expect(rows.length).toBe(expected.steps);
    const calls = rows.filter(({ memoryAddress, name }) => memoryAddress > 0n && name !== 'ld');
    expect(calls.length).toBe(operands.length);
    const [a, b] = [word(data), word(data.subarray(64))];
    expect(operands[0]).toEqual([a, b, u64(a + b)]);
    // Five bytes, filled up.
    expect(operands[1]).toEqual([a & 0xffffffffffn]);
    for (const [index, call] of calls.entries()) {
      expect(call.memoryAddress).toBe(BigInt(operands[index]!.length));
      expect(call.memoryValue).toBe(fold(0n, operands[index]!));
    }
  });

  test.each<[string, (values: BigUint64Array) => void, RegExp]>([
    ['more words than follow', (v) => v.fill(60n, 1, 2), /fewer values|register/],
    ['no words', (v) => v.fill(0n, 1, 2), /0 words of operands/],
    ['too many words', (v) => v.fill(2n ** 40n, 1, 2), /words of operands/],
    [
      'three instructions passed over',
      (v) => v.fill((3n << 32n) | v[0]!, 0, 1),
      /set of registers/,
    ],
    ['an upper bit', (v) => v.fill((1n << 63n) | v[0]!, 0, 1), /set of registers/],
  ])('are refused with %s', (_, change, reason) => {
    const chunk = expected.chunks[0]!;
    const values = chunk.values.slice();
    change(values);
    const replay = replayChunk(prepareReplay(elf), { ...chunk, values });
    expect(replay.ok).toBe(false);
    if (!replay.ok) expect(replay.reason).toMatch(reason);
  });
});

test('a write to a CSR of calls is illegal where there are none, and a trap in one leaves no operand', () => {
  const program = programOf([['csrrwi', { rd: 0, rs1: 3, imm: CSR }], ...EXIT]);
  for (const engine of ['interpreter', 'aot'] as const) {
    const without = createRun(program, testEnvironment({ writeCsr: () => true }), { engine });
    without.advance(10);
    expect(without.outcome).toMatchObject({ kind: 'trap', cause: 'illegal-instruction' });
    const chunks: TraceChunk[] = [];
    const run = createRun(program, environment(), { engine, trace: (chunk) => chunks.push(chunk) });
    run.advance(10);
    expect(run.outcome).toMatchObject({ kind: 'trap', cause: 'breakpoint', text: 'value 3' });
    expect(chunks.map(({ steps, values }) => [steps, values.length])).toEqual([[0, 0]]);
  }
});

test('a refused call leaves its result register alone, and a read says why it is refused', () => {
  const call = programOf([li(R.t0, 5), ['csrrwi', { rd: R.t0, rs1: 3, imm: CSR }], ...EXIT]);
  const read = programOf([li(R.t0, 5), ['csrrs', { rd: R.t0, rs1: 0, imm: 0xffe }], ...EXIT]);
  const reading = testEnvironment({
    readCsr: () => ({ kind: 'trap', cause: 'illegal-instruction', text: 'nothing to read' }),
  });
  for (const engine of ['interpreter', 'aot'] as const) {
    for (const [program, world, text] of [
      [call, environment(), 'value 3'],
      [read, reading, 'nothing to read'],
    ] as const) {
      const run = createRun(program, world, { engine });
      run.advance(10);
      expect(run.outcome).toMatchObject({ kind: 'trap', text });
      expect(run.hart.x[R.t0]).toBe(5n);
    }
  }
});

test('a chunk that operands fill ends early, at the same step in both engines', () => {
  const bytes = 2 ** 20;
  const program = programOf(
    [
      'start:',
      li(R.s2, 8),
      '.loop:',
      li(R.a7, Number(CALL.copy)),
      ['addi', { rd: R.a0, rs1: R.s0, imm: 0 }],
      ['lui', { rd: R.a2, imm: bytes }],
      ['ecall'],
      ['addi', { rd: R.s2, rs1: R.s2, imm: -1 }],
      ['bne', { rs1: R.s2, rs2: 0, to: '.loop' }],
      ['lui', { rd: R.a2, imm: 2 * bytes }],
      ['addi', { rd: R.a2, rs1: R.a2, imm: 1024 }],
      ['addi', { rd: R.a0, rs1: R.s0, imm: 0 }],
      ['ecall'],
      li(R.a7, 93),
      ['ecall'],
    ],
    { segments: [dataSegment(0x80400000, new Uint8Array(8))] },
  );
  const ends = (['interpreter', 'aot'] as const).map((engine) => {
    const chunks: TraceChunk[] = [];
    const world = environment();
    const map = {
      ...world.memory,
      window: { base: 0x80000000, size: 0x800000 },
      writable: { base: 0x80400000, size: 0x400000 },
    };
    const start = (hart: Parameters<NonNullable<Environment['start']>>[0]) => {
      hart.x[R.s0] = 0x80400000n;
    };
    const run = createRun(
      program,
      { ...world, memory: map, start },
      {
        engine,
        tuning: { compileAfter: 1 },
        trace: (chunk) => chunks.push({ ...chunk, values: chunk.values.slice() }),
      },
    );
    run.advance(10_000);
    // What does not fit is not logged.
    expect(run.outcome).toEqual({ kind: 'exit', code: 2 });
    return chunks.map(({ steps, values, moved, end }) => [steps, values.length, moved, end]);
  });
  expect(ends[1]).toEqual(ends[0]);
  expect(ends[0]!.length).toBeGreaterThan(2);
  for (const [steps, values, , end] of ends[0]!) {
    if (end) continue;
    expect(isFull(steps as number, values as number)).toBe(true);
    expect(values).toBeGreaterThan(2 ** 17);
  }
  expect(MAX_OPERAND_VALUES * 8).toBeGreaterThan(2 * bytes);
});
