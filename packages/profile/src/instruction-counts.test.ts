import { createRun } from '@hart/machine';
import { type Elf, encode, type Mnemonic, type Operands } from '@hart/riscv';
import { expect, test } from 'vitest';
import { functionInstructions, instructionCounts } from './instruction-counts.ts';

const BASE = 0x80000000;

function programOf(lines: readonly (readonly [Mnemonic, Operands] | number)[]): Elf {
  const bytes: number[] = [];
  for (const line of lines) {
    const [word, size] = typeof line === 'number' ? [line, 2] : [encode(...line), 4];
    for (let n = 0; n < size; n++) bytes.push((word >>> (8 * n)) & 255);
  }
  const data = Uint8Array.from(bytes);
  const segment = { address: BASE, memorySize: data.length, data };
  return {
    entry: BASE,
    flags: 0,
    segments: [{ ...segment, readable: true, writable: false, executable: true }],
    symbols: [
      { name: '_RNvC4main5start', address: BASE, size: 22, kind: 'function' },
      { name: 'leave', address: BASE + 22, size: 12, kind: 'function' },
    ],
  };
}

test.each(['interpreter', 'aot'] as const)('counts by mnemonic, in the %s', (engine) => {
  const elf = programOf([
    ['addi', { rd: 5, rs1: 0, imm: 1000 }],
    ['add', { rd: 6, rs1: 6, rs2: 5 }],
    ['addi', { rd: 7, rs1: 6, imm: 0 }],
    ['addi', { rd: 0, rs1: 0, imm: 0 }],
    // c.addi t0, -1
    0x12fd,
    ['bne', { rs1: 5, rs2: 0, imm: -14 }],
    ['lui', { rd: 17, imm: 0x1000 }],
    ['addi', { rd: 17, rs1: 17, imm: 2 }],
    ['ecall', {}],
  ]);
  const range = { base: BASE, size: 0x10000 };
  const data = { base: BASE + 0x8000, size: 0x8000 };
  const run = createRun(
    elf,
    {
      name: 'test',
      memory: { window: range, writable: data, watched: [], code: 'write-xor-execute' },
      ecall: () => ({ kind: 'exit', code: 0 }),
    },
    { engine, profile: true, tuning: { compileAfter: 1 } },
  );
  run.advance(100_000);
  const counts = instructionCounts(run.profile()!, elf);
  expect(Object.fromEntries(counts)).toEqual({
    ...{ li: 1, add: 1000, mv: 1000, nop: 1000, addi: 1000, bne: 1000, lui: 1, ecall: 1 },
    addi: 1001,
  });
  const [start, leave] = functionInstructions(run.profile()!, elf);
  expect([start!.name, start!.steps, start!.calls]).toEqual(['main::start', 5001, new Map()]);
  expect(leave).toEqual({
    name: 'leave',
    steps: 3,
    instructions: new Map([
      ['lui', 1],
      ['addi', 1],
      ['ecall', 1],
    ]),
    calls: new Map([[0x1002, 1]]),
  });
  expect(counts.values().reduce((sum, count) => sum + count, 0)).toBe(run.steps);
});
