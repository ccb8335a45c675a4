export { createBare } from './bare.ts';
export {
  ABI_NAMES,
  type AbiName,
  detectAbi,
  type ProgramResult,
  type RunProgramOptions,
  runProgram,
} from './run-program.ts';
export {
  type TracedProgram,
  type TracedResult,
  type TraceProgramOptions,
  traceProgram,
} from './trace-program.ts';
export { createZkvm, type ZkvmEnvironment } from './zkvm.ts';
