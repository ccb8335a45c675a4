import { isValid, type Verdict } from './verdict.ts';

/** How two verdicts on one block compare. */
export interface Agreement {
  /** Both accept with the same hash, roots and gas, or both refuse. */
  readonly agree: boolean;
  /**
   * Both give the same reason. Two validators may notice different faults first in a block that has
   * several, so that a refusal for another reason is still an agreement.
   */
  readonly sameReason: boolean;
  /** One line for each field that differs, with both values. Empty if they agree. */
  readonly differences: readonly string[];
}

const COMPARED = [
  'status',
  'hash',
  'chainId',
  'number',
  'gasUsed',
  'preStateRoot',
  'postStateRoot',
] as const satisfies readonly (keyof Verdict)[];

/** Compares the guest's verdict with the oracle's. */
export function agree(verdict: Verdict, oracleVerdict: Verdict): Agreement {
  const sameReason = verdict.reason?.name === oracleVerdict.reason?.name;
  if (!isValid(verdict) && !isValid(oracleVerdict)) {
    return { agree: true, sameReason, differences: [] };
  }
  const differences = COMPARED.filter((field) => verdict[field] !== oracleVerdict[field]).map(
    (field) => `${field}: ${verdict[field]} and ${oracleVerdict[field]}`,
  );
  return { agree: differences.length === 0, sameReason, differences };
}
