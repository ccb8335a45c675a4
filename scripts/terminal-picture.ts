/**
 * Draws the picture of the README: runs `hart block examples/sample-block` and writes what it printed,
 * as a terminal shows it, to docs/public/hart-block.svg.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import process from 'node:process';

const COMMAND = ['hart', 'block', 'examples/sample-block'] as const;
const FILE = 'docs/public/hart-block.svg';
const COLUMN = 8.4;
const LINE = 20;
const MARGIN = 20;
const SGR = new RegExp(`${String.fromCharCode(27)}\\[(\\d+)m`);
const COLORS: Record<string, string> = { '31': '#f47067', '32': '#6bc46d', '33': '#daaa3f' };

interface Span {
  text: string;
  bold: boolean;
  color: string | undefined;
}

/** Splits a line at its SGR sequences (ECMA-48 §8.3.117), of which only bold and colours are known. */
function spansOf(line: string): Span[] {
  const spans: Span[] = [];
  let bold = false;
  let color: string | undefined;
  for (const [index, part] of line.split(SGR).entries()) {
    if (index % 2 === 0) {
      if (part !== '') spans.push({ text: part, bold, color });
    } else if (part === '1') bold = true;
    else if (part === '22') bold = false;
    else if (part === '39') color = undefined;
    else color = COLORS[part];
  }
  return spans;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function draw(lines: readonly (readonly Span[])[]): string {
  const columns = Math.max(...lines.map((spans) => spans.map(({ text }) => text).join('').length));
  const width = Math.ceil(columns * COLUMN + 2 * MARGIN);
  const height = lines.length * LINE + 2 * MARGIN + 20;
  const rows = lines.map((spans, row) => {
    const parts = spans.map(({ text, bold, color }) => {
      const style = `${bold ? ' font-weight="bold"' : ''}${color ? ` fill="${color}"` : ''}`;
      return `<tspan${style}>${escapeXml(text)}</tspan>`;
    });
    return `<text x="${MARGIN}" y="${row * LINE + MARGIN + 34}" xml:space="preserve">${parts.join('')}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<rect width="100%" height="100%" rx="8" fill="#1c2128"/>
<g><circle cx="20" cy="18" r="6" fill="#f47067"/><circle cx="40" cy="18" r="6" fill="#daaa3f"/><circle cx="60" cy="18" r="6" fill="#6bc46d"/></g>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#adbac7">
${rows.join('\n')}
</g>
</svg>
`;
}

const [program, ...args] = COMMAND;
const { status, stdout } = spawnSync(program, args, {
  encoding: 'utf8',
  env: { ...process.env, FORCE_COLOR: '1' },
});
if (status !== 0) throw new Error(`${COMMAND.join(' ')} ended with ${status}`);
const prompt: Span[] = [
  { text: '$ ', bold: false, color: COLORS['32'] },
  { text: COMMAND.join(' '), bold: true, color: undefined },
];
mkdirSync('docs/public', { recursive: true });
writeFileSync(FILE, draw([prompt, ...stdout.trimEnd().split('\n').map(spansOf)]));
console.log(`wrote ${FILE}`);
