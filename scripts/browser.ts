/**
 * Runs Hart in Web Workers of headless Chromium and compares it with Node: the same results, the same
 * traces byte for byte, and how fast.
 *
 *     node scripts/browser.ts [--guest NAME=ELF]… [--samples N] [--json]
 *     node scripts/browser.ts --serve [--port N]      the example page, until it is stopped
 *
 * Without `--guest`, the bench guests as bench/build.ts builds them. A sample is one run in a fresh
 * worker, Chromium and Node in turns; the table has medians. Ends with `N passed, N failed`, with
 * `--json` on standard error.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { guestPath } from '@hart/stateless/node';
import { bundleForBrowser } from './browser/bundle.ts';
import { createChromiumHost, createNodeHost, findChromium, type Host } from './browser/hosts.ts';
import type { Job } from './browser/perform.ts';
import { meanRatio, type Row, renderTable, type Samples, speedOf } from './browser/report.ts';
import { serveSite } from './browser/site.ts';
import { createTally } from './tally.ts';

const { values } = parseArgs({
  options: {
    guest: { type: 'string', multiple: true },
    samples: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
    serve: { type: 'boolean', default: false },
    port: { type: 'string', default: '8080' },
  },
});
const root = fileURLToPath(new URL('..', import.meta.url));
const note = values.json ? console.error : console.log;
const tally = createTally({ print: note });

const bundle = await bundleForBrowser({
  worker: `${root}examples/browser/worker.ts`,
  'web-worker': `${root}scripts/browser/web-worker.ts`,
});
/** Files of the site by their name in it. */
const files = new Map<string, Uint8Array>();
addFile('index.html', `${root}examples/browser/index.html`);
addFile('stateless.elf', guestPath('rust'));
for (const name of ['block.rlp', 'witness.json', 'meta.json']) {
  addFile(`sample-block/${name}`, `${root}examples/sample-block/${name}`);
}
for (const [name, code] of bundle.files) files.set(name, new TextEncoder().encode(code));
files.set('empty.html', new TextEncoder().encode('<!doctype html><title>Hart</title>'));

if (values.serve) {
  const { url } = await serveSite(files, Number(values.port));
  console.log(`${url} (stop with Ctrl-C)`);
} else {
  await compare();
}

/** Read at once, so that everybody gets the same bytes even if the file is made anew meanwhile. */
function addFile(name: string, path: string): void {
  files.set(name, new Uint8Array(readFileSync(path)));
}

async function compare(): Promise<void> {
  const foreign = bundle.foreign.join(', ');
  tally.check('the bundle has nothing of Node', foreign === '' ? undefined : foreign);
  const executable = findChromium();
  if (executable === undefined) {
    note('skipped: everything in Chromium, which is not installed ($CHROMIUM may name it)');
    tally.end();
    return;
  }
  const guests = benchGuests();
  for (const { name, elf } of guests) addFile(`${name}.elf`, elf);
  const site = await serveSite(files, 0);
  const chromium = await createChromiumHost(executable, site.url);
  try {
    const node = createNodeHost(files);
    const page = await chromium.pressStart();
    tally.check('the example page', page === 'valid' ? undefined : page);
    const block = await compareBlocks(chromium, node);
    const rows: Row[] = [];
    for (const { name } of guests) rows.push(await compareGuests(name, chromium, node));
    if (values.json) {
      const means = { untraced: meanRatio(rows, 'untraced'), traced: meanRatio(rows, 'traced') };
      const versions = { chromium: chromium.version, node: node.version };
      const samples = Number(values.samples);
      console.log(JSON.stringify({ versions, samples, block, rows, geomean: means }, null, 2));
    } else if (rows.length > 0) {
      console.log(`\n${chromium.version}, ${node.version}; million steps a second, medians of`);
      console.log(`${values.samples} runs in turns\n\n${renderTable(rows)}\n`);
    }
  } finally {
    await chromium.close();
    site.close();
  }
  tally.end();
}

/** What is to be run, and where the ELF lies. */
function benchGuests(): { name: string; elf: string }[] {
  if (values.guest !== undefined) {
    return values.guest.map((argument) => {
      const [name = '', elf = ''] = argument.split(/=(.*)/);
      return { name, elf };
    });
  }
  const build = `${root}bench/build.ts`;
  if (!existsSync(build)) {
    note('skipped: the bench guests (there is no bench/build.ts)');
    return [];
  }
  const { status, stdout } = spawnSync(process.execPath, [build], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  if (status !== 0) {
    tally.check('the bench guests build', `bench/build.ts ended with ${status}`);
    return [];
  }
  const { guests, leftOut } = JSON.parse(stdout);
  for (const { what, why } of leftOut) note(`skipped: ${what} of the bench (${why})`);
  return guests;
}

/** The sample block with its whole trace. */
async function compareBlocks(chromium: Host, node: Host) {
  const job = { kind: 'block', elf: 'stateless.elf', folder: 'sample-block/' } as const;
  const there = await chromium.perform(job);
  const here = await node.perform(job);
  for (const [name, { seconds }] of Object.entries({ Chromium: there, Node: here })) {
    const [total, compile, run] = [seconds.total, seconds.compile, seconds.run].map((s) =>
      s.toFixed(2),
    );
    note(
      `     ${name}: ${total} s from reading to verdict, of it compile ${compile} s, run ${run} s`,
    );
  }
  const { valid, reason, gasUsed, trace } = there.result;
  tally.check('the sample block', valid ? undefined : (reason ?? 'invalid'), `${gasUsed} gas`);
  const size = `${trace.chunks} chunks, ${trace.bytesPerStep.toFixed(2)} bytes a step`;
  tally.check('the sample block as in Node, trace and all', differenceOf(there, here), size);
  const seconds = { chromium: there.seconds, node: here.seconds };
  return { ...there.result, seconds };
}

/** One bench guest: its trace, then its speed. */
async function compareGuests(guest: string, chromium: Host, node: Host): Promise<Row> {
  const elf = `${guest}.elf`;
  const both = async <J extends Job>(job: J) =>
    [await chromium.perform(job), await node.perform(job)] as const;
  const [there, here] = await both({ kind: 'trace', elf });
  const size = `${there.steps} steps, ${there.bytesPerStep.toFixed(2)} bytes a step`;
  tally.check(
    `${guest}: the trace as in Node`,
    differenceOf({ result: there }, { result: here }),
    size,
  );

  const untraced: Samples = { chromium: [], node: [] };
  const traced: Samples = { chromium: [], node: [] };
  let problem: string | undefined;
  for (let sample = 0; sample < Number(values.samples); sample++) {
    for (const samples of [untraced, traced]) {
      const runs = await both({ kind: 'guest', elf, traced: samples === traced });
      const { outcome } = runs[0].result;
      problem ??= outcome === 'exit 0' ? differenceOf(...runs) : outcome;
      samples.chromium.push(runs[0].mips);
      samples.node.push(runs[1].mips);
    }
  }
  tally.check(`${guest}: steps and output as in Node`, problem);
  return { guest, steps: there.steps, untraced: speedOf(untraced), traced: speedOf(traced) };
}

function differenceOf(there: { result: unknown }, here: { result: unknown }): string | undefined {
  if (isDeepStrictEqual(there.result, here.result)) return undefined;
  return `${JSON.stringify(there.result)}, in Node ${JSON.stringify(here.result)}`;
}
