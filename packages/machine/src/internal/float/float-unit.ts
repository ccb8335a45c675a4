import { INSTRUCTIONS, type Instruction, MNEMONICS, type Mnemonic } from '@hart/riscv';
import { DOUBLE, type FloatFormat, SINGLE } from './format.ts';
import { DYNAMIC, type Flags, ROUNDING, type Rounding } from './rounding.ts';
import {
  add,
  classify,
  convert,
  divide,
  equal,
  fromInteger,
  less,
  lessOrEqual,
  maximum,
  minimum,
  multiply,
  multiplyAdd,
  squareRoot,
  subtract,
  toInteger,
} from './soft-float.ts';

/** The floating-point registers and `fcsr`. */
export interface FloatState {
  /** f0..f31; singles have all upper bits set. */
  readonly f: BigUint64Array;
  /** Bits 0–4 accrued exceptions, bits 5–7 rounding mode; nothing else. */
  fcsr: number;
}

/** What an instruction computes with. */
interface Inputs {
  readonly i: Instruction;
  readonly f: BigUint64Array;
  /** Value of rs1, where that is an integer register. */
  readonly x: bigint;
  readonly mode: Rounding;
  readonly flags: Flags;
}

/** Gives the value of the destination: 64 bits, an integer signed or not. */
type Operation = (inputs: Inputs) => bigint;

const BOX = 0xffffffff00000000n;

/** The value of a register as an operand; a single that is not boxed is a NaN (unprivileged ISA §21.2). */
function operand(format: FloatFormat, f: BigUint64Array, register: number): bigint {
  const bits = f[register]!;
  if (format === DOUBLE) return bits;
  return bits >= BOX ? bits - BOX : SINGLE.nan;
}

/** A result as the register holds it. */
function boxed(format: FloatFormat, bits: bigint): bigint {
  return format === DOUBLE ? bits : bits | BOX;
}

const unary =
  (
    format: FloatFormat,
    compute: (f: FloatFormat, a: bigint, mode: Rounding, flags: Flags) => bigint,
  ): Operation =>
  ({ i, f, mode, flags }) =>
    boxed(format, compute(format, operand(format, f, i.rs1), mode, flags));

const binary =
  (
    format: FloatFormat,
    compute: (f: FloatFormat, a: bigint, b: bigint, mode: Rounding, flags: Flags) => bigint,
  ): Operation =>
  ({ i, f, mode, flags }) => {
    const [a, b] = [operand(format, f, i.rs1), operand(format, f, i.rs2)];
    return boxed(format, compute(format, a, b, mode, flags));
  };

/** Sign changes are exact, also of a NaN. */
const fused =
  (format: FloatFormat, negateProduct: boolean, negateAddend: boolean): Operation =>
  ({ i, f, mode, flags }) => {
    const a = operand(format, f, i.rs1);
    const b = operand(format, f, i.rs2);
    const c = operand(format, f, i.imm >> 3);
    const product = negateProduct ? a ^ format.signBit : a;
    const addend = negateAddend ? c ^ format.signBit : c;
    return boxed(format, multiplyAdd(format, product, b, addend, mode, flags));
  };

const choice =
  (
    format: FloatFormat,
    choose: (f: FloatFormat, a: bigint, b: bigint, flags: Flags) => bigint,
  ): Operation =>
  ({ i, f, flags }) => {
    const [a, b] = [operand(format, f, i.rs1), operand(format, f, i.rs2)];
    return boxed(format, choose(format, a, b, flags));
  };

const comparison =
  (
    format: FloatFormat,
    compare: (f: FloatFormat, a: bigint, b: bigint, flags: Flags) => boolean,
  ): Operation =>
  ({ i, f, flags }) =>
    compare(format, operand(format, f, i.rs1), operand(format, f, i.rs2), flags) ? 1n : 0n;

/** rs1 with a sign made from its own and that of rs2. */
const signed =
  (format: FloatFormat, sign: (a: bigint, b: bigint) => bigint): Operation =>
  ({ i, f }) => {
    const [a, b] = [operand(format, f, i.rs1), operand(format, f, i.rs2)];
    const magnitude = a & (format.signBit - 1n);
    return boxed(format, magnitude | (sign(a, b) & format.signBit));
  };

