import { type Execute, type Hart, TrapSignal } from './hart.ts';

const low32 = (value: bigint): bigint => BigInt.asIntN(32, value);
const flag = (condition: boolean): bigint => (condition ? 1n : 0n);

function branch(hart: Hart, taken: boolean, offset: number): void {
  if (taken) hart.jumpBy(offset);
}

/** RV64I base integer instruction set (unprivileged ISA, chapters 2 and 4). */
export const rv64i = {
  // Upper immediates.
  lui: (h, { rd, imm }) => {
    h.s[rd] = BigInt(imm);
  },
  auipc: (h, { rd, imm }) => {
    h.s[rd] = h.exactPc + BigInt(imm);
  },

  // Jumps: the link register gets the address of the following instruction.
  jal: (h, { rd, imm }) => {
    h.s[rd] = BigInt(h.nextPc);
    h.jumpBy(imm);
  },
  jalr: (h, { rd, rs1, imm }) => {
    const target = h.s[rs1]! + BigInt(imm);
    h.s[rd] = BigInt(h.nextPc);
    h.jump(target);
  },

  // Conditional branches.
  beq: (h, { rs1, rs2, imm }) => branch(h, h.s[rs1] === h.s[rs2], imm),
  bne: (h, { rs1, rs2, imm }) => branch(h, h.s[rs1] !== h.s[rs2], imm),
  blt: (h, { rs1, rs2, imm }) => branch(h, h.s[rs1]! < h.s[rs2]!, imm),
  bge: (h, { rs1, rs2, imm }) => branch(h, h.s[rs1]! >= h.s[rs2]!, imm),
  bltu: (h, { rs1, rs2, imm }) => branch(h, h.x[rs1]! < h.x[rs2]!, imm),
  bgeu: (h, { rs1, rs2, imm }) => branch(h, h.x[rs1]! >= h.x[rs2]!, imm),

  // Loads; misaligned ones work and are counted (Zicclsm).
  lb: (h, { rd, rs1, imm }) => {
    h.s[rd] = h.log(BigInt.asIntN(8, h.load(rs1, imm, 1)));
  },
  lh: (h, { rd, rs1, imm }) => {
    h.s[rd] = h.log(BigInt.asIntN(16, h.load(rs1, imm, 2)));
  },
  lw: (h, { rd, rs1, imm }) => {
    h.s[rd] = h.log(BigInt.asIntN(32, h.load(rs1, imm, 4)));
  },
  ld: (h, { rd, rs1, imm }) => {
    h.x[rd] = h.log(h.load(rs1, imm, 8));
  },
  lbu: (h, { rd, rs1, imm }) => {
    h.x[rd] = h.log(h.load(rs1, imm, 1));
  },
  lhu: (h, { rd, rs1, imm }) => {
    h.x[rd] = h.log(h.load(rs1, imm, 2));
  },
  lwu: (h, { rd, rs1, imm }) => {
    h.x[rd] = h.log(h.load(rs1, imm, 4));
  },

  // Stores.
  sb: (h, { rs1, rs2, imm }) => h.store(rs1, imm, 1, h.x[rs2]!),
  sh: (h, { rs1, rs2, imm }) => h.store(rs1, imm, 2, h.x[rs2]!),
  sw: (h, { rs1, rs2, imm }) => h.store(rs1, imm, 4, h.x[rs2]!),
  sd: (h, { rs1, rs2, imm }) => h.store(rs1, imm, 8, h.x[rs2]!),

  // Register-immediate.
  addi: (h, { rd, rs1, imm }) => {
    h.s[rd] = h.s[rs1]! + BigInt(imm);
  },
  slti: (h, { rd, rs1, imm }) => {
    h.s[rd] = flag(h.s[rs1]! < BigInt(imm));
  },
  sltiu: (h, { rd, rs1, imm }) => {
    h.s[rd] = flag(h.x[rs1]! < BigInt.asUintN(64, BigInt(imm)));
  },
  xori: (h, { rd, rs1, imm }) => {
    h.s[rd] = h.s[rs1]! ^ BigInt(imm);
  },
  ori: (h, { rd, rs1, imm }) => {
    h.s[rd] = h.s[rs1]! | BigInt(imm);
  },
  andi: (h, { rd, rs1, imm }) => {
    h.s[rd] = h.s[rs1]! & BigInt(imm);
  },
  slli: (h, { rd, rs1, imm }) => {
    h.s[rd] = h.s[rs1]! << BigInt(imm);
  },
  srli: (h, { rd, rs1, imm }) => {
    h.x[rd] = h.x[rs1]! >> BigInt(imm);
  },
  srai: (h, { rd, rs1, imm }) => {
    h.s[rd] = h.s[rs1]! >> BigInt(imm);
  },
  addiw: (h, { rd, rs1, imm }) => {
    h.s[rd] = low32(h.s[rs1]! + BigInt(imm));
  },
  slliw: (h, { rd, rs1, imm }) => {
    h.s[rd] = low32(h.s[rs1]! << BigInt(imm));
  },
  srliw: (h, { rd, rs1, imm }) => {
    h.s[rd] = low32(BigInt.asUintN(32, h.x[rs1]!) >> BigInt(imm));
  },
  sraiw: (h, { rd, rs1, imm }) => {
    h.s[rd] = low32(h.s[rs1]!) >> BigInt(imm);
  },

  // Register-register; shift amounts are the low 6 (or, for *w, 5) bits of rs2.
  add: (h, { rd, rs1, rs2 }) => {
    h.s[rd] = h.s[rs1]! + h.s[rs2]!;
  },
  sub: (h, { rd, rs1, rs2 }) => {
    h.s[rd] = h.s[rs1]! - h.s[rs2]!;
  },
  sll: (h, { rd, rs1, rs2 }) => {
    h.s[rd] = h.s[rs1]! << (h.x[rs2]! & 63n);
  },
  slt: (h, { rd, rs1, rs2 }) => {
    h.s[rd] = flag(h.s[rs1]! < h.s[rs2]!);
  },
  sltu: (h, { rd, rs1, rs2 }) => {
    h.s[rd] = flag(h.x[rs1]! < h.x[rs2]!);
  },
  xor: (h, { rd, rs1, rs2 }) => {
    h.s[rd] = h.s[rs1]! ^ h.s[rs2]!;
  },
  srl: (h, { rd, rs1, rs2 }) => {
    h.x[rd] = h.x[rs1]! >> (h.x[rs2]! & 63n);
  },
  sra: (h, { rd, rs1, rs2 }) => {
    h.s[rd] = h.s[rs1]! >> (h.x[rs2]! & 63n);
  },
  or: (h, { rd, rs1, rs2 }) => {
    h.s[rd] = h.s[rs1]! | h.s[rs2]!;
  },
  and: (h, { rd, rs1, rs2 }) => {
    h.s[rd] = h.s[rs1]! & h.s[rs2]!;
  },
  addw: (h, { rd, rs1, rs2 }) => {
    h.s[rd] = low32(h.s[rs1]! + h.s[rs2]!);
  },
  subw: (h, { rd, rs1, rs2 }) => {
    h.s[rd] = low32(h.s[rs1]! - h.s[rs2]!);
  },
  sllw: (h, { rd, rs1, rs2 }) => {
    h.s[rd] = low32(h.s[rs1]! << (h.x[rs2]! & 31n));
  },
  srlw: (h, { rd, rs1, rs2 }) => {
    h.s[rd] = low32(BigInt.asUintN(32, h.x[rs1]!) >> (h.x[rs2]! & 31n));
  },
  sraw: (h, { rd, rs1, rs2 }) => {
    h.s[rd] = low32(h.s[rs1]!) >> (h.x[rs2]! & 31n);
  },

  // One hart, in order: memory is always consistent.
  fence: () => {},
  ecall: (h) => {
    if (!h.call(() => h.environment.ecall(h))) throw new TrapSignal('unknown-environment-call');
  },
  ebreak: () => {
    throw new TrapSignal('breakpoint');
  },
} satisfies Record<string, Execute>;
