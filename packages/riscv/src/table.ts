import type { ImmediateLayout } from './internal/layout.ts';

/**
 * The immediates of the 32-bit formats (RISC-V unprivileged ISA, "Base Instruction Formats").
 * `FR` and `R4` are the floating-point ones: their immediate is the rounding mode, plus eight times
 * the number of rs3 for `R4`.
 */
export const FORMATS = {
  none: { signed: false, pieces: [] },
  R: { signed: false, pieces: [] },
  FR: { signed: false, pieces: [[2, 0, 12]] },
  // biome-ignore format: one format a line
  R4: { signed: false, pieces: [[7, 3, 27], [2, 0, 12]] },
  I: { signed: true, pieces: [[11, 0, 20]] },
  Icsr: { signed: false, pieces: [[11, 0, 20]] },
  Ifence: { signed: false, pieces: [[11, 0, 20]] },
  Ishift5: { signed: false, pieces: [[4, 0, 20]] },
  Ishift6: { signed: false, pieces: [[5, 0, 20]] },
  // biome-ignore format: one format a line
  S: { signed: true, pieces: [[11, 5, 25], [4, 0, 7]] },
  // biome-ignore format: one format a line
  B: { signed: true, pieces: [[12, 12, 31], [10, 5, 25], [4, 1, 8], [11, 11, 7]] },
  U: { signed: true, pieces: [[31, 12, 12]] },
  // biome-ignore format: one format a line
  J: { signed: true, pieces: [[20, 20, 31], [10, 1, 21], [11, 11, 20], [19, 12, 12]] },
} as const satisfies Record<string, ImmediateLayout>;

export type Format = keyof typeof FORMATS;

export type Extension = 'I' | 'M' | 'A' | 'F' | 'D' | 'C' | 'Zicsr' | 'Zifencei' | 'Sm';

/**
 * One operand as the assembler writes it; it names the register field that it reads or writes.
 * `fd`, `fs1`, `fs2` are floating-point registers in the fields rd, rs1, rs2; `fs3` and `rm` live in
 * the immediate (see {@link FORMATS}). `zimm` is the five-bit constant of a CSR instruction, kept in
 * rs1.
 */
export type Operand =
  | ('rd' | 'rs1' | 'rs2' | '(rs1)' | 'imm(rs1)' | 'imm' | 'upper' | 'target')
  | ('csr' | 'zimm' | 'fence' | 'fd' | 'fs1' | 'fs2' | 'fs3' | 'rm');

/** A 32-bit instruction: a word is this instruction when `(word & mask) === match`. */
export interface InstructionRow {
  readonly name: string;
  readonly extension: Extension;
  readonly format: Format;
  /** Unsigned. */
  readonly match: number;
  /** Unsigned. Bits in neither the mask nor an operand are ignored, as the manual asks. */
  readonly mask: number;
  /** In assembler order. */
  readonly operands: readonly Operand[];
}

/**
 * Every 32-bit instruction, sorted by extension and opcode. A row is all that the decoder, the
 * encoder and the disassembler need. Source: the RISC-V unprivileged ISA, "RV32/64G Instruction Set
 * Listings"; `mret` and `wfi` from the privileged ISA.
 *
 * The reserved rounding modes 5 and 6 decode; executing them is illegal, as it is with a reserved
 * dynamic mode.
 *
 * The ignored bits: aq and rl of the A extension (one hart has no other to be ordered against), rd
 * and rs1 of `fence`, everything but opcode and funct3 of `fence.i`.
 */
