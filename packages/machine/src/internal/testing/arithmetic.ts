import type { Mnemonic } from '@hart/riscv';

/** Operand values at which arithmetic goes wrong: signs, widths, shift amounts, carries. */
export const EDGES: readonly bigint[] = [
  0n,
  1n,
  -1n,
  2n,
  -2n,
  5n,
  -7n,
  31n,
  32n,
  33n,
  63n,
  64n,
  65n,
  0x7fn,
  -0x80n,
  0x7fffn,
  0x7fffffffn,
  0x80000000n,
  -0x80000000n,
  0xffffffffn,
  0x100000000n,
  -0x100000001n,
  0x123456789abcdefn,
  0x7fffffffffffffffn,
  -0x8000000000000000n,
  -0x7fffffffffffffffn,
];

export const IMMEDIATES: readonly number[] = [-2048, -2047, -1, 0, 1, 2, 255, 1024, 2047];

const u64 = (value: bigint): bigint => BigInt.asUintN(64, value);
const s32 = (value: bigint): bigint => BigInt.asIntN(32, value);
const u32 = (value: bigint): bigint => BigInt.asUintN(32, value);

/** Result of an operation on two signed 64-bit values; the test wraps it to 64 bits. */
export type Model = (a: bigint, b: bigint) => bigint;

// The models say the same as the manual in other words than the interpreter: shifts are products and
// floor quotients, high products come from 32-bit halves, signed division works on magnitudes.
const power = (amount: bigint): bigint => 2n ** amount;
const floor = (value: bigint, divisor: bigint): bigint =>
  (value - (((value % divisor) + divisor) % divisor)) / divisor;

function highUnsigned(a: bigint, b: bigint): bigint {
  const [a0, a1, b0, b1] = [u32(a), u64(a) / power(32n), u32(b), u64(b) / power(32n)];
  const middle = a1 * b0 + (a0 * b0) / power(32n);
  const other = a0 * b1 + (middle % power(32n));
  return a1 * b1 + middle / power(32n) + other / power(32n);
}

function divide(a: bigint, b: bigint): bigint {
  if (b === 0n) return -1n;
  const magnitude = (a < 0n ? -a : a) / (b < 0n ? -b : b);
  return a < 0n === b < 0n ? magnitude : -magnitude;
}

function modulo(a: bigint, b: bigint): bigint {
  if (b === 0n) return a;
  const magnitude = (a < 0n ? -a : a) % (b < 0n ? -b : b);
  return a < 0n ? -magnitude : magnitude;
}

/** `rd, rs1, rs2` */
export const REGISTER_MODELS = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  sll: (a, b) => a * power(u64(b) % 64n),
  slt: (a, b) => (a - b < 0n ? 1n : 0n),
  sltu: (a, b) => (u64(a) - u64(b) < 0n ? 1n : 0n),
  xor: (a, b) => u64(a) + u64(b) - 2n * (u64(a) & u64(b)),
  srl: (a, b) => u64(a) / power(u64(b) % 64n),
  sra: (a, b) => floor(a, power(u64(b) % 64n)),
  or: (a, b) => u64(a) + u64(b) - (u64(a) & u64(b)),
  and: (a, b) => ~(~a | ~b),
  addw: (a, b) => s32(s32(a) + s32(b)),
  subw: (a, b) => s32(s32(a) - s32(b)),
  sllw: (a, b) => s32(u32(a) * power(u64(b) % 32n)),
  srlw: (a, b) => s32(u32(a) / power(u64(b) % 32n)),
  sraw: (a, b) => floor(s32(a), power(u64(b) % 32n)),
  mul: (a, b) => u64(a) * u64(b),
  mulh: (a, b) => highUnsigned(a, b) - (a < 0n ? u64(b) : 0n) - (b < 0n ? u64(a) : 0n),
  mulhsu: (a, b) => highUnsigned(a, b) - (a < 0n ? u64(b) : 0n),
  mulhu: highUnsigned,
  div: divide,
  divu: (a, b) => divide(u64(a), u64(b)),
  rem: modulo,
  remu: (a, b) => modulo(u64(a), u64(b)),
  mulw: (a, b) => s32(u32(a) * u32(b)),
  divw: (a, b) => s32(divide(s32(a), s32(b))),
  divuw: (a, b) => s32(divide(u32(a), u32(b))),
  remw: (a, b) => s32(modulo(s32(a), s32(b))),
  remuw: (a, b) => s32(modulo(u32(a), u32(b))),
} as const satisfies Partial<Record<Mnemonic, Model>>;

/** `rd, rs1, imm` with the immediates of {@link IMMEDIATES}. */
export const IMMEDIATE_MODELS = {
  addi: (a, b) => a + b,
  slti: (a, b) => (a < b ? 1n : 0n),
  sltiu: (a, b) => (u64(a) < u64(b) ? 1n : 0n),
  xori: (a, b) => (a | b) - (a & b),
  ori: (a, b) => ~(~a & ~b),
  andi: (a, b) => ~(~a | ~b),
  addiw: (a, b) => s32(s32(a) + b),
} as const satisfies Partial<Record<Mnemonic, Model>>;

