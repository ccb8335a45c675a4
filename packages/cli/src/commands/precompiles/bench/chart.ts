import { significant } from '../../../text.ts';
import type { Level, PrecompilesReport, Row } from './report.ts';

const COLORS: Readonly<Record<Level, string>> = {
  plain: '#8c959f',
  lean: '#1f6feb',
  fat: '#d4772c',
};

const WIDTH = 760;
const LEFT = 230;
const RIGHT = 80;
const TOP = 56;
const BAR = 13;
const GAP = 12;

/**
 * Steps of one operation by every row of a report, on a logarithmic scale, as an SVG image on a card of its own, so that it
 * can be read on light and dark pages alike.
 */
export function fatOrLeanChart({ rows, workloads }: PrecompilesReport): string {
  const values = rows.map(stepsOf);
  const low = Math.floor(Math.log10(Math.min(...values, 1000)));
  const high = Math.ceil(Math.log10(Math.max(...values, 10 ** (low + 1))));
  const perDecade = (WIDTH - LEFT - RIGHT) / (high - low);
  const x = (value: number) => LEFT + (Math.log10(value) - low) * perDecade;
  let y = TOP;
  const groups = workloads.map(({ workload }) => {
    const own = rows.filter((row) => row.workload === workload);
    const bars = own.map((row, index) => {
      const top = y + index * BAR;
      const end = x(stepsOf(row));
      const color = COLORS[row.level];
      const text = `font-size="9" fill="#57606a"`;
      return `<text x="${LEFT - 8}" y="${top + BAR - 4}" text-anchor="end" ${text}>${row.library}</text><rect x="${LEFT}" y="${top}" width="${(end - LEFT).toFixed(1)}" height="${BAR - 3}" fill="${color}"/><text x="${(end + 4).toFixed(1)}" y="${top + BAR - 4}" ${text}>${short(stepsOf(row))}</text>`;
    });
    const middle = y + (own.length * BAR) / 2 + 2;
    const name = `<text x="12" y="${middle}" font-size="12">${workload}</text>`;
    y += own.length * BAR + GAP;
    return `<g>${name}${bars.join('')}</g>`;
  });
  const height = y + 44;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Steps of one operation by workload, library and level">
<rect width="100%" height="100%" rx="8" fill="#f6f8fa"/>
<g font-family="system-ui, sans-serif" font-size="13" fill="#1f2328">
${legend()}
${grid({ low, high, x, bottom: y })}
${groups.join('\n')}
<text x="${WIDTH - RIGHT}" y="${height - 10}" text-anchor="end" font-size="11" fill="#57606a">steps of one operation, logarithmic</text>
</g>
</svg>
`;
}

function stepsOf({ steps, items }: Row): number {
  return steps / items;
}

/** `38.5 M`, `20.5 k`. */
function short(value: number): string {
  if (value >= 1e6) return `${significant(value / 1e6)} M`;
  return value >= 1e3 ? `${significant(value / 1e3)} k` : significant(value);
}

/** A power of ten: `10`, `1 k`, `100 M`. */
function tick(power: number): string {
  const unit = power >= 6 ? 6 : power >= 3 ? 3 : 0;
  return `${10 ** (power - unit)}${unit === 6 ? ' M' : unit === 3 ? ' k' : ''}`;
}

function legend(): string {
  return Object.entries(COLORS)
    .map(([level, color], index) => {
      const x = LEFT + index * 90;
      return `<rect x="${x}" y="18" width="12" height="12" fill="${color}"/><text x="${x + 18}" y="29">${level}</text>`;
    })
    .join('');
}

function grid(axis: {
  low: number;
  high: number;
  x: (value: number) => number;
  bottom: number;
}): string {
  const lines: string[] = [];
  for (let power = axis.low; power <= axis.high; power++) {
    const x = axis.x(10 ** power).toFixed(1);
    lines.push(
      `<line x1="${x}" x2="${x}" y1="${TOP - 8}" y2="${axis.bottom}" stroke="#d0d7de"/><text x="${x}" y="${axis.bottom + 14}" text-anchor="middle" font-size="11" fill="#57606a">${tick(power)}</text>`,
    );
  }
  return lines.join('');
}