/** To an integer of `width` bits, which the register holds sign-extended, an unsigned one too. */
const integer =
  (format: FloatFormat, width: 32 | 64, isSigned: boolean): Operation =>
  ({ i, f, mode, flags }) => {
    const end = 1n << BigInt(isSigned ? width - 1 : width);
    const low = isSigned ? -end : 0n;
    const a = operand(format, f, i.rs1);
    return BigInt.asIntN(width, toInteger(format, a, low, end - 1n, mode, flags));
  };

const fromRegister =
  (format: FloatFormat, width: 32 | 64, isSigned: boolean): Operation =>
  ({ x, mode, flags }) => {
    const value = isSigned ? BigInt.asIntN(width, x) : BigInt.asUintN(width, x);
    return boxed(format, fromInteger(format, value, mode, flags));
  };

const copySign = (_: bigint, b: bigint): bigint => b;
const notSign = (_: bigint, b: bigint): bigint => ~b;
const xorSign = (a: bigint, b: bigint): bigint => a ^ b;

/** What F and D compute; all of them but loads and stores. */
const OPERATIONS = {
  'fmadd.s': fused(SINGLE, false, false),
  'fmsub.s': fused(SINGLE, false, true),
  'fnmsub.s': fused(SINGLE, true, false),
  'fnmadd.s': fused(SINGLE, true, true),
  'fadd.s': binary(SINGLE, add),
  'fsub.s': binary(SINGLE, subtract),
  'fmul.s': binary(SINGLE, multiply),
  'fdiv.s': binary(SINGLE, divide),
  'fsqrt.s': unary(SINGLE, squareRoot),
  'fsgnj.s': signed(SINGLE, copySign),
  'fsgnjn.s': signed(SINGLE, notSign),
  'fsgnjx.s': signed(SINGLE, xorSign),
  'fmin.s': choice(SINGLE, minimum),
  'fmax.s': choice(SINGLE, maximum),
  'fle.s': comparison(SINGLE, lessOrEqual),
  'flt.s': comparison(SINGLE, less),
  'feq.s': comparison(SINGLE, equal),
  'fcvt.w.s': integer(SINGLE, 32, true),
  'fcvt.wu.s': integer(SINGLE, 32, false),
  'fcvt.l.s': integer(SINGLE, 64, true),
  'fcvt.lu.s': integer(SINGLE, 64, false),
  'fcvt.s.w': fromRegister(SINGLE, 32, true),
  'fcvt.s.wu': fromRegister(SINGLE, 32, false),
  'fcvt.s.l': fromRegister(SINGLE, 64, true),
  'fcvt.s.lu': fromRegister(SINGLE, 64, false),
  // The moves take bits as they are, boxed or not.
  'fmv.x.w': ({ i, f }) => BigInt.asIntN(32, f[i.rs1]!),
  'fmv.w.x': ({ x }) => BigInt.asUintN(32, x) | BOX,
  'fclass.s': ({ i, f }) => classify(SINGLE, operand(SINGLE, f, i.rs1)),

  'fmadd.d': fused(DOUBLE, false, false),
  'fmsub.d': fused(DOUBLE, false, true),
  'fnmsub.d': fused(DOUBLE, true, false),
  'fnmadd.d': fused(DOUBLE, true, true),
  'fadd.d': binary(DOUBLE, add),
  'fsub.d': binary(DOUBLE, subtract),
  'fmul.d': binary(DOUBLE, multiply),
  'fdiv.d': binary(DOUBLE, divide),
  'fsqrt.d': unary(DOUBLE, squareRoot),
  'fsgnj.d': signed(DOUBLE, copySign),
  'fsgnjn.d': signed(DOUBLE, notSign),
  'fsgnjx.d': signed(DOUBLE, xorSign),
  'fmin.d': choice(DOUBLE, minimum),
  'fmax.d': choice(DOUBLE, maximum),
  'fcvt.s.d': ({ i, f, mode, flags }) =>
    boxed(SINGLE, convert(SINGLE, DOUBLE, f[i.rs1]!, mode, flags)),
  'fcvt.d.s': ({ i, f, mode, flags }) =>
    convert(DOUBLE, SINGLE, operand(SINGLE, f, i.rs1), mode, flags),
  'fle.d': comparison(DOUBLE, lessOrEqual),
  'flt.d': comparison(DOUBLE, less),
  'feq.d': comparison(DOUBLE, equal),
  'fcvt.w.d': integer(DOUBLE, 32, true),
  'fcvt.wu.d': integer(DOUBLE, 32, false),
  'fcvt.l.d': integer(DOUBLE, 64, true),
  'fcvt.lu.d': integer(DOUBLE, 64, false),
  'fcvt.d.w': fromRegister(DOUBLE, 32, true),
  'fcvt.d.wu': fromRegister(DOUBLE, 32, false),
  'fcvt.d.l': fromRegister(DOUBLE, 64, true),
  'fcvt.d.lu': fromRegister(DOUBLE, 64, false),
  'fmv.x.d': ({ i, f }) => f[i.rs1]!,
  'fmv.d.x': ({ x }) => x,
  'fclass.d': ({ i, f }) => classify(DOUBLE, f[i.rs1]!),
} as const satisfies Partial<Record<Mnemonic, Operation>>;