// biome-ignore format: one instruction a line
export const INSTRUCTIONS = [
  { name: 'lb', extension: 'I', format: 'I', match: 0x00000003, mask: 0x0000707f, operands: ['rd', 'imm(rs1)'] },
  { name: 'lh', extension: 'I', format: 'I', match: 0x00001003, mask: 0x0000707f, operands: ['rd', 'imm(rs1)'] },
  { name: 'lw', extension: 'I', format: 'I', match: 0x00002003, mask: 0x0000707f, operands: ['rd', 'imm(rs1)'] },
  { name: 'ld', extension: 'I', format: 'I', match: 0x00003003, mask: 0x0000707f, operands: ['rd', 'imm(rs1)'] },
  { name: 'lbu', extension: 'I', format: 'I', match: 0x00004003, mask: 0x0000707f, operands: ['rd', 'imm(rs1)'] },
  { name: 'lhu', extension: 'I', format: 'I', match: 0x00005003, mask: 0x0000707f, operands: ['rd', 'imm(rs1)'] },
  { name: 'lwu', extension: 'I', format: 'I', match: 0x00006003, mask: 0x0000707f, operands: ['rd', 'imm(rs1)'] },
  { name: 'fence', extension: 'I', format: 'Ifence', match: 0x0000000f, mask: 0x0000707f, operands: ['fence'] },
  { name: 'addi', extension: 'I', format: 'I', match: 0x00000013, mask: 0x0000707f, operands: ['rd', 'rs1', 'imm'] },
  { name: 'slli', extension: 'I', format: 'Ishift6', match: 0x00001013, mask: 0xfc00707f, operands: ['rd', 'rs1', 'imm'] },
  { name: 'slti', extension: 'I', format: 'I', match: 0x00002013, mask: 0x0000707f, operands: ['rd', 'rs1', 'imm'] },
  { name: 'sltiu', extension: 'I', format: 'I', match: 0x00003013, mask: 0x0000707f, operands: ['rd', 'rs1', 'imm'] },
  { name: 'xori', extension: 'I', format: 'I', match: 0x00004013, mask: 0x0000707f, operands: ['rd', 'rs1', 'imm'] },
  { name: 'srli', extension: 'I', format: 'Ishift6', match: 0x00005013, mask: 0xfc00707f, operands: ['rd', 'rs1', 'imm'] },
  { name: 'srai', extension: 'I', format: 'Ishift6', match: 0x40005013, mask: 0xfc00707f, operands: ['rd', 'rs1', 'imm'] },
  { name: 'ori', extension: 'I', format: 'I', match: 0x00006013, mask: 0x0000707f, operands: ['rd', 'rs1', 'imm'] },
  { name: 'andi', extension: 'I', format: 'I', match: 0x00007013, mask: 0x0000707f, operands: ['rd', 'rs1', 'imm'] },
  { name: 'auipc', extension: 'I', format: 'U', match: 0x00000017, mask: 0x0000007f, operands: ['rd', 'upper'] },
  { name: 'addiw', extension: 'I', format: 'I', match: 0x0000001b, mask: 0x0000707f, operands: ['rd', 'rs1', 'imm'] },
  { name: 'slliw', extension: 'I', format: 'Ishift5', match: 0x0000101b, mask: 0xfe00707f, operands: ['rd', 'rs1', 'imm'] },
  { name: 'srliw', extension: 'I', format: 'Ishift5', match: 0x0000501b, mask: 0xfe00707f, operands: ['rd', 'rs1', 'imm'] },
  { name: 'sraiw', extension: 'I', format: 'Ishift5', match: 0x4000501b, mask: 0xfe00707f, operands: ['rd', 'rs1', 'imm'] },
  { name: 'sb', extension: 'I', format: 'S', match: 0x00000023, mask: 0x0000707f, operands: ['rs2', 'imm(rs1)'] },
  { name: 'sh', extension: 'I', format: 'S', match: 0x00001023, mask: 0x0000707f, operands: ['rs2', 'imm(rs1)'] },
  { name: 'sw', extension: 'I', format: 'S', match: 0x00002023, mask: 0x0000707f, operands: ['rs2', 'imm(rs1)'] },
  { name: 'sd', extension: 'I', format: 'S', match: 0x00003023, mask: 0x0000707f, operands: ['rs2', 'imm(rs1)'] },
  { name: 'add', extension: 'I', format: 'R', match: 0x00000033, mask: 0xfe00707f, operands: ['rd', 'rs1', 'rs2'] },
  { name: 'sub', extension: 'I', format: 'R', match: 0x40000033, mask: 0xfe00707f, operands: ['rd', 'rs1', 'rs2'] },
  { name: 'sll', extension: 'I', format: 'R', match: 0x00001033, mask: 0xfe00707f, operands: ['rd', 'rs1', 'rs2'] },
  { name: 'slt', extension: 'I', format: 'R', match: 0x00002033, mask: 0xfe00707f, operands: ['rd', 'rs1', 'rs2'] },
  { name: 'sltu', extension: 'I', format: 'R', match: 0x00003033, mask: 0xfe00707f, operands: ['rd', 'rs1', 'rs2'] },
  { name: 'xor', extension: 'I', format: 'R', match: 0x00004033, mask: 0xfe00707f, operands: ['rd', 'rs1', 'rs2'] },
  { name: 'srl', extension: 'I', format: 'R', match: 0x00005033, mask: 0xfe00707f, operands: ['rd', 'rs1', 'rs2'] },
  { name: 'sra', extension: 'I', format: 'R', match: 0x40005033, mask: 0xfe00707f, operands: ['rd', 'rs1', 'rs2'] },
  { name: 'or', extension: 'I', format: 'R', match: 0x00006033, mask: 0xfe00707f, operands: ['rd', 'rs1', 'rs2'] },
  { name: 'and', extension: 'I', format: 'R', match: 0x00007033, mask: 0xfe00707f, operands: ['rd', 'rs1', 'rs2'] },
  { name: 'lui', extension: 'I', format: 'U', match: 0x00000037, mask: 0x0000007f, operands: ['rd', 'upper'] },
  { name: 'addw', extension: 'I', format: 'R', match: 0x0000003b, mask: 0xfe00707f, operands: ['rd', 'rs1', 'rs2'] },
  { name: 'subw', extension: 'I', format: 'R', match: 0x4000003b, mask: 0xfe00707f, operands: ['rd', 'rs1', 'rs2'] },
  { name: 'sllw', extension: 'I', format: 'R', match: 0x0000103b, mask: 0xfe00707f, operands: ['rd', 'rs1', 'rs2'] },
  { name: 'srlw', extension: 'I', format: 'R', match: 0x0000503b, mask: 0xfe00707f, operands: ['rd', 'rs1', 'rs2'] },
  { name: 'sraw', extension: 'I', format: 'R', match: 0x4000503b, mask: 0xfe00707f, operands: ['rd', 'rs1', 'rs2'] },
  { name: 'beq', extension: 'I', format: 'B', match: 0x00000063, mask: 0x0000707f, operands: ['rs1', 'rs2', 'target'] },
  { name: 'bne', extension: 'I', format: 'B', match: 0x00001063, mask: 0x0000707f, operands: ['rs1', 'rs2', 'target'] },
  { name: 'blt', extension: 'I', format: 'B', match: 0x00004063, mask: 0x0000707f, operands: ['rs1', 'rs2', 'target'] },
  { name: 'bge', extension: 'I', format: 'B', match: 0x00005063, mask: 0x0000707f, operands: ['rs1', 'rs2', 'target'] },
  { name: 'bltu', extension: 'I', format: 'B', match: 0x00006063, mask: 0x0000707f, operands: ['rs1', 'rs2', 'target'] },
  { name: 'bgeu', extension: 'I', format: 'B', match: 0x00007063, mask: 0x0000707f, operands: ['rs1', 'rs2', 'target'] },
  { name: 'jalr', extension: 'I', format: 'I', match: 0x00000067, mask: 0x0000707f, operands: ['rd', 'imm(rs1)'] },
  { name: 'jal', extension: 'I', format: 'J', match: 0x0000006f, mask: 0x0000007f, operands: ['rd', 'target'] },
  { name: 'ecall', extension: 'I', format: 'none', match: 0x00000073, mask: 0xffffffff, operands: [] },
  { name: 'ebreak', extension: 'I', format: 'none', match: 0x00100073, mask: 0xffffffff, operands: [] },

  { name: 'mul', extension: 'M', format: 'R', match: 0x02000033, mask: 0xfe00707f, operands: ['rd', 'rs1', 'rs2'] },
  { name: 'mulh', extension: 'M', format: 'R', match: 0x02001033, mask: 0xfe00707f, operands: ['rd', 'rs1', 'rs2'] },
  { name: 'mulhsu', extension: 'M', format: 'R', match: 0x02002033, mask: 0xfe00707f, operands: ['rd', 'rs1', 'rs2'] },
  { name: 'mulhu', extension: 'M', format: 'R', match: 0x02003033, mask: 0xfe00707f, operands: ['rd', 'rs1', 'rs2'] },
  { name: 'div', extension: 'M', format: 'R', match: 0x02004033, mask: 0xfe00707f, operands: ['rd', 'rs1', 'rs2'] },
  { name: 'divu', extension: 'M', format: 'R', match: 0x02005033, mask: 0xfe00707f, operands: ['rd', 'rs1', 'rs2'] },
  { name: 'rem', extension: 'M', format: 'R', match: 0x02006033, mask: 0xfe00707f, operands: ['rd', 'rs1', 'rs2'] },
  { name: 'remu', extension: 'M', format: 'R', match: 0x02007033, mask: 0xfe00707f, operands: ['rd', 'rs1', 'rs2'] },
  { name: 'mulw', extension: 'M', format: 'R', match: 0x0200003b, mask: 0xfe00707f, operands: ['rd', 'rs1', 'rs2'] },
  { name: 'divw', extension: 'M', format: 'R', match: 0x0200403b, mask: 0xfe00707f, operands: ['rd', 'rs1', 'rs2'] },
  { name: 'divuw', extension: 'M', format: 'R', match: 0x0200503b, mask: 0xfe00707f, operands: ['rd', 'rs1', 'rs2'] },
  { name: 'remw', extension: 'M', format: 'R', match: 0x0200603b, mask: 0xfe00707f, operands: ['rd', 'rs1', 'rs2'] },
  { name: 'remuw', extension: 'M', format: 'R', match: 0x0200703b, mask: 0xfe00707f, operands: ['rd', 'rs1', 'rs2'] },

  { name: 'lr.w', extension: 'A', format: 'R', match: 0x1000202f, mask: 0xf9f0707f, operands: ['rd', '(rs1)'] },
  { name: 'sc.w', extension: 'A', format: 'R', match: 0x1800202f, mask: 0xf800707f, operands: ['rd', 'rs2', '(rs1)'] },
  { name: 'amoswap.w', extension: 'A', format: 'R', match: 0x0800202f, mask: 0xf800707f, operands: ['rd', 'rs2', '(rs1)'] },
  { name: 'amoadd.w', extension: 'A', format: 'R', match: 0x0000202f, mask: 0xf800707f, operands: ['rd', 'rs2', '(rs1)'] },
  { name: 'amoxor.w', extension: 'A', format: 'R', match: 0x2000202f, mask: 0xf800707f, operands: ['rd', 'rs2', '(rs1)'] },
  { name: 'amoand.w', extension: 'A', format: 'R', match: 0x6000202f, mask: 0xf800707f, operands: ['rd', 'rs2', '(rs1)'] },
  { name: 'amoor.w', extension: 'A', format: 'R', match: 0x4000202f, mask: 0xf800707f, operands: ['rd', 'rs2', '(rs1)'] },
  { name: 'amomin.w', extension: 'A', format: 'R', match: 0x8000202f, mask: 0xf800707f, operands: ['rd', 'rs2', '(rs1)'] },
  { name: 'amomax.w', extension: 'A', format: 'R', match: 0xa000202f, mask: 0xf800707f, operands: ['rd', 'rs2', '(rs1)'] },
  { name: 'amominu.w', extension: 'A', format: 'R', match: 0xc000202f, mask: 0xf800707f, operands: ['rd', 'rs2', '(rs1)'] },
  { name: 'amomaxu.w', extension: 'A', format: 'R', match: 0xe000202f, mask: 0xf800707f, operands: ['rd', 'rs2', '(rs1)'] },
  { name: 'lr.d', extension: 'A', format: 'R', match: 0x1000302f, mask: 0xf9f0707f, operands: ['rd', '(rs1)'] },
  { name: 'sc.d', extension: 'A', format: 'R', match: 0x1800302f, mask: 0xf800707f, operands: ['rd', 'rs2', '(rs1)'] },
  { name: 'amoswap.d', extension: 'A', format: 'R', match: 0x0800302f, mask: 0xf800707f, operands: ['rd', 'rs2', '(rs1)'] },
  { name: 'amoadd.d', extension: 'A', format: 'R', match: 0x0000302f, mask: 0xf800707f, operands: ['rd', 'rs2', '(rs1)'] },
  { name: 'amoxor.d', extension: 'A', format: 'R', match: 0x2000302f, mask: 0xf800707f, operands: ['rd', 'rs2', '(rs1)'] },
  { name: 'amoand.d', extension: 'A', format: 'R', match: 0x6000302f, mask: 0xf800707f, operands: ['rd', 'rs2', '(rs1)'] },
  { name: 'amoor.d', extension: 'A', format: 'R', match: 0x4000302f, mask: 0xf800707f, operands: ['rd', 'rs2', '(rs1)'] },
  { name: 'amomin.d', extension: 'A', format: 'R', match: 0x8000302f, mask: 0xf800707f, operands: ['rd', 'rs2', '(rs1)'] },
  { name: 'amomax.d', extension: 'A', format: 'R', match: 0xa000302f, mask: 0xf800707f, operands: ['rd', 'rs2', '(rs1)'] },
  { name: 'amominu.d', extension: 'A', format: 'R', match: 0xc000302f, mask: 0xf800707f, operands: ['rd', 'rs2', '(rs1)'] },
  { name: 'amomaxu.d', extension: 'A', format: 'R', match: 0xe000302f, mask: 0xf800707f, operands: ['rd', 'rs2', '(rs1)'] },

  { name: 'flw', extension: 'F', format: 'I', match: 0x00002007, mask: 0x0000707f, operands: ['fd', 'imm(rs1)'] },
  { name: 'fsw', extension: 'F', format: 'S', match: 0x00002027, mask: 0x0000707f, operands: ['fs2', 'imm(rs1)'] },
  { name: 'fmadd.s', extension: 'F', format: 'R4', match: 0x00000043, mask: 0x0600007f, operands: ['fd', 'fs1', 'fs2', 'fs3', 'rm'] },
  { name: 'fmsub.s', extension: 'F', format: 'R4', match: 0x00000047, mask: 0x0600007f, operands: ['fd', 'fs1', 'fs2', 'fs3', 'rm'] },
  { name: 'fnmsub.s', extension: 'F', format: 'R4', match: 0x0000004b, mask: 0x0600007f, operands: ['fd', 'fs1', 'fs2', 'fs3', 'rm'] },
  { name: 'fnmadd.s', extension: 'F', format: 'R4', match: 0x0000004f, mask: 0x0600007f, operands: ['fd', 'fs1', 'fs2', 'fs3', 'rm'] },
  { name: 'fadd.s', extension: 'F', format: 'FR', match: 0x00000053, mask: 0xfe00007f, operands: ['fd', 'fs1', 'fs2', 'rm'] },
  { name: 'fsub.s', extension: 'F', format: 'FR', match: 0x08000053, mask: 0xfe00007f, operands: ['fd', 'fs1', 'fs2', 'rm'] },
  { name: 'fmul.s', extension: 'F', format: 'FR', match: 0x10000053, mask: 0xfe00007f, operands: ['fd', 'fs1', 'fs2', 'rm'] },
  { name: 'fdiv.s', extension: 'F', format: 'FR', match: 0x18000053, mask: 0xfe00007f, operands: ['fd', 'fs1', 'fs2', 'rm'] },
  { name: 'fsqrt.s', extension: 'F', format: 'FR', match: 0x58000053, mask: 0xfff0007f, operands: ['fd', 'fs1', 'rm'] },
  { name: 'fsgnj.s', extension: 'F', format: 'R', match: 0x20000053, mask: 0xfe00707f, operands: ['fd', 'fs1', 'fs2'] },
  { name: 'fsgnjn.s', extension: 'F', format: 'R', match: 0x20001053, mask: 0xfe00707f, operands: ['fd', 'fs1', 'fs2'] },
  { name: 'fsgnjx.s', extension: 'F', format: 'R', match: 0x20002053, mask: 0xfe00707f, operands: ['fd', 'fs1', 'fs2'] },
  { name: 'fmin.s', extension: 'F', format: 'R', match: 0x28000053, mask: 0xfe00707f, operands: ['fd', 'fs1', 'fs2'] },
  { name: 'fmax.s', extension: 'F', format: 'R', match: 0x28001053, mask: 0xfe00707f, operands: ['fd', 'fs1', 'fs2'] },
  { name: 'fle.s', extension: 'F', format: 'R', match: 0xa0000053, mask: 0xfe00707f, operands: ['rd', 'fs1', 'fs2'] },
  { name: 'flt.s', extension: 'F', format: 'R', match: 0xa0001053, mask: 0xfe00707f, operands: ['rd', 'fs1', 'fs2'] },
  { name: 'feq.s', extension: 'F', format: 'R', match: 0xa0002053, mask: 0xfe00707f, operands: ['rd', 'fs1', 'fs2'] },
  { name: 'fcvt.w.s', extension: 'F', format: 'FR', match: 0xc0000053, mask: 0xfff0007f, operands: ['rd', 'fs1', 'rm'] },
  { name: 'fcvt.wu.s', extension: 'F', format: 'FR', match: 0xc0100053, mask: 0xfff0007f, operands: ['rd', 'fs1', 'rm'] },
  { name: 'fcvt.l.s', extension: 'F', format: 'FR', match: 0xc0200053, mask: 0xfff0007f, operands: ['rd', 'fs1', 'rm'] },
  { name: 'fcvt.lu.s', extension: 'F', format: 'FR', match: 0xc0300053, mask: 0xfff0007f, operands: ['rd', 'fs1', 'rm'] },
  { name: 'fcvt.s.w', extension: 'F', format: 'FR', match: 0xd0000053, mask: 0xfff0007f, operands: ['fd', 'rs1', 'rm'] },
  { name: 'fcvt.s.wu', extension: 'F', format: 'FR', match: 0xd0100053, mask: 0xfff0007f, operands: ['fd', 'rs1', 'rm'] },
  { name: 'fcvt.s.l', extension: 'F', format: 'FR', match: 0xd0200053, mask: 0xfff0007f, operands: ['fd', 'rs1', 'rm'] },
  { name: 'fcvt.s.lu', extension: 'F', format: 'FR', match: 0xd0300053, mask: 0xfff0007f, operands: ['fd', 'rs1', 'rm'] },
  { name: 'fmv.x.w', extension: 'F', format: 'R', match: 0xe0000053, mask: 0xfff0707f, operands: ['rd', 'fs1'] },
  { name: 'fclass.s', extension: 'F', format: 'R', match: 0xe0001053, mask: 0xfff0707f, operands: ['rd', 'fs1'] },
  { name: 'fmv.w.x', extension: 'F', format: 'R', match: 0xf0000053, mask: 0xfff0707f, operands: ['fd', 'rs1'] },

  { name: 'fld', extension: 'D', format: 'I', match: 0x00003007, mask: 0x0000707f, operands: ['fd', 'imm(rs1)'] },
  { name: 'fsd', extension: 'D', format: 'S', match: 0x00003027, mask: 0x0000707f, operands: ['fs2', 'imm(rs1)'] },
  { name: 'fmadd.d', extension: 'D', format: 'R4', match: 0x02000043, mask: 0x0600007f, operands: ['fd', 'fs1', 'fs2', 'fs3', 'rm'] },
  { name: 'fmsub.d', extension: 'D', format: 'R4', match: 0x02000047, mask: 0x0600007f, operands: ['fd', 'fs1', 'fs2', 'fs3', 'rm'] },
  { name: 'fnmsub.d', extension: 'D', format: 'R4', match: 0x0200004b, mask: 0x0600007f, operands: ['fd', 'fs1', 'fs2', 'fs3', 'rm'] },
  { name: 'fnmadd.d', extension: 'D', format: 'R4', match: 0x0200004f, mask: 0x0600007f, operands: ['fd', 'fs1', 'fs2', 'fs3', 'rm'] },
  { name: 'fadd.d', extension: 'D', format: 'FR', match: 0x02000053, mask: 0xfe00007f, operands: ['fd', 'fs1', 'fs2', 'rm'] },
  { name: 'fsub.d', extension: 'D', format: 'FR', match: 0x0a000053, mask: 0xfe00007f, operands: ['fd', 'fs1', 'fs2', 'rm'] },
  { name: 'fmul.d', extension: 'D', format: 'FR', match: 0x12000053, mask: 0xfe00007f, operands: ['fd', 'fs1', 'fs2', 'rm'] },
  { name: 'fdiv.d', extension: 'D', format: 'FR', match: 0x1a000053, mask: 0xfe00007f, operands: ['fd', 'fs1', 'fs2', 'rm'] },
  { name: 'fsqrt.d', extension: 'D', format: 'FR', match: 0x5a000053, mask: 0xfff0007f, operands: ['fd', 'fs1', 'rm'] },
  { name: 'fsgnj.d', extension: 'D', format: 'R', match: 0x22000053, mask: 0xfe00707f, operands: ['fd', 'fs1', 'fs2'] },
  { name: 'fsgnjn.d', extension: 'D', format: 'R', match: 0x22001053, mask: 0xfe00707f, operands: ['fd', 'fs1', 'fs2'] },
  { name: 'fsgnjx.d', extension: 'D', format: 'R', match: 0x22002053, mask: 0xfe00707f, operands: ['fd', 'fs1', 'fs2'] },
  { name: 'fmin.d', extension: 'D', format: 'R', match: 0x2a000053, mask: 0xfe00707f, operands: ['fd', 'fs1', 'fs2'] },
  { name: 'fmax.d', extension: 'D', format: 'R', match: 0x2a001053, mask: 0xfe00707f, operands: ['fd', 'fs1', 'fs2'] },
  { name: 'fcvt.s.d', extension: 'D', format: 'FR', match: 0x40100053, mask: 0xfff0007f, operands: ['fd', 'fs1', 'rm'] },
  { name: 'fcvt.d.s', extension: 'D', format: 'FR', match: 0x42000053, mask: 0xfff0007f, operands: ['fd', 'fs1', 'rm'] },
  { name: 'fle.d', extension: 'D', format: 'R', match: 0xa2000053, mask: 0xfe00707f, operands: ['rd', 'fs1', 'fs2'] },
  { name: 'flt.d', extension: 'D', format: 'R', match: 0xa2001053, mask: 0xfe00707f, operands: ['rd', 'fs1', 'fs2'] },
  { name: 'feq.d', extension: 'D', format: 'R', match: 0xa2002053, mask: 0xfe00707f, operands: ['rd', 'fs1', 'fs2'] },
  { name: 'fcvt.w.d', extension: 'D', format: 'FR', match: 0xc2000053, mask: 0xfff0007f, operands: ['rd', 'fs1', 'rm'] },
  { name: 'fcvt.wu.d', extension: 'D', format: 'FR', match: 0xc2100053, mask: 0xfff0007f, operands: ['rd', 'fs1', 'rm'] },
  { name: 'fcvt.l.d', extension: 'D', format: 'FR', match: 0xc2200053, mask: 0xfff0007f, operands: ['rd', 'fs1', 'rm'] },
  { name: 'fcvt.lu.d', extension: 'D', format: 'FR', match: 0xc2300053, mask: 0xfff0007f, operands: ['rd', 'fs1', 'rm'] },
  { name: 'fcvt.d.w', extension: 'D', format: 'FR', match: 0xd2000053, mask: 0xfff0007f, operands: ['fd', 'rs1', 'rm'] },
  { name: 'fcvt.d.wu', extension: 'D', format: 'FR', match: 0xd2100053, mask: 0xfff0007f, operands: ['fd', 'rs1', 'rm'] },
  { name: 'fcvt.d.l', extension: 'D', format: 'FR', match: 0xd2200053, mask: 0xfff0007f, operands: ['fd', 'rs1', 'rm'] },
  { name: 'fcvt.d.lu', extension: 'D', format: 'FR', match: 0xd2300053, mask: 0xfff0007f, operands: ['fd', 'rs1', 'rm'] },
  { name: 'fmv.x.d', extension: 'D', format: 'R', match: 0xe2000053, mask: 0xfff0707f, operands: ['rd', 'fs1'] },
  { name: 'fclass.d', extension: 'D', format: 'R', match: 0xe2001053, mask: 0xfff0707f, operands: ['rd', 'fs1'] },
  { name: 'fmv.d.x', extension: 'D', format: 'R', match: 0xf2000053, mask: 0xfff0707f, operands: ['fd', 'rs1'] },

  { name: 'csrrw', extension: 'Zicsr', format: 'Icsr', match: 0x00001073, mask: 0x0000707f, operands: ['rd', 'csr', 'rs1'] },
  { name: 'csrrs', extension: 'Zicsr', format: 'Icsr', match: 0x00002073, mask: 0x0000707f, operands: ['rd', 'csr', 'rs1'] },
  { name: 'csrrc', extension: 'Zicsr', format: 'Icsr', match: 0x00003073, mask: 0x0000707f, operands: ['rd', 'csr', 'rs1'] },
  { name: 'csrrwi', extension: 'Zicsr', format: 'Icsr', match: 0x00005073, mask: 0x0000707f, operands: ['rd', 'csr', 'zimm'] },
  { name: 'csrrsi', extension: 'Zicsr', format: 'Icsr', match: 0x00006073, mask: 0x0000707f, operands: ['rd', 'csr', 'zimm'] },
  { name: 'csrrci', extension: 'Zicsr', format: 'Icsr', match: 0x00007073, mask: 0x0000707f, operands: ['rd', 'csr', 'zimm'] },

  { name: 'fence.i', extension: 'Zifencei', format: 'none', match: 0x0000100f, mask: 0x0000707f, operands: [] },

  { name: 'wfi', extension: 'Sm', format: 'none', match: 0x10500073, mask: 0xffffffff, operands: [] },
  { name: 'mret', extension: 'Sm', format: 'none', match: 0x30200073, mask: 0xffffffff, operands: [] },
] as const satisfies readonly InstructionRow[];

/** The name of a 32-bit instruction that the table knows. */
export type Mnemonic = (typeof INSTRUCTIONS)[number]['name'];

/** Names by op number. */
export const MNEMONICS: readonly Mnemonic[] = INSTRUCTIONS.map((row) => row.name);

/** Op numbers by name; an op number is the row's index in {@link INSTRUCTIONS}. */
export const OP = Object.fromEntries(MNEMONICS.map((name, op) => [name, op])) as {
  readonly [Name in Mnemonic]: number;
};
