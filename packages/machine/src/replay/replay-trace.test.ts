import { expect, test } from 'vitest';
import type { TraceChunk } from '../index.ts';
import { R } from '../internal/testing/assemble.ts';
import { programOf } from '../internal/testing/program.ts';
import { copyOf, LOOP, traceOf, world } from '../internal/testing/recorded.ts';
import { prepareReplay } from './program.ts';
import { replayChunk } from './replay-chunk.ts';
import { replayTrace } from './replay-trace.ts';
import { type PlainRow, plainRows } from './row-oracle.ts';

const elf = programOf(LOOP);
const CHUNKS = traceOf(elf, world());
const steps = CHUNKS.reduce((sum, chunk) => sum + chunk.steps, 0);

/** The trace with some chunk's copy changed. */
function altered(index: number, change: (chunk: TraceChunk) => void): TraceChunk[] {
  const chunks = CHUNKS.map(copyOf);
  change(chunks[index] as TraceChunk);
  return chunks;
}

test('the digest and the counts do not depend on the number of workers', async () => {
  const results = [];
  for (const workers of [1, 2, 3]) {
    const result = await replayTrace(CHUNKS.map(copyOf), { elf, workers });
    expect(result).toMatchObject({ ok: true, chunks: 3, steps, workers });
    results.push(result.ok && [result.digest, result.end]);
  }
  expect(results[0]).toMatchObject([
    expect.stringMatching(/^[0-9a-f]{16}$/),
    { values: CHUNKS[2]?.values.length },
  ]);
  expect(results[1]).toEqual(results[0]);
  expect(results[2]).toEqual(results[0]);
});

test('rows come in order, the same as without workers', async () => {
  const expected: PlainRow[][] = [];
  const program = prepareReplay(elf);
  for (const chunk of CHUNKS) {
    const rows: PlainRow[] = [];
    replayChunk(program, chunk, (batch) => rows.push(...plainRows(batch)));
    expected.push(rows);
  }
  const found: PlainRow[][] = [];
  const result = await replayTrace(CHUNKS.map(copyOf), {
    elf,
    workers: 2,
    onRows(rows, chunk) {
      expect(chunk).toBe(found.length);
      found.push(plainRows(rows));
    },
  });
  expect(result.ok).toBe(true);
  expect(found).toEqual(expected);
});

test('a value that is not the one read makes the next chunk start elsewhere', async () => {
  const chunks = altered(0, (chunk) => {
    chunk.values[chunk.values.length >> 1]! += 1n;
  });
  expect(await replayTrace(chunks, { elf, workers: 2 })).toMatchObject({
    ok: false,
    chunk: 1,
    reason: expect.stringMatching(/^it starts with x13 = 0x/),
  });
});

test('a dropped value is found in its chunk', async () => {
  const chunks = altered(1, (chunk) => {
    chunk.values = chunk.values.slice(1);
  });
  expect(await replayTrace(chunks, { elf, workers: 2 })).toMatchObject({ ok: false, chunk: 1 });
});

function floatsWith(place: number, value: bigint): BigUint64Array {
  const floats = new BigUint64Array(33);
  floats[place] = value;
  return floats;
}

test.each([
  ['a register', (chunk: TraceChunk) => (chunk.registers[R.t0] = 5n), /^it starts with x5 = 0x5/],
  ['the pc', (chunk: TraceChunk) => (chunk.pc += 4n), /^it starts at pc 0x/],
  ['the reservation', (chunk: TraceChunk) => (chunk.reservation = 0n), /load reservation/],
  [
    'fcsr',
    (chunk: TraceChunk) => (chunk.floats = floatsWith(32, 5n)),
    /^it starts with fcsr = 0x5/,
  ],
  ['an f', (chunk: TraceChunk) => (chunk.floats = floatsWith(7, 2n)), /^it starts with f7 = 0x2/],
  ['no fcsr', (chunk: TraceChunk) => (chunk.floats = floatsWith(32, 256n)), /^it starts with fcsr/],
])('another start of a chunk: %s', async (_, change, reason) => {
  expect(await replayTrace(altered(2, change), { elf, workers: 2 })).toMatchObject({
    ok: false,
    chunk: 2,
    reason: expect.stringMatching(reason),
  });
});

test('swapped, missing, repeated and foreign chunks', async () => {
  const [a, b, c] = CHUNKS.map(copyOf) as [TraceChunk, TraceChunk, TraceChunk];
  const reason = async (chunks: TraceChunk[]) => {
    const result = await replayTrace(chunks.map(copyOf), { elf, workers: 2 });
    return result.ok ? 'none' : [result.chunk, result.reason];
  };
  expect(await reason([a, c, b])).toEqual([1, 'chunk 2 stands in its place']);
  expect(await reason([a, c])).toEqual([1, 'chunk 2 stands in its place']);
  expect(await reason([a, a])).toEqual([1, 'chunk 0 stands in its place']);
  expect(await reason([b, c])).toEqual([0, 'chunk 1 stands in its place']);
  // Numbers are not what is trusted.
  const renumbered = [a, { ...c, index: 1 }, { ...b, index: 2 }];
  expect(await reason(renumbered)).toEqual([1, expect.stringMatching(/^it starts (at|with) /)]);
  expect(await reason([a, b, c, { ...c, index: 3 }])).toEqual([3, 'it comes after the last chunk']);
  expect(await reason([{ ...b, index: 0 }])).toEqual([
    0,
    'it does not start at the entry of the program',
  ]);
});

test('an error of the source comes out as it is, and of an empty trace nothing is wrong', async () => {
  const broken = async function* (): AsyncGenerator<TraceChunk> {
    yield copyOf(CHUNKS[0] as TraceChunk);
    throw new RangeError('broken');
  };
  await expect(replayTrace(broken(), { elf, workers: 1 })).rejects.toThrow(RangeError);
  expect(await replayTrace([], { elf, workers: 1 })).toMatchObject({
    ok: true,
    chunks: 0,
    steps: 0,
  });
});
