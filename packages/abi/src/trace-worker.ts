import { parentPort, workerData } from 'node:worker_threads';
import { isHartError } from '@hart/errors';
import type { TraceChunk } from '@hart/machine';
import type { Elf } from '@hart/riscv';
import { type ProgramResult, type RunProgramOptions, runProgram } from './run-program.ts';

/** What the thread that runs the program is given. */
export interface TraceTask {
  program: Uint8Array | Elf;
  options: RunProgramOptions;
  /** Memory for the values of chunks: chunk n is put into slot n modulo their number. */
  slots: readonly BigUint64Array[];
  /** One word: how many slots are free. This thread takes them, the other one gives them back. */
  free: Int32Array;
}

/** What that thread says. */
export type TraceMessage =
  | { kind: 'chunk'; chunk: Omit<TraceChunk, 'values'>; values: number }
  | { kind: 'progress'; steps: number }
  /** The run's result, and for how many seconds it waited for a free slot. */
  | { kind: 'result'; result: ProgramResult; waited: number }
  | { kind: 'error'; name: string; arguments: object };

const { program, options, slots, free } = workerData as TraceTask;
let waited = 0;

/** Takes a free slot; waits until there is one. */
function takeSlot(): void {
  if (Atomics.load(free, 0) === 0) {
    const start = performance.now();
    while (Atomics.load(free, 0) === 0) Atomics.wait(free, 0, 0);
    waited += (performance.now() - start) / 1000;
  }
  Atomics.sub(free, 0, 1);
}

function say(message: TraceMessage): void {
  parentPort?.postMessage(message);
}

try {
  const result = runProgram(program, {
    ...options,
    onProgress: (steps) => say({ kind: 'progress', steps }),
    trace({ values, ...chunk }) {
      takeSlot();
      slots[chunk.index % slots.length]?.set(values);
      say({ kind: 'chunk', chunk, values: values.length });
    },
  });
  say({ kind: 'result', result, waited });
} catch (error) {
  // An error loses its class on the way; any other is a bug, and ends this thread.
  if (!isHartError(error)) throw error;
  say({ kind: 'error', name: error.errorName, arguments: error.arguments });
}
