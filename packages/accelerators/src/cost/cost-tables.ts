import type { CostTable } from './cost-table.ts';
import { SP1_COSTS } from './sp1.ts';
import { ZISK_COSTS } from './zisk.ts';

/** The published cost tables by the names that results use. */
export const COST_TABLES = { zisk: ZISK_COSTS, sp1: SP1_COSTS } as const satisfies Record<
  string,
  CostTable
>;

export type CostTableName = keyof typeof COST_TABLES;
