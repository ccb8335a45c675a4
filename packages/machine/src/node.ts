export { type ReplayTraceOptions, replayTrace, type TraceReplay } from './replay/replay-trace.ts';
