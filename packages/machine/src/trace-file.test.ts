import { HartError, isHartError } from '@hart/errors';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  CHUNK_STEPS,
  createRun,
  createTraceWriter,
  measureTrace,
  type Outcome,
  readTrace,
  type Trace,
  type TraceChunk,
  type TrapCause,
} from './index.ts';
import { EXIT, type Line, li, R } from './internal/testing/assemble.ts';
import { BASE, programOf, testEnvironment } from './internal/testing/program.ts';
import { TRAP_CODES } from './trace-file.ts';

const HEADER = { elfSha256: '0123456789abcdef'.repeat(4), abi: 'zkvm' };
const EXITED: Outcome = { kind: 'exit', code: 0 };

function chunk(index: number, values: readonly bigint[], change: Partial<TraceChunk> = {}) {
  const registers = BigUint64Array.from({ length: 32 }, (_, x) =>
    x === 0 ? 0n : 2n ** 64n - BigInt(x),
  );
  return {
    index,
    pc: 0x80000000n + BigInt(index),
    registers,
    reservation: -1n,
    steps: CHUNK_STEPS,
    values: BigUint64Array.from(values),
    end: false,
    moved: false,
    ...change,
  };
}

const CHUNKS: readonly TraceChunk[] = [
  chunk(0, [1n, 2n, 3n, 4n, 5n]),
  chunk(1, [], { reservation: 0xa0000000n }),
  chunk(2, [2n ** 64n - 1n], {
    floats: BigUint64Array.from({ length: 33 }, (_, n) => BigInt(n * n) % 256n),
  }),
  chunk(3, [7n, 8n], { steps: 11, end: true }),
];

/** The parts of a trace: header, chunks, footer. */
function partsOf(chunks: readonly TraceChunk[], outcome: Outcome = EXITED): Uint8Array[] {
  const parts: Uint8Array[] = [];
  const writer = createTraceWriter((bytes) => parts.push(bytes.slice()), HEADER);
  for (const each of chunks) writer.write(each);
  writer.end(outcome);
  return parts;
}

const PARTS = partsOf(CHUNKS);
const WHOLE = Buffer.concat(PARTS);

async function readAll(source: Parameters<typeof readTrace>[0]) {
  const trace = await readTrace(source);
  const chunks: TraceChunk[] = [];
  for await (const each of trace.chunks) chunks.push(each);
  return { header: trace.header, chunks, footer: trace.footer };
}

/** The error that reading these bytes ends with. */
async function refusal(...bytes: Uint8Array[]): Promise<HartError> {
  const error: unknown = await readAll(bytes).then(
    () => 'accepted',
    (thrown) => thrown,
  );
  if (!isHartError(error)) throw new Error(`no HartError: ${error}`);
  return error;
}

test('a chunk before a move may be short, any other but the last may not', async () => {
  const moved = [
    chunk(0, [1n], { steps: 5, moved: true }),
    chunk(1, [], { steps: 0, moved: true }),
    chunk(2, [2n], { steps: 7, end: true }),
  ];
  expect((await readAll([Buffer.concat(partsOf(moved))])).chunks).toEqual(moved);
  const still = moved.map((each) => ({ ...each, moved: false }));
  expect((await refusal(...partsOf(still))).code).toBe('HART2106');
  const both = [chunk(0, [1n], { steps: 5, moved: true, end: true })];
  expect((await refusal(...partsOf(both))).code).toBe('HART2106');
});

test('what is written is what is read, however the bytes are cut into pieces', async () => {
  const expected = {
    header: { version: 3, chunkSteps: CHUNK_STEPS, ...HEADER },
    chunks: CHUNKS,
    footer: { chunks: 4, steps: 3 * CHUNK_STEPS + 11, outcome: EXITED },
  };
  for (const size of [1, 7, 64, 1000, WHOLE.length]) {
    async function* pieces() {
      for (let at = 0; at < WHOLE.length; at += size) yield WHOLE.subarray(at, at + size);
    }
    expect(await readAll(pieces())).toEqual(expected);
  }
  expect(await readAll(PARTS)).toEqual(expected);
});

