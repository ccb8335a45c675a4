/** Millions of guest instructions a second. */
export interface Speed {
  chromium: number;
  node: number;
  /** Chromium's over Node's. */
  ratio: number;
}

export interface Row {
  guest: string;
  steps: number;
  untraced: Speed;
  traced: Speed;
}

/** What was measured, in turns. */
export interface Samples {
  chromium: number[];
  node: number[];
}

/** The medians of the samples. */
export function speedOf(samples: Samples): Speed {
  const [chromium, node] = [median(samples.chromium), median(samples.node)];
  return { chromium, node, ratio: chromium / node };
}

/** The geometric mean of the ratios in one column. */
export function meanRatio(rows: readonly Row[], column: 'untraced' | 'traced'): number {
  const logarithms = rows.map((row) => Math.log(row[column].ratio));
  return Math.exp(logarithms.reduce((sum, value) => sum + value, 0) / rows.length);
}

/** The rows as an aligned table, with the means below. */
export function renderTable(rows: readonly Row[]): string {
  const number = (value: number) => Math.round(value).toLocaleString('en');
  const speed = ({ chromium, node, ratio }: Speed) => [
    number(chromium),
    number(node),
    ratio.toFixed(2),
  ];
  const mean = (column: 'untraced' | 'traced') => ['', '', meanRatio(rows, column).toFixed(2)];
  return alignColumns([
    ['guest', 'steps', 'Chromium', 'Node', 'ratio', 'traced: Chromium', 'Node', 'ratio'],
    ...rows.map(({ guest, steps, untraced, traced }) => [
      guest,
      number(steps),
      ...speed(untraced),
      ...speed(traced),
    ]),
    ['geometric mean', '', ...mean('untraced'), ...mean('traced')],
  ]);
}

function alignColumns(lines: readonly (readonly string[])[]): string {
  const widthOf = (column: number) => Math.max(...lines.map((line) => line[column]?.length ?? 0));
  return lines
    .map((line) =>
      line
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widthOf(0)) : cell.padStart(widthOf(column)),
        )
        .join('  '),
    )
    .join('\n');
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
