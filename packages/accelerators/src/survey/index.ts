export {
  countByFamily,
  listPrecompiles,
  type Precompile,
  type PrecompileFilter,
  ZKVMS,
} from './survey.ts';
export {
  FAMILIES,
  type Family,
  KINDS,
  type Kind,
  ZKVM_NAMES,
  type ZkvmName,
} from './vocabulary.ts';
export type { PublishedCost } from './zkvm.ts';
