import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { encode } from '@hart/riscv';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { elfOf, PROGRAMS } from '../../program.fixture.ts';

const LAUNCHER = fileURLToPath(new URL('../../../bin/hart.mjs', import.meta.url));
const call = (number: number) => [encode('addi', { rd: 17, imm: number }), encode('ecall')];
let folder: string;

function syscalls(...args: string[]) {
  const all = [LAUNCHER, 'syscalls', ...args];
  return spawnSync(process.execPath, all, { encoding: 'utf8', cwd: folder, input: '' });
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hart-syscalls-'));
  writeFileSync(join(folder, 'hello.elf'), elfOf(PROGRAMS.hello));
  writeFileSync(join(folder, 'yield.elf'), elfOf([...call(124), ...call(113), ...call(94)]));
  writeFileSync(join(folder, 'socket.elf'), elfOf([...call(172), ...call(198)]));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('a profile is a table, with the tier that suffices', () => {
  const { stdout, stderr, status } = syscalls('yield.elf');
  expect(stdout.split('\n')).toEqual([
    'call           number  tier            count  arguments',
    'exit_group     94      linux-basic     1',
    'clock_gettime  113     linux-basic     1      REALTIME',
    'sched_yield    124     linux-advanced  1',
    '3 different calls, 3 in all; needs linux-advanced',
    '',
  ]);
  expect(stderr).toContain('exit 242 after 6 steps');
  expect(status).toBe(0);
});

test('the profile as data', () => {
  const { stdout, status } = syscalls('hello.elf', '--json');
  expect(JSON.parse(stdout).data).toMatchObject({
    tier: 'linux-basic',
    calls: { write: 2, exit: 1 },
    missing: [],
    reason: 'exit',
    exitCode: 0,
  });
  expect(status).toBe(0);
});

test('two programs side by side', () => {
  const { stdout } = syscalls('hello.elf', 'yield.elf');
  expect(stdout.split('\n')).toEqual([
    'call           tier            hello.elf  yield.elf',
    'write          linux-basic     2          -',
    'exit           linux-basic     1          -',
    'exit_group     linux-basic     -          1',
    'clock_gettime  linux-basic     -          1',
    'sched_yield    linux-advanced  -          1',
    'hello.elf: 2 different calls, 3 in all; needs linux-basic',
    'yield.elf: 3 different calls, 3 in all; needs linux-advanced',
    '',
  ]);
  const { data } = JSON.parse(syscalls('hello.elf', 'yield.elf', '--json').stdout);
  expect(data.programs.map(({ file }: { file: string }) => file)).toEqual([
    'hello.elf',
    'yield.elf',
  ]);
});

test('a call that Hart does not have is named, and fails the command', () => {
  const { stdout, status } = syscalls('socket.elf', '--json');
  const { data, errors } = JSON.parse(stdout);
  expect(data).toMatchObject({ tier: null, calls: { getpid: 1, socket: 1 }, reason: 'trap' });
  expect(data.missing).toEqual([expect.stringMatching(/^socket\(0x3e8, .*\), number 198$/)]);
  expect(errors).toMatchObject([{ code: 'HART5007' }]);
  expect(status).toBe(3);
});