export type FloatMnemonic = keyof typeof OPERATIONS;

/** Names of the instructions that {@link computeFloat} takes. */
export const FLOAT_MNEMONICS = Object.keys(OPERATIONS) as FloatMnemonic[];

const operationAt: readonly (Operation | undefined)[] = MNEMONICS.map(
  (name) => (OPERATIONS as Partial<Record<Mnemonic, Operation>>)[name],
);

const has = (operand: string): boolean[] =>
  INSTRUCTIONS.map(({ operands }) => (operands as readonly string[]).includes(operand));
/** By op number: whether the instruction rounds, so that a reserved mode makes it illegal. */
const rounds: readonly boolean[] = has('rm');
/** By op number: whether the destination is a floating-point register. */
const writesFloat: readonly boolean[] = has('fd');

/**
 * Executes an instruction of F or D that is no load or store: writes its floating-point destination and
 * accrues its exceptions. Returns the value of the destination, which the caller writes where that is an
 * integer register; undefined if the rounding mode is reserved, which makes the instruction illegal.
 *
 * @param x value of rs1 where that is an integer register, in any representation of its 64 bits
 */
export function computeFloat(state: FloatState, i: Instruction, x: bigint): bigint | undefined {
  const compute = operationAt[i.op];
  if (compute === undefined) throw new Error(`${MNEMONICS[i.op]} is not floating point`);
  let mode: Rounding = ROUNDING.nearestEven;
  if (rounds[i.op]) {
    mode = i.imm & 7;
    if (mode === DYNAMIC) mode = state.fcsr >> 5;
    if (mode > ROUNDING.nearestMaxMagnitude) return undefined;
  }
  const flags: Flags = { raised: 0 };
  const result = BigInt.asUintN(64, compute({ i, f: state.f, x, mode, flags }));
  if (writesFloat[i.op]) state.f[i.rd] = result;
  if (flags.raised !== 0) state.fcsr |= flags.raised;
  return result;
}

/** What a load of a single puts into its register. */
export function boxSingle(bits: bigint): bigint {
  return bits | BOX;
}

const FFLAGS = 0x1f;

/** The registers of Zicsr that are parts of `fcsr`, by number: where they are in it. */
const FLOAT_CSRS: ReadonlyMap<number, { shift: number; mask: number }> = new Map([
  [1, { shift: 0, mask: FFLAGS }],
  [2, { shift: 5, mask: 7 }],
  [3, { shift: 0, mask: 0xff }],
]);

/** The value of `fflags`, `frm` or `fcsr`; undefined for another register. */
export function readFloatCsr({ fcsr }: FloatState, csr: number): bigint | undefined {
  const part = FLOAT_CSRS.get(csr);
  return part && BigInt((fcsr >> part.shift) & part.mask);
}

/** Writes one of the three, of which reserved bits stay zero; false for another register. */
export function writeFloatCsr(state: FloatState, csr: number, value: bigint): boolean {
  const part = FLOAT_CSRS.get(csr);
  if (part === undefined) return false;
  const { shift, mask } = part;
  const bits = Number(BigInt.asUintN(8, value)) & mask;
  state.fcsr = (state.fcsr & ~(mask << shift)) | (bits << shift);
  return true;
}
