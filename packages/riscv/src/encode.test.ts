import { isHartError } from '@hart/errors';
import { expect, test } from 'vitest';
import { encode, encodeCompressed } from './encode.ts';

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return isHartError(error) ? error.code : String(error);
  }
  return 'none';
}

test('words of common instructions', () => {
  expect(encode('addi', { rd: 10, rs1: 11, imm: 12 })).toBe(0x00c58513);
  expect(encode('jalr', { rs1: 1 })).toBe(0x00008067);
  expect(encode('lui', { rd: 1, imm: -0x80000000 })).toBe(0x800000b7);
  expect(encode('ecall')).toBe(0x00000073);
  expect(encodeCompressed('c.addi', { rd: 2, rs1: 2, imm: -16 })).toBe(0x1141);
  expect(encodeCompressed('c.ebreak')).toBe(0x9002);
});

test.each([
  ['register beyond 31', () => encode('add', { rd: 32 })],
  ['negative register', () => encode('add', { rs1: -1 })],
  ['fractional register', () => encode('add', { rs2: 1.5 })],
  ['immediate too large', () => encode('addi', { imm: 2048 })],
  ['immediate too small', () => encode('addi', { imm: -2049 })],
  ['immediate far too large', () => encode('addi', { imm: 2 ** 32 })],
  ['fractional immediate', () => encode('addi', { imm: 0.5 })],
  ['not a number', () => encode('addi', { imm: Number.NaN })],
  ['shift by 64', () => encode('slli', { imm: 64 })],
  ['word shift by 32', () => encode('slliw', { imm: 32 })],
  ['odd branch offset', () => encode('beq', { imm: 3 })],
  ['branch too far', () => encode('beq', { imm: 4096 })],
  ['jump too far', () => encode('jal', { imm: 2 ** 20 })],
  ['lui with low bits', () => encode('lui', { imm: 1 })],
  ['unsigned lui', () => encode('lui', { imm: 0x80000000 })],
  ['absent register', () => encode('lui', { rs1: 1 })],
  ['absent immediate', () => encode('add', { imm: 1 })],
  ['rs2 of lr', () => encode('lr.w', { rs2: 1 })],
  ['register outside x8 to x15', () => encodeCompressed('c.and', { rd: 1, rs1: 1, rs2: 8 })],
  ['rd and rs1 differ', () => encodeCompressed('c.addi', { rd: 5, rs1: 6, imm: 1 })],
  ['implied register differs', () => encodeCompressed('c.lwsp', { rd: 5, rs1: 3 })],
  ['reserved immediate', () => encodeCompressed('c.addi4spn', { rd: 8, rs1: 2 })],
  ['reserved register', () => encodeCompressed('c.jr', {})],
  ['another instruction', () => encodeCompressed('c.lui', { rd: 2, imm: 4096 })],
  ['unaligned offset', () => encodeCompressed('c.ld', { rd: 8, rs1: 8, imm: 4 })],
])('refuses %s', (_, run) => {
  expect(codeOf(run)).toBe('HART1009');
});
