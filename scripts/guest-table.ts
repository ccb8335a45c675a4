/**
 * Prints the table of the book: what the real blocks of the conformance data cost by each guest. Each run is a process of
 * its own without kept translations; memory is the most that the process had, the machine and the guest together.
 *
 *     node scripts/guest-table.ts [NAME…]    only these blocks
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { GUEST_NAMES, validateBlock } from '@hart/stateless';
import { readBlockFolder } from '@hart/stateless/node';
import { dataFolder } from './data-folder.ts';
import { guestNamed } from './guest-option.ts';

interface Row {
  readonly verdict: string;
  readonly steps: number;
  readonly seconds: number;
  /** Bytes. */
  readonly memory: number;
}

const [mode, ...rest] = process.argv.slice(2);
if (mode === '--one') await runOne(rest[0] ?? '', rest[1] ?? '');
else printTable(process.argv.slice(2));

async function runOne(path: string, guest: string): Promise<void> {
  const { expectedHash, ...block } = await readBlockFolder(path);
  const report = await validateBlock(block, { expectedHash, guest: guestNamed(guest) });
  const row: Row = {
    verdict: report.valid ? 'valid' : (report.verdict.reason?.name ?? 'another block'),
    steps: report.steps,
    seconds: report.seconds.load + report.seconds.compile + report.seconds.run,
    memory: process.resourceUsage().maxRSS * 1024,
  };
  console.log(JSON.stringify(row));
}

function printTable(only: readonly string[]): void {
  const folder = dataFolder('blocks');
  if (folder === undefined) return;
  for (const guest of GUEST_NAMES) guestNamed(guest);
  const columns = GUEST_NAMES.map((name) => `${name}: steps, s, MiB`);
  console.log(`| block | verdict | ${columns.join(' | ')} |`);
  console.log(`|---|---|${'---|'.repeat(columns.length)}`);
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (!statSync(path).isDirectory() || (only.length > 0 && !only.includes(name))) continue;
    const rows = GUEST_NAMES.map((guest) => measure(path, guest));
    const verdicts = new Set(rows.map(({ verdict }) => verdict));
    const cells = rows.map(
      ({ steps, seconds, memory }) =>
        `${(steps / 1e6).toFixed(0)} M, ${seconds.toFixed(1)}, ${(memory / 2 ** 20).toFixed(0)}`,
    );
    console.log(`| ${basename(path)} | ${[...verdicts].join(' / ')} | ${cells.join(' | ')} |`);
  }
}

function measure(path: string, guest: string): Row {
  const args = [fileURLToPath(import.meta.url), '--one', path, guest];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Row;
}
