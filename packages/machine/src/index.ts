export {
  type AddressRange,
  CONTINUE,
  type Environment,
  type Handled,
  type HartView,
  type MemoryMap,
} from './environment.ts';
export type { Exit, LimitReached, Outcome, Trap, TrapCause } from './outcome.ts';
export { createRun, type Engine, type Run, type RunOptions } from './run.ts';
export type { TraceChunk, TraceConsumer } from './trace.ts';
