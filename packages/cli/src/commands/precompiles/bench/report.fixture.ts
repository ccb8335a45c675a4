import { COST_TABLES } from '@hart/accelerators';
import { claimsOf } from './claims.ts';
import type { Level, PrecompilesReport, Row, RowCost } from './report.ts';

const cost = (value: number, isLowerBound = false): RowCost => ({
  cost: value,
  ofCalls: value / 2,
  isLowerBound,
  unpriced: [],
});

/** A row of two operations. */
function rowOf(library: string, level: Level, steps: number, calls: number): Row {
  const costs = {
    zisk: cost(100 * steps, level === 'fat'),
    sp1: cost(50 * steps, level === 'fat'),
  };
  return {
    ...{ workload: 'bn254-tripartite-dh', library, level, items: 2, steps, calls },
    callsByName: calls === 0 ? {} : { hart_mulmod256: calls },
    seconds: 0.25,
    samples: [0.25, 0.2, 0.3],
    traceBytes: steps / 2,
    costs,
    cost: { zisk: costs.zisk.cost, sp1: level === 'fat' ? null : costs.sp1.cost },
  };
}

const rows = [
  rowOf('substrate-bn', 'plain', 200e6, 0),
  rowOf('substrate-bn', 'lean', 50e6, 60e3),
  rowOf('substrate-bn', 'fat', 20e3, 14),
  rowOf('crypto-bigint', 'plain', 160e6, 0),
  rowOf('crypto-bigint', 'lean', 40e6, 50e3),
  rowOf('arkworks', 'plain', 80e6, 0),
];

const { zisk, sp1 } = COST_TABLES;
const facts = ({ name, version, source, unit, notes }: typeof zisk) => ({
  ...{ name, version, source, unit, notes },
});

/** A report whose figures are easy to check by hand. */
export const REPORT: PrecompilesReport = {
  date: '2026-11-24',
  machine: {
    cpu: 'Some CPU',
    cores: 2,
    load: { before: 0.25, after: 1.5 },
    os: 'Linux 6.1',
    node: '26.10.0',
    v8: '14.6',
  },
  tools: { rustc: 'rustc 1.96' },
  runs: 3,
  workloads: [{ workload: 'bn254-tripartite-dh', about: 'three parties', items: 2 }],
  libraries: [{ library: 'substrate-bn', about: 'a library' }],
  tables: { zisk: facts(zisk), sp1: facts(sp1) },
  rows,
  claims: claimsOf(rows),
};