/** `rd, rs1, amount`, amounts below 64. */
export const SHIFT_MODELS = {
  slli: (a, b) => a * power(b),
  srli: (a, b) => u64(a) / power(b),
  srai: (a, b) => floor(a, power(b)),
} as const satisfies Partial<Record<Mnemonic, Model>>;

/** `rd, rs1, amount`, amounts below 32. */
export const SHIFT_WORD_MODELS = {
  slliw: (a, b) => s32(u32(a) * power(b)),
  srliw: (a, b) => s32(u32(a) / power(b)),
  sraiw: (a, b) => floor(s32(a), power(b)),
} as const satisfies Partial<Record<Mnemonic, Model>>;

/** Whether a branch on these values is taken (1) or not (0). */
export const BRANCH_MODELS = {
  beq: (a, b) => (u64(a) === u64(b) ? 1n : 0n),
  bne: (a, b) => (u64(a) === u64(b) ? 0n : 1n),
  blt: (a, b) => (a - b < 0n ? 1n : 0n),
  bge: (a, b) => (a - b < 0n ? 0n : 1n),
  bltu: (a, b) => (u64(a) - u64(b) < 0n ? 1n : 0n),
  bgeu: (a, b) => (u64(a) - u64(b) < 0n ? 0n : 1n),
} as const satisfies Partial<Record<Mnemonic, Model>>;

/** New memory value of an AMO from the old one and the operand, both sign-extended from its width. */
const AMO_MODELS = {
  swap: (_, b) => b,
  add: (a, b) => a + b,
  xor: (a, b) => (a | b) - (a & b),
  and: (a, b) => ~(~a | ~b),
  or: (a, b) => ~(~a & ~b),
  min: (a, b) => (a - b < 0n ? a : b),
  max: (a, b) => (a - b < 0n ? b : a),
  minu: (a, b) => (u64(a) - u64(b) < 0n ? a : b),
  maxu: (a, b) => (u64(a) - u64(b) < 0n ? b : a),
} as const satisfies Record<string, Model>;

/** AMO mnemonics of both widths with model and size. */
export const AMOS = Object.entries(AMO_MODELS).flatMap(([name, model]) => [
  { name: `amo${name}.w` as Mnemonic, size: 4, model },
  { name: `amo${name}.d` as Mnemonic, size: 8, model },
]);

/**
 * Written-out results, against a mistake that model and machine share: the manual's table of division
 * special cases and products worked out by hand.
 */
export const WRITTEN: readonly (readonly [keyof typeof REGISTER_MODELS, bigint, bigint, bigint])[] =
  [
    ['div', 1n, 0n, -1n],
    ['divu', 1n, 0n, -1n],
    ['rem', -7n, 0n, -7n],
    ['remu', -7n, 0n, -7n],
    ['div', -0x8000000000000000n, -1n, -0x8000000000000000n],
    ['rem', -0x8000000000000000n, -1n, 0n],
    ['divw', 0x80000000n, -1n, -0x80000000n],
    ['remw', 0x80000000n, -1n, 0n],
    ['divw', 5n, 0x100000000n, -1n],
    ['divuw', 5n, 0x100000000n, -1n],
    ['remw', 0x180000000n, 0n, -0x80000000n],
    ['remuw', 0x180000000n, 0n, -0x80000000n],
    ['divuw', 0xffffffffn, 1n, -1n],
    ['div', -7n, 2n, -3n],
    ['rem', -7n, 2n, -1n],
    ['rem', 7n, -2n, 1n],
    ['mulhu', -1n, -1n, -2n],
    ['mulh', -1n, -1n, 0n],
    ['mulhsu', -1n, -1n, -1n],
    ['mulh', -0x8000000000000000n, -0x8000000000000000n, 0x4000000000000000n],
    ['mulhsu', -0x8000000000000000n, -0x8000000000000000n, -0x4000000000000000n],
    ['mulhu', 0x123456789abcdefn, 0x100000000n, 0x1234567n],
    ['mulw', 0x7fffffffn, 0x7fffffffn, 1n],
    ['mulw', 0x10000n, 0x8000n, -0x80000000n],
    ['sll', 1n, 64n, 1n],
    ['sll', 1n, 63n, -0x8000000000000000n],
    ['sllw', 1n, 32n, 1n],
    ['sllw', 1n, 31n, -0x80000000n],
    ['srl', -1n, 65n, 0x7fffffffffffffffn],
    ['srlw', -1n, 33n, 0x7fffffffn],
    ['srlw', -1n, 0n, -1n],
    ['sra', -0x8000000000000000n, 63n, -1n],
    ['sraw', 0x80000000n, 31n, -1n],
    ['sraw', 0x7fffffffn, 31n, 0n],
    ['addw', 0x7fffffffn, 1n, -0x80000000n],
    ['subw', -0x80000000n, 1n, 0x7fffffffn],
    ['slt', -1n, 0n, 1n],
    ['sltu', -1n, 0n, 0n],
    ['sltu', 0n, 1n, 1n],
  ];