test('any chunks survive writing and reading', async () => {
  const u64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
  const state = fc.record({
    pc: u64,
    registers: fc
      .array(u64, { minLength: 31, maxLength: 31 })
      .map((values) => BigUint64Array.of(0n, ...values)),
    reservation: fc.bigInt({ min: -1n, max: 2n ** 63n - 1n }),
    values: fc.array(u64, { maxLength: 40 }).map((values) => BigUint64Array.from(values)),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(state, { maxLength: 4 }), async (states) => {
      const chunks = states.map((each, index) => ({ ...chunk(index, []), ...each }));
      const outcome: Outcome = { kind: 'limit', limit: 'steps', value: 2 ** 53 - 1 };
      const read = await readAll(partsOf(chunks, outcome));
      expect(read.chunks).toEqual(chunks);
      expect(read.footer?.outcome).toEqual(outcome);
    }),
    { numRuns: 30 },
  );
});

test.each<Outcome>([
  { kind: 'exit', code: -1 },
  ...Object.keys(TRAP_CODES).map(
    (cause): Outcome => ({
      kind: 'trap',
      cause: cause as TrapCause,
      pc: 2n ** 64n - 2n,
      instruction: 'ebreak',
      registers: new BigUint64Array(32),
    }),
  ),
])('the footer tells the outcome: $kind $cause', async (outcome) => {
  const { footer } = await readAll(partsOf(CHUNKS, outcome));
  expect(outcome).toMatchObject(footer?.outcome ?? {});
  expect(footer?.outcome.kind).toBe(outcome.kind);
});

test('the fields lie where docs/trace.md says', () => {
  const view = new DataView(WHOLE.buffer, WHOLE.byteOffset);
  expect(WHOLE.toString('latin1', 0, 8)).toBe('\u0089HARTTR\n');
  expect([view.getUint32(8, true), view.getUint32(12, true)]).toEqual([3, 2 ** 18]);
  expect(WHOLE.toString('hex', 16, 48)).toBe(HEADER.elfSha256);
  expect(WHOLE.toString('latin1', 48, 64)).toBe('zkvm'.padEnd(16, '\0'));
  expect(WHOLE.toString('latin1', 72, 76)).toBe('CHNK');
  expect(view.getUint32(72 + 20, true)).toBe(5);
  expect(view.getBigUint64(72 + 24, true)).toBe(0x80000000n);
  expect(view.getBigUint64(72 + 40, true)).toBe(2n ** 64n - 1n);
  expect(view.getBigUint64(72 + 296 + 8, true)).toBe(2n);
  // The third chunk has a floating-point state and one value; the two before it five.
  const head = 72 + 2 * 304 + 8 * 5;
  expect([view.getUint32(head + 4, true), view.getUint32(head + 20, true)]).toEqual([2, 1]);
  expect(view.getBigUint64(head + 296 + 8 * 3, true)).toBe(9n);
  expect(view.getBigUint64(head + 560, true)).toBe(2n ** 64n - 1n);
  expect(WHOLE.toString('latin1', WHOLE.length - 48, WHOLE.length - 44)).toBe('TEND');
});

test('a floating-point state that is zero is not written', async () => {
  const parts = partsOf([chunk(0, [], { floats: new BigUint64Array(33), end: true })]);
  expect((await refusal(...parts)).code).toBe('HART2106');
});

test('the digest of a fixed trace is fixed: another one needs another format version', () => {
  expect(WHOLE.subarray(-8).toString('hex')).toMatchInlineSnapshot(`"44cdfe8b370f0a12"`);
});

/** The part that has byte `offset`, as errors name it. */
function partAt(offset: number): string {
  let end = 0;
  const index = PARTS.findIndex((part) => {
    end += part.length;
    return offset < end;
  });
  if (index === 0) return 'the header';
  return index <= CHUNKS.length ? `chunk ${index - 1}` : 'the footer';
}

