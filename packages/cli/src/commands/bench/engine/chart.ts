import { median } from '../statistics.ts';
import type { EngineReport } from './report.ts';

type Guest = EngineReport['guests'][number];

/** The bars of each guest from top to bottom; all in 10^9 guest instructions a second of the same work. */
const SERIES: readonly { name: string; color: string; gips: (guest: Guest) => number | null }[] = [
  { name: 'native gcc -O2', color: '#8c959f', gips: ({ steps, native }) => gips(steps, native) },
  { name: 'qemu-riscv64', color: '#d4772c', gips: ({ steps, qemu }) => gips(steps, qemu) },
  { name: 'Hart, counted', color: '#79b8ff', gips: ({ figures }) => figures.countedGips },
  { name: 'Hart, with trace', color: '#1f6feb', gips: ({ figures }) => figures.tracedGips },
];

const WIDTH = 760;
const LEFT = 150;
const RIGHT = 64;
const TOP = 56;
const BAR = 11;
const GAP = 14;

/**
 * Speeds of a report as an SVG image on a card of its own, so that it can be read on light and dark
 * pages alike.
 */
export function engineChart({ guests }: EngineReport): string {
  const highest = Math.max(
    1,
    ...guests.flatMap((guest) => SERIES.map((row) => row.gips(guest) ?? 0)),
  );
  const perGips = (WIDTH - LEFT - RIGHT) / highest;
  const group = SERIES.length * BAR + GAP;
  const height = TOP + guests.length * group + 50;
  const bottom = height - 46;
  const groups = guests.map((guest, index) => {
    const top = TOP + index * group;
    const bars = SERIES.map(({ color, gips }, row) => {
      const value = gips(guest);
      const y = top + row * BAR;
      const label = value === null ? '—' : value.toFixed(1);
      const width = (value ?? 0) * perGips;
      return `<rect x="${LEFT}" y="${y}" width="${width.toFixed(1)}" height="${BAR - 2}" fill="${color}"/><text x="${(LEFT + width + 4).toFixed(1)}" y="${y + BAR - 3}" font-size="9" fill="#57606a">${label}</text>`;
    });
    const name = `<text x="${LEFT - 10}" y="${top + (group - GAP) / 2 + 4}" text-anchor="end">${guest.name}</text>`;
    return `<g>${name}${bars.join('')}</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Speed of each bench guest in the engine and its peers">
<rect width="100%" height="100%" rx="8" fill="#f6f8fa"/>
<g font-family="system-ui, sans-serif" font-size="13" fill="#1f2328">
${legend()}
${gridLines(highest, perGips, bottom)}
${groups.join('\n')}
<text x="${WIDTH - RIGHT}" y="${height - 12}" text-anchor="end" font-size="11" fill="#57606a">10⁹ guest instructions a second</text>
</g>
</svg>
`;
}

function legend(): string {
  return SERIES.map(({ name, color }, index) => {
    const x = LEFT + index * 140;
    return `<rect x="${x}" y="18" width="12" height="12" fill="${color}"/><text x="${x + 18}" y="29">${name}</text>`;
  }).join('');
}

/** About five vertical lines at round numbers. */
function gridLines(highest: number, perGips: number, bottom: number): string {
  const step = [1, 2, 5, 10, 20].find((candidate) => highest / candidate <= 6) ?? 50;
  const lines: string[] = [];
  for (let value = 0; value <= highest; value += step) {
    const x = (LEFT + value * perGips).toFixed(1);
    lines.push(
      `<line x1="${x}" x2="${x}" y1="${TOP - 8}" y2="${bottom}" stroke="#d0d7de"/><text x="${x}" y="${bottom + 14}" text-anchor="middle" font-size="11" fill="#57606a">${value}</text>`,
    );
  }
  return lines.join('');
}

function gips(steps: number, seconds: readonly number[] | null): number | null {
  return seconds && steps / median(seconds) / 1e9;
}
