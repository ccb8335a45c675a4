import { expect, test } from 'vitest';
import {
  COMPRESSED,
  COMPRESSED_FORMATS,
  type CompressedRow,
  REGISTER_FIELDS,
} from './compressed.ts';
import { REGISTER_AT, usesRegister } from './internal/fields.ts';
import { immediateBits } from './internal/layout.ts';
import { FORMATS, INSTRUCTIONS, type InstructionRow, MNEMONICS, OP } from './table.ts';

const rows: readonly InstructionRow[] = INSTRUCTIONS;
const compressed: readonly CompressedRow[] = COMPRESSED;

/** Bits of every operand of a row, for registers five each. */
function operandFields(row: InstructionRow): number[] {
  const registers = (['rd', 'rs1', 'rs2'] as const)
    .filter((role) => usesRegister(row, role))
    .map((role) => (31 << REGISTER_AT[role]) >>> 0);
  return [...registers, immediateBits(FORMATS[row.format])];
}

test('names are unique and op numbers are row numbers', () => {
  expect(new Set(MNEMONICS).size).toBe(INSTRUCTIONS.length);
  expect(new Set(COMPRESSED.map((row) => row.name)).size).toBe(COMPRESSED.length);
  for (const [op, row] of INSTRUCTIONS.entries()) expect(OP[row.name]).toBe(op);
});

test('the table holds the whole of each extension', () => {
  const count = (name: string) => rows.filter((row) => row.extension === name).length;
  // The base: 40 of RV32I and 12 that RV64I adds; A: 11 for words, 11 for doublewords; F and D: 26 each
  // for RV32, and what RV64 adds.
  expect(['I', 'M', 'A', 'F', 'D'].map(count)).toEqual([52, 13, 22, 26 + 4, 26 + 6]);
  expect(['Zicsr', 'Zifencei', 'Sm'].map(count)).toEqual([6, 1, 2]);
  expect(compressed).toHaveLength(37);
});

test.each(rows.map((row) => [row.name, row] as const))('%s: fields are disjoint', (_, row) => {
  expect((row.match & ~row.mask) >>> 0).toBe(0);
  expect(row.match & 3).toBe(3);
  let taken = row.mask;
  for (const field of operandFields(row)) {
    expect((taken & field) >>> 0).toBe(0);
    taken |= field;
  }
});

test.each(compressed.map((row) => [row.name, row] as const))(
  '%s: fields are disjoint',
  (_, row) => {
    expect(row.match & ~row.mask).toBe(0);
    expect(row.match & 3).not.toBe(3);
    const { rd, rs1, rs2 } = row.expand;
    const fields = new Set([rd, rs1, rs2].filter((field) => typeof field === 'string'));
    let taken = row.mask;
    for (const field of fields) {
      const bits = (2 ** REGISTER_FIELDS[field].width - 1) << REGISTER_FIELDS[field].at;
      // c.nop, c.addi16sp and their like fix a register field; no row has a field within its mask.
      expect(taken & bits).toBe(0);
      taken |= bits;
    }
    expect(taken & immediateBits(COMPRESSED_FORMATS[row.format])).toBe(0);
    taken |= immediateBits(COMPRESSED_FORMATS[row.format]);
    expect(taken).toBe(0xffff);
  },
);

test('every base instruction of a compressed row exists and has the registers it is given', () => {
  for (const { name, expand } of compressed) {
    const base = rows.find((row) => row.name === expand.name);
    expect(base, name).toBeDefined();
    for (const role of ['rd', 'rs1', 'rs2'] as const) {
      if (base) expect(expand[role] !== undefined, name).toBe(usesRegister(base, role));
    }
  }
});

test('no 32-bit word belongs to two rows', () => {
  const overlapping = rows.flatMap((a, index) =>
    rows
      .slice(index + 1)
      .filter((b) => ((a.match ^ b.match) & a.mask & b.mask) === 0)
      .map((b) => `${a.name} ${b.name}`),
  );
  expect(overlapping).toEqual([]);
});

test('16-bit rows share fixed bits only where one is a documented special case of the other', () => {
  const overlapping = compressed.flatMap((a, index) =>
    compressed
      .slice(index + 1)
      .filter((b) => ((a.match ^ b.match) & a.mask & b.mask) === 0)
      .map((b) => `${a.name} ${b.name}`),
  );
  expect(overlapping).toEqual([
    'c.nop c.addi',
    'c.addi16sp c.lui',
    'c.jr c.mv',
    'c.ebreak c.jalr',
    'c.ebreak c.add',
    'c.jalr c.add',
  ]);
});
