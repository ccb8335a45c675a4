export { demangle } from './demangle.ts';
export { toFolded } from './folded.ts';
export { type FunctionSteps, functionSteps } from './function-steps.ts';
export {
  type FunctionInstructions,
  functionInstructions,
  instructionCounts,
} from './instruction-counts.ts';
export { toPprof } from './pprof.ts';
export {
  nameProfile,
  type SourceFunction,
  type SourceLocation,
  type SourceNode,
  type SourceProfile,
} from './source-profile.ts';
export { type SpeedscopeFile, toSpeedscope } from './speedscope.ts';
