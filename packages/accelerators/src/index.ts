export {
  type Accelerator,
  type AcceleratorLevel,
  type ArgumentsOf,
  MAX_CALL_BYTES,
  type Parameter,
} from './accelerator.ts';
export { ACCELERATORS, type AcceleratorName } from './accelerators.ts';
export {
  type CostTable,
  type ModelledCost,
  modelCost,
  type PricedCall,
  type PricedInstruction,
  type Work,
} from './cost/cost-table.ts';
export { COST_TABLES, type CostTableName } from './cost/cost-tables.ts';
export { SP1_HOOKS, type Sp1Hook } from './sp1/hooks.ts';
export type { Sp1Operand, Sp1Operation } from './sp1/operation.ts';
export { SP1_OPERATIONS } from './sp1/operations.ts';
export {
  MAX_FCALL_PARAMETERS,
  MAX_FCALL_RESULT,
  ZISK_FCALLS,
  type ZiskFcall,
} from './zisk/fcalls.ts';
export type { ZiskOperation, ZiskParameter } from './zisk/operation.ts';
export { ZISK_OPERATIONS } from './zisk/operations.ts';
