import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildPrograms, makeWorkloads } from './programs.ts';

let folder: string;
let notes: string[];
const progress = { show() {}, end() {}, note: (line: string) => notes.push(line) };

beforeEach(() => {
  notes = [];
  folder = mkdtempSync(join(tmpdir(), 'hart-precompiles-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A folder with one script. */
function scripts(name: string, text: string): URL {
  writeFileSync(join(folder, name), text);
  return pathToFileURL(`${folder}/`);
}

test('takes what was built, and passes on what the build says', async () => {
  const built = { tools: { rustc: '1' }, programs: [] };
  const script = `console.error('building a'); console.log(${JSON.stringify(JSON.stringify(built))});`;
  expect(await buildPrograms(undefined, progress, scripts('build.ts', script))).toEqual(built);
  expect(notes).toEqual(['building a']);
});

test('reads inputs and outputs as bytes, and passes on what is wanted', async () => {
  const script = `const inputs = { workload: process.argv.slice(2).join(' '), about: 'A', items: 2, input: '01ff', output: '' };
    console.log(JSON.stringify([inputs]));`;
  const [workload] = await makeWorkloads(
    { only: ['a', 'b'], few: true },
    progress,
    scripts('inputs.ts', script),
  );
  expect(workload).toMatchObject({ workload: '--few --only a,b', about: 'A', items: 2 });
  expect([...(workload?.input ?? [])]).toEqual([1, 255]);
  expect(workload?.output).toHaveLength(0);
});

test.each([
  [1, 'BENCH_BUILD'],
  [2, 'USAGE'],
  [4, 'BENCH_TOOLS'],
])('exit code %i of a script is %s', async (status, errorName) => {
  const script = `console.error('first'); console.error('the reason'); process.exit(${status});`;
  const failure = buildPrograms(['a'], progress, scripts('build.ts', script));
  await expect(failure).rejects.toMatchObject({ errorName });
  await expect(failure).rejects.toThrow('the reason');
  expect(notes).toEqual(['first']);
});

test('a folder without the scripts is not the repository', async () => {
  const failure = buildPrograms(undefined, progress, pathToFileURL(`${folder}/`));
  await expect(failure).rejects.toMatchObject({ errorName: 'BENCH_NO_SOURCES' });
});
