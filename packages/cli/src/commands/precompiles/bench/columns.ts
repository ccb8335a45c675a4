import { grouped, significant } from '../../../text.ts';
import { TABLE_NAMES } from './costs.ts';
import type { PrecompilesReport, Row } from './report.ts';

/** The table of a workload, on the terminal and in the book: what a column says of one operation. */
export const COLUMNS: readonly { title: string; meaning: string; cell: (row: Row) => string }[] = [
  { title: 'library', meaning: 'which library computes', cell: ({ library }) => library },
  { title: 'level', meaning: 'plain, lean or fat', cell: ({ level }) => level },
  {
    title: 'steps',
    meaning: 'instructions of one operation',
    cell: ({ steps, items }) => grouped(Math.round(steps / items)),
  },
  {
    title: 'calls',
    meaning: 'accelerator calls of one operation',
    cell: ({ calls, items }) => grouped(Math.round(calls / items)),
  },
  {
    title: 'ms',
    meaning: 'wall time of one operation in the engine, milliseconds: median of warm runs',
    cell: ({ seconds, items }) => significant((seconds / items) * 1000),
  },
  {
    title: 'trace kB',
    meaning: 'trace of one operation, thousand bytes',
    cell: ({ traceBytes, items }) => significant(traceBytes / items / 1000),
  },
  ...TABLE_NAMES.map((table) => ({
    title: table === 'zisk' ? 'ZisK M' : 'SP1 M',
    meaning: `modelled cost of proving one operation by ${table === 'zisk' ? 'ZisK' : 'SP1'}’s table, millions of cells; ≥: a lower bound; –: no price`,
    cell: (row: Row) => costCell(row, table),
  })),
];

function costCell({ cost, costs, items }: Row, table: (typeof TABLE_NAMES)[number]): string {
  const value = cost[table];
  if (value === null) return '–';
  return `${costs[table].isLowerBound ? '≥ ' : ''}${significant(value / items / 1e6)}`;
}

/** The rows of each workload, in the report's order. */
export function tablesOf(
  report: Pick<PrecompilesReport, 'workloads' | 'rows'>,
): { workload: string; about: string; rows: string[][] }[] {
  return report.workloads.map(({ workload, about }) => ({
    workload,
    about,
    rows: report.rows
      .filter((row) => row.workload === workload)
      .map((row) => COLUMNS.map(({ cell }) => cell(row))),
  }));
}
