import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findPrograms } from './programs.ts';

let folder: string;
let notes: string[];
const progress = { show() {}, end() {}, note: (line: string) => notes.push(line) };

beforeEach(() => {
  notes = [];
  folder = mkdtempSync(join(tmpdir(), 'hart-bench-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Looks for programs in a repository whose build script is this. */
function find(wanted: readonly string[] | undefined, script?: string) {
  if (script !== undefined) {
    mkdirSync(join(folder, 'bench'));
    writeFileSync(join(folder, 'bench/build.ts'), script);
  }
  return findPrograms(wanted, progress, pathToFileURL(`${folder}/`));
}

const BUILD = `
  const size = process.argv.includes('--tiny') ? 'tiny' : 'full';
  console.error('building a');
  console.log(JSON.stringify({
    compilers: { guest: 'clang', native: null },
    guests: [{ name: 'a', about: 'A', elf: size + '/a.elf', native: null }],
    empty: { elf: 'empty.elf', native: null },
    leftOut: [{ what: 'b', why: process.argv.slice(2).join(' ') }],
  }));`;

test('takes what was built, and says what was left out', async () => {
  const { programs, empty, versions, leftOut } = await find(['a', 'b', 'sample-block'], BUILD);
  expect(programs).toEqual([
    {
      name: 'a',
      about: 'A',
      kind: 'c',
      work: { elf: 'full/a.elf', block: null, input: null },
      tiny: { elf: 'tiny/a.elf', block: null, input: null },
      native: null,
    },
  ]);
  expect(empty).toEqual({ elf: 'empty.elf', native: null });
  expect(versions).toMatchObject({ clang: 'clang', gcc: null });
  expect(leftOut).toContainEqual({ what: 'b', why: '--only a,b' });
  expect(leftOut).toContainEqual({
    what: 'sample-block',
    why: 'there is no examples/sample-block',
  });
  expect(notes).toEqual(['building a', 'building a']);
});

test('blocks alone need no build', async () => {
  mkdirSync(join(folder, 'examples/sample-block'), { recursive: true });
  const { programs } = await find(['sample-block']);
  expect(programs).toMatchObject([{ name: 'sample-block', kind: 'block', tiny: null }]);
});

test.each([
  ['without sources', undefined, 'HART2401'],
  ['that does not compile', "console.error('x\\ngcc failed'); process.exit(1)", 'HART2402'],
  ['that does not exist', 'process.exit(2)', 'HART5001'],
])('a guest %s is an error', async (_, script, code) => {
  await expect(find(['a'], script)).rejects.toMatchObject({ code });
});
