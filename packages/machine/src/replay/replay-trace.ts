import type { Elf } from '@hart/riscv';
import { CHUNK_STEPS, isLast, MAX_CHUNK_VALUES, type TraceChunk } from '../trace.ts';
import { fold } from './digest.ts';
import { prepareReplay } from './program.ts';
import { type ReplayEnd, type ReplayFailure, startMismatch } from './replay-chunk.ts';
import { type RowBatch, sharedRows } from './rows.ts';
import type { ReplayAnswer, ReplayTask, ReplayWorld } from './worker.ts';

export interface ReplayTraceOptions {
  /** The program that was traced. */
  elf: Elf;
  /** Threads that replay; default one for each core. */
  workers?: number;
  /**
   * Takes all rows of each chunk, in order, on this thread. The arrays are used again once it returns,
   * and longer than `length`. The rows are copied once on their way, 13 MB a chunk, which costs two thirds
   * of what replaying them does.
   */
  onRows?: (rows: RowBatch, chunk: number) => void;
  /** Called with the steps replayed so far. */
  onProgress?: (steps: number) => void;
}

export type TraceReplay =
  | {
      ok: true;
      chunks: number;
      steps: number;
      workers: number;
      /** Wall time from the first chunk to the last, with starting the workers. */
      seconds: number;
      rowsPerSecond: number;
      /** CPU time of all workers together, without starting them. */
      workerSeconds: number;
      /** Digest over all rows, 16 hex digits, the same for any number of workers. */
      digest: string;
      /** Where the trace ends; undefined if it has no chunk. */
      end: ReplayEnd | undefined;
    }
  | ReplayFailure;

/** Chunks that are under way for each worker: one at work, one waiting, so that none runs dry. */
const IN_FLIGHT = 2;

/**
 * Replays a trace chunk by chunk on a pool of threads and checks that it starts at the program's entry,
 * that every chunk ends where the next one starts, and that every chunk replays. Chunks are taken only
 * as fast as they are replayed, so memory stays bounded: `values` of a chunk are copied before the next
 * chunk is asked for.
 * The registers that the first chunk starts with are believed: they are the environment's business.
 *
 * @throws {HartError} `REPLAY_UNSUPPORTED`, and whatever iterating `chunks` throws
 * @example
 * const trace = await readTrace(createReadStream('guest.trace'));
 * const result = await replayTrace(trace.chunks, { elf: readElf(bytes), workers: 2 });
 * if (!result.ok) console.error(`chunk ${result.chunk}: ${result.reason}`);
 */
export async function replayTrace(
  chunks: AsyncIterable<TraceChunk> | Iterable<TraceChunk>,
  { elf, workers = navigator.hardwareConcurrency, onRows, onProgress }: ReplayTraceOptions,
): Promise<TraceReplay> {
  prepareReplay(elf);
  const slots = Array.from({ length: workers * IN_FLIGHT }, (_, slot) => slot);
  const world: ReplayWorld = {
    elf: codeOf(elf),
    values: slots.map(() => new BigUint64Array(new SharedArrayBuffer(MAX_CHUNK_VALUES * 8))),
    rows: onRows && slots.map(() => sharedRows(CHUNK_STEPS)),
  };
  // Loaded here because it is for Node only and nothing else needs it.
  const { Piscina } = await import('piscina');
  const started = performance.now();
  const pool = new Piscina<ReplayTask, ReplayAnswer>({
    filename: new URL('./worker.ts', import.meta.url).href,
    name: 'replay',
    workerData: world,
    minThreads: workers,
    maxThreads: workers,
  });
  /** Chunks under way, the oldest first. */
  const waiting: { start: TraceChunk; answer: Promise<ReplayAnswer> }[] = [];
  const cpuSeconds = new Map<number, number>();
  let failure: ReplayFailure | undefined;
  let end: ReplayEnd | undefined;
  let [count, steps, digest] = [0, 0, 0n];
  let ended = false;

  const fail = (chunk: number, reason: string): ReplayFailure => ({ ok: false, chunk, reason });

  /** Why the chunk cannot be where it is, by what is known before it is replayed. */
  function misplaced(chunk: TraceChunk): string | undefined {
    if (chunk.index !== count) return `chunk ${chunk.index} stands in its place`;
    if (ended) {
      return 'it comes after the last chunk';
    }
    if (chunk.steps > CHUNK_STEPS) return `it has ${chunk.steps} steps`;
    if (chunk.values.length > MAX_CHUNK_VALUES) return 'it has too many values';
    if (count === 0 && chunk.pc !== BigInt(elf.entry)) {
      return 'it does not start at the entry of the program';
    }
    return undefined;
  }

  /** Takes the oldest answer; false if the trace does not replay. */
  async function settle(): Promise<boolean> {
    const { start, answer } = waiting.shift() as (typeof waiting)[number];
    const { replay, operands, thread, cpuSeconds: used } = await answer;
    cpuSeconds.set(thread, Math.max(used, cpuSeconds.get(thread) ?? 0));
    const mismatch = end && startMismatch(end, start);
    if (mismatch !== undefined) failure = fail(start.index, mismatch);
    else if (!replay.ok) failure = replay;
    else {
      end = replay.end;
      steps += replay.steps;
      digest = fold(digest, [replay.digest]);
      const rows = world.rows?.[start.index % slots.length];
      if (rows !== undefined) onRows?.({ ...rows, length: replay.steps, operands }, replay.chunk);
      onProgress?.(steps);
    }
    return failure === undefined;
  }

  /** Hands the chunk to the workers. */
  function start({ values, ...chunk }: TraceChunk): void {
    const slot = chunk.index % slots.length;
    world.values[slot]?.set(values);
    const task: ReplayTask = { chunk, slot, values: values.length };
    const answer = pool.run(task);
    // Whoever takes it gets the rejection; until then it is not unhandled.
    answer.catch(() => {});
    const known = {
      ...chunk,
      registers: chunk.registers.slice(),
      floats: chunk.floats?.slice(),
      values: new BigUint64Array(),
    };
    waiting.push({ start: known, answer });
  }

  try {
    for await (const chunk of chunks) {
      const reason = misplaced(chunk);
      if (reason !== undefined) {
        // What is wrong before this chunk comes first.
        while (waiting.length > 0) if (!(await settle())) return failure as ReplayFailure;
        return fail(count, reason);
      }
      count++;
      ended = isLast(chunk);
      start(chunk);
      if (waiting.length === slots.length && !(await settle())) return failure as ReplayFailure;
    }
    while (waiting.length > 0) if (!(await settle())) return failure as ReplayFailure;
  } finally {
    // An answer that arrives while the pool ends is an error to it, and to nobody else.
    pool.on('error', () => {});
    await pool.destroy();
  }
  const seconds = (performance.now() - started) / 1000;
  return {
    ok: true,
    chunks: count,
    steps,
    workers,
    seconds,
    rowsPerSecond: steps / seconds,
    workerSeconds: cpuSeconds.values().reduce((sum, value) => sum + value, 0),
    digest: digest.toString(16).padStart(16, '0'),
    end,
  };
}

/** The part of the program that workers need, so that not every one gets a copy of its data. */
function codeOf(elf: Elf): Elf {
  return {
    ...elf,
    symbols: [],
    segments: elf.segments
      .filter(({ executable }) => executable)
      .map((segment) => ({ ...segment, data: segment.data.slice() })),
  };
}
