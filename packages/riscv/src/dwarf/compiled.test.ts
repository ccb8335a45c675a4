import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readElf } from '../elf.ts';
import { readDebugInfo } from './debug-info.ts';

const found = (...names: string[]): string | undefined =>
  names.find((name) => spawnSync(name, ['--version']).status === 0);

const CLANG = found('clang-19', 'clang');
const LINKER = found('ld.lld-19', 'ld.lld');
const SYMBOLIZER = found('llvm-symbolizer-19', 'llvm-symbolizer');
const ADDR2LINE = found('riscv64-linux-gnu-addr2line', 'riscv64-unknown-elf-addr2line');
const canCompile = CLANG !== undefined && LINKER !== undefined;
if (!canCompile) console.log('skipped: DWARF of compiled programs (needs clang-19 and lld-19)');
if (SYMBOLIZER === undefined) console.log('skipped: comparison with llvm-symbolizer');
if (ADDR2LINE === undefined) {
  console.log('skipped: comparison with addr2line (needs binutils-riscv64-linux-gnu)');
}

const HEADER = `
static inline unsigned mix(unsigned a, unsigned b) {
  for (unsigned n = 0; n < b % 7; n++)
    a = a * 31 + n;
  return a;
}
static inline __attribute__((always_inline)) unsigned twice(unsigned a) {
  return mix(a, a + 1) + mix(a + 2, a * 3);
}
`;
/** Functions whose calls are inlined two deep, more of them than one line table opcode reaches. */
const source = (functions: number): string => `
#include "mix.h"
volatile unsigned sink;
${Array.from(
  { length: functions },
  (_, n) => `
unsigned f${n}(unsigned a) {
  unsigned b = twice(a + ${n});

  if (b & 1)
    sink = mix(b, ${n});
  switch (b % 5) {
    case 0: return b;
    case 1: return a;
    case 2: return twice(b);
    default: return a ^ b;
  }
}`,
).join('\n')}
unsigned (*volatile table[])(unsigned) = { ${Array.from({ length: functions }, (_, n) => `f${n}`)} };
void _start(void) { for (;;) sink = table[sink % ${functions}](sink); }
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hart-dwarf-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function compile(version: 4 | 5): string {
  const elf = join(folder, `v${version}.elf`);
  writeFileSync(join(folder, 'mix.h'), HEADER);
  writeFileSync(join(folder, 'main.c'), source(40));
  const args = [
    ...['--target=riscv64-unknown-elf', '-march=rv64im', '-mabi=lp64', '-mcmodel=medany', '-O2'],
    ...[`-gdwarf-${version}`, '-ffunction-sections', '-nostdlib', '-static'],
    ...[`-fuse-ld=${LINKER?.replace('ld.', '')}`, '-Wl,-Ttext=0x80000000', 'main.c', '-o', elf],
  ];
  const { status, stderr } = spawnSync(CLANG as string, args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return elf;
}

/** Lines that a tool prints for each address, given that it repeats the address before them. */
function ask(tool: string, args: readonly string[], pcs: readonly number[]): string[][] {
  const input = pcs.map((pc) => `0x${pc.toString(16)}\n`).join('');
  const { stdout } = spawnSync(tool, args, { input, encoding: 'utf8', maxBuffer: 2 ** 28 });
  const answers: string[][] = [];
  for (const line of stdout.split('\n')) {
    if (/^0x[0-9a-f]+$/.test(line)) answers.push([]);
    else if (line !== '') answers.at(-1)?.push(line.replace(/ \(discriminator \d+\)$/, ''));
  }
  expect(answers).toHaveLength(pcs.length);
  return answers;
}

test.runIf(canCompile).each([4, 5] as const)('a C program with DWARF %i', (version) => {
  const path = compile(version);
  const bytes = readFileSync(path);
  const code = readElf(bytes).segments.find(({ executable }) => executable);
  if (code === undefined) throw new Error('no code');
  const pcs = Array.from({ length: code.data.length / 4 }, (_, n) => code.address + 4 * n);
  expect(pcs.length).toBeGreaterThan(2500);
  const { locate, problems } = readDebugInfo(bytes);
  const frames = pcs.map(locate);
  expect(problems).toEqual([]);
  expect(frames.reduce((sum, { length }) => sum + length, 0)).toBeGreaterThan(1.5 * pcs.length);
  if (SYMBOLIZER !== undefined) {
    const args = ['--output-style=GNU', '--no-demangle', '--inlines', '-f', '-a', '-e', path];
    const expected = ask(SYMBOLIZER, args, pcs);
    const mine = frames.map((list) =>
      list.flatMap((frame) => [frame.function, `${frame.file}:${frame.line || '?'}`]),
    );
    const normal = (lines: (string | undefined)[]): unknown =>
      lines.map((line) => line?.replace(/:0$/, ':?'));
    for (const [n, lines] of mine.entries()) expect(normal(lines)).toEqual(normal(expected[n]!));
  }
  if (ADDR2LINE !== undefined) {
    const expected = ask(ADDR2LINE, ['-a', '-e', path], pcs);
    // Version 2.40 counts clang's files of DWARF 5 from 1, so there only lines can be compared.
    const place = (text = ''): string => (version === 4 ? text : text.replace(/^.*:/, ''));
    for (const [n, [frame]] of frames.entries()) {
      // Line 0, code of no line, is a place that is not known to it.
      if (frame === undefined || frame.line === 0) continue;
      expect(place(`${frame.file}:${frame.line}`)).toBe(place(expected[n]?.[0]));
    }
  }
});
