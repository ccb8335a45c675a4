import { expect, test } from 'vitest';
import {
  COMPRESSED,
  COMPRESSED_FORMATS,
  type CompressedRow,
  REGISTER_FIELDS,
} from './compressed.ts';
import { compressedName, decode } from './decode.ts';
import { encode, encodeCompressed } from './encode.ts';
import { REGISTER_AT, usesRegister } from './internal/fields.ts';
import { immediateBits } from './internal/layout.ts';
import { FORMATS, INSTRUCTIONS, type InstructionRow, MNEMONICS } from './table.ts';

/** A fixed sequence of 32-bit words (xorshift), so that a failure can be repeated. */
function createWords(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

const hex = (word: number): string => word.toString(16);

/** The bits of each row that mean something; the others are ignored and encode as 0. */
const meaningful = (INSTRUCTIONS as readonly InstructionRow[]).map((row) =>
  (['rd', 'rs1', 'rs2'] as const).reduce(
    (bits, role) => bits | (usesRegister(row, role) ? 31 << REGISTER_AT[role] : 0),
    row.mask | immediateBits(FORMATS[row.format]),
  ),
);

/** What is wrong with the decoding of a 32-bit word, judged by trying every row of the table. */
function fault(word: number): string | undefined {
  const matching = INSTRUCTIONS.filter((row) => (word & row.mask) >>> 0 === row.match);
  const instruction = decode(word);
  if (instruction === undefined) {
    return matching.length === 0 ? undefined : `${hex(word)} refused: ${matching[0]?.name}`;
  }
  const name = MNEMONICS[instruction.op];
  if (name === undefined || matching.length !== 1 || matching[0]?.name !== name) {
    return `${hex(word)} decoded as ${name}`;
  }
  const again = encode(name, instruction);
  const expected = (word & (meaningful[instruction.op] ?? 0)) >>> 0;
  if (again !== expected || instruction.raw !== word || instruction.size !== 4) {
    return `${hex(word)} came back as ${hex(again)}`;
  }
  return undefined;
}

test('every 16-bit word decodes and encodes back, or is illegal', () => {
  const faults: string[] = [];
  let legal = 0;
  for (let word = 0; word < 0x10000; word++) {
    if ((word & 3) === 3) continue;
    const instruction = decode(word);
    const name = compressedName(word);
    const claimants = (COMPRESSED as readonly CompressedRow[]).filter((row) => claims(row, word));
    if (instruction === undefined) {
      if (name !== undefined || claimants.length !== 0) faults.push(`${hex(word)} refused`);
      continue;
    }
    legal++;
    const right = claimants.length === 1 && claimants[0]?.name === name;
    if (!right || name === undefined || encodeCompressed(name, instruction) !== word) {
      faults.push(`${hex(word)} decoded as ${name}`);
    }
    // The upper half belongs to the next instruction.
    if (decode((word | 0xabcd0000) >>> 0)?.raw !== word) faults.push(`${hex(word)} upper half`);
  }
  expect(faults).toEqual([]);
  const quadrant0 = 2048 + 8; // funct3 100, c.addi4spn 0
  const quadrant1 = 64 + 1 + 31 + 2 * 64; // c.addiw x0, c.addi16sp 0, c.lui 0, arithmetic
  const quadrant2 = 64 + 64 + 1; // c.lwsp x0, c.ldsp x0, c.jr x0
  expect(legal).toBe(3 * 0x4000 - quadrant0 - quadrant1 - quadrant2);
});

/** Whether a row claims a word: written from the row alone, without the decoder's preparations. */
function claims(row: CompressedRow, word: number): boolean {
  if ((word & row.mask) !== row.match) return false;
  return Object.entries(row.except ?? {}).every(([name, value]) => {
    if (name === 'imm') return (word & immediateBits(COMPRESSED_FORMATS[row.format])) !== 0;
    const { at, width } = REGISTER_FIELDS[name as keyof typeof REGISTER_FIELDS];
    return ((word >> at) & (2 ** width - 1)) !== value;
  });
}

test('a 16-bit word means what its base instruction means', () => {
  const faults: string[] = [];
  for (let word = 0; word < 0x10000; word++) {
    const short = (word & 3) === 3 ? undefined : decode(word);
    if (short === undefined) continue;
    // In range: decode gives ops of the table.
    const base = decode(encode(MNEMONICS[short.op]!, short));
    if (JSON.stringify({ ...base, size: 2, raw: word }) !== JSON.stringify(short)) {
      faults.push(hex(word));
    }
  }
  expect(faults).toEqual([]);
});

test('random operands of every 32-bit row decode and encode back', () => {
  const next = createWords(0x9e3779b9);
  const faults: string[] = [];
  for (const row of INSTRUCTIONS) {
    for (let count = 0; count < 4000; count++) {
      const word = ((next() & ~row.mask) | row.match) >>> 0;
      const found = fault(word);
      if (found !== undefined) faults.push(found);
      else if (MNEMONICS[decode(word)?.op ?? -1] !== row.name) faults.push(`${hex(word)} lost`);
    }
  }
  expect(faults).toEqual([]);
});

test('random words of every opcode, funct3 and funct7 are one instruction or illegal', () => {
  const next = createWords(0x2545f491);
  const faults: string[] = [];
  for (let fixed = 0; fixed < 32 * 8 * 128; fixed++) {
    const bits = 3 | ((fixed & 31) << 2) | (((fixed >> 5) & 7) << 12) | ((fixed >> 8) << 25);
    for (let count = 0; count < 32; count++) {
      // Half of them with rs2 = 0 or small, where lr and the privileged instructions live.
      const fields = count & 1 ? next() & 0x000f8f80 : next() & 0x01ff8f80;
      const found = fault((bits | fields) >>> 0);
      if (found !== undefined) faults.push(found);
    }
  }
  expect(faults).toEqual([]);
});

test('signed and unsigned words decode alike', () => {
  expect(decode(0xfe0508e3 | 0)).toEqual(decode(0xfe0508e3));
});
