import { pseudoInstruction } from './internal/pseudo.ts';
import { CSR_NAMES, FLOAT_REGISTER_NAMES, REGISTER_NAMES } from './registers.ts';
import { INSTRUCTIONS, type InstructionRow, type Operand } from './table.ts';
import type { Instruction } from './types.ts';

const ROUNDING_MODES = ['rne', 'rtz', 'rdn', 'rup', 'rmm', 'rm5', 'rm6', 'dyn'] as const;

const register = (number: number): string => REGISTER_NAMES[number] ?? `x${number}`;
const float = (number: number): string => FLOAT_REGISTER_NAMES[number] ?? `f${number}`;

/** One of the two sets of a `fence`: i, o, r, w from bit 3 down. */
function fenceSet(bits: number): string {
  const names = [...'iorw'].filter((_, index) => (bits & (8 >> index)) !== 0);
  return names.length === 0 ? '0' : names.join('');
}

/** Absolute when the instruction's own address is known, else relative to it as in `.+16`. */
function target(offset: number, pc: number | bigint | undefined): string {
  if (pc === undefined) return offset < 0 ? `.${offset}` : `.+${offset}`;
  return `0x${BigInt.asUintN(64, BigInt(pc) + BigInt(offset)).toString(16)}`;
}

const OPERAND_TEXT: {
  readonly [Name in Operand]: (i: Instruction, pc: number | bigint | undefined) => string;
} = {
  rd: (i) => register(i.rd),
  rs1: (i) => register(i.rs1),
  rs2: (i) => register(i.rs2),
  '(rs1)': (i) => `(${register(i.rs1)})`,
  'imm(rs1)': (i) => `${i.imm}(${register(i.rs1)})`,
  imm: (i) => String(i.imm),
  upper: (i) => `0x${(i.imm >>> 12).toString(16)}`,
  target: (i, pc) => target(i.imm, pc),
  csr: (i) => CSR_NAMES.get(i.imm) ?? `0x${i.imm.toString(16)}`,
  zimm: (i) => String(i.rs1),
  fence: (i) => `${fenceSet((i.imm >> 4) & 15)}, ${fenceSet(i.imm & 15)}`,
  fd: (i) => float(i.rd),
  fs1: (i) => float(i.rs1),
  fs2: (i) => float(i.rs2),
  fs3: (i) => float(i.imm >> 3),
  rm: (i) => ROUNDING_MODES[i.imm & 7] ?? 'dyn',
};

/** The ordering bits of an atomic instruction, which its name shows and its meaning here ignores. */
function ordering(row: InstructionRow, raw: number): string {
  if (row.extension !== 'A') return '';
  return ['', '.rl', '.aq', '.aqrl'][(raw >>> 25) & 3] ?? '';
}

/** Conversions that are always exact: GNU as writes them with `rne`, others with `dyn`. */
const EXACT: ReadonlySet<string> = new Set(['fcvt.d.s', 'fcvt.d.w', 'fcvt.d.wu']);

/** Whether the assembler leaves the operand out, because it has the value that it has by itself. */
function implied(row: InstructionRow, operand: Operand, { imm }: Instruction): boolean {
  return operand === 'rm' && (imm & 7) === (EXACT.has(row.name) ? 0 : 7);
}

/** The text of `instruction` as the row writes it, without pseudo-instructions. */
export function rowText(
  row: InstructionRow,
  instruction: Instruction,
  pc?: number | bigint,
): string {
  const name = row.name + ordering(row, instruction.raw);
  const operands = row.operands
    .filter((operand) => !implied(row, operand, instruction))
    .map((operand) => OPERAND_TEXT[operand](instruction, pc));
  return operands.length === 0 ? name : `${name} ${operands.join(', ')}`;
}

/**
 * Assembler text in the manner of GNU as, with the common pseudo-instructions. A 16-bit instruction
 * shows as the one that it stands for.
 *
 * @param pc Address of the instruction: branch and jump targets are then absolute.
 * @example
 * disassemble({ op: OP.ld, rd: 1, rs1: 2, rs2: 0, imm: 8, size: 4, raw: 0x00813083 }); // ld ra, 8(sp)
 */
export function disassemble(instruction: Instruction, pc?: number | bigint): string {
  const row = INSTRUCTIONS[instruction.op];
  if (row === undefined) return `unknown op ${instruction.op}`;
  const pseudo = pseudoInstruction(row.name, instruction);
  if (pseudo === undefined) return rowText(row, instruction, pc);
  const operands = pseudo.operands.map((operand) => OPERAND_TEXT[operand](instruction, pc));
  return operands.length === 0 ? pseudo.name : `${pseudo.name} ${operands.join(', ')}`;
}
