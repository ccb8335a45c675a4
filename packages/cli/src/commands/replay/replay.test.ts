import { spawn, spawnSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { runProgram } from '@hart/abi';
import { createTraceWriter, type TraceChunk } from '@hart/machine';
import { encode } from '@hart/riscv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { elfOf, PROGRAMS } from '../../program.fixture.ts';

const LAUNCHER = fileURLToPath(new URL('../../../bin/hart.mjs', import.meta.url));
/** Counts x5 down from 2^19, two steps a turn, so that there are several chunks; then traps. */
const COUNTER = elfOf([
  encode('lui', { rd: 5, imm: 2 ** 19 }),
  encode('addi', { rd: 5, rs1: 5, imm: -1 }),
  encode('bne', { rs1: 5, rs2: 0, imm: -4 }),
  encode('ebreak'),
]);
let folder: string;

function replay(...args: string[]) {
  const options = { encoding: 'utf8', cwd: folder, input: '' } as const;
  const all = [LAUNCHER, 'replay', ...args, '--json'];
  const { status, stdout } = spawnSync(process.execPath, all, options);
  return { status, envelope: JSON.parse(stdout) };
}

/** Writes the trace of a program, with chunks altered and checksums that fit. */
function writeTrace(name: string, elf: Uint8Array, alter: (chunk: TraceChunk) => void = () => {}) {
  const pieces: Uint8Array[] = [];
  const header = { elfSha256: hash('sha256', elf), abi: 'zkvm' };
  const writer = createTraceWriter((bytes) => pieces.push(bytes.slice()), header);
  const { outcome } = runProgram(elf, {
    abi: 'zkvm',
    trace(chunk) {
      const copy = { ...chunk, registers: chunk.registers.slice() };
      alter(copy);
      writer.write(copy);
    },
  });
  writer.end(outcome);
  writeFileSync(join(folder, name), Buffer.concat(pieces));
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hart-replay-'));
  writeFileSync(join(folder, 'counter.elf'), COUNTER);
  writeFileSync(join(folder, 'hello.elf'), elfOf(PROGRAMS.hello));
  writeFileSync(join(folder, 'forever.elf'), elfOf([encode('jal', { rd: 0, imm: 0 })]));
  writeTrace('counter.trace', COUNTER);
  writeTrace('hello.trace', elfOf(PROGRAMS.hello));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('replays a trace, with the same digest on one and two workers', () => {
  const [one, two] = ['1', '2'].map((workers) =>
    replay('counter.trace', '--elf', 'counter.elf', '--workers', workers),
  );
  expect(one).toMatchObject({
    status: 0,
    envelope: { success: true, data: { chunks: 5, steps: 2 ** 20 + 1, workers: 1 } },
  });
  const { digest, seconds, rowsPerSecond } = one?.envelope.data ?? {};
  expect(digest).toMatch(/^[0-9a-f]{16}$/);
  expect(rowsPerSecond).toBeCloseTo((2 ** 20 + 1) / seconds, 0);
  expect(two?.envelope.data).toMatchObject({ workers: 2, digest });
});

test('a trace that was forged does not replay, and the chunk is named', () => {
  writeTrace('forged.trace', COUNTER, (chunk) => {
    if (chunk.index === 2) chunk.registers[5]! += 1n;
  });
  expect(replay('forged.trace', '--elf', 'counter.elf')).toMatchObject({
    status: 1,
    envelope: {
      success: false,
      data: { chunk: 2, reason: expect.stringMatching(/^it starts with x5 = 0x/) },
      errors: [{ code: 'HART2202', message: expect.stringMatching(/^Chunk 2 of the trace/) }],
    },
  });
});

test('a trap elsewhere than the trace says', () => {
  writeTrace('moved.trace', COUNTER, (chunk) => {
    // One more turn in the last chunk would be needed.
    if (chunk.end) chunk.steps -= 1;
  });
  expect(replay('moved.trace', '--elf', 'counter.elf')).toMatchObject({
    status: 1,
    envelope: { data: { chunk: 4, reason: expect.stringMatching(/^it ends at pc 0x.*the trap/) } },
  });
});

describe('--pipeline', () => {
  test('gives the same digest as the file, which it can write as well', () => {
    const args = ['--pipeline', '--elf', 'counter.elf', '--workers', '2'];
    const { digest } = replay('counter.trace', '--elf', 'counter.elf').envelope.data;
    const piped = replay(...args, '--trace', 'piped.trace');
    expect(piped).toMatchObject({
      status: 0,
      envelope: {
        success: true,
        data: {
          chunks: 5,
          steps: 2 ** 20 + 1,
          digest,
          execution: { reason: 'trap', exitCode: null, trace: { chunks: 5 } },
        },
      },
    });
    expect(readFileSync(join(folder, 'piped.trace'))).toEqual(
      readFileSync(join(folder, 'counter.trace')),
    );
    const limited = replay(...args, '--max-steps', '300000').envelope.data;
    expect(limited).toMatchObject({ chunks: 2, steps: 300_000, execution: { reason: 'limit' } });
  });

  test('a program that never ends is ended by a signal', async () => {
    const child = spawn(
      process.execPath,
      [LAUNCHER, 'replay', '--pipeline', '--elf', 'forever.elf'],
      { cwd: folder, stdio: 'ignore' },
    );
    await new Promise((resolve) => setTimeout(resolve, 1500));
    child.kill('SIGINT');
    const [code, signal] = await once(child, 'exit');
    expect([code, signal]).toEqual([null, 'SIGINT']);
  });

  test('what the run refuses ends it', () => {
    expect(replay('--pipeline', '--elf', 'counter.elf', '--max-memory', '5000')).toMatchObject({
      status: 2,
      envelope: { errors: [{ code: 'HART3003' }] },
    });
    const unwritable = ['--trace', join('nowhere', 'x.trace')];
    expect(replay('--pipeline', '--elf', 'forever.elf', ...unwritable)).toMatchObject({
      status: 4,
      envelope: { errors: [{ code: 'HART5005' }] },
    });
  });
});

test('an exit that the trace does not reach', () => {
  writeTrace('cut.trace', readFileSync(join(folder, 'hello.elf')), (chunk) => {
    // The exit logs one value: that it changed nothing.
    chunk.steps -= 1;
    chunk.values = chunk.values.slice(0, -1);
  });
  expect(replay('hello.trace', '--elf', 'hello.elf').status).toBe(0);
  expect(replay('cut.trace', '--elf', 'hello.elf')).toMatchObject({
    status: 1,
    envelope: { data: { chunk: 0, reason: expect.stringMatching(/cannot have been the exit$/) } },
  });
});

test.each([
  ['another program', ['counter.trace', '--elf', 'hello.elf'], 1, 'HART2203'],
  ['no program', ['counter.trace'], 2, 'HART5001'],
  ['no trace and no pipeline', ['--elf', 'counter.elf'], 2, 'HART5001'],
  ['a trace and the pipeline', ['counter.trace', '--pipeline', '--elf', 'x'], 2, 'HART5001'],
  ['an input for a trace', ['counter.trace', '--elf', 'x', '--input', 'x'], 2, 'HART5001'],
  ['no trace', ['counter.elf', '--elf', 'counter.elf'], 1, 'HART2101'],
  ['no file', ['nothing', '--elf', 'counter.elf'], 4, 'HART5002'],
  ['no worker', ['counter.trace', '--elf', 'counter.elf', '--workers', '0'], 2, 'HART5001'],
] as const)('%s', (_, args, status, code) => {
  expect(replay(...args)).toMatchObject({ status, envelope: { errors: [{ code }] } });
});
