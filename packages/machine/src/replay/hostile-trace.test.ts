import { isHartError } from '@hart/errors';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTraceWriter, readTrace, type TraceChunk } from '../index.ts';
import { EXIT, li, R } from '../internal/testing/assemble.ts';
import { programOf } from '../internal/testing/program.ts';
import { copyOf, LOOP, traceOf, world } from '../internal/testing/recorded.ts';
import { replayTrace, type TraceReplay } from './replay-trace.ts';

const elf = programOf(LOOP);
const CHUNKS = traceOf(elf, world());
/** Of another run of the same program: it starts with other registers. */
const FOREIGN = traceOf(programOf([li(R.a3, 77), ...LOOP]), world());

/** A trace file of these chunks, with checksums that fit. */
function fileOf(chunks: readonly TraceChunk[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const writer = createTraceWriter((bytes) => parts.push(bytes.slice()), {
    elfSha256: '0'.repeat(64),
    abi: 'test',
  });
  for (const [index, chunk] of chunks.entries()) writer.write({ ...chunk, index });
  writer.end({ kind: 'exit', code: 0 });
  return new Uint8Array(Buffer.concat(parts));
}

async function replayFile(file: Uint8Array, program = elf): Promise<TraceReplay> {
  const { chunks } = await readTrace([file], { reuse: true });
  return replayTrace(chunks, { elf: program, workers: 1 });
}

/** What became of a trace: its digest, the chunk that does not replay, or the code of the refusal. */
async function fate(file: Uint8Array, program = elf): Promise<string> {
  try {
    const result = await replayFile(file, program);
    return result.ok ? result.digest : `chunk ${result.chunk}: ${result.reason}`;
  } catch (error) {
    if (!isHartError(error)) throw error;
    return `${error.code} ${error.message}`;
  }
}

const WHOLE = fileOf(CHUNKS);
const REFUSED = /^(chunk \d+: |HART210[1-7] )/;

/** A lie about one chunk, told so that it is not the truth. */
const LIES: Record<string, (chunk: TraceChunk, word: bigint, place: number) => void> = {
  pc: (chunk, word) => {
    chunk.pc ^= word;
  },
  register: (chunk, word, place) => {
    chunk.registers[1 + (place % 31)]! ^= word;
  },
  reservation: (chunk, word) => {
    chunk.reservation ^= BigInt.asIntN(64, word);
  },
  floats: (chunk, word, place) => {
    chunk.floats = new BigUint64Array(33);
    chunk.floats[place % 32] = word;
  },
  steps: (chunk, _, place) => {
    chunk.steps -= 1 + (place % chunk.steps);
  },
  end: (chunk) => {
    chunk.end = !chunk.end;
  },
  value: (chunk, word, place) => {
    chunk.values[place % chunk.values.length]! ^= word;
  },
  'missing value': (chunk, _, place) => {
    chunk.values = chunk.values.filter((__, index) => index !== place % chunk.values.length);
  },
  'value too many': (chunk, word) => {
    chunk.values = BigUint64Array.of(...chunk.values.slice(0, 9), word, ...chunk.values.slice(9));
  },
};

test('lies with fitting checksums are found, or leave another digest', async () => {
  const digest = await fate(WHOLE);
  expect(digest).toMatch(/^[0-9a-f]{16}$/);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(LIES)),
      fc.nat({ max: CHUNKS.length - 1 }),
      fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }),
      fc.nat(),
      async (lie, index, word, place) => {
        const chunks = CHUNKS.map(copyOf);
        LIES[lie]?.(chunks[index] as TraceChunk, word, place);
        const found = await fate(fileOf(chunks));
        expect(found).not.toBe(digest);
        // The registers at the start are the environment's business; nothing may depend on the last values.
        if (index > 0 && lie !== 'value') expect(found).toMatch(REFUSED);
      },
    ),
    { numRuns: 16, seed: 4 },
  );
});

test('accidents anywhere in the file are found', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: WHOLE.length - 1 }),
      fc.nat({ max: 7 }),
      fc.boolean(),
      async (at, bit, cut) => {
        const damaged = cut ? WHOLE.slice(0, at) : WHOLE.slice();
        if (!cut) damaged[at]! ^= 1 << bit;
        expect(await fate(damaged)).toMatch(REFUSED);
      },
    ),
    { numRuns: 12, seed: 4 },
  );
});

test('chunks of another run, and another program', async () => {
  const [a, b, c] = CHUNKS as [TraceChunk, TraceChunk, TraceChunk];
  const foreign = FOREIGN[1] as TraceChunk;
  expect(await fate(fileOf([a, foreign, c]))).toMatch(/^chunk 1: it starts /);
  expect(await fate(fileOf([a, c, b]))).toMatch(REFUSED);
  expect(await fate(WHOLE, programOf([li(R.a0, 1), ...LOOP]))).toMatch(/^chunk \d: /);
  expect(await fate(WHOLE, programOf([...EXIT]))).toMatch(/^chunk 0: /);
});
