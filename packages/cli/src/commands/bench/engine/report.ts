import { geometricMean, mean, median } from '../statistics.ts';

/** The first run in a fresh process: `seconds` to load, translate and run, `compile` of them to translate. */
export interface ColdRun {
  seconds: number;
  compile: number;
}

/** What was measured of one guest. Times are wall seconds, one for each run. */
export interface GuestSamples {
  name: string;
  about: string;
  /** `c`: a C guest of bench/; `block`: the stateless guest on a block. */
  kind: 'c' | 'block';
  /** Instructions of one run. */
  steps: number;
  traceBytes: number;
  cold: { counted: ColdRun; traced: ColdRun };
  /** Runs had stopped becoming faster before the warm ones below. */
  settled: boolean;
  /** Warm runs that count steps. */
  counted: readonly number[];
  /** Warm runs that count steps and make the trace. */
  traced: readonly number[];
  /** The same source in native code, and the same file in qemu-riscv64, each without its start; null: not there. */
  native: readonly number[] | null;
  qemu: readonly number[] | null;
  /** A smaller build in the interpreter. */
  interpreter: { steps: number; seconds: readonly number[] };
}

/** What follows from the samples of a guest. A GIPS is 10^9 guest instructions a second; times are medians. */
export interface Figures {
  countedGips: number;
  tracedGips: number;
  interpreterMips: number;
  traceBytesPerStep: number;
  /** Time with trace, by time without. */
  traceCost: number;
  /** Time with trace, by native time. */
  byNative: number | null;
  /** qemu's time, by time with trace: how many times faster this engine is. */
  overQemu: number | null;
}

/** A bar, and how the guests do: `c` over the C guests alone, `all` with the stateless guest as well. */
export interface Bar {
  what: string;
  limit: { atLeast: number } | { atMost: number };
  unit: string;
  c: number | null;
  all: number | null;
  /** By `all`; null if it could not be measured. */
  reached: boolean | null;
}

export interface EngineReport {
  /** Day of the measurement, ISO 8601. */
  date: string;
  machine: {
    cpu: string;
    cores: number;
    /** Load averages of a minute; the bench itself makes about 1.5, so more means that others ran too. */
    load: { before: number; after: number };
    os: string;
    node: string;
    v8: string;
    /** First lines of `--version`; null if missing. */
    clang: string | null;
    gcc: string | null;
    qemu: string | null;
  };
  /** Warm runs of each. */
  runs: number;
  /** Seconds that a process without work takes, which are taken off every run of a peer. */
  start: { native: number | null; qemu: number | null };
  guests: readonly (GuestSamples & { figures: Figures })[];
  bars: readonly Bar[];
  leftOut: readonly { what: string; why: string }[];
}

export function figuresOf(guest: GuestSamples): Figures {
  const { steps, interpreter } = guest;
  const traced = median(guest.traced);
  const counted = median(guest.counted);
  return {
    countedGips: steps / counted / 1e9,
    tracedGips: steps / traced / 1e9,
    interpreterMips: interpreter.steps / median(interpreter.seconds) / 1e6,
    traceBytesPerStep: guest.traceBytes / steps,
    traceCost: traced / counted,
    byNative: guest.native && traced / median(guest.native),
    overQemu: guest.qemu && median(guest.qemu) / traced,
  };
}

type Over = (values: readonly number[]) => number;
const lowest: Over = (values) => Math.min(...values);

/** What the engine has to reach (issue 4), with trace, exact steps and every address checked. */
const BARS: readonly {
  what: string;
  limit: Bar['limit'];
  unit: string;
  of: keyof Figures;
  over: Over;
}[] = [
  {
    what: 'slowest guest',
    limit: { atLeast: 2 },
    unit: 'GIPS',
    of: 'tracedGips',
    over: lowest,
  },
  {
    what: 'geometric mean of speed',
    limit: { atLeast: 4.5 },
    unit: 'GIPS',
    of: 'tracedGips',
    over: geometricMean,
  },
  {
    what: 'time over native, geometric mean',
    limit: { atMost: 2.2 },
    unit: '×',
    of: 'byNative',
    over: geometricMean,
  },
  {
    what: 'speed over qemu’s, geometric mean',
    limit: { atLeast: 1.7 },
    unit: '×',
    of: 'overQemu',
    over: geometricMean,
  },
  {
    what: 'speed over qemu’s, worst guest',
    limit: { atLeast: 0.95 },
    unit: '×',
    of: 'overQemu',
    over: lowest,
  },
  {
    what: 'time with trace over time without, geometric mean',
    limit: { atMost: 1.25 },
    unit: '×',
    of: 'traceCost',
    over: geometricMean,
  },
  {
    what: 'trace, mean over guests',
    limit: { atMost: 1.6 },
    unit: 'bytes a step',
    of: 'traceBytesPerStep',
    over: mean,
  },
];

/** Every bar beside what the guests reach. */
export function barsOf(guests: EngineReport['guests']): Bar[] {
  return BARS.map(({ what, limit, unit, of, over }) => {
    const value = (some: EngineReport['guests']) => {
      const figures = some.map((guest) => guest.figures[of]).filter((figure) => figure !== null);
      return figures.length === 0 ? null : over(figures);
    };
    const all = value(guests);
    const c = value(guests.filter(({ kind }) => kind === 'c'));
    return { what, limit, unit, c, all, reached: all === null ? null : holds(limit, all) };
  });
}

/** The guests that V8 was still making faster when they were measured, for a line below the table. */
export function unsettled(guests: EngineReport['guests']): string | undefined {
  const names = guests.filter(({ settled }) => !settled).map(({ name }) => name);
  return names.length === 0
    ? undefined
    : `still becoming faster when measured: ${names.join(', ')}`;
}

function holds(limit: Bar['limit'], value: number): boolean {
  return 'atLeast' in limit ? value >= limit.atLeast : value <= limit.atMost;
}
