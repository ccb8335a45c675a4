import type { Mnemonic, Operand } from '../table.ts';
import type { Instruction } from '../types.ts';

/** A shorter name for some operand values of a base instruction. */
export interface Pseudo {
  readonly name: string;
  readonly operands: readonly Operand[];
  readonly when: (instruction: Instruction) => boolean;
}

const CSR = { fflags: 1, frm: 2, fcsr: 3 } as const;

const sameSource = (i: Instruction): boolean => i.rs1 === i.rs2;

/**
 * The pseudo-instructions that the disassembler prints, most special first. Source: RISC-V assembly
 * programmer's manual, "A listing of standard RISC-V pseudoinstructions".
 */
// biome-ignore format: one pseudo-instruction a line
const PSEUDOS: { readonly [Name in Mnemonic]?: readonly Pseudo[] } = {
  addi: [
    { name: 'nop', operands: [], when: (i) => i.rd === 0 && i.rs1 === 0 && i.imm === 0 },
    { name: 'li', operands: ['rd', 'imm'], when: (i) => i.rs1 === 0 },
    { name: 'mv', operands: ['rd', 'rs1'], when: (i) => i.imm === 0 },
  ],
  addiw: [{ name: 'sext.w', operands: ['rd', 'rs1'], when: (i) => i.imm === 0 }],
  xori: [{ name: 'not', operands: ['rd', 'rs1'], when: (i) => i.imm === -1 }],
  sltiu: [{ name: 'seqz', operands: ['rd', 'rs1'], when: (i) => i.imm === 1 }],
  sltu: [{ name: 'snez', operands: ['rd', 'rs2'], when: (i) => i.rs1 === 0 }],
  add: [{ name: 'mv', operands: ['rd', 'rs2'], when: (i) => i.rs1 === 0 }],
  sub: [{ name: 'neg', operands: ['rd', 'rs2'], when: (i) => i.rs1 === 0 }],
  beq: [{ name: 'beqz', operands: ['rs1', 'target'], when: (i) => i.rs2 === 0 }],
  bne: [{ name: 'bnez', operands: ['rs1', 'target'], when: (i) => i.rs2 === 0 }],
  jal: [
    { name: 'j', operands: ['target'], when: (i) => i.rd === 0 },
    { name: 'jal', operands: ['target'], when: (i) => i.rd === 1 },
  ],
  jalr: [
    { name: 'ret', operands: [], when: (i) => i.rd === 0 && i.rs1 === 1 && i.imm === 0 },
    { name: 'jr', operands: ['rs1'], when: (i) => i.rd === 0 && i.imm === 0 },
    { name: 'jr', operands: ['imm(rs1)'], when: (i) => i.rd === 0 },
    { name: 'jalr', operands: ['rs1'], when: (i) => i.rd === 1 && i.imm === 0 },
  ],
  csrrs: [
    { name: 'frflags', operands: ['rd'], when: (i) => i.imm === CSR.fflags && i.rs1 === 0 },
    { name: 'frrm', operands: ['rd'], when: (i) => i.imm === CSR.frm && i.rs1 === 0 },
    { name: 'frcsr', operands: ['rd'], when: (i) => i.imm === CSR.fcsr && i.rs1 === 0 },
    { name: 'csrr', operands: ['rd', 'csr'], when: (i) => i.rs1 === 0 },
  ],
  csrrw: [
    { name: 'fsflags', operands: ['rs1'], when: (i) => i.imm === CSR.fflags && i.rd === 0 },
    { name: 'fsflags', operands: ['rd', 'rs1'], when: (i) => i.imm === CSR.fflags },
    { name: 'fsrm', operands: ['rs1'], when: (i) => i.imm === CSR.frm && i.rd === 0 },
    { name: 'fsrm', operands: ['rd', 'rs1'], when: (i) => i.imm === CSR.frm },
    { name: 'fscsr', operands: ['rs1'], when: (i) => i.imm === CSR.fcsr && i.rd === 0 },
    { name: 'fscsr', operands: ['rd', 'rs1'], when: (i) => i.imm === CSR.fcsr },
    { name: 'csrw', operands: ['csr', 'rs1'], when: (i) => i.rd === 0 },
  ],
  csrrwi: [
    { name: 'fsflagsi', operands: ['zimm'], when: (i) => i.imm === CSR.fflags && i.rd === 0 },
    { name: 'fsflagsi', operands: ['rd', 'zimm'], when: (i) => i.imm === CSR.fflags },
    { name: 'fsrmi', operands: ['zimm'], when: (i) => i.imm === CSR.frm && i.rd === 0 },
    { name: 'fsrmi', operands: ['rd', 'zimm'], when: (i) => i.imm === CSR.frm },
  ],
  'fsgnj.s': [{ name: 'fmv.s', operands: ['fd', 'fs1'], when: sameSource }],
  'fsgnjn.s': [{ name: 'fneg.s', operands: ['fd', 'fs1'], when: sameSource }],
  'fsgnjx.s': [{ name: 'fabs.s', operands: ['fd', 'fs1'], when: sameSource }],
  'fsgnj.d': [{ name: 'fmv.d', operands: ['fd', 'fs1'], when: sameSource }],
  'fsgnjn.d': [{ name: 'fneg.d', operands: ['fd', 'fs1'], when: sameSource }],
  'fsgnjx.d': [{ name: 'fabs.d', operands: ['fd', 'fs1'], when: sameSource }],
};

/** The pseudo-instruction that `name` is with these operands, if any. */
export function pseudoInstruction(name: Mnemonic, instruction: Instruction): Pseudo | undefined {
  return PSEUDOS[name]?.find((pseudo) => pseudo.when(instruction));
}
