import type { Elf } from '@hart/riscv';
import { move, transferableSymbol, valueSymbol, workerData } from 'piscina';
import type { TraceChunk } from '../trace.ts';
import { prepareReplay, type ReplayProgram } from './program.ts';
import { type ChunkReplay, replayChunk } from './replay-chunk.ts';
import { emptyRows, type RowBatch, WORD_COLUMNS } from './rows.ts';

/** What a worker is asked to do. */
export interface ReplayTask {
  chunk: TraceChunk;
  /** Whether the rows are wanted back. */
  wantsRows: boolean;
}

export interface ReplayAnswer {
  replay: ChunkReplay;
  /** All rows of the chunk as one batch, if they were asked for. */
  rows?: RowBatch;
}

let program: ReplayProgram | undefined;

/** Replays one chunk; the program comes once, with the pool. */
export function replay({ chunk, wantsRows }: ReplayTask): ReplayAnswer {
  program ??= prepareReplay(workerData as Elf);
  if (!wantsRows) return { replay: replayChunk(program, chunk) };
  const rows = emptyRows(chunk.steps);
  const replay = replayChunk(program, chunk, (batch) => append(rows, batch));
  return handOver({ replay, rows });
}

/** Gives the rows' memory away with the answer, which spares a copy of 13 MB. */
function handOver(answer: ReplayAnswer & { rows: RowBatch }): ReplayAnswer {
  const { rows } = answer;
  const columns = [...WORD_COLUMNS, 'op', 'rd'] as const;
  return move({
    [transferableSymbol]: columns.map((name) => rows[name].buffer),
    [valueSymbol]: answer,
  } as never) as unknown as ReplayAnswer;
}

function append(rows: RowBatch, batch: RowBatch): void {
  const { length } = batch;
  for (const name of WORD_COLUMNS) rows[name].set(batch[name].subarray(0, length), rows.length);
  for (const name of ['op', 'rd'] as const) {
    rows[name].set(batch[name].subarray(0, length), rows.length);
  }
  rows.length += length;
}
