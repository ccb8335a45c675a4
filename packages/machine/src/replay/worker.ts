import process from 'node:process';
import { threadId } from 'node:worker_threads';
import type { Elf } from '@hart/riscv';
import { workerData } from 'piscina';
import type { TraceChunk } from '../trace.ts';
import { prepareReplay, type ReplayProgram } from './program.ts';
import { type ChunkReplay, replayChunk } from './replay-chunk.ts';
import {
  BYTE_COLUMNS,
  type CallOperands,
  type RowBatch,
  type RowConsumer,
  WORD_COLUMNS,
} from './rows.ts';

/** What every worker of a pool shares. */
export interface ReplayWorld {
  elf: Elf;
  /** Memory that the main thread puts a chunk's values into, by slot. */
  values: readonly BigUint64Array[];
  /** Memory that the workers put a chunk's rows into, by slot; undefined if nobody wants them. */
  rows: readonly RowBatch[] | undefined;
}

/** What a worker is asked to do: the values lie in the slot. */
export interface ReplayTask {
  chunk: Omit<TraceChunk, 'values'>;
  slot: number;
  values: number;
}

export interface ReplayAnswer {
  replay: ChunkReplay;
  /** Of the chunk's calls; none if nobody wants rows. */
  operands: CallOperands[];
  thread: number;
  /** CPU time of this thread since it could take chunks, in seconds. */
  cpuSeconds: number;
}

const { elf, values, rows } = workerData as ReplayWorld;
let program: ReplayProgram | undefined;
const before = process.threadCpuUsage();

/** Replays the chunk in a slot; the program came with the pool. */
export function replay({ chunk, slot, values: count }: ReplayTask): ReplayAnswer {
  program ??= prepareReplay(elf);
  const batch = rows?.[slot];
  const whole = { ...chunk, values: (values[slot] as BigUint64Array).subarray(0, count) };
  const operands: CallOperands[] = [];
  const answer = replayChunk(program, whole, batch && appendTo(batch, operands));
  const { user, system } = process.threadCpuUsage(before);
  return { replay: answer, operands, thread: threadId, cpuSeconds: (user + system) / 1e6 };
}

function appendTo(rows: RowBatch, operands: CallOperands[]): RowConsumer {
  let at = 0;
  return (batch) => {
    const { length } = batch;
    for (const name of WORD_COLUMNS) rows[name].set(batch[name].subarray(0, length), at);
    for (const name of BYTE_COLUMNS) rows[name].set(batch[name].subarray(0, length), at);
    for (const { row, words } of batch.operands)
      operands.push({ row: at + row, words: words.slice() });
    at += length;
  };
}
