/** A Markdown table; `|` in cells is escaped. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
}

/** The first line of a generated page. */
export const GENERATED =
  '<!-- Written by scripts/reference-pages.ts; change the tables it reads instead. -->\n';
