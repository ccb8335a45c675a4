import { CodeWriter } from './code-writer.ts';
import { writeElf } from './elf.ts';
import { Generator, type JumpTable, type ProgramShape, RESERVED } from './generate.ts';
import { createRandom } from './random.ts';

/** Addresses of a batch; qemu-riscv64 maps the ELF there, and so does the environment. */
export const LAYOUT = {
  window: { base: 0x10000000, size: 0x100000 },
  code: 0x10000000,
  data: 0x10080000,
} as const;

/** Registers saved for each program, of 8 bytes each. */
const SAVED = 32;
const BUFFER_BYTES = 4096;

/** One program of a batch: everything about it follows from these. */
export interface ProgramSpec extends ProgramShape {
  seed: number;
}

export interface Batch {
  elf: Uint8Array;
  /** What the batch writes: x1..x30 of every program, then the data buffer. */
  outputBytes: number;
}

/**
 * Puts programs one after the other into one ELF: each gets its registers from a table and saves them
 * at its end; at last everything is written to file descriptor 1 and the process exits.
 */
export function buildBatch(programs: readonly ProgramSpec[]): Batch {
  const code = new CodeWriter(LAYOUT.code);
  const initial = LAYOUT.data;
  const results = initial + programs.length * SAVED * 8;
  const buffer = results + programs.length * SAVED * 8;
  const tables: JumpTable[] = [];
  let tableEnd = buffer + BUFFER_BYTES;

  const registers = new BigInt64Array(programs.length * SAVED);
  for (const [index, { seed, ...shape }] of programs.entries()) {
    const random = createRandom(seed);
    const values = registers.subarray(index * SAVED, (index + 1) * SAVED);
    for (let n = 1; n < 31; n++) values[n] = random.word();
    values[RESERVED.data] = BigInt(buffer + BUFFER_BYTES / 2);
    values[RESERVED.stack] = BigInt(buffer + BUFFER_BYTES / 2 - 256);

    code.address(RESERVED.results, { address: initial + index * SAVED * 8 });
    for (let n = 1; n < 31; n++) code.op('ld', { rd: n, rs1: RESERVED.results, imm: n * 8 });
    code.address(RESERVED.results, { address: results + index * SAVED * 8 });
    const generator = new Generator(code, random, (labels) => {
      const address = tableEnd;
      tables.push({ address, labels });
      tableEnd += labels.length * 8;
      return address;
    });
    generator.program(shape);
    for (let n = 1; n < 31; n++) code.op('sd', { rs1: RESERVED.results, rs2: n, imm: n * 8 });
    const next = code.label();
    code.far(RESERVED.pointer, 'jalr', { rd: 0, rs1: RESERVED.pointer }, next);
    generator.subroutines();
    code.place(next);
  }
  const outputBytes = buffer + BUFFER_BYTES - results;
  code.address(11, { address: results });
  code.address(12, { address: outputBytes });
  code.op('addi', { rd: 10, rs1: 0, imm: 1 });
  code.op('addi', { rd: 17, rs1: 0, imm: 64 });
  code.op('ecall', {});
  code.op('addi', { rd: 10, rs1: 0, imm: 0 });
  code.op('addi', { rd: 17, rs1: 0, imm: 93 });
  code.op('ecall', {});

  const text = code.bytes();
  const data = new Uint8Array(tableEnd - LAYOUT.data);
  data.set(new Uint8Array(registers.buffer));
  const view = new DataView(data.buffer);
  for (const { address, labels } of tables) {
    for (const [n, label] of labels.entries()) {
      view.setBigUint64(address - LAYOUT.data + n * 8, BigInt(code.addressOf(label)), true);
    }
  }
  const elf = writeElf(LAYOUT.code, [
    { address: LAYOUT.code, bytes: text, flags: 5 },
    { address: LAYOUT.data, bytes: data, flags: 6 },
  ]);
  return { elf, outputBytes };
}
