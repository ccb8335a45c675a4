import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { elfOf, PROGRAMS } from './program.fixture.ts';

const LAUNCHER = fileURLToPath(new URL('../bin/hart.mjs', import.meta.url));
let folder: string;

function hart(...args: string[]) {
  const options = { encoding: 'utf8', cwd: folder, input: '' } as const;
  return spawnSync(process.execPath, [LAUNCHER, ...args], options);
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hart-profile-'));
  writeFileSync(join(folder, 'hello.elf'), elfOf(PROGRAMS.hello));
  writeFileSync(join(folder, 'trapping.elf'), elfOf(PROGRAMS.trapping));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const read = (name: string): Buffer => readFileSync(join(folder, name));

test('writes a profile in the format of the file name, and a table', () => {
  const { status, stdout, stderr } = hart('run', 'hello.elf', '--profile', 'a.folded');
  expect(status).toBe(0);
  expect(stdout).toBe('hello\n');
  expect(stderr).toMatch(/^ *13 +100\.0% +13 +100\.0% +main$/m);
  expect(stderr).toMatch(/^profile: 1 function on 3 call paths, written to a\.folded$/m);
  expect(read('a.folded').toString()).toMatch(/^main 1\nmain;main \d+\nmain;main;main \d+\n$/);

  hart('run', 'hello.elf', '--profile', 'a.json', '--engine', 'interpreter');
  const speedscope = JSON.parse(read('a.json').toString());
  expect(speedscope).toMatchObject({ name: 'hello.elf', profiles: [{ endValue: 13 }] });
  for (const name of ['a.pb.gz', 'a.pprof']) {
    hart('run', 'hello.elf', '--profile', name);
    expect(gunzipSync(read(name)).length).toBeGreaterThan(50);
  }
});

test('goes with --trace, --json and a trap', () => {
  const options = ['--trace', 'ring', '--profile', 'b.folded', '--json'];
  const { status, stdout } = hart('run', 'trapping.elf', ...options);
  expect(status).toBe(3);
  expect(JSON.parse(stdout).data).toMatchObject({
    steps: 2,
    trace: { chunks: 1 },
    profile: {
      file: 'b.folded',
      nodes: 1,
      functions: [{ name: 'main', exclusive: 2, inclusive: 2 }],
    },
  });
  expect(read('b.folded').toString()).toBe('main 2\n');
});

test('profiles the validation of a block: its samples are its steps', () => {
  const block = fileURLToPath(new URL('../../../examples/sample-block', import.meta.url));
  const { status, stdout } = hart('block', block, '--profile', 'c.folded', '--json');
  expect(status).toBe(0);
  const { data } = JSON.parse(stdout);
  expect(data.valid).toBe(true);
  expect(data.profile.functions).toHaveLength(15);
  const counts = read('c.folded').toString().match(/\d+$/gm) ?? [];
  expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(data.steps);
});

test('refuses a file name that does not say which format it is, before anything runs', () => {
  const { status, stdout } = hart('run', 'hello.elf', '--profile', 'a.txt', '--json');
  expect(status).toBe(2);
  expect(JSON.parse(stdout).errors[0].code).toBe('HART5001');
  expect(existsSync(join(folder, 'a.txt'))).toBe(false);
});

test('says when the file cannot be written', () => {
  const { status, stdout } = hart('run', 'hello.elf', '--profile', 'no/a.json', '--json');
  expect(status).toBe(4);
  expect(JSON.parse(stdout).errors[0].code).toBe('HART5005');
});
