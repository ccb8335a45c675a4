export { type Agreement, agree } from './agree.ts';
export {
  type BlockCost,
  type CostAttribution,
  type CostShare,
  createCostAttribution,
} from './block-cost.ts';
export { type BlockInput, encodeInput } from './encode-input.ts';
export { type FetchedBlock, type FetchOptions, fetchFromNode } from './fetch-from-node.ts';
export {
  ACCELERATION_LEVELS,
  type AccelerationLevel,
  GUEST_NAMES,
  GUESTS,
  type GuestName,
  guestFile,
} from './guest.ts';
export type { Hex } from './internal/hex.ts';
export { REASONS, type Reason, type ReasonName, reasonName, reasonText } from './reason.ts';
export { type TamperCase, type TamperKind, type TamperSource, tamperCases } from './tamper.ts';
export {
  type BlockReport,
  compareHash,
  type GuestResult,
  type GuestRunner,
  type RunOptions,
  type ValidateOptions,
  validateBlock,
} from './validate-block.ts';
export { decodeOutput, isValid, type Verdict, type VerdictStatus } from './verdict.ts';
export { parseWitness, WITNESS_LIMITS, type Witness, witnessFromJson } from './witness.ts';
