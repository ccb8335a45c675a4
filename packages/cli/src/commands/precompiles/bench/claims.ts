import { significant } from '../../../text.ts';
import { TABLE_NAMES } from './costs.ts';
import { type Claim, findRow, type Level, type Row, type Verdict } from './report.ts';

const EXCHANGE = 'bn254-tripartite-dh';

/** A row of the three-party exchange, the study's program. */
type Point = readonly [library: string, level: Level];

interface Comparison {
  claim: string;
  original: string;
  /** The first row over the second, */
  over: Point;
  under: Point;
  /** in steps, where the study counted cycles, or in modelled costs, where it timed the prover. */
  in: 'steps' | 'cost';
  /** From which ratio on the claim holds, and from which on in part. */
  atLeast: { whole: number; part: number } | undefined;
  /** Below which ratio it holds; for claims that something brings nothing. */
  below?: number;
}

/**
 * What the study found on SP1 for RV32 (bn254 benchmarks of 2025-08-08 and "Fat vs Lean"), each as a ratio of two
 * programs. Its times are those of a whole proof.
 */
const COMPARISONS: readonly Comparison[] = [
  {
    claim: 'A fat BN254 precompile takes 27.6 × fewer cycles than substrate-bn in software',
    original: '1,105 M against 40.0 M cycles',
    over: ['substrate-bn', 'plain'],
    under: ['substrate-bn', 'fat'],
    in: 'steps',
    atLeast: { whole: 27.6, part: 2 },
  },
  {
    claim: 'The same is proven 7.2 × faster',
    original: '4 h 58 min against 41 min',
    over: ['substrate-bn', 'plain'],
    under: ['substrate-bn', 'fat'],
    in: 'cost',
    atLeast: { whole: 7.2, part: 2 },
  },
  {
    claim:
      'Precompiles inside substrate-bn (for the study field, Fp2 and curve; here the product alone) do that',
    original: 'the same 27.6 ×',
    over: ['substrate-bn', 'plain'],
    under: ['substrate-bn', 'lean'],
    in: 'steps',
    atLeast: { whole: 27.6, part: 2 },
  },
  {
    claim: 'A generic bigint precompile takes 2.9 × fewer cycles than crypto-bigint in software',
    original: '1,524 M against 519 M cycles',
    over: ['crypto-bigint', 'plain'],
    under: ['crypto-bigint', 'lean'],
    in: 'steps',
    atLeast: { whole: 2.9, part: 1.2 },
  },
  {
    claim: 'The same is proven 1.5 × faster',
    original: '4 h 52 min against 3 h 17 min',
    over: ['crypto-bigint', 'plain'],
    under: ['crypto-bigint', 'lean'],
    in: 'cost',
    atLeast: { whole: 1.5, part: 1.2 },
  },
  {
    claim:
      'Optimised software takes fewer cycles than generic code with a generic bigint precompile',
    original: 'arkworks in software 428 M, crypto-bigint with precompile 519 M cycles: 1.2 ×',
    over: ['crypto-bigint', 'lean'],
    under: ['arkworks', 'plain'],
    in: 'steps',
    atLeast: { whole: 1.1, part: 1.1 },
  },
  {
    claim: 'The same is proven 2.5 × faster',
    original: '1 h 18 min against 3 h 17 min',
    over: ['crypto-bigint', 'lean'],
    under: ['arkworks', 'plain'],
    in: 'cost',
    atLeast: { whole: 2.5, part: 1.1 },
  },
  {
    claim: 'mul_mod saves arkworks no cycles',
    original: '428 M without, 467 M or 422 M with it',
    over: ['arkworks', 'plain'],
    under: ['arkworks', 'lean'],
    in: 'steps',
    atLeast: undefined,
    below: 1.1,
  },
  {
    claim: 'mul_mod brings the proof of arkworks nothing',
    original: '1 h 18 min without, 1 h 24 min with it',
    over: ['arkworks', 'plain'],
    under: ['arkworks', 'lean'],
    in: 'cost',
    atLeast: undefined,
    below: 1.1,
  },
  {
    claim:
      'A lean set with an optimised library is proven up to 4 × faster than an unoptimised library in software',
    original: 'substrate-bn 4 h 58 min, arkworks with mul_mod 1 h 24 min: 3.5 ×',
    over: ['substrate-bn', 'plain'],
    under: ['arkworks', 'lean'],
    in: 'cost',
    atLeast: { whole: 3.5, part: 2 },
  },
];

/** The study's claims beside the same comparisons of these rows. */
export function claimsOf(rows: readonly Row[]): Claim[] {
  return COMPARISONS.map((comparison) => {
    const { claim, original } = comparison;
    const over = findRow(rows, EXCHANGE, ...comparison.over);
    const under = findRow(rows, EXCHANGE, ...comparison.under);
    if (over === undefined || under === undefined) {
      return { claim, original, here: 'not measured', verdict: 'missing' };
    }
    const ratios = comparison.in === 'steps' ? [stepRatio(over, under)] : costRatios(over, under);
    const here = ratios.map(({ text }) => text).join('; ');
    return { claim, original, here, verdict: judge(comparison, ratios) };
  });
}

interface Ratio {
  value: number;
  /** It may be less, as the row below is only known to cost at least so much. */
  isUpperBound: boolean;
  text: string;
}

function stepRatio(over: Row, under: Row): Ratio {
  const value = over.steps / under.steps;
  const text = `${stepsOf(over)} against ${stepsOf(under)} steps: ${significant(value)} ×`;
  return { value, isUpperBound: false, text };
}

const NAMES = { zisk: 'ZisK', sp1: 'SP1' } as const;

function costRatios(over: Row, under: Row): Ratio[] {
  return TABLE_NAMES.flatMap((table) => {
    if (over.cost[table] === null || under.cost[table] === null) return [];
    const value = over.cost[table] / under.cost[table];
    const isUpperBound = under.costs[table].isLowerBound;
    const text = `${NAMES[table]} ${isUpperBound ? 'at most ' : ''}${significant(value)} ×`;
    return [{ value, isUpperBound, text }];
  });
}

/** A claim holds if it does by every ratio, and in part if it does by some, or by all but to a lesser degree. */
function judge({ atLeast, below }: Comparison, ratios: readonly Ratio[]): Verdict {
  if (ratios.length === 0) return 'missing';
  const holdsFrom = (limit: number) => ratios.filter(({ value }) => value >= limit).length;
  if (atLeast === undefined) {
    const holding = ratios.filter(({ value }) => value < (below ?? 0)).length;
    return holding === ratios.length ? 'holds' : holding > 0 ? 'partly' : 'fails';
  }
  if (ratios.some(({ isUpperBound }) => isUpperBound)) {
    return holdsFrom(atLeast.part) === 0 ? 'fails' : 'open';
  }
  if (holdsFrom(atLeast.whole) === ratios.length) return 'holds';
  return holdsFrom(atLeast.part) > 0 ? 'partly' : 'fails';
}

/** Steps of one exchange: `127 M`, `35.1 k`. */
function stepsOf({ steps, items }: Row): string {
  const each = steps / items;
  return each >= 1e6 ? `${significant(each / 1e6)} M` : `${significant(each / 1e3)} k`;
}
