import { INSTRUCTIONS, type Mnemonic } from '@hart/riscv';
import {
  boxSingle,
  computeFloat,
  FLOAT_MNEMONICS,
  type FloatMnemonic,
} from '../float/float-unit.ts';
import { type Execute, TrapSignal } from './hart.ts';

const writesInteger: readonly boolean[] = INSTRUCTIONS.map(({ operands }) =>
  (operands as readonly string[]).includes('rd'),
);

const compute: Execute = (h, i) => {
  const result = computeFloat(h, i, h.x[i.rs1]!);
  if (result === undefined) throw new TrapSignal('illegal-instruction');
  if (writesInteger[i.op]) h.x[i.rd] = result;
};

const computed = Object.fromEntries(FLOAT_MNEMONICS.map((name) => [name, compute])) as Record<
  FloatMnemonic,
  Execute
>;

/** RV64F and RV64D (unprivileged ISA, chapters "F" and "D"); the unit is always on. */
export const rv64fd = {
  ...computed,
  flw: (h, { rd, rs1, imm }) => {
    h.f[rd] = h.log(boxSingle(h.load(rs1, imm, 4)));
  },
  fld: (h, { rd, rs1, imm }) => {
    h.f[rd] = h.log(h.load(rs1, imm, 8));
  },
  // The bits as they are, boxed or not.
  fsw: (h, { rs1, rs2, imm }) => h.store(rs1, imm, 4, h.f[rs2]!),
  fsd: (h, { rs1, rs2, imm }) => h.store(rs1, imm, 8, h.f[rs2]!),
} satisfies Partial<Record<Mnemonic, Execute>>;
