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
export { poseidon2Goldilocks16 } from './poseidon2-goldilocks16.ts';
export {
  countByFamily,
  listPrecompiles,
  type Precompile,
  type PrecompileFilter,
  ZKVMS,
  type ZkvmName,
} from './survey/survey.ts';
export { FAMILIES, type Family, KINDS, type Kind, type PublishedCost } from './survey/zkvm.ts';
