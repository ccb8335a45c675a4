import type { CostTable, PricedCall } from './cost-table.ts';

/** Columns of a row of each table: crates/core/executor/src/artifacts/rv64im_costs.json. */
const COLUMNS = {
  Add: 33,
  Addi: 30,
  Addw: 36,
  Sub: 33,
  Subw: 32,
  Bitwise: 51,
  Lt: 44,
  ShiftLeft: 65,
  ShiftRight: 69,
  Mul: 82,
  DivRem: 246,
  UType: 31,
  Jal: 31,
  Jalr: 35,
  Branch: 45,
  LoadByte: 47,
  LoadHalf: 44,
  LoadWord: 44,
  LoadDouble: 39,
  StoreByte: 50,
  StoreHalf: 45,
  StoreWord: 44,
  StoreDouble: 39,
  SyscallInstrs: 65,
  SyscallCore: 10,
  SyscallPrecompile: 10,
  Global: 241,
  MemoryLocal: 20,
  KeccakPermute: 2640,
  KeccakPermuteControl: 634,
  ShaExtend: 128,
  ShaExtendControl: 18,
  ShaCompress: 206,
  ShaCompressControl: 53,
  Uint256MulMod: 371,
  Bls12381FpOpAssign: 450,
} as const;

/**
 * A system call by what its own tables take and the words of memory that it touches: `cost_and_height_per_syscall` in
 * crates/core/executor/src/utils.rs, plus the rows that send it (`update_system_chip_counts` in vm/gas.rs).
 */
function syscall(tables: number, touched: number): number {
  const sent = COLUMNS.SyscallCore + COLUMNS.Global;
  const received = COLUMNS.SyscallPrecompile + COLUMNS.Global;
  const memory = touched * (COLUMNS.MemoryLocal + 2 * COLUMNS.Global);
  return sent + received + memory + tables;
}

const KECCAK: PricedCall = {
  cost: syscall(24 * COLUMNS.KeccakPermute + COLUMNS.KeccakPermuteControl, 25),
  operations: 'KECCAK_PERMUTE',
};

/** SP1 has the message schedule and the rounds as two calls, so there is the row of a second instruction. */
const SHA256: PricedCall = {
  cost:
    syscall(48 * COLUMNS.ShaExtend + COLUMNS.ShaExtendControl, 64) +
    syscall(80 * COLUMNS.ShaCompress + COLUMNS.ShaCompressControl, 72) +
    COLUMNS.SyscallInstrs,
  operations: 'SHA_EXTEND, SHA_COMPRESS',
};

export const SP1_COSTS: CostTable = {
  name: 'SP1',
  version: '6.4.0 @ f66b4bff5 2026-08-12',
  source:
    'succinctlabs/sp1: crates/core/executor/src/artifacts/rv64im_costs.json, crates/core/executor/src/{air,syscall_code,utils}.rs, crates/core/executor/src/vm/{gas,shapes}.rs',
  unit: 'cells of 31 bits: columns times rows of its tables (the trace area of its gas)',
  notes: [
    'Each step costs a row of the table of its kind; there is no table of all steps.',
    'A call costs the rows of its own tables, the rows that send it between shards, and those of each word of memory that it touches.',
    'What a program pays to read these words again afterwards, and memory at its start and end, is left out.',
    '`hart_mulmod384` is priced as the product in the base field of BLS12-381, for which alone it is used here.',
  ],
  instructions: {
    add: COLUMNS.Add,
    addi: COLUMNS.Addi,
    mv: COLUMNS.Addi,
    li: COLUMNS.Addi,
    nop: COLUMNS.Addi,
    addw: COLUMNS.Addw,
    addiw: COLUMNS.Addw,
    sub: COLUMNS.Sub,
    subw: COLUMNS.Subw,
    and: COLUMNS.Bitwise,
    andi: COLUMNS.Bitwise,
    or: COLUMNS.Bitwise,
    ori: COLUMNS.Bitwise,
    xor: COLUMNS.Bitwise,
    xori: COLUMNS.Bitwise,
    slt: COLUMNS.Lt,
    slti: COLUMNS.Lt,
    sltu: COLUMNS.Lt,
    sltiu: COLUMNS.Lt,
    sll: COLUMNS.ShiftLeft,
    slli: COLUMNS.ShiftLeft,
    sllw: COLUMNS.ShiftLeft,
    slliw: COLUMNS.ShiftLeft,
    srl: COLUMNS.ShiftRight,
    srli: COLUMNS.ShiftRight,
    srlw: COLUMNS.ShiftRight,
    srliw: COLUMNS.ShiftRight,
    sra: COLUMNS.ShiftRight,
    srai: COLUMNS.ShiftRight,
    sraw: COLUMNS.ShiftRight,
    sraiw: COLUMNS.ShiftRight,
    lui: COLUMNS.UType,
    auipc: COLUMNS.UType,
    jal: COLUMNS.Jal,
    jalr: COLUMNS.Jalr,
    beq: COLUMNS.Branch,
    bne: COLUMNS.Branch,
    blt: COLUMNS.Branch,
    bge: COLUMNS.Branch,
    bltu: COLUMNS.Branch,
    bgeu: COLUMNS.Branch,
    lb: COLUMNS.LoadByte,
    lbu: COLUMNS.LoadByte,
    lh: COLUMNS.LoadHalf,
    lhu: COLUMNS.LoadHalf,
    lw: COLUMNS.LoadWord,
    lwu: COLUMNS.LoadWord,
    ld: COLUMNS.LoadDouble,
    sb: COLUMNS.StoreByte,
    sh: COLUMNS.StoreHalf,
    sw: COLUMNS.StoreWord,
    sd: COLUMNS.StoreDouble,
    mul: COLUMNS.Mul,
    mulh: COLUMNS.Mul,
    mulhu: COLUMNS.Mul,
    mulhsu: COLUMNS.Mul,
    mulw: COLUMNS.Mul,
    div: COLUMNS.DivRem,
    divu: COLUMNS.DivRem,
    divw: COLUMNS.DivRem,
    divuw: COLUMNS.DivRem,
    rem: COLUMNS.DivRem,
    remu: COLUMNS.DivRem,
    remw: COLUMNS.DivRem,
    remuw: COLUMNS.DivRem,
    ecall: COLUMNS.SyscallInstrs,
  },
  calls: {
    zkvm_keccak_f1600: KECCAK,
    hart_sha256_compress: SHA256,
    hart_mulmod256: { cost: syscall(COLUMNS.Uint256MulMod, 12), operations: 'UINT256_MUL' },
    hart_mulmod384: {
      cost: syscall(COLUMNS.Bls12381FpOpAssign, 12),
      operations: 'BLS12381_FP_MUL',
    },
  },
};
