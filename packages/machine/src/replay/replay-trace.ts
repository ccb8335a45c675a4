import type { Elf } from '@hart/riscv';
import { CHUNK_STEPS, type TraceChunk } from '../trace.ts';
import { fold } from './digest.ts';
import { prepareReplay } from './program.ts';
import { type ReplayEnd, type ReplayFailure, startMismatch } from './replay-chunk.ts';
import type { RowBatch } from './rows.ts';
import type { ReplayAnswer, ReplayTask } from './worker.ts';

export interface ReplayTraceOptions {
  /** The program that was traced. */
  elf: Elf;
  /** Threads that replay; default one for each core. */
  workers?: number;
  /**
   * Takes all rows of each chunk, in order, on this thread. The arrays are the consumer's to keep. The
   * rows have to cross from thread to thread, 13 MB a chunk, which costs more than replaying them.
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
 * as fast as they are replayed, so memory stays bounded. Takes ownership of the chunks' arrays.
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
  // Loaded here because it is for Node only and nothing else needs it.
  const { Piscina } = await import('piscina');
  const started = performance.now();
  const pool = new Piscina<ReplayTask, ReplayAnswer>({
    filename: new URL('./worker.ts', import.meta.url).href,
    name: 'replay',
    workerData: codeOf(elf),
    minThreads: workers,
    maxThreads: workers,
  });
  const waiting: Promise<ReplayAnswer>[] = [];
  let failure: ReplayFailure | undefined;
  let end: ReplayEnd | undefined;
  let [count, steps, digest] = [0, 0, 0n];
  /** The start of a chunk that is under way, by its place after the oldest. */
  const starts: TraceChunk[] = [];
  let ended = false;

  const fail = (chunk: number, reason: string): ReplayFailure => ({ ok: false, chunk, reason });

  /** Why the chunk cannot be where it is, by what is known before it is replayed. */
  function misplaced(chunk: TraceChunk, before: TraceChunk | undefined): string | undefined {
    if (chunk.index !== count) return `chunk ${chunk.index} stands in its place`;
    if (ended || (before !== undefined && before.steps !== CHUNK_STEPS)) {
      return 'it comes after the last chunk';
    }
    if (chunk.steps > CHUNK_STEPS) return `it has ${chunk.steps} steps`;
    if (count === 0 && chunk.pc !== BigInt(elf.entry)) {
      return 'it does not start at the entry of the program';
    }
    return undefined;
  }

  /** Takes the oldest answer; false if the trace does not replay. */
  async function settle(): Promise<boolean> {
    const { replay, rows } = (await waiting.shift()) as ReplayAnswer;
    const start = starts.shift() as TraceChunk;
    const mismatch = end && startMismatch(end, start);
    if (mismatch !== undefined) failure = fail(start.index, mismatch);
    else if (!replay.ok) failure = replay;
    else {
      end = replay.end;
      steps += replay.steps;
      digest = fold(digest, [replay.digest]);
      if (rows !== undefined) onRows?.(rows, replay.chunk);
      onProgress?.(steps);
    }
    return failure === undefined;
  }

  try {
    let before: TraceChunk | undefined;
    for await (const chunk of chunks) {
      const reason = misplaced(chunk, before);
      if (reason !== undefined) {
        // What is wrong before this chunk comes first.
        while (waiting.length > 0) if (!(await settle())) return failure as ReplayFailure;
        return fail(count, reason);
      }
      count++;
      ended = chunk.end;
      before = { ...chunk, registers: chunk.registers.slice(), values: new BigUint64Array() };
      starts.push(before);
      const task: ReplayTask = { chunk, wantsRows: onRows !== undefined };
      const answer = pool.run(task, { transferList: [chunk.values.buffer as ArrayBuffer] });
      // Whoever takes it gets the rejection; until then it is not unhandled.
      answer.catch(() => {});
      waiting.push(answer);
      if (waiting.length >= workers * IN_FLIGHT && !(await settle())) {
        return failure as ReplayFailure;
      }
    }
    while (waiting.length > 0) if (!(await settle())) return failure as ReplayFailure;
  } finally {
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