test('a trace with any byte changed is refused', async () => {
  const region = fc.record({
    offset: fc.nat({ max: WHOLE.length - 1 }),
    mask: fc.integer({ min: 1, max: 255 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(region, { minLength: 1, maxLength: 4 }), async (changes) => {
      const bytes = Buffer.from(WHOLE);
      for (const { offset, mask } of changes) bytes[offset] = (bytes[offset] ?? 0) ^ mask;
      fc.pre(!bytes.equals(WHOLE));
      expect((await refusal(bytes)).code).toMatch(/^HART21/);
    }),
    { numRuns: 500 },
  );
});

test('every single byte counts, and the error names the part in which it was changed', async () => {
  const bytes = Buffer.from(WHOLE);
  for (let offset = 0; offset < WHOLE.length; offset++) {
    bytes[offset] = (WHOLE[offset] ?? 0) ^ (1 << (offset % 8));
    const { code, message } = await refusal(bytes);
    if (offset < 8) expect(code).toBe('HART2101');
    else if (offset < 12) expect(code).toBe('HART2102');
    else if (!/Chunk 4 .* the footer/.test(message)) {
      expect(['HART2104', 'HART2105', 'HART2106']).toContain(code);
      const part = partAt(offset);
      // a footer whose tag is gone is taken for the chunk in its place
      const names = part === 'the footer' ? /the footer|chunk 4/ : new RegExp(part, 'i');
      expect(message, `byte ${offset}`).toMatch(names);
    }
    bytes[offset] = WHOLE[offset] ?? 0;
  }
});

test('a trace that is cut anywhere is refused and names the chunk in which it breaks off', async () => {
  for (let length = 0; length < WHOLE.length; length++) {
    const { code, message } = await refusal(WHOLE.subarray(0, length));
    const part = partAt(length);
    expect(code, `${length} bytes`).toBe('HART2103');
    expect(message).toContain(part === 'the footer' ? 'chunk 4' : part);
  }
});

test('chunks in another order, missing, repeated or of another trace are refused by name', async () => {
  const [header, a, b, c, d, end] = PARTS;
  const of = async (...parts: (Uint8Array | undefined)[]) => {
    const { code, message } = await refusal(...parts.map((part) => part ?? new Uint8Array()));
    return `${code} ${message}`;
  };
  expect(await of(header, b, a, c, d, end)).toMatch(/^HART2105 Chunk 0 .*chunk 1 stands there/);
  expect(await of(header, a, c, b, d, end)).toMatch(/^HART2105 Chunk 1 .*chunk 2 stands there/);
  expect(await of(header, a, c, d, end)).toMatch(/^HART2105 Chunk 1 .*chunk 2 stands there/);
  expect(await of(header, b, c, d, end)).toMatch(/^HART2105 Chunk 0 /);
  expect(await of(header, a, b, b, c, d, end)).toMatch(/^HART2105 Chunk 2 .*chunk 1 stands there/);
  expect(await of(header, a, b, c, end)).toMatch(/^HART2105 Chunk 3 .*the footer stands there/);
  expect(await of(header, end)).toMatch(/^HART2105 Chunk 0 .*the footer stands there/);

  const other = partsOf([chunk(0, [9n]), ...CHUNKS.slice(1)]);
  expect(await of(header, a, other[2], c, d, end)).toMatch(/^HART2104 .*chunk 1/);
  expect(await of(header, a, b, c, d, other[5])).toMatch(/^HART2104 .*footer/);
});

test('bytes after the end are refused', async () => {
  expect((await refusal(WHOLE, Uint8Array.of(0))).code).toBe('HART2107');
  expect((await refusal(WHOLE, WHOLE)).code).toBe('HART2107');
});

test('traces that contradict themselves are refused, though their checksums are right', async () => {
  const malformed = async (chunks: readonly TraceChunk[], outcome?: Outcome) => {
    const { code, message } = await refusal(...partsOf(chunks, outcome));
    return `${code} ${message}`;
  };
  const afterEnd = [chunk(0, [], { end: true }), chunk(1, [])];
  expect(await malformed(afterEnd)).toMatch(/^HART2106 .*chunk 1/);
  const afterShort = [chunk(0, [], { steps: 5 }), chunk(1, [])];
  expect(await malformed(afterShort)).toMatch(/^HART2106 .*chunk 1/);
  expect(await malformed([chunk(0, [], { steps: CHUNK_STEPS + 1 })])).toMatch(
    /^HART2106 .*chunk 0/,
  );
  expect(await malformed([chunk(0, [])])).toMatch(/^HART2106 .*footer/);
  const limit: Outcome = { kind: 'limit', limit: 'steps', value: 1 };
  expect(await malformed(CHUNKS, limit)).toMatch(/^HART2106 .*footer/);
  expect(await malformed([])).toMatch(/^HART2106 .*footer/);
});

test('a count of values beyond the limit is refused before anything is read for it', async () => {
  const parts: Uint8Array[] = [];
  const writer = createTraceWriter((bytes) => parts.push(bytes.slice()), HEADER);
  // a length that no array has: the writer seals a head that claims 2^32 - 1 values
  const values = Object.defineProperty(new BigUint64Array(), 'length', { value: 2 ** 32 - 1 });
  writer.write(chunk(0, [], { values }));
  const error = await refusal(...parts);
  expect(error.code).toBe('HART2106');
  expect(error.message).toContain('chunk 0');
});

test.each([
  ['nothing', new Uint8Array(), 'HART2103'],
  ['text', Buffer.from('This is not a trace of anything.'), 'HART2101'],
  ['an ELF', Uint8Array.of(0x7f, 0x45, 0x4c, 0x46), 'HART2101'],
  ['converted line ends', Buffer.from('\u0089HARTTR\r\n', 'latin1'), 'HART2101'],
])('%s is no trace', async (_name, bytes, code) => {
  expect((await refusal(bytes)).code).toBe(code);
});

test('the writer refuses what the format cannot hold', () => {
  const sink = () => {};
  const long = 'an-environment-with-a-long-name';
  for (const header of [
    { ...HEADER, abi: long },
    { ...HEADER, abi: '' },
    { ...HEADER, elfSha256: 'ab' },
  ]) {
    expect(() => createTraceWriter(sink, header)).toThrow(
      expect.objectContaining({ code: 'HART2106' }),
    );
  }
  const writer = createTraceWriter(sink, HEADER);
  expect(() => writer.write(chunk(1, []))).toThrow(expect.objectContaining({ code: 'HART2105' }));
});

test('the source is let go of when the reader stops, fails or is done', async () => {
  let closed = 0;
  async function* source(bytes: Uint8Array) {
    try {
      yield bytes;
      yield new Uint8Array();
    } finally {
      closed++;
    }
  }
  await readAll(source(WHOLE));
  expect(closed).toBe(1);
  await expect(readTrace(source(Buffer.from('no trace')))).rejects.toThrow(HartError);
  expect(closed).toBe(2);
  const trace: Trace = await readTrace(source(WHOLE));
  for await (const _ of trace.chunks) break;
  expect(closed).toBe(3);
  expect(trace.footer).toBeUndefined();
});

/** Loads in a loop of `rounds` × 3 steps. */
function looping(rounds: number): Line[] {
  return [
    ['lui', { rd: R.a1, imm: (rounds >> 12) << 12 }],
    'loop:',
    ['ld', { rd: R.a2, rs1: R.s0, imm: 0 }],
    ['addi', { rd: R.a1, rs1: R.a1, imm: -1 }],
    ['bne', { rs1: R.a1, rs2: R.zero, to: 'loop' }],
    li(R.a0, 5),
    ...EXIT,
  ];
}

test.each([
  ['to its end', Number.POSITIVE_INFINITY],
  ['to a limit inside a chunk', 300_007],
  ['to a limit between chunks', 2 * CHUNK_STEPS],
])('a run %s is written and measured', async (_name, maxSteps) => {
  const parts: Uint8Array[] = [];
  const kept: TraceChunk[] = [];
  const writer = createTraceWriter((bytes) => parts.push(bytes.slice()), HEADER);
  const trace = measureTrace((each) => {
    kept.push({ ...each, values: each.values.slice() });
    writer.write(each);
  });
  const environment = testEnvironment({ registers: { [R.s0]: BigInt(BASE) } });
  const run = createRun(programOf(looping(2 ** 18)), environment, { trace });
  run.advance(Math.min(maxSteps, 2 ** 30));
  if (run.outcome === undefined) run.flushTrace();
  const outcome = run.outcome ?? { kind: 'limit', limit: 'steps', value: maxSteps };
  writer.end(outcome);

  const read = await readAll(parts);
  expect(read.chunks).toEqual(kept);
  expect(read.footer).toMatchObject({ steps: run.steps, outcome });
  expect(trace.size()).toEqual({
    chunks: kept.length,
    bytes: Buffer.concat(parts).length,
    bytesPerStep: Buffer.concat(parts).length / run.steps,
  });
});
