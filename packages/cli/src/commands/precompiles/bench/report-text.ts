import { table } from '../../../text.ts';
import { COLUMNS, tablesOf } from './columns.ts';
import { type PrecompilesReport, VERDICTS } from './report.ts';

/** The report for the terminal. */
export function reportText(report: PrecompilesReport): string {
  const { machine, runs, claims } = report;
  const place = `${machine.cpu}, ${machine.cores} cores, load ${machine.load.before.toFixed(1)} before and ${machine.load.after.toFixed(1)} after, Node ${machine.node}; medians of ${runs} warm ${runs === 1 ? 'run' : 'runs'}; figures of one operation`;
  const head = COLUMNS.map(({ title }) => title);
  const tables = tablesOf(report).map(
    ({ workload, about, rows }) => `\n${workload}: ${about}\n${table([head, ...rows])}`,
  );
  const measured = claims.filter(({ verdict }) => verdict !== 'missing');
  const verdicts = measured.map(
    ({ claim, original, here, verdict }) =>
      `- ${claim}: ${VERDICTS[verdict]}\n    there: ${original}\n    here:  ${here}\n`,
  );
  return [
    `${place}\n`,
    ...tables,
    ...(verdicts.length === 0 ? [] : ['\nWhat the original study found:\n', ...verdicts]),
  ].join('');
}
