export {
  type TracedProgram,
  type TracedResult,
  type TraceProgramOptions,
  traceProgram,
} from './trace-program.ts';
