export type { AcceleratorTally, CountedAccelerator } from './accelerator-calls.ts';
export { createBare } from './bare.ts';
export type { CountedCall } from './linux/call-counter.ts';
export { callNameOf } from './linux/call-numbers.ts';
export { CALL_NAMES, type CallName, callRow, type Tier } from './linux/calls.ts';
export { createLinux, type LinuxEnvironment, type LinuxOptions } from './linux/linux.ts';
export {
  ABI_NAMES,
  type AbiName,
  detectAbi,
  type ProbeConsumer,
  type ProgramResult,
  type RunProgramOptions,
  runProgram,
} from './run-program.ts';
export { createZkvm, type ZkvmEnvironment } from './zkvm.ts';
