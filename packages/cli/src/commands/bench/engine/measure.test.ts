import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { elfOf, PROGRAMS } from '../../../program.fixture.ts';
import { measureGuest, type TimedPeer } from './measure.ts';
import type { Program } from './programs.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hart-bench-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function programOf(name: keyof typeof PROGRAMS): Program {
  const work = { elf: join(folder, `${name}.elf`), block: null, input: null };
  writeFileSync(work.elf, elfOf(PROGRAMS[name]));
  return { name, about: '', kind: 'c', work, tiny: work, native: null };
}

/** A peer that prints this. */
const peer = (text: string): TimedPeer => ({
  name: 'native',
  command: [process.execPath, '-p', JSON.stringify(text)],
  start: 0,
});

test('a guest is run by every engine and peer', async () => {
  const samples = await measureGuest(programOf('hello'), { peers: [peer('hello')], runs: 2 });
  expect(samples).toMatchObject({ name: 'hello', steps: 13, qemu: null });
  for (const seconds of [samples.counted, samples.traced, samples.native]) {
    expect(seconds).toHaveLength(2);
  }
  expect(samples.traceBytes).toBeGreaterThan(0);
  expect(samples.interpreter).toMatchObject({ steps: 13, seconds: { length: 3 } });
});

test('an output that differs is an error', async () => {
  const measured = measureGuest(programOf('hello'), { peers: [peer('goodbye')], runs: 1 });
  await expect(measured).rejects.toMatchObject({ code: 'HART2404' });
});

test('a guest that fails is an error', async () => {
  const measured = measureGuest(programOf('failing'), { peers: [], runs: 1 });
  await expect(measured).rejects.toMatchObject({ code: 'HART2403' });
});

test('so is one that cannot be loaded', async () => {
  const program = programOf('hello');
  writeFileSync(program.work.elf, 'no ELF');
  const measured = measureGuest(program, { peers: [], runs: 1 });
  await expect(measured).rejects.toMatchObject({ code: 'HART2403' });
});
