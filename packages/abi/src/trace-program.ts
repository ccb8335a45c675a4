import { HartError } from '@hart/errors';
import { MAX_CHUNK_VALUES, type TraceChunk } from '@hart/machine';
import type { Elf } from '@hart/riscv';
import type { ProgramResult, RunProgramOptions } from './run-program.ts';
import type { TraceMessage, TraceTask } from './trace-worker.ts';

export type TraceProgramOptions = Omit<RunProgramOptions, 'signal' | 'trace' | 'translations'>;

/** How a traced run ended. Its times do not have those in which it waited for whoever takes the trace. */
export interface TracedResult extends ProgramResult {
  /** Seconds in which the run waited. */
  waited: number;
}

/** A run on a thread of its own that can be followed chunk by chunk. */
export interface TracedProgram {
  /**
   * The trace, to be iterated once, which starts the run; to stop iterating ends it. `values` of a chunk
   * are gone when the next one is asked for.
   *
   * @throws {HartError} whatever {@link runProgram} throws
   */
  readonly chunks: AsyncIterable<TraceChunk>;
  /** Set once all chunks were taken. */
  readonly result: TracedResult | undefined;
}

/** Chunks that the run may be ahead. */
const SLOTS = 4;

/**
 * Runs a program as {@link runProgram} does, but on a thread of its own, so that its trace can be used
 * while it runs. It waits when nobody takes the chunks, so memory stays bounded. For Node only.
 *
 * @example
 * const traced = traceProgram(elf, { abi: 'zkvm', input });
 * const replayed = await replayTrace(traced.chunks, { elf: readElf(elf) });
 * console.log(traced.result.outcome);
 */
export function traceProgram(
  program: Uint8Array | Elf,
  { onProgress, ...options }: TraceProgramOptions = {},
): TracedProgram {
  let result: TracedResult | undefined;
  return {
    chunks: chunks(),
    get result() {
      return result;
    },
  };

  async function* chunks(): AsyncGenerator<TraceChunk> {
    // Loaded here because this package works in browsers too.
    const [{ Worker }, { default: events }] = await Promise.all([
      import('node:worker_threads'),
      import('node:events'),
    ]);
    const free = new Int32Array(new SharedArrayBuffer(4));
    free[0] = SLOTS;
    const slots = Array.from(
      { length: SLOTS },
      () => new BigUint64Array(new SharedArrayBuffer(MAX_CHUNK_VALUES * 8)),
    );
    const workerData: TraceTask = { program, options, slots, free };
    const worker = new Worker(new URL('./trace-worker.ts', import.meta.url), { workerData });
    try {
      for await (const [message] of events.on(worker, 'message', { close: ['exit'] })) {
        const said = message as TraceMessage;
        switch (said.kind) {
          case 'chunk':
            yield {
              ...said.chunk,
              values: (slots[said.chunk.index % SLOTS] as BigUint64Array).subarray(0, said.values),
            };
            Atomics.add(free, 0, 1);
            Atomics.notify(free, 0);
            break;
          case 'progress':
            onProgress?.(said.steps);
            break;
          case 'result': {
            const { seconds } = said.result;
            const { waited } = said;
            result = { ...said.result, seconds: { ...seconds, run: seconds.run - waited }, waited };
            return;
          }
          case 'error':
            throw new HartError(said.name as never, said.arguments as never);
        }
      }
      throw new HartError('BUG', { what: 'the thread that runs the program ended early' });
    } finally {
      await worker.terminate();
    }
  }
}
