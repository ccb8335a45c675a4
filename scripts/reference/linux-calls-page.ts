import { CALL_NAMES, callRow } from '@hart/abi';
import { GENERATED, markdownTable } from './markdown.ts';

/** The book's page about the Linux calls, from the table of calls. */
export function linuxCallsPage(): string {
  const rows = CALL_NAMES.map((name) => ({ name, ...callRow(name) })).sort(
    (a, b) => a.number - b.number,
  );
  const basic = rows.filter(({ tier }) => tier === 'linux-basic').length;
  return `${GENERATED}
# Linux calls

The ${rows.length} calls of Linux on riscv64 that Hart has: ${basic} in both tiers, ${rows.length - basic} more in
\`linux-advanced\`. Any other stops the program with its name, number and arguments. What is virtual about
them, and how threads take turns, says [Linux programs](../linux.md).

${markdownTable(
  ['number', 'call', 'arguments', 'tier', 'here'],
  rows.map(({ number, name, arguments: named, tier, does }) => [
    String(number),
    `\`${name}\``,
    Object.keys(named).join(', '),
    tier.replace('linux-', ''),
    does,
  ]),
)}`;
}
