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
export { SP1_CALLS, type Sp1Call } from './sp1/calls.ts';
export { createSp1, type Sp1Environment } from './sp1/sp1.ts';
export { DMA_CALLS, type DmaCall } from './zisk/dma.ts';
export { createZisk, type ZiskEnvironment } from './zisk/zisk.ts';
export { createZkvm, type ZkvmEnvironment } from './zkvm.ts';
