import type { Engine } from '@hart/machine';

/** What a worker runs; its only argument, as JSON. */
export interface Work {
  /** Path of the program. */
  elf: string;
  /** Folder of the block that is the program's input; none for a C guest. */
  block: string | null;
  /** Path of its input, if that is no block. */
  input: string | null;
}

/** Asks a worker for one run. */
export interface Order {
  engine: Engine;
  trace: boolean;
  /** Stop after so many instructions; 0: run to the end. */
  maxSteps: number;
}

/** How a run went. */
export interface Sample {
  steps: number;
  seconds: { load: number; compile: number; run: number };
  /** `exit 0`, or what happened instead. */
  ended: string;
  /** Hex. */
  output: string;
  traceBytes: number;
  /** V8 had nothing more to optimize when the run was over. */
  settled: boolean;
}
