import { FLOAT_WORDS, type TraceChunk } from '../trace.ts';
import { fold, startLanes } from './digest.ts';
import { hostStep } from './host-step.ts';
import type { ReplayProgram } from './program.ts';
import { BATCH_ROWS, LAYOUT, type RowConsumer, STOP } from './rows.ts';

/** Where a replayed chunk ends: the next one starts there. */
export interface ReplayEnd {
  pc: bigint;
  registers: BigUint64Array;
  reservation: bigint;
  /** f0 to f31 and `fcsr`. */
  floats: BigUint64Array;
  /** Op number of the last instruction; undefined if the chunk has none. */
  lastOp: number | undefined;
  /** Logged values that the chunk used: all it has. */
  values: number;
  /** The next chunk starts elsewhere, which is the environment's business. */
  moved: boolean;
}

export type ChunkReplay =
  | {
      ok: true;
      chunk: number;
      steps: number;
      end: ReplayEnd;
      /** Digest of all rows, however they were cut into batches. */
      digest: bigint;
    }
  | ReplayFailure;

/** A chunk that cannot be replayed: the trace was altered, or belongs to another program. */
export interface ReplayFailure {
  ok: false;
  chunk: number;
  /** A sentence part about the chunk, with the pc. */
  reason: string;
}

/** What the kernel's refusals mean. */
const REASONS: Readonly<Record<number, string>> = {
  [STOP.notExecutable]: 'there is no code',
  [STOP.illegal]: 'the instruction cannot be executed',
  [STOP.tooFewValues]: 'it has fewer values than its instructions read',
  [STOP.impossibleValue]: 'it has a value that the load cannot have read',
  [STOP.storeToCode]: 'it stores to the code of the program',
};

/**
 * Executes one chunk again, alone and without memory, and gives its rows to the consumer. What must
 * not be is a value, never an exception; a consumer that was given rows before must then drop them.
 *
 * What it finds by itself: values that are too many, too few or impossible for the load, pcs without
 * code, stores to code. Any other wrong value leads to another end, so compare ends with starts (or
 * let `replayTrace` do it). A wrong value that nothing depends on leaves no mark but in the rows.
 *
 * @example
 * const program = prepareReplay(readElf(bytes));
 * const result = replayChunk(program, chunk, (rows) => count(rows.op.subarray(0, rows.length)));
 */
export function replayChunk(
  program: ReplayProgram,
  chunk: TraceChunk,
  rows: RowConsumer = () => {},
): ChunkReplay {
  const { view, registers, batch } = program;
  const fail = (reason: string): ReplayFailure => ({ ok: false, chunk: chunk.index, reason });
  if (chunk.values.length > program.values.length) return fail('it has too many values');
  if (chunk.pc % 2n !== 0n) return fail(`its pc ${hex(chunk.pc)} is odd`);
  if (chunk.registers[0] !== 0n) return fail('its x0 is not zero');

  const { floats } = chunk;
  if (floats !== undefined && !isFloatState(floats)) return fail('its fcsr is none');

  registers.set(chunk.registers);
  if (floats === undefined) program.floats.fill(0n);
  else program.floats.set(floats);
  program.values.set(chunk.values);
  program.lanes.set(startLanes());
  view.setBigUint64(LAYOUT.pc, chunk.pc, true);
  view.setUint32(LAYOUT.at, program.entryAt(chunk.pc), true);
  view.setUint32(LAYOUT.log, LAYOUT.values, true);
  view.setUint32(LAYOUT.logEnd, LAYOUT.values + chunk.values.length * 8, true);
  const state = { reservation: chunk.reservation, skipped: 0 };
  const pc = () => view.getBigUint64(LAYOUT.pc, true);

  for (let left = chunk.steps; left > 0; left -= batch.length) {
    const wanted = Math.min(left, BATCH_ROWS);
    let row = 0;
    batch.operands = [];
    while (row < wanted) {
      row = program.execute(row, wanted);
      const stop = view.getUint32(LAYOUT.stop, true);
      if (stop === STOP.limit) continue;
      if (stop === STOP.undecoded) {
        program.decodeFrom(pc());
        continue;
      }
      const reason = stop === STOP.host ? hostStep(program, state, row) : REASONS[stop];
      if (reason !== undefined) return fail(`${reason} (pc ${hex(pc())})`);
      row++;
    }
    batch.length = row;
    program.digest(row);
    rows(batch);
  }

  const used = (view.getUint32(LAYOUT.log, true) - LAYOUT.values) / 8;
  if (used !== chunk.values.length) {
    return fail(`it has ${chunk.values.length} values, its instructions read ${used}`);
  }
  return {
    ok: true,
    chunk: chunk.index,
    steps: chunk.steps,
    end: {
      pc: pc(),
      registers: registers.slice(),
      reservation: state.reservation,
      floats: program.floats.slice(),
      lastOp: chunk.steps === 0 ? undefined : batch.op[batch.length - 1],
      values: used,
      moved: chunk.moved,
    },
    digest: fold(0n, program.lanes),
  };
}

/** Why the chunk does not start where the one before it ended; undefined if it does. */
export function startMismatch(end: ReplayEnd, chunk: TraceChunk): string | undefined {
  if (end.moved) return undefined;
  if (chunk.pc !== end.pc) {
    return `it starts at pc ${hex(chunk.pc)}, the one before it ends at ${hex(end.pc)}`;
  }
  const register = chunk.registers.findIndex((value, number) => value !== end.registers[number]);
  if (register >= 0) {
    const [starts, ends] = [chunk.registers[register]!, end.registers[register]!];
    return `it starts with x${register} = ${hex(starts)}, the one before it ends with ${hex(ends)}`;
  }
  if (chunk.reservation !== end.reservation) {
    return 'it starts with another load reservation than the one before it ends with';
  }
  const float = end.floats.findIndex((bits, number) => bits !== (chunk.floats?.[number] ?? 0n));
  if (float >= 0) {
    const name = float === FLOAT_WORDS - 1 ? 'fcsr' : `f${float}`;
    const [starts, ends] = [chunk.floats?.[float] ?? 0n, end.floats[float]!];
    return `it starts with ${name} = ${hex(starts)}, the one before it ends with ${hex(ends)}`;
  }
  return undefined;
}

function isFloatState(floats: BigUint64Array): boolean {
  return floats.length === FLOAT_WORDS && floats[FLOAT_WORDS - 1]! < 0x100n;
}

function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}
