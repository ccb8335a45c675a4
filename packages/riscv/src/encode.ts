import { HartError } from '@hart/errors';
import {
  COMPRESSED,
  COMPRESSED_FORMATS,
  type CompressedMnemonic,
  type CompressedRow,
  REGISTER_FIELDS,
} from './compressed.ts';
import { REGISTER_AT, type RegisterRole, usesRegister } from './internal/fields.ts';
import { immediateBits, writeImmediate } from './internal/layout.ts';
import { FORMATS, INSTRUCTIONS, type InstructionRow, type Mnemonic, OP } from './table.ts';

/** Values as in `Instruction`; what is left out is 0. */
export interface Operands {
  readonly rd?: number;
  readonly rs1?: number;
  readonly rs2?: number;
  readonly imm?: number;
}

const ROLES = ['rd', 'rs1', 'rs2'] as const satisfies readonly RegisterRole[];

function refuse(instruction: string, operand: string, value: number): HartError<'RISCV_OPERAND'> {
  return new HartError('RISCV_OPERAND', { instruction, operand, value });
}

/** Bits of the registers' fields; a register that the instruction does not have must be 0. */
function encodeRegisters(row: InstructionRow, operands: Operands): number {
  return ROLES.reduce((bits, role) => {
    const value = operands[role] ?? 0;
    const limit = usesRegister(row, role) ? 31 : 0;
    if (!Number.isInteger(value) || value < 0 || value > limit) {
      throw refuse(row.name, role, value);
    }
    return bits | (value << REGISTER_AT[role]);
  }, 0);
}

/** The word of any row; {@link encode} is this for the rows of the table. */
export function encodeRow(row: InstructionRow, operands: Operands): number {
  const imm = operands.imm ?? 0;
  const immediate = writeImmediate(FORMATS[row.format], imm);
  if (immediate === undefined) throw refuse(row.name, 'imm', imm);
  return (row.match | encodeRegisters(row, operands) | immediate) >>> 0;
}

/**
 * The unsigned 32-bit word of an instruction, with every ignored bit 0. Operands have the meaning
 * that `decode` gives them, so a decoded instruction can be passed as it is.
 *
 * @throws HartError `RISCV_OPERAND` when an operand does not fit, or is given but does not exist.
 * @example
 * encode('addi', { rd: 10, rs1: 11, imm: 12 }); // 0x00c58513
 */
export function encode(name: Mnemonic, operands: Operands = {}): number {
  return encodeRow(INSTRUCTIONS[OP[name]] as InstructionRow, operands);
}

/** Bits of the register fields, and which bits they are: two roles may share a field. */
function compressedRegisters(row: CompressedRow, operands: Operands): number {
  let bits = 0;
  let taken = 0;
  for (const role of ROLES) {
    const from = row.expand[role] ?? 0;
    const value = operands[role] ?? 0;
    if (typeof from === 'number') {
      if (value !== from) throw refuse(row.name, role, value);
      continue;
    }
    const { at, width, base } = REGISTER_FIELDS[from];
    const field = (2 ** width - 1) << at;
    const raw = (value - base) << at;
    const fits = Number.isInteger(value) && value >= base && value < base + 2 ** width;
    if (!fits || ((taken & field) !== 0 && (bits & field) !== raw)) {
      throw refuse(row.name, role, value);
    }
    bits |= raw;
    taken |= field;
  }
  return bits;
}

/** Refuses a word that the manual gives to another instruction or reserves. */
function checkExceptions(row: CompressedRow, word: number, operands: Operands): void {
  const { imm, ...fields } = row.except ?? {};
  if (imm !== undefined && (word & immediateBits(COMPRESSED_FORMATS[row.format])) === 0) {
    throw refuse(row.name, 'imm', operands.imm ?? 0);
  }
  for (const [name, value] of Object.entries(fields)) {
    const { at, width } = REGISTER_FIELDS[name as keyof typeof fields];
    if (((word >> at) & (2 ** width - 1)) === value) throw refuse(row.name, name, value);
  }
}

/**
 * The 16-bit word of a compressed instruction. Operands are those of the base instruction that it
 * stands for, the implied ones included: `c.addi` takes `rd` and the same `rs1`, `c.lwsp` takes
 * `rs1: 2`. So the result of decoding a word encodes back to it.
 *
 * @throws HartError `RISCV_OPERAND` when the instruction has no such form.
 * @example
 * encodeCompressed('c.addi', { rd: 2, rs1: 2, imm: -16 }); // 0x1141
 */
export function encodeCompressed(name: CompressedMnemonic, operands: Operands = {}): number {
  const row = COMPRESSED.find((candidate) => candidate.name === name) as CompressedRow;
  const imm = operands.imm ?? 0;
  const immediate = writeImmediate(COMPRESSED_FORMATS[row.format], imm);
  if (immediate === undefined) throw refuse(row.name, 'imm', imm);
  const word = row.match | compressedRegisters(row, operands) | immediate;
  checkExceptions(row, word, operands);
  return word;
}
