import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unwritable, writeOutputFile } from '../../../files.ts';
import { engineChart } from './chart.ts';
import { enginePage } from './page.ts';
import type { EngineReport } from './report.ts';

const ROOT = new URL('../../../../../../', import.meta.url);

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
  for (const { path, render } of REPORT_FILES) {
    const file = fileURLToPath(new URL(path, ROOT));
    try {
      mkdirSync(dirname(file), { recursive: true });
    } catch (error) {
      throw unwritable(file, error);
    }
    writeOutputFile(file, render(report));
  }
}
