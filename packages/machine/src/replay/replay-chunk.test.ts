import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Elf, INSTRUCTIONS, readElf } from '@hart/riscv';
import { describe, expect, test } from 'vitest';
import { CONTINUE, type Environment } from '../environment.ts';
import type { TraceChunk } from '../index.ts';
import { EDGES } from '../internal/testing/arithmetic.ts';
import { EXIT, type Line, li, R } from '../internal/testing/assemble.ts';
import { dataSegment, elfOf, programOf, testEnvironment } from '../internal/testing/program.ts';
import {
  copyOf,
  DATA,
  LOOP,
  type Recorded,
  record,
  traceOf,
  world,
} from '../internal/testing/recorded.ts';
import { prepareReplay } from './program.ts';
import { replayChunk, startMismatch } from './replay-chunk.ts';
import { type PlainRow, plainRows } from './row-oracle.ts';

/** Replays all chunks and checks that ends meet starts; the last must end where the run did. */
function replayed(elf: Elf, { chunks, run }: Recorded): PlainRow[] {
  const program = prepareReplay(elf);
  const rows: PlainRow[] = [];
  for (const [index, chunk] of chunks.entries()) {
    const result = replayChunk(program, chunk, (batch) => rows.push(...plainRows(batch)));
    if (!result.ok) throw new Error(`chunk ${result.chunk}: ${result.reason}`);
    const next = chunks[index + 1];
    if (next !== undefined) expect(startMismatch(result.end, next)).toBe(undefined);
    else expect([result.end.pc, result.end.registers]).toEqual([run.pc, run.hart.x.slice()]);
  }
  return rows;
}

const BLOCK = fileURLToPath(
  new URL('../../../../../shared/data/blocks/hoodi-1281069', import.meta.url),
);

type Item = Uint8Array | readonly Item[];

/** RLP of nested lists, for inputs of the stateless guest. */
function rlp(item: Item): Uint8Array {
  const bytes = item instanceof Uint8Array ? item : Buffer.concat(item.map(rlp));
  const base = item instanceof Uint8Array ? 0x80 : 0xc0;
  if (base === 0x80 && bytes.length === 1 && bytes[0]! < 0x80) return bytes;
  if (bytes.length < 56) return Buffer.concat([Uint8Array.of(base + bytes.length), bytes]);
  const length = bytes.length.toString(16);
  const size = Buffer.from(length.padStart(length.length + (length.length % 2), '0'), 'hex');
  return Buffer.concat([Uint8Array.of(base + 55 + size.length), size, bytes]);
}

/** The stateless guest's input for a block: its RLP is made from parts that already are RLP. */
function blockInput(folder: string): Uint8Array {
  const file = (name: string) => readFileSync(`${folder}/${name}`);
  const { chainId } = JSON.parse(file('meta.json').toString());
  const { headers, codes, state } = JSON.parse(file('witness.json').toString());
  const bytes = (list: string[]) => list.map((hex) => Buffer.from(hex.slice(2), 'hex'));
  const hex = Number(chainId).toString(16);
  const id = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  const parts = [
    rlp(id),
    file('block.rlp'),
    list([list(bytes(headers)), rlp(bytes(codes)), rlp(bytes(state)), rlp([])]),
  ];
  return list(parts);
}

/** A list of items that already are RLP. */
function list(encoded: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(encoded);
  const head = rlp(content).subarray(0, rlp(content).length - content.length);
  return Buffer.concat([Uint8Array.of(head[0]! + 0x40), head.subarray(1), content]);
}

