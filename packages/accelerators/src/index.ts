export {
  countByFamily,
  listPrecompiles,
  type Precompile,
  type PrecompileFilter,
  ZKVMS,
  type ZkvmName,
} from './survey/survey.ts';
export { FAMILIES, type Family, KINDS, type Kind, type PublishedCost } from './survey/zkvm.ts';
