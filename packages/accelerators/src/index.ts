export {
  countByFamily,
  listPrecompiles,
  type Precompile,
  type PrecompileFilter,
  ZKVMS,
  type ZkvmName,
} from './survey/survey.ts';
export { FAMILIES, type Family, KINDS, type Kind, type PublishedCost } from './survey/zkvm.ts';
export {
  MAX_FCALL_PARAMETERS,
  MAX_FCALL_RESULT,
  ZISK_FCALLS,
  type ZiskFcall,
} from './zisk/fcalls.ts';
export type { ZiskOperation, ZiskParameter } from './zisk/operation.ts';
export { ZISK_OPERATIONS } from './zisk/operations.ts';
