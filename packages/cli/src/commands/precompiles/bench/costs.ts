import { COST_TABLES, type CostTableName, modelCost, type Work } from '@hart/accelerators';
import type { Level, Row, RowCost } from './report.ts';

/** What is known of a row before its cost. */
export interface CountedRow {
  workload: string;
  level: Level;
  /** Of the run that counted instructions. */
  work: Work;
}

export const TABLE_NAMES = Object.keys(COST_TABLES) as CostTableName[];

/**
 * The costs of every row by every table. The calls of a fat row that a table has no operation for (a whole pairing) count as
 * the published operations that the workload's cheapest lean row makes, without the software around them: that much
 * is the least that they can cost. Without a lean row to go by they are not counted at all, and neither is such a call
 * of a lean row.
 */
export function costsOf(rows: readonly CountedRow[]): Record<CostTableName, RowCost>[] {
  return rows.map(
    (row) =>
      Object.fromEntries(TABLE_NAMES.map((table) => [table, costOf(row, rows, table)])) as Record<
        CostTableName,
        RowCost
      >,
  );
}

function costOf(row: CountedRow, rows: readonly CountedRow[], table: CostTableName): RowCost {
  const { cost, ofCalls, unpriced } = modelCost(COST_TABLES[table], row.work);
  const calls = [...unpriced.keys()].filter((name) => row.work.calls.has(name));
  const others = [...unpriced.keys()].filter((name) => !row.work.calls.has(name));
  const hasBound = calls.length > 0 && row.level === 'fat';
  const least = hasBound ? leastOfLean(row.workload, rows, table) : undefined;
  return {
    cost: cost + (least ?? 0),
    ofCalls: ofCalls + (least ?? 0),
    isLowerBound: hasBound,
    unpriced: [...(least === undefined ? calls : []), ...others].sort(),
  };
}

/** What the accelerator calls of the workload's cheapest lean row cost; undefined if there is none. */
function leastOfLean(
  workload: string,
  rows: readonly CountedRow[],
  table: CostTableName,
): number | undefined {
  const costs = rows
    .filter((row) => row.workload === workload && row.level === 'lean')
    .map(({ work }) => modelCost(COST_TABLES[table], work))
    .filter(({ unpriced, ofCalls }) => unpriced.size === 0 && ofCalls > 0)
    .map(({ ofCalls }) => ofCalls);
  return costs.length === 0 ? undefined : Math.min(...costs);
}

/** For `cost` of a row: null where a part of the work has no price at all. */
export function summaryOf(costs: Row['costs']): Row['cost'] {
  return Object.fromEntries(
    TABLE_NAMES.map((table) => {
      const { cost, unpriced } = costs[table];
      return [table, unpriced.length === 0 ? cost : null];
    }),
  ) as Row['cost'];
}
