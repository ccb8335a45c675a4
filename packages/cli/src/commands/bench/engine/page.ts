import { BAR_TITLES, barRows, COLUMNS, tableRows } from './columns.ts';
import { type EngineReport, unsettled } from './report.ts';

/** The report as a page of the book, in Markdown. */
export function enginePage({
  date,
  machine,
  guests,
  bars,
  runs,
  start,
  leftOut,
}: EngineReport): string {
  const unsettledText = unsettled(guests);
  const missed = bars.filter(({ reached }) => reached === false).length;
  const startTimes = Object.entries(start)
    .filter(([, seconds]) => seconds !== null)
    .map(([name, seconds]) => `${name} ${((seconds ?? 0) * 1000).toFixed(1)} ms`);
  const compilers = [machine.clang, machine.gcc, machine.qemu].filter((line) => line !== null);
  return `<!-- Written by \`hart bench engine --write\` from docs/data/bench-engine.json; do not edit. -->

# The engine, measured

How fast guests run in the compiled engine, beside native code, \`qemu-riscv64\` and our interpreter.
Steps are counted exactly and every address is checked, in all figures of the engine. \`hart bench
engine\` measures it again on your machine.

Measured on ${date}: ${machine.cpu}, ${machine.cores} cores, ${machine.os}, Node ${machine.node} (V8 ${machine.v8}). Load
average ${machine.load.before.toFixed(1)} before and ${machine.load.after.toFixed(1)} after, of which the bench itself makes about 1.5. Medians of ${runs} warm runs.

![Speeds of the guests](/bench-engine.svg)

${markdownTable(
  COLUMNS.map(({ title }) => title),
  tableRows(guests),
)}
${COLUMNS.slice(1)
  .map(({ title, meaning }) => `- **${title}**: ${meaning}`)
  .join('\n')}

A *GIPS* is 10⁹ guest instructions a second.

${unsettledText === undefined ? '' : `Some guests were ${unsettledText}.\n\n`}## The bars

${missed === 0 ? 'What the engine has to reach.' : `What the engine has to reach; ${missed} of ${bars.length} ${missed === 1 ? 'is' : 'are'} not reached.`} All of them hold with the trace, and a bar counts as
reached by all guests, the stateless one included.

${markdownTable(BAR_TITLES, barRows(bars))}
## The guests

${guests.map(({ name, about }) => `- **${name}**: ${about}`).join('\n')}

${leftOut.length === 0 ? '' : `Left out:\n\n${leftOut.map(({ what, why }) => `- ${what}: ${why}`).join('\n')}\n\n`}## How it is measured

- C guests are compiled from one source, by clang for rv64im and by gcc for the host, both with \`-O2\`. qemu runs the
  very file that the engine runs. Native code calls the C library of the host where a guest brings its own few
  functions, which matters to SQLite alone. Sources and build are in \`bench/\`.
- Each guest has processes of its own. The first run there is the cold one. Then it runs until V8 has
  optimized all that it wants to and two runs in a row bring less than 3 %.
- Then follow ${runs} rounds. In each, native code, qemu, the engine and the engine with its trace have their turn, so that
  a busy minute hits all of them.
- Times of the engine are wall time of the guest's run, with what translation was left. Times of peers are wall time of
  the process without what an empty one takes${startTimes.length === 0 ? '' : ` (${startTimes.join(', ')})`}.
- The trace is made in full, chunk by chunk, and dropped.
- All outputs must be equal, also the interpreter's on its smaller build; a difference ends the bench with an error.
- What the checks of addresses cost is not in the table, for the engine cannot run without them. With the checks taken
  out by hand, six C guests and the stateless guest ran 9 % faster in geometric mean, 6 % with a trace.
${compilers.length === 0 ? '' : `\nCompilers and peers: ${compilers.join('; ')}.\n`}
Every sample is in \`docs/data/bench-engine.json\`.
`;
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  const alignment = head.map((_, column) => (column === 0 ? ':--' : '--:'));
  return line(head) + line(alignment) + rows.map(line).join('');
}
