import { geometricMean, median } from '../statistics.ts';
import type { Bar, EngineReport, Figures } from './report.ts';

type Guest = EngineReport['guests'][number];

/** The table of a report, on the terminal and in the book: what a column says, and of a guest. */
export const COLUMNS: readonly {
  title: string;
  meaning: string;
  cell: (guest: Guest) => string;
}[] = [
  { title: 'guest', meaning: 'name', cell: ({ name }) => name },
  {
    title: 'G steps',
    meaning: 'billions of instructions of one run',
    cell: ({ steps }) => (steps / 1e9).toFixed(2),
  },
  {
    title: 'cold s',
    meaning:
      'first run with trace in a fresh process, seconds: loading, translating and running with the code that V8 makes first',
    cell: ({ cold }) => cold.traced.seconds.toFixed(2),
  },
  {
    title: 'compile s',
    meaning: 'the part of it that translates and compiles',
    cell: ({ cold }) => cold.traced.compile.toFixed(2),
  },
  {
    title: 'counted GIPS',
    meaning: 'warm, steps counted, no trace',
    cell: ({ figures }) => figures.countedGips.toFixed(2),
  },
  {
    title: 'traced GIPS',
    meaning: 'warm, steps counted, the trace made in full and dropped',
    cell: ({ figures }) => figures.tracedGips.toFixed(2),
  },
  {
    title: 'trace cost',
    meaning: 'how much longer a run takes with the trace',
    cell: ({ figures }) => `${((figures.traceCost - 1) * 100).toFixed(0)} %`,
  },
  {
    title: 'B/step',
    meaning: 'bytes of trace for each step',
    cell: ({ figures }) => figures.traceBytesPerStep.toFixed(2),
  },
  {
    title: 'native s',
    meaning: 'the same source by `gcc -O2`',
    cell: ({ native }) => fixed(native && median(native), 3),
  },
  {
    title: '× native',
    meaning: 'time with trace over native time',
    cell: ({ figures }) => fixed(figures.byNative),
  },
  {
    title: 'qemu s',
    meaning: 'the same file in `qemu-riscv64`',
    cell: ({ qemu }) => fixed(qemu && median(qemu), 3),
  },
  {
    title: '× qemu',
    meaning: 'speed with trace over qemu’s',
    cell: ({ figures }) => fixed(figures.overQemu),
  },
  {
    title: 'interpreter MIPS',
    meaning: 'our interpreter, on a build with less work (on a block: its first steps)',
    cell: ({ figures }) => figures.interpreterMips.toFixed(1),
  },
];

/** Which figure stands in a column, for its geometric mean. */
const MEANS: Record<string, keyof Figures> = {
  'counted GIPS': 'countedGips',
  'traced GIPS': 'tracedGips',
  '× native': 'byNative',
  '× qemu': 'overQemu',
};

/** All rows of the table, the last one with geometric means. */
export function tableRows(guests: readonly Guest[]): string[][] {
  const means = COLUMNS.map(({ title }) => {
    const figure = MEANS[title];
    if (figure === undefined) return title === 'guest' ? 'geometric mean' : '';
    const values = guests.map(({ figures }) => figures[figure]).filter((value) => value !== null);
    return fixed(values.length === 0 ? null : geometricMean(values));
  });
  return [...guests.map((guest) => COLUMNS.map(({ cell }) => cell(guest))), means];
}

/** The rows of the table of bars. */
export function barRows(bars: readonly Bar[]): string[][] {
  return bars.map(({ what, limit, unit, c, all, reached }) => [
    what,
    'atLeast' in limit ? `≥ ${limit.atLeast} ${unit}` : `≤ ${limit.atMost} ${unit}`,
    fixed(c),
    fixed(all),
    reached === null ? 'not measured' : reached ? 'reached' : 'NOT reached',
  ]);
}

export const BAR_TITLES = ['bar', 'limit', 'C guests', 'all guests', ''] as const;

function fixed(value: number | null, digits = 2): string {
  return value === null ? '—' : value.toFixed(digits);
}
