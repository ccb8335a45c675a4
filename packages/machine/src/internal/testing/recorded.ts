import type { Elf } from '@hart/riscv';
import type { Environment } from '../../environment.ts';
import { createRun, type Engine, type Run, type TraceChunk } from '../../index.ts';
import { createRowOracle, type PlainRow } from '../../replay/row-oracle.ts';
import { EXIT, type Line, li, R } from './assemble.ts';
import { testEnvironment } from './program.ts';

/** Address of the data of the programs that are replayed. */
export const DATA = 0x80080000;

/** A write-xor-execute world with pointers to the data in s0 and s1, and CSRs that take anything. */
export const world = (): Environment =>
  testEnvironment({
    code: 'write-xor-execute',
    registers: { [R.s0]: BigInt(DATA), [R.s1]: BigInt(DATA + 64) },
    readCsr: () => 0x123456789abcdef0n,
    writeCsr: () => true,
  });

/** The chunks of a run, with copies of their values. */
export function traceOf(
  elf: Elf,
  environment: Environment,
  { engine = 'aot', maxSteps = 2 ** 26 }: { engine?: Engine; maxSteps?: number } = {},
): TraceChunk[] {
  const chunks: TraceChunk[] = [];
  const run = createRun(elf, environment, { engine, trace: keepIn(chunks) });
  run.advance(maxSteps);
  if (run.outcome === undefined) run.flushTrace();
  return chunks;
}

function keepIn(chunks: TraceChunk[]) {
  return (chunk: TraceChunk): void => {
    chunks.push({ ...chunk, values: chunk.values.slice() });
  };
}

/** A copy that can be altered, or given away. */
export function copyOf(chunk: TraceChunk): TraceChunk {
  return {
    ...chunk,
    registers: chunk.registers.slice(),
    ...(chunk.floats && { floats: chunk.floats.slice() }),
    values: chunk.values.slice(),
  };
}

export interface Recorded {
  chunks: TraceChunk[];
  rows: PlainRow[];
  run: Run;
}

/** Steps a program in the interpreter and keeps what it must replay to. */
export function record(
  elf: Elf,
  environment: Environment,
  maxSteps = Number.POSITIVE_INFINITY,
): Recorded {
  const chunks: TraceChunk[] = [];
  const run = createRun(elf, environment, { engine: 'interpreter', trace: keepIn(chunks) });
  const step = createRowOracle(run);
  const rows: PlainRow[] = [];
  while (run.outcome === undefined && run.steps < maxSteps) {
    const row = step();
    if (row !== undefined) rows.push(row);
  }
  if (run.outcome === undefined) run.flushTrace();
  return { chunks, rows, run };
}

/** Stores, loads and calls in a loop: several chunks. */
export const LOOP: readonly Line[] = [
  ['lui', { rd: R.a1, imm: 20 << 12 }],
  'loop:',
  ['sd', { rs1: R.s0, rs2: R.a1, imm: 8 }],
  ['jal', { rd: R.ra, to: 'half' }],
  ['addi', { rd: R.a1, rs1: R.a1, imm: -1 }],
  ['bne', { rs1: R.a1, rs2: R.zero, to: 'loop' }],
  li(R.a0, 0),
  ...EXIT,
  'half:',
  ['ld', { rd: R.a2, rs1: R.s0, imm: 8 }],
  ['add', { rd: R.a3, rs1: R.a3, rs2: R.a2 }],
  ['jalr', { rd: R.zero, rs1: R.ra, imm: 0 }],
];
