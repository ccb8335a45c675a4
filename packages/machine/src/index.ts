export {
  type AddressRange,
  CONTINUE,
  type Environment,
  type Handled,
  type HartContext,
  type HartView,
  type MemoryMap,
  type Refusal,
} from './environment.ts';
export type { Probes } from './internal/code.ts';
export {
  type FunctionSamples,
  SAMPLE_STEPS,
  type TranslationStore,
} from './internal/compiler/translator.ts';
export type { Exit, LimitReached, Outcome, Trap, TrapCause } from './outcome.ts';
export type { AddBlock, Profile, ProfileNode } from './profile.ts';
export { prepareReplay, type ReplayProgram } from './replay/program.ts';
export {
  type ChunkReplay,
  type ReplayEnd,
  type ReplayFailure,
  replayChunk,
  startMismatch,
} from './replay/replay-chunk.ts';
export { createRowOracle, type PlainRow } from './replay/row-oracle.ts';
export type { RowBatch, RowConsumer } from './replay/rows.ts';
export { createRun, type Engine, type Run, type RunOptions, type Tuning } from './run.ts';
export {
  CHUNK_STEPS,
  MAX_CHUNK_VALUES,
  MAX_OPERAND_VALUES,
  type TraceChunk,
  type TraceConsumer,
} from './trace.ts';
export type { TraceFooter, TraceHeader, TraceOutcome } from './trace-file.ts';
export { readTrace, type Trace } from './trace-reader.ts';
export { measureTrace, type TraceSize } from './trace-size.ts';
export { createTraceWriter, type TraceSink, type TraceWriter } from './trace-writer.ts';
