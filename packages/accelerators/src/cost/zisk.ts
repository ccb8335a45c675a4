import type { CostTable, PricedCall, PricedInstruction } from './cost-table.ts';

/** core/src/zisk_ops_costs.rs, and for the main state machine and memory emulator/src/emu_costs.rs. */
const COST = {
  main: 68,
  internal: 0,
  binary: 60,
  binaryAdd: 25,
  binaryExtension: 53,
  arith: 95,
  keccak: 25 * 3022,
  sha256: 72 * 121,
  arithEq: 89 * 16,
  arithEq384: 79 * 24,
  /** Of eight aligned bytes. */
  read: 16,
  write: 18,
  readByte: 25,
  writeByte: 32,
  /** Of two or four bytes within eight aligned ones; writes are counted as reads are (mem_operations_stats.rs). */
  part: 53 * 2,
} as const;

/** The operation that core/src/riscv2zisk_context.rs makes of an instruction, plus its memory access. */
const OPERATION: Readonly<Record<PricedInstruction, number>> = {
  add: COST.binaryAdd,
  addi: COST.binaryAdd,
  mv: COST.internal,
  li: COST.internal,
  nop: COST.internal,
  addw: COST.binary,
  addiw: COST.binary,
  sub: COST.binary,
  subw: COST.binary,
  and: COST.binary,
  andi: COST.binary,
  or: COST.binary,
  ori: COST.binary,
  xor: COST.binary,
  xori: COST.binary,
  slt: COST.binary,
  slti: COST.binary,
  sltu: COST.binary,
  sltiu: COST.binary,
  sll: COST.binaryExtension,
  slli: COST.binaryExtension,
  sllw: COST.binaryExtension,
  slliw: COST.binaryExtension,
  srl: COST.binaryExtension,
  srli: COST.binaryExtension,
  srlw: COST.binaryExtension,
  srliw: COST.binaryExtension,
  sra: COST.binaryExtension,
  srai: COST.binaryExtension,
  sraw: COST.binaryExtension,
  sraiw: COST.binaryExtension,
  lui: COST.internal,
  auipc: COST.internal,
  jal: COST.internal,
  jalr: COST.binary,
  beq: COST.binary,
  bne: COST.binary,
  blt: COST.binary,
  bge: COST.binary,
  bltu: COST.binary,
  bgeu: COST.binary,
  lb: COST.binaryExtension + COST.readByte,
  lbu: COST.readByte,
  lh: COST.binaryExtension + COST.part,
  lhu: COST.part,
  lw: COST.binaryExtension + COST.part,
  lwu: COST.part,
  ld: COST.read,
  sb: COST.writeByte,
  sh: COST.part,
  sw: COST.part,
  sd: COST.write,
  mul: COST.arith,
  mulh: COST.arith,
  mulhu: COST.arith,
  mulhsu: COST.arith,
  mulw: COST.arith,
  div: COST.arith,
  divu: COST.arith,
  divw: COST.arith,
  divuw: COST.arith,
  rem: COST.arith,
  remu: COST.arith,
  remw: COST.arith,
  remuw: COST.arith,
  ecall: COST.internal,
};

/** An operation with the words of eight bytes that it reads, pointers included, and writes. */
function operation(name: string, cost: number, reads: number, writes: number): PricedCall {
  return { cost: cost + reads * COST.read + writes * COST.write, operations: name };
}

const ARITH256_MOD = operation('arith256_mod', COST.arithEq, 5 + 4 * 4, 4);
const ARITH384_MOD = operation('arith384_mod', COST.arithEq384, 5 + 4 * 6, 6);

export const ZISK_COSTS: CostTable = {
  name: 'ZisK',
  version: '0.18.0 @ 6182c8be9 2026-06-04',
  source:
    '0xPolygonHermez/zisk: core/src/zisk_ops_costs.rs, core/src/zisk_ops.rs, emulator/src/emu_costs.rs, emulator/src/stats/',
  unit: 'cells of 64 bits: columns times rows of its state machines',
  notes: [
    'Each step costs a row of the main state machine, and most a row of another one.',
    'Loads and stores are taken as aligned, and bytes as stored from registers without more bits.',
    'Operations on operands that are so frequent that ZisK has them in a table are not taken off.',
    'The fixed cost of a proof (program and lookup tables, 293 million) is left out.',
  ],
  instructions: Object.fromEntries(
    Object.entries(OPERATION).map(([name, cost]) => [name, COST.main + cost]),
  ) as Record<PricedInstruction, number>,
  calls: {
    zkvm_keccak_f1600: operation('keccak', COST.keccak, 25, 25),
    hart_sha256_compress: operation('sha256', COST.sha256, 2 + 4 + 8, 4),
    hart_mulmod256: ARITH256_MOD,
    hart_addmod256: ARITH256_MOD,
    hart_mulmod384: ARITH384_MOD,
    hart_addmod384: ARITH384_MOD,
  },
};
