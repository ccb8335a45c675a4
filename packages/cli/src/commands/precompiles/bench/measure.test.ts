import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { countWork, timeRuns } from './measure.ts';
import { makeWorkloads, type Program, type Workload } from './programs.ts';

const progress = { show() {}, end() {}, note() {} };
const elf = fileURLToPath(
  new URL('../../../../../../.cache/precompiles/elf/rustcrypto-plain.elf', import.meta.url),
);
const program: Program = {
  ...{ library: 'sha3', about: '', level: 'plain', workloads: ['keccak256'], elf },
};
const missing = existsSync(elf) ? undefined : 'npm run bench:precompiles builds the guest';

async function keccak(): Promise<Workload> {
  const [workload] = await makeWorkloads({ only: ['keccak256'], few: true }, progress);
  return workload as Workload;
}

test('a real row: counts are exact, and the output is checked', async ({ skip }) => {
  if (missing !== undefined) skip(missing);
  const workload = await keccak();
  const { steps, work } = countWork(program, workload);
  expect(work.instructions.values().reduce((sum, times) => sum + times, 0)).toBe(steps);
  // two messages of four blocks, 24 rounds of 25 lanes each at the very least
  expect(steps).toBeGreaterThan(2 * 4 * 24 * 25);
  expect(work.instructions.get('xor')).toBeGreaterThan(1000);
  expect(work.calls.size).toBe(0);

  const { samples, traceBytes } = await timeRuns(program, workload, 2);
  expect(samples).toHaveLength(2);
  expect(traceBytes).toBeGreaterThan(0);
});

test('another output than noble’s fails', async ({ skip }) => {
  if (missing !== undefined) skip(missing);
  const workload = await keccak();
  workload.output[0] = (workload.output[0] ?? 0) ^ 1;
  expect(() => countWork(program, workload)).toThrow(
    expect.objectContaining({ errorName: 'BENCH_OUTPUT' }),
  );
  await expect(timeRuns(program, workload, 1)).rejects.toMatchObject({ errorName: 'BENCH_OUTPUT' });
});

test('a workload that the guest does not have stops it', async ({ skip }) => {
  if (missing !== undefined) skip(missing);
  const workload = { ...(await keccak()), input: Buffer.from('\u0004none') };
  expect(() => countWork(program, workload)).toThrow(
    expect.objectContaining({ errorName: 'BENCH_STOPPED' }),
  );
});
