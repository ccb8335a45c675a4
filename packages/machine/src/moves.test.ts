import { describe, expect, test } from 'vitest';
import type { Environment, HartContext, HartView } from './environment.ts';
import { createRun, type Engine, prepareReplay, replayChunk, type TraceChunk } from './index.ts';
import { EXIT, type Line, li, R } from './internal/testing/assemble.ts';
import { dataSegment, programOf, testEnvironment } from './internal/testing/program.ts';

const DATA = 0x80080000;
const HANDLER_RETURN = 0xfffff000n;
const YIELD = 7;

/** Two loops that count, yield, and load from where nothing is; the handler skips that load. */
const PROGRAM: readonly Line[] = [
  'first:',
  li(R.a7, YIELD),
  '.loop:',
  ['addi', { rd: R.s2, rs1: R.s2, imm: 1 }],
  ['andi', { rd: R.t0, rs1: R.s2, imm: 15 }],
  ['bne', { rs1: R.t0, rs2: 0, imm: 0, to: '.next' }],
  ['ecall'],
  ['ld', { rd: R.t1, rs1: 0, imm: 8 }],
  '.next:',
  ['sd', { rs1: R.s0, rs2: R.s2, imm: 0 }],
  ['ld', { rd: R.t2, rs1: R.s0, imm: 0 }],
  ['slti', { rd: R.t0, rs1: R.t2, imm: 500 }],
  ['bne', { rs1: R.t0, rs2: 0, imm: 0, to: '.loop' }],
  ...EXIT,
  'second:',
  ['addi', { rd: R.s3, rs1: R.s3, imm: 3 }],
  ['sd', { rs1: R.s1, rs2: R.s3, imm: 0 }],
  ['jal', { rd: 0, imm: 0, to: 'second' }],
  'handler:',
  ['addi', { rd: R.s4, rs1: R.s4, imm: 1 }],
  ['jalr', { rd: 0, rs1: R.ra, imm: 0 }],
];

const elf = programOf(PROGRAM, { segments: [dataSegment(DATA, new Uint8Array(16))] });
const at = (name: string): bigint =>
  BigInt(elf.symbols.find((symbol) => symbol.name === name)?.address as number);

/** Two threads that take turns every `quantum` steps and at each yield; a fault runs the handler. */
function twoThreads(quantum: number): Environment & { moves: () => number } {
  const second = new BigUint64Array(32);
  second[R.s1] = BigInt(DATA + 8);
  let other: HartContext = { pc: at('second'), x: second, f: new BigUint64Array(32), fcsr: 0 };
  let interrupted: HartContext | undefined;
  let moves = 0;
  const swap = (hart: HartView) => {
    const to = other;
    other = hart.context();
    moves++;
    return { kind: 'move', to } as const;
  };
  const world = testEnvironment({
    code: 'write-xor-execute',
    registers: { [R.s0]: BigInt(DATA), [R.s1]: BigInt(DATA + 8) },
    ecall(hart) {
      if (hart.x[17] === BigInt(YIELD)) {
        hart.x[10] = BigInt(hart.steps);
        return swap(hart);
      }
      return { kind: 'exit', code: Number(hart.x[R.s4]) };
    },
  });
  let preemptAt = quantum;
  return {
    ...world,
    moves: () => moves,
    get preemptAt() {
      return preemptAt;
    },
    preempt(hart) {
      expect(hart.steps).toBe(preemptAt);
      preemptAt += quantum;
      return swap(hart);
    },
    trap(hart, cause, address) {
      moves++;
      const to = hart.context();
      if (cause === 'instruction-access-fault' && to.pc === HANDLER_RETURN) {
        const back = interrupted as HartContext;
        back.x[R.s4] = to.x[R.s4] as bigint;
        return { kind: 'move', to: back };
      }
      expect([cause, address]).toEqual(['load-access-fault', 8n]);
      interrupted = { ...to, pc: to.pc + 4n, x: to.x.slice() };
      to.pc = at('handler');
      to.x[R.ra] = HANDLER_RETURN;
      return { kind: 'move', to };
    },
  };
}

interface Seen {
  outcome: unknown;
  steps: number;
  moves: number;
  registers: bigint[];
  chunks: TraceChunk[];
}

function follow(engine: Engine, quantum: number, compileAfter: number, traced: boolean): Seen {
  const chunks: TraceChunk[] = [];
  const environment = twoThreads(quantum);
  const run = createRun(elf, environment, {
    engine,
    tuning: { compileAfter, chunkSteps: 64 },
    ...(traced && {
      trace: (chunk) => chunks.push({ ...chunk, values: chunk.values.slice() }),
    }),
  });
  while (run.outcome === undefined) run.advance(1009);
  const { outcome, steps, hart } = run;
  return { outcome, steps, moves: environment.moves(), registers: [...hart.x], chunks };
}

describe.each([1, 2, 17, 64, 1000, 5000])(
  'an environment that moves the hart every %i steps',
  (q) => {
    const expected = follow('interpreter', q, 1, true);

    test('gets everywhere', () => {
      expect(expected.outcome).toEqual({ kind: 'exit', code: 31 });
      expect(expected.moves).toBeGreaterThan(60);
    });

    test.each([1, 20, Number.POSITIVE_INFINITY])(
      'the engines agree, compiled after %i',
      (after) => {
        const { chunks, ...rest } = expected;
        expect(follow('aot', q, after, true)).toEqual(expected);
        expect(follow('aot', q, after, false)).toEqual({ ...rest, chunks: [] });
      },
    );

    test('every chunk replays alone, and says where the next one starts unless the hart was moved', () => {
      const program = prepareReplay(elf);
      let before: TraceChunk | undefined;
      let sum = 0;
      for (const chunk of expected.chunks) {
        const replay = replayChunk(program, chunk);
        if (!replay.ok) throw new Error(replay.reason);
        sum += replay.steps;
        if (before !== undefined && !before.moved) expect(before.steps).toBe(64);
        before = chunk;
      }
      expect(sum).toBe(expected.steps);
      // Two moves without a step in between are one to the trace.
      const moved = expected.chunks.filter((chunk) => chunk.moved).length;
      expect(moved).toBeLessThanOrEqual(expected.moves);
      expect(moved).toBeGreaterThanOrEqual(expected.moves - 40);
    });
  },
);

test('a trap that the environment ends the guest for is part of how it ended', () => {
  const environment = testEnvironment({});
  const outcome = (['interpreter', 'aot'] as const).map((engine) => {
    const run = createRun(
      programOf([['ld', { rd: R.t1, rs1: 0, imm: 8 }]]),
      { ...environment, trap: () => ({ kind: 'exit', code: 139 }) },
      { engine },
    );
    run.advance(10);
    return run.outcome;
  });
  expect(outcome[0]).toMatchObject({
    kind: 'exit',
    code: 139,
    trap: { cause: 'load-access-fault', address: 8n, pc: 0x80000000n },
  });
  expect(outcome[1]).toEqual(outcome[0]);
});
