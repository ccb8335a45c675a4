import { writeReportFiles } from '../../bench/write-report-files.ts';
import { precompilesChart } from './chart.ts';
import { precompilesPage } from './page.ts';
import type { PrecompilesReport } from './report.ts';

/** The files of a report, below the repository; page and chart follow from the data. */
export const REPORT_FILES: readonly {
  path: string;
  render: (report: PrecompilesReport) => string;
}[] = [
  {
    path: 'docs/data/fat-or-lean.json',
    render: (report) => `${JSON.stringify(report, null, 2)}\n`,
  },
  { path: 'docs/fat-or-lean.md', render: precompilesPage },
  { path: 'docs/public/fat-or-lean.svg', render: precompilesChart },
];

/** Writes them all. Throws FILE_UNWRITABLE. */
export function writeReport(report: PrecompilesReport): void {
  writeReportFiles(REPORT_FILES.map(({ path, render }) => ({ path, text: render(report) })));
}
