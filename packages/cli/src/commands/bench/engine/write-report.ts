import { writeReportFiles } from '../write-report-files.ts';
import { engineChart } from './chart.ts';
import { enginePage } from './page.ts';
import type { EngineReport } from './report.ts';

/** The files of a report, below the repository; page and chart follow from the data. */
export const REPORT_FILES: readonly { path: string; render: (report: EngineReport) => string }[] = [
  {
    path: 'docs/data/bench-engine.json',
    render: (report) => `${JSON.stringify(report, null, 2)}\n`,
  },
  { path: 'docs/bench-engine.md', render: enginePage },
  { path: 'docs/public/bench-engine.svg', render: engineChart },
];

/** Writes them all. Throws FILE_UNWRITABLE. */
export function writeReport(report: EngineReport): void {
  writeReportFiles(REPORT_FILES.map(({ path, render }) => ({ path, text: render(report) })));
}
