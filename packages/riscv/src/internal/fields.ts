import type { InstructionRow, Operand } from '../table.ts';

/** The register fields of a 32-bit word. */
export type RegisterRole = 'rd' | 'rs1' | 'rs2';

/** The lowest bit of each five-bit register field. */
export const REGISTER_AT = { rd: 7, rs1: 15, rs2: 20 } as const satisfies Record<
  RegisterRole,
  number
>;

/** The register field that an operand occupies; operands that are absent here live in the immediate. */
const OPERAND_ROLE: { readonly [Name in Operand]?: RegisterRole } = {
  rd: 'rd',
  fd: 'rd',
  rs1: 'rs1',
  fs1: 'rs1',
  '(rs1)': 'rs1',
  'imm(rs1)': 'rs1',
  zimm: 'rs1',
  rs2: 'rs2',
  fs2: 'rs2',
};

/** Whether instruction `row` has a value in register field `role`. */
export function usesRegister(row: InstructionRow, role: RegisterRole): boolean {
  return row.operands.some((operand) => OPERAND_ROLE[operand] === role);
}
