import type { CostTable, CostTableName } from '@hart/accelerators';

/** How much is accelerated: nothing, the innermost operation, or the whole one. */
export type Level = 'plain' | 'lean' | 'fat';

/** What proving a row's work would cost by one table. */
export interface RowCost {
  /** In the table's unit. */
  cost: number;
  /** The part of it that accelerator calls make. */
  ofCalls: number;
  /** A call without a price of its own counts as the published operations that its lean form makes, alone. */
  isLowerBound: boolean;
  /** Of these calls nothing is counted. */
  unpriced: readonly string[];
}

/** One workload by one library at one level. All figures are of a run, which does the operation `items` times. */
export interface Row {
  workload: string;
  library: string;
  level: Level;
  items: number;
  steps: number;
  /** Accelerator calls. */
  calls: number;
  callsByName: Readonly<Record<string, number>>;
  /** Wall time without trace, median. */
  seconds: number;
  /** Of each warm run. */
  samples: readonly number[];
  traceBytes: number;
  /** By table; null if nothing could be said of a call. */
  cost: Readonly<Record<CostTableName, number | null>>;
  costs: Readonly<Record<CostTableName, RowCost>>;
}

/** What became of a claim. */
export const VERDICTS = {
  holds: 'holds',
  partly: 'holds in part',
  fails: 'does NOT hold',
  open: 'open: only bounds are known',
  missing: 'not measured',
} as const;

export type Verdict = keyof typeof VERDICTS;

/** A finding of the original study beside ours. */
export interface Claim {
  claim: string;
  /** The study's figures. */
  original: string;
  /** Ours, of the same comparison. */
  here: string;
  verdict: Verdict;
}

export interface PrecompilesReport {
  /** Day of the measurement, ISO 8601. */
  date: string;
  machine: {
    cpu: string;
    cores: number;
    load: { before: number; after: number };
    os: string;
    node: string;
    v8: string;
  };
  /** What the compilers say that they are, by tool. */
  tools: Readonly<Record<string, string>>;
  /** Warm runs of each program. */
  runs: number;
  workloads: readonly { workload: string; about: string; items: number }[];
  libraries: readonly { library: string; about: string }[];
  /** The cost tables without their prices. */
  tables: Readonly<
    Record<CostTableName, Pick<CostTable, 'name' | 'version' | 'source' | 'unit' | 'notes'>>
  >;
  rows: readonly Row[];
  claims: readonly Claim[];
}

/** The row of a workload, library and level. */
export function findRow(
  rows: readonly Row[],
  workload: string,
  library: string,
  level: Level,
): Row | undefined {
  return rows.find(
    (row) => row.workload === workload && row.library === library && row.level === level,
  );
}
