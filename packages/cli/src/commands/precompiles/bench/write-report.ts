import { writeReportFiles } from '../../bench/write-report-files.ts';
import { fatOrLeanChart } from './chart.ts';
import { fatOrLeanPage } from './page.ts';
import type { PrecompilesReport } from './report.ts';

/** The files of a report, below the repository; page and chart follow from the data. */
export const FAT_OR_LEAN_FILES: readonly {
  path: string;
  render: (report: PrecompilesReport) => string;
}[] = [
  {
    path: 'docs/data/fat-or-lean.json',
    render: (report) => `${JSON.stringify(report, null, 2)}\n`,
  },
  { path: 'docs/fat-or-lean.md', render: fatOrLeanPage },
  { path: 'docs/public/fat-or-lean.svg', render: fatOrLeanChart },
];

/** Writes them all. Throws FILE_UNWRITABLE. */
export function writeReport(report: PrecompilesReport): void {
  writeReportFiles(FAT_OR_LEAN_FILES.map(({ path, render }) => ({ path, text: render(report) })));
}