function generator(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

/** Registers that the random programs write: all but the pointers. */
const TARGETS = Array.from({ length: 32 }, (_, n) => n).filter((n) => n !== R.s0 && n !== R.s1);
/** Where the edge values lie, beyond what random stores reach. */
const EDGES_AT = 512;
const COMPRESSED_LINES: readonly Line[] = [
  ['c.addi', { rd: R.a0, rs1: R.a0, imm: -3 }],
  ['c.mv', { rd: R.a1, rs2: R.a5 }],
  ['c.ld', { rd: R.a2, rs1: R.s0, imm: 16 }],
  ['c.sd', { rs2: R.a3, rs1: R.s0, imm: 24 }],
];

/** Every instruction that can be executed, many times, with random operands, then the exit. */
function randomProgram(seed: number): Line[] {
  const random = generator(seed);
  const pick = <T>(from: readonly T[]): T => from[random(from.length)] as T;
  const lines: Line[] = [];
  const edge = (): Line => [
    'ld',
    { rd: pick(TARGETS), rs1: R.s0, imm: EDGES_AT + 8 * random(EDGES.length) },
  ];
  for (let repeat = 0; repeat < 40; repeat++) {
    for (const row of INSTRUCTIONS) {
      const { name, extension, format } = row as (typeof INSTRUCTIONS)[number];
      const [rd, rs1, rs2] = [pick(TARGETS), random(32), random(32)];
      if (name === 'ebreak' || extension === 'Sm') continue;
      lines.push(edge());
      if (extension === 'F' || extension === 'D') {
        lines.push(...floatLines(row, rd, random));
        continue;
      }
      if (name === 'ecall') lines.push(li(R.a7, 1), ['ecall']);
      else if (name === 'jal') lines.push(['jal', { rd, imm: 4 + 4 * random(2) }], li(R.t0, 1));
      else if (name === 'jalr') {
        lines.push(['auipc', { rd: R.t0, imm: 0 }]);
        lines.push(['jalr', { rd, rs1: R.t0, imm: 9 + 4 * random(2) }], li(R.t1, 1));
      } else if (format === 'B') lines.push([name, { rs1, rs2, imm: 8 }], li(R.t1, 2));
      else if (extension === 'A') {
        lines.push([name, { rd, rs1: R.s1, ...(name.startsWith('lr') ? {} : { rs2 }) }]);
      } else if (extension === 'Zicsr') lines.push([name, { rd, rs1, imm: 0x340 }]);
      else if (/^l[bhwd]u?$/.test(name)) lines.push([name, { rd, rs1: R.s0, imm: random(100) }]);
      else if (format === 'S') lines.push([name, { rs1: R.s0, rs2, imm: random(100) }]);
      else if (format === 'U') lines.push([name, { rd, imm: (random(2 ** 20) - 2 ** 19) << 12 }]);
      else if (format === 'Ishift5') lines.push([name, { rd, rs1, imm: random(32) }]);
      else if (format === 'Ishift6') lines.push([name, { rd, rs1, imm: random(64) }]);
      else if (format === 'I') lines.push([name, { rd, rs1, imm: random(4096) - 2048 }]);
      else if (format === 'R') lines.push([name, { rd, rs1, rs2 }]);
      else lines.push([name]);
    }
    lines.push(['csrrwi', { rd: R.a1, rs1: random(5), imm: 2 }]);
    lines.push(['csrrc', { rd: R.a2, rs1: random(32), imm: 1 }], ['csrrwi', { rs1: 1, imm: 2 }]);
    lines.push(...COMPRESSED_LINES, ['csrrs', { rd: R.a0, rs1: 0, imm: 0xc02 }]);
    lines.push(['lr.d', { rd: 0, rs1: R.s1 }], ['sc.d', { rd: 0, rs1: R.s1, rs2: R.a0 }]);
  }
  return [...lines, ...EXIT];
}

/** An instruction of F or D, and before it a new value for one of its operands. */
function floatLines(
  { name, operands }: (typeof INSTRUCTIONS)[number],
  rd: number,
  random: (bound: number) => number,
): Line[] {
  const used = operands as readonly string[];
  const [fd, rs1, rs2] = [random(32), random(32), random(32)];
  const fresh: Line = [
    random(2) === 0 ? 'flw' : 'fld',
    { rd: random(2) === 0 ? rs1 : rs2, rs1: R.s0, imm: EDGES_AT + 8 * random(EDGES.length) },
  ];
  if (used.includes('imm(rs1)')) {
    const registers = used.includes('fd') ? { rd: fd } : { rs2 };
    return [fresh, [name, { ...registers, rs1: R.s0, imm: random(100) }]];
  }
  const mode = random(3) === 0 ? random(5) : 7;
  const imm = used.includes('fs3') ? (random(32) << 3) | mode : mode;
  const line: Line = [
    name,
    {
      ...{ rd: used.includes('fd') ? fd : rd, rs1 },
      ...(used.includes('fs2') && { rs2 }),
      ...(used.includes('rm') && { imm }),
    },
  ];
  return [fresh, line];
}

function randomElf(seed: number): Elf {
  const random = generator(seed + 1);
  const data = Uint8Array.from({ length: 4096 }, () => random(256));
  const view = new DataView(data.buffer);
  for (const [n, value] of EDGES.entries()) view.setBigInt64(EDGES_AT + 8 * n, value, true);
  return programOf(randomProgram(seed), { segments: [dataSegment(DATA, data)] });
}

describe('rows of the replay are what the interpreter does step by step', () => {
  test.each([1, 2, 3])('all instructions with random operands, seed %i', (seed) => {
    const elf = randomElf(seed);
    const recorded = record(elf, world());
    expect(recorded.run.outcome).toMatchObject({ kind: 'exit' });
    expect(replayed(elf, recorded)).toEqual(recorded.rows);
    const never = ['ebreak', 'mret', 'wfi'];
    const expected = INSTRUCTIONS.map(({ name }) => name).filter((name) => !never.includes(name));
    expect([...new Set(recorded.rows.map(({ name }) => name))].sort()).toEqual(expected.sort());
  });

  test('a loop over several chunks', () => {
    const elf = programOf(LOOP);
    const recorded = record(elf, world());
    expect(recorded.chunks).toHaveLength(3);
    expect(replayed(elf, recorded)).toEqual(recorded.rows);
  });
});

describe('real guests', () => {
  /** The memory map and calls of the zkVM environment. */
  function zkvm(input: Uint8Array): Environment {
    const header = new Uint8Array(8);
    new DataView(header.buffer).setUint32(0, input.length, true);
    return testEnvironment({
      code: 'write-xor-execute',
      window: { base: 0x40000000, size: 0x80000000 },
      writable: { base: 0xa0000000, size: 0x20000000 },
      start(hart) {
        hart.write(0x40000000n, header);
        hart.write(0x40000008n, input);
      },
      ecall({ x }) {
        if (x[17] === 93n) return { kind: 'exit', code: Number(x[10]) };
        x[10] = x[12]!;
        return CONTINUE;
      },
    });
  }
  const guest = (name: string) =>
    readElf(readFileSync(new URL(`../../../../guests/prebuilt/${name}`, import.meta.url)));

  test('fib-rust', () => {
    const elf = guest('fib-rust.elf');
    const recorded = record(elf, zkvm(Uint8Array.of(50)), 300_000);
    expect(recorded.run.outcome).toMatchObject({ kind: 'exit' });
    expect(recorded.rows.length).toBeGreaterThan(500);
    expect(replayed(elf, recorded)).toEqual(recorded.rows);
  });

  test.skipIf(!existsSync(BLOCK))('the stateless guest on a block', () => {
    const elf = guest('stateless.elf');
    const input = blockInput(BLOCK);
    const recorded = record(elf, zkvm(input), 2 ** 18 + 50_000);
    expect(replayed(elf, recorded)).toEqual(recorded.rows);

    const program = prepareReplay(elf);
    const chunks = traceOf(elf, zkvm(input), { maxSteps: 50 * 2 ** 18 });
    expect(chunks.length).toBe(50);
    for (const [index, chunk] of chunks.entries()) {
      const result = replayChunk(program, chunk);
      if (!result.ok) throw new Error(`chunk ${result.chunk}: ${result.reason}`);
      const next = chunks[index + 1];
      if (next !== undefined) expect(startMismatch(result.end, next)).toBe(undefined);
    }
  });
});

describe('a chunk that cannot be', () => {
  const elf = programOf(LOOP);
  const chunks = traceOf(elf, world());
  const program = prepareReplay(elf);
  const reasonOf = (chunk: TraceChunk): string => {
    const result = replayChunk(program, chunk);
    return result.ok ? 'none' : `chunk ${result.chunk}: ${result.reason}`;
  };
  const altered = (index: number, change: (chunk: TraceChunk) => void): TraceChunk => {
    const chunk = copyOf(chunks[index] as TraceChunk);
    change(chunk);
    return chunk;
  };

  test('both engines give the same replayable chunks', () => {
    expect(traceOf(elf, world(), { engine: 'interpreter' })).toEqual(chunks);
    expect(chunks.map(reasonOf)).toEqual(['none', 'none', 'none']);
  });

  test('a value too few or too many', () => {
    const few = altered(1, (chunk) => {
      chunk.values = chunk.values.slice(0, -1);
    });
    expect(reasonOf(few)).toMatch(
      /^chunk 1: it has fewer values than its instructions read \(pc 0x8/,
    );
    const many = altered(2, (chunk) => {
      chunk.values = BigUint64Array.of(...chunk.values.slice(0, 100), ...chunk.values);
    });
    expect(reasonOf(many)).toMatch(/^chunk 2: it has \d+ values, its instructions read \d+$/);
    const huge = altered(0, (chunk) => {
      chunk.values = new BigUint64Array(2 ** 21);
    });
    expect(reasonOf(huge)).toBe('chunk 0: it has too many values');
  });

  test('a pc without code', () => {
    const outside = altered(1, (chunk) => {
      chunk.pc = 0x90000000n;
    });
    expect(reasonOf(outside)).toBe('chunk 1: there is no code (pc 0x90000000)');
    const far = altered(1, (chunk) => {
      chunk.pc = 0xfffffffffffffffen;
    });
    expect(reasonOf(far)).toBe('chunk 1: there is no code (pc 0xfffffffffffffffe)');
    const odd = altered(1, (chunk) => {
      chunk.pc += 1n;
    });
    expect(reasonOf(odd)).toMatch(/^chunk 1: its pc 0x8.* is odd$/);
    const lost = altered(1, (chunk) => {
      chunk.registers[R.ra] = 0x1000n;
      chunk.pc = 0x8000002cn;
    });
    expect(reasonOf(lost)).toMatch(/^chunk 1: there is no code/);
  });

  test('x0 is not zero', () => {
    const wrong = altered(0, (chunk) => {
      chunk.registers[0] = 1n;
    });
    expect(reasonOf(wrong)).toBe('chunk 0: its x0 is not zero');
  });

  test('a value that the load cannot have read', () => {
    for (const [name, good, bad] of [
      ['lb', 0xffffffffffffff80n, 0x80n],
      ['lbu', 0xffn, 0x100n],
      ['lh', 0x7fffn, 0x8000n],
      ['lhu', 0x8000n, 0xffffffffffff8000n],
      ['lw', 0xffffffff80000000n, 0x80000000n],
      ['lwu', 0x80000000n, 0x100000000n],
      ['lr.w', 0xffffffff80000000n, 0x80000000n],
      ['amoadd.w', 0n, 0x80000000n],
    ] as const) {
      const one = programOf([[name, { rd: R.a0, rs1: R.s0 }], ...EXIT]);
      const [chunk] = traceOf(one, world());
      const replay = (value: bigint) => {
        const wrong = copyOf(chunk as TraceChunk);
        wrong.values[0] = value;
        return replayChunk(prepareReplay(one), wrong);
      };
      expect([name, replay(good).ok]).toEqual([name, true]);
      expect(replay(bad)).toMatchObject({
        ok: false,
        reason: expect.stringMatching(
          /^it has a value that .* cannot have read \(pc 0x80000000\)$/,
        ),
      });
    }
  });

  test('a call that changes what is no register, or nothing', () => {
    const one = programOf([li(R.a7, 1), ['ecall'], ...EXIT]);
    const [chunk] = traceOf(one, world());
    const replay = (...values: bigint[]) =>
      replayChunk(prepareReplay(one), {
        ...(chunk as TraceChunk),
        values: new BigUint64Array(values),
      });
    expect(replay(1n << 10n, 1n, 0n).ok).toBe(true);
    expect(replay(1n, 1n, 0n).ok).toBe(false);
    expect(replay(1n << 32n, 1n, 0n).ok).toBe(false);
    expect(replay(1n << 10n, 0n, 0n).ok).toBe(false);
    expect(replay(1n << 10n).ok).toBe(false);
  });

  test('an instruction that traps', () => {
    const traps = programOf([li(R.a0, 1), ['ebreak']]);
    const [chunk] = traceOf(traps, world()) as [TraceChunk];
    expect(replayChunk(prepareReplay(traps), chunk)).toMatchObject({ ok: true, steps: 1 });
    expect(replayChunk(prepareReplay(traps), { ...chunk, steps: 2 })).toMatchObject({
      ok: false,
      reason: 'the instruction cannot be executed (pc 0x80000004)',
    });
  });
});

describe('programs that change their code', () => {
  test('a writable code segment is refused', () => {
    const elf = elfOf(new Uint8Array(8));
    (elf.segments[0] as { writable: boolean }).writable = true;
    expect(() => prepareReplay(elf)).toThrow(
      expect.objectContaining({ errorName: 'REPLAY_UNSUPPORTED' }),
    );
  });

  test.each(['sb', 'sd', 'amoswap.w'] as const)('a chunk with an %s to code is refused', (name) => {
    const elf = programOf([
      ['auipc', { rd: R.t0, imm: 0 }],
      [name, { rs1: R.t0, rs2: 0, ...(name === 'amoswap.w' ? { rd: 0 } : { imm: -7 }) }],
      ...EXIT,
    ]);
    const environment = testEnvironment({ window: { base: 0x7fff0000, size: 0x100000 } });
    const [chunk] = traceOf(elf, environment) as [TraceChunk];
    const result = replayChunk(prepareReplay(elf), chunk);
    // One byte seven before the code does not reach it, eight do.
    if (name === 'sb') expect(result.ok).toBe(true);
    else expect(result).toMatchObject({ reason: expect.stringMatching(/^it stores to the code/) });
  });
});
