import { expect, test } from 'vitest';
import { COMPRESSED } from './compressed.ts';
import { compressedName, decode } from './decode.ts';
import { rowText } from './disassemble.ts';
import { encodeRow } from './encode.ts';
import { createDecoder } from './internal/decoder.ts';
import { INSTRUCTIONS, type InstructionRow, OP } from './table.ts';

test('fields of each format, worked out by hand', () => {
  const of = (word: number) => {
    const { op, rd, rs1, rs2, imm } = decode(word) ?? {};
    return [op, rd, rs1, rs2, imm];
  };
  expect(of(0x00c58513)).toEqual([OP.addi, 10, 11, 0, 12]);
  expect(of(0xfff00093)).toEqual([OP.addi, 1, 0, 0, -1]);
  expect(of(0x43f5d513)).toEqual([OP.srai, 10, 11, 0, 63]);
  expect(of(0xfea5bc23)).toEqual([OP.sd, 0, 11, 10, -8]);
  expect(of(0xfe0508e3)).toEqual([OP.beq, 0, 10, 0, -16]);
  expect(of(0x800000b7)).toEqual([OP.lui, 1, 0, 0, -0x80000000]);
  expect(of(0xffdff06f)).toEqual([OP.jal, 0, 0, 0, -4]);
  expect(of(0xc0002573)).toEqual([OP.csrrs, 10, 0, 0, 0xc00]);
  expect(of(0x300fd073)).toEqual([OP.csrrwi, 0, 31, 0, 0x300]);
  expect(of(0x0ff0000f)).toEqual([OP.fence, 0, 0, 0, 0xff]);
  expect(of(0x1605a52f)).toEqual([OP['lr.w'], 10, 11, 0, 0]);
});

test.each([
  ['all zeros', 0x0000],
  ['c.addi4spn without immediate', 0x0008],
  ['c.addiw to x0', 0x2005],
  ['c.addi16sp without immediate', 0x6101],
  ['c.lui without immediate', 0x6501],
  ['c.lwsp to x0', 0x4012],
  ['c.ldsp to x0', 0x6022],
  ['c.jr x0', 0x8002],
  ['reserved arithmetic 10', 0x9c41],
  ['reserved arithmetic 11', 0x9c61],
  ['reserved quadrant 0', 0x8000],
])('illegal 16-bit word: %s', (_, word) => {
  expect(decode(word)).toBeUndefined();
  expect(compressedName(word)).toBeUndefined();
});

test.each([
  ['all ones', 0xffffffff],
  ['lr.w with rs2', 0x1015a52f],
  ['slli by 64 and more', 0x04059513],
  ['slliw by 32 and more', 0x0205951b],
  ['srai with a stray bit', 0x60055513],
  ['jalr with funct3 1', 0x00001067],
  ['branch with funct3 2', 0x00002063],
  ['load with funct3 7', 0x00007003],
  ['store with funct3 4', 0x00004023],
  ['mulh of the w forms', 0x0200103b],
  ['ecall with rd', 0x000000f3],
  ['uret', 0x00200073],
  ['flq', 0x00004007],
  ['fadd.q', 0x06c5f553],
  ['fmadd.h', 0x6cc59543],
  ['fsqrt.d with rs2', 0x5a157553],
  ['fmin with funct3 2', 0x2ac5a553],
  ['48-bit prefix', 0x0000001f],
])('illegal 32-bit word: %s', (_, word) => {
  expect(decode(word)).toBeUndefined();
});

test.each([
  ['c.nop with an immediate', 0x0005, OP.addi],
  ['c.addi by 0', 0x0501, OP.addi],
  ['c.li to x0', 0x4005, OP.addi],
  ['c.lui to x0', 0x6005, OP.lui],
  ['c.slli by 0', 0x0502, OP.slli],
  ['c.slli of x0', 0x0006, OP.slli],
  ['c.srli by 0', 0x8001, OP.srli],
  ['c.mv to x0', 0x802e, OP.add],
  ['c.add to x0', 0x902e, OP.add],
])('HINT is its base instruction: %s', (_, word, op) => {
  expect(decode(word)?.op).toBe(op);
});

test('reserved fields of fences and ordering bits of atomics are ignored', () => {
  expect(decode(0x8330000f | (5 << 7) | (6 << 15))?.op).toBe(OP.fence);
  expect(decode(0xfffff00f & ~0x6000)?.op).toBe(OP['fence.i']);
  const plain = decode(0x00b6252f);
  for (const ordering of [1, 2, 3]) {
    const word = 0x00b6252f | (ordering << 25);
    expect(decode(word)).toEqual({ ...plain, raw: word });
  }
});

test('a new row is all that a new instruction takes', () => {
  // One row of each kind that later extensions bring: Zba, and of Zfh a load, arithmetic, fused multiply-add.
  const added = {
    // biome-ignore format: one instruction a line
    sh1add: { name: 'sh1add', extension: 'I', format: 'R', match: 0x20002033, mask: 0xfe00707f, operands: ['rd', 'rs1', 'rs2'] },
    // biome-ignore format: one instruction a line
    flh: { name: 'flh', extension: 'F', format: 'I', match: 0x00001007, mask: 0x0000707f, operands: ['fd', 'imm(rs1)'] },
    // biome-ignore format: one instruction a line
    fadd: { name: 'fadd.h', extension: 'F', format: 'FR', match: 0x04000053, mask: 0xfe00007f, operands: ['fd', 'fs1', 'fs2', 'rm'] },
    // biome-ignore format: one instruction a line
    fmadd: { name: 'fmadd.h', extension: 'F', format: 'R4', match: 0x04000043, mask: 0x0600007f, operands: ['fd', 'fs1', 'fs2', 'fs3', 'rm'] },
  } as const satisfies Record<string, InstructionRow>;
  const { decode } = createDecoder(
    [...INSTRUCTIONS, ...Object.values(added)],
    [
      ...COMPRESSED,
      // biome-ignore format: one instruction a line
      { name: 'c.lh', extension: 'C', format: 'none', match: 0x8440, mask: 0xfc43, expand: { name: 'flh', rd: "r2'", rs1: "r7'" } },
    ],
  );
  const texts = (
    [
      [0x20c5a533, added.sh1add],
      [0x00811507, added.flh],
      [0x85c8, added.flh],
      [0x04c5f553, added.fadd],
      [0x6cc59543, added.fmadd],
    ] as const
  ).map(([word, row]) => {
    const instruction = decode(word);
    if (instruction === undefined) return 'illegal';
    if (instruction.size === 4) expect(encodeRow(row, instruction)).toBe(word);
    return rowText(row, instruction);
  });
  expect(texts).toEqual([
    'sh1add a0, a1, a2',
    'flh fa0, 8(sp)',
    'flh fa0, 0(a1)',
    'fadd.h fa0, fa1, fa2',
    'fmadd.h fa0, fa1, fa2, fa3, rtz',
  ]);
});
