import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ZISK_FCALLS, ZISK_OPERATIONS } from '@hart/accelerators';
import { prepareReplay, replayChunk, startMismatch, type TraceChunk } from '@hart/machine';
import { readElf } from '@hart/riscv';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { expect, test } from 'vitest';
import { runProgram } from '../run-program.ts';
import { DMA_CALLS } from './dma.ts';

const elf = readElf(
  readFileSync(
    fileURLToPath(new URL('../../../../guests/prebuilt/zisk-rust.elf', import.meta.url)),
  ),
);

/** A record of the input: length, bytes, and zeros up to a multiple of 8. */
function recordOf(bytes: Uint8Array): Uint8Array {
  const record = new Uint8Array(8 + 8 * Math.ceil(bytes.length / 8));
  new DataView(record.buffer).setBigUint64(0, BigInt(bytes.length), true);
  record.set(bytes, 8);
  return record;
}

const message = new Uint8Array(1000).map((_, index) => index * 7);

test.each(['interpreter', 'aot'] as const)(
  'a guest that uses all that ZisK has finds it right, %s',
  (engine) => {
    for (const length of [0, 1, 55, 56, 64, 135, 136, 1000]) {
      const bytes = message.subarray(0, length);
      const result = runProgram(elf, { abi: 'zisk', engine, input: recordOf(bytes) });
      expect(result.log).toBe('all checks passed\n');
      expect(result.outcome).toEqual({ kind: 'exit', code: 0 });
      const sha256 = createHash('sha256').update(bytes).digest();
      expect(result.output.subarray(0, 32)).toEqual(new Uint8Array(sha256));
      expect(result.output.subarray(32, 64)).toEqual(keccak_256(bytes));
      expect(result.output.subarray(64)).toEqual(new Uint8Array(192));
      const names = result.accelerators.map(({ name }) => name);
      const all = [...ZISK_OPERATIONS.values(), ...DMA_CALLS.values()].map(({ name }) => name);
      const fcalls = [...ZISK_FCALLS.values()].map(({ name }) => `fcall_${name}`);
      expect(names).toEqual([...all, ...fcalls].sort());
    }
  },
);

test('its trace is the same from both engines, and replays', () => {
  const traces = (['interpreter', 'aot'] as const).map((engine) => {
    const chunks: TraceChunk[] = [];
    const result = runProgram(elf, {
      abi: 'zisk',
      engine,
      input: recordOf(message),
      trace: (chunk) => chunks.push({ ...chunk, values: chunk.values.slice() }),
    });
    return { chunks, steps: result.steps };
  });
  expect(traces[1]).toEqual(traces[0]);
  const program = prepareReplay(elf);
  let steps = 0;
  let operands = 0;
  let end: Parameters<typeof startMismatch>[0] | undefined;
  for (const chunk of traces[1]!.chunks) {
    const replay = replayChunk(program, chunk, (rows) => {
      operands += rows.operands.length;
    });
    if (!replay.ok) throw new Error(replay.reason);
    if (end !== undefined) expect(startMismatch(end, chunk)).toBeUndefined();
    end = replay.end;
    steps += chunk.steps;
  }
  expect(steps).toBe(traces[0]!.steps);
  expect(operands).toBeGreaterThan(100);
});

test('a wrong input length ends it with a trap that says so', () => {
  const record = recordOf(message);
  new DataView(record.buffer).setBigUint64(0, 10_000n, true);
  const { outcome } = runProgram(elf, { abi: 'zisk', input: record });
  expect(outcome).toMatchObject({
    kind: 'trap',
    text: expect.stringContaining('the guest waits for 10008'),
  });
});
