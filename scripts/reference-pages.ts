/**
 * Writes the book's generated pages: its reference from the tables that the code uses (commands, exit
 * codes, errors), the survey of precompiles, and the reports of benches from the data that was last measured.
 * With `--check` it writes nothing and fails if a page is not what it would write.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import {
  type EngineReport,
  FAT_OR_LEAN_FILES,
  type PrecompilesReport,
  REPORT_FILES,
} from '@hart/cli';
import { commandLinePage } from './reference/command-line-page.ts';
import { errorsPage } from './reference/errors-page.ts';
import { linuxCallsPage } from './reference/linux-calls-page.ts';
import { precompilesPage } from './reference/precompiles-page.ts';
import { sp1CallsPage } from './reference/sp1-calls-page.ts';
import { ziskCallsPage } from './reference/zisk-calls-page.ts';
import { systemCallsPage } from './system-calls/page.ts';
import type { SystemCallsReport } from './system-calls/report.ts';

const measured = new URL('../docs/data/bench-engine.json', import.meta.url);
const report = JSON.parse(readFileSync(measured, 'utf8')) as EngineReport;
const accelerated = new URL('../docs/data/fat-or-lean.json', import.meta.url);
const fatOrLean = JSON.parse(readFileSync(accelerated, 'utf8')) as PrecompilesReport;
const calls = new URL('../docs/data/system-calls.json', import.meta.url);
const systemCalls = JSON.parse(readFileSync(calls, 'utf8')) as SystemCallsReport;

const PAGES = [
  { path: 'docs/reference/command-line.md', render: commandLinePage },
  { path: 'docs/reference/errors.md', render: errorsPage },
  { path: 'docs/reference/linux-calls.md', render: linuxCallsPage },
  { path: 'docs/reference/zisk-calls.md', render: ziskCallsPage },
  { path: 'docs/reference/sp1-calls.md', render: sp1CallsPage },
  { path: 'docs/precompiles.md', render: precompilesPage },
  { path: 'docs/system-calls.md', render: () => systemCallsPage(systemCalls) },
  ...REPORT_FILES.map(({ path, render }) => ({ path, render: () => render(report) })),
  ...FAT_OR_LEAN_FILES.map(({ path, render }) => ({ path, render: () => render(fatOrLean) })),
];

const check = process.argv.includes('--check');
for (const { path, render } of PAGES) {
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
  const text = render();
  if (!check) {
    writeFileSync(file, text);
  } else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    console.log(`${path} is out of date; run \`npm run docs:reference\`.`);
    process.exitCode = 1;
  }
}
