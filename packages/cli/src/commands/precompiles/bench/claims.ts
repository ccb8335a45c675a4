import { significant } from '../../../text.ts';
import { type Claim, findRow, type Level, type Row } from './report.ts';

const EXCHANGE = 'bn254-tripartite-dh';

/** A row of the three-party exchange, the study's program. */
type Point = readonly [library: string, level: Level];

interface Comparison {
  /** What is compared, and the figure that must hold for the claim to. */
  claim: string;
  original: string;
  /** The first row over the second, in steps. */
  over: Point;
  under: Point;
  holds: (ratio: number) => boolean;
  /** Said after our figures. */
  remark?: string;
}

/**
 * What the study found (developeruche, "Fat vs Lean", bn254 benchmarks of 2025-08-08 on SP1 for RV32), each as a ratio
 * of two programs, and from which ratio on it counts as confirmed.
 */
const COMPARISONS: readonly Comparison[] = [
  {
    claim: 'A fat BN254 precompile takes 27.6 × fewer cycles than substrate-bn in software',
    original: '1,105 M against 40.0 M cycles',
    over: ['substrate-bn', 'plain'],
    under: ['substrate-bn', 'fat'],
    holds: (ratio) => ratio >= 27.6,
    remark:
      'more than there, for these calls are whole operations and SP1’s are steps of the field, Fp2 and the curve',
  },
  {
    claim: 'Accelerated field arithmetic inside substrate-bn does that',
    original:
      'SP1’s precompile is itself operations of the field, Fp2 and the curve: 27.6 × fewer cycles',
    over: ['substrate-bn', 'plain'],
    under: ['substrate-bn', 'lean'],
    holds: (ratio) => ratio >= 27.6,
    remark: 'here the product alone is accelerated, not Fp2 or the curve',
  },
  {
    claim:
      'A generic bigint precompile takes 2.9 × fewer cycles than crypto-bigint code in software',
    original: '1,524 M against 519 M cycles',
    over: ['crypto-bigint', 'plain'],
    under: ['crypto-bigint', 'lean'],
    holds: (ratio) => ratio >= 2.9,
  },
  {
    claim: 'Optimised software beats generic code with a generic bigint precompile',
    original: 'arkworks in software 428 M, crypto-bigint with precompile 519 M cycles: 1.2 ×',
    over: ['crypto-bigint', 'lean'],
    under: ['arkworks', 'plain'],
    holds: (ratio) => ratio > 1,
  },
  {
    claim: 'mul_mod brings nothing to arkworks',
    original: '428 M cycles without, 467 M or 422 M with it',
    over: ['arkworks', 'plain'],
    under: ['arkworks', 'lean'],
    holds: (ratio) => ratio < 1.1,
  },
  {
    claim:
      'A lean set with an optimised library does up to 4 × better than a generic library alone',
    original:
      'substrate-bn 1,105 M cycles and 4 h 58 min, arkworks with mul_mod 422 M and 1 h 24 min: 2.6 × and 3.5 ×',
    over: ['substrate-bn', 'plain'],
    under: ['arkworks', 'lean'],
    holds: (ratio) => ratio >= 2.6,
  },
];

/** The study's claims beside the same comparisons of these rows. */
export function claimsOf(rows: readonly Row[]): Claim[] {
  return COMPARISONS.map(({ claim, original, over, under, holds, remark }) => {
    const first = findRow(rows, EXCHANGE, ...over);
    const second = findRow(rows, EXCHANGE, ...under);
    if (first === undefined || second === undefined) {
      return { claim, original, here: 'not measured', holds: null };
    }
    const ratio = first.steps / second.steps;
    const figures = [
      `${millions(first)} against ${millions(second)} steps: ${significant(ratio)} ×`,
      ...(['zisk', 'sp1'] as const).map((table) => costRatio(first, second, table)),
      ...(remark === undefined ? [] : [remark]),
    ];
    return { claim, original, here: figures.join('; '), holds: holds(ratio) };
  });
}

const NAMES = { zisk: 'ZisK', sp1: 'SP1' } as const;

function costRatio(first: Row, second: Row, table: 'zisk' | 'sp1'): string {
  const [over, under] = [first.costs[table], second.costs[table]];
  const ratio = `${significant(over.cost / under.cost)} ×`;
  return `by ${NAMES[table]}’s costs ${under.isLowerBound ? 'at most ' : ''}${ratio}`;
}

/** Steps of one exchange. */
function millions({ steps, items }: Row): string {
  return `${significant(steps / items / 1e6)} M`;
}
