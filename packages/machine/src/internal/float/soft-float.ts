import { type FloatFormat, isNotNumber, isSignalling, type Unpacked, unpack } from './format.ts';
import {
  bitLength,
  FLAG,
  type Flags,
  ROUNDING,
  type Rounding,
  roundShifted,
  roundToFormat,
} from './rounding.ts';

/**
 * Floating point by exact arithmetic on integers and one rounding at the end: the oracle of all faster
 * ways. Values are bit patterns of the format, without the boxing of singles. Sources: IEEE 754-2019;
 * RISC-V unprivileged ISA, chapters "F" and "D".
 */

/** The NaN that an operation with a NaN operand gives. */
function nanOf(f: FloatFormat, flags: Flags, ...operands: readonly bigint[]): bigint {
  if (operands.some((bits) => isSignalling(f, bits))) flags.raised |= FLAG.invalid;
  return f.nan;
}

function invalid(f: FloatFormat, flags: Flags): bigint {
  flags.raised |= FLAG.invalid;
  return f.nan;
}

const infinity = (f: FloatFormat, negative: boolean): bigint =>
  negative ? f.infinity | f.signBit : f.infinity;
const zero = (f: FloatFormat, negative: boolean): bigint => (negative ? f.signBit : 0n);
const isZero = ({ kind, significand }: Unpacked): boolean =>
  kind === 'finite' && significand === 0n;
const signed = ({ negative, significand }: Unpacked): bigint =>
  negative ? -significand : significand;

/** The sum of two finite values, of which `a` may have any number of bits. */
function sum(f: FloatFormat, a: Unpacked, b: Unpacked, mode: Rounding, flags: Flags): bigint {
  if (isZero(a) && isZero(b) && a.negative === b.negative) return zero(f, a.negative);
  const exponent = Math.min(a.exponent, b.exponent);
  const total =
    (signed(a) << BigInt(a.exponent - exponent)) + (signed(b) << BigInt(b.exponent - exponent));
  if (total === 0n) return zero(f, mode === ROUNDING.down);
  const negative = total < 0n;
  return roundToFormat(f, negative, negative ? -total : total, exponent, mode, flags);
}

export function add(f: FloatFormat, a: bigint, b: bigint, mode: Rounding, flags: Flags): bigint {
  if (isNotNumber(f, a) || isNotNumber(f, b)) return nanOf(f, flags, a, b);
  const [x, y] = [unpack(f, a), unpack(f, b)];
  if (x.kind === 'infinity') {
    return y.kind === 'infinity' && x.negative !== y.negative ? invalid(f, flags) : a;
  }
  if (y.kind === 'infinity') return b;
  return sum(f, x, y, mode, flags);
}

export function subtract(
  f: FloatFormat,
  a: bigint,
  b: bigint,
  mode: Rounding,
  flags: Flags,
): bigint {
  return add(f, a, isNotNumber(f, b) ? b : b ^ f.signBit, mode, flags);
}

export function multiply(
  f: FloatFormat,
  a: bigint,
  b: bigint,
  mode: Rounding,
  flags: Flags,
): bigint {
  if (isNotNumber(f, a) || isNotNumber(f, b)) return nanOf(f, flags, a, b);
  const [x, y] = [unpack(f, a), unpack(f, b)];
  const negative = x.negative !== y.negative;
  if (x.kind === 'infinity' || y.kind === 'infinity') {
    return isZero(x) || isZero(y) ? invalid(f, flags) : infinity(f, negative);
  }
  const product = x.significand * y.significand;
  if (product === 0n) return zero(f, negative);
  return roundToFormat(f, negative, product, x.exponent + y.exponent, mode, flags);
}

/** a × b + c with one rounding. */
export function multiplyAdd(
  f: FloatFormat,
  a: bigint,
  b: bigint,
  c: bigint,
  mode: Rounding,
  flags: Flags,
): bigint {
  const [x, y, z] = [unpack(f, a), unpack(f, b), unpack(f, c)];
  const infinite = x.kind === 'infinity' || y.kind === 'infinity';
  // Even if the addend is a quiet NaN.
  if (infinite && (isZero(x) || isZero(y))) return invalid(f, flags);
  if (isNotNumber(f, a) || isNotNumber(f, b) || isNotNumber(f, c)) return nanOf(f, flags, a, b, c);
  const negative = x.negative !== y.negative;
  if (infinite) {
    const opposed = z.kind === 'infinity' && z.negative !== negative;
    return opposed ? invalid(f, flags) : infinity(f, negative);
  }
  if (z.kind === 'infinity') return c;
  const product: Unpacked = {
    kind: 'finite',
    negative,
    significand: x.significand * y.significand,
    exponent: x.exponent + y.exponent,
  };
  return sum(f, product, z, mode, flags);
}

export function divide(f: FloatFormat, a: bigint, b: bigint, mode: Rounding, flags: Flags): bigint {
  if (isNotNumber(f, a) || isNotNumber(f, b)) return nanOf(f, flags, a, b);
  const [x, y] = [unpack(f, a), unpack(f, b)];
  const negative = x.negative !== y.negative;
  if (x.kind === 'infinity') {
    return y.kind === 'infinity' ? invalid(f, flags) : infinity(f, negative);
  }
  if (y.kind === 'infinity') return zero(f, negative);
  if (isZero(y)) {
    if (isZero(x)) return invalid(f, flags);
    flags.raised |= FLAG.divideByZero;
    return infinity(f, negative);
  }
  if (isZero(x)) return zero(f, negative);
  // Enough bits for the quotient of the shortest by the longest; what is left only says "more".
  const extra = 2 * f.fraction + 6;
  const dividend = x.significand << BigInt(extra);
  const quotient = dividend / y.significand;
  const sticky = quotient * y.significand === dividend ? 0n : 1n;
  const exponent = x.exponent - y.exponent - extra - 1;
  return roundToFormat(f, negative, (quotient << 1n) | sticky, exponent, mode, flags);
}

export function squareRoot(f: FloatFormat, a: bigint, mode: Rounding, flags: Flags): bigint {
  if (isNotNumber(f, a)) return nanOf(f, flags, a);
  const x = unpack(f, a);
  if (isZero(x)) return a;
  if (x.negative) return invalid(f, flags);
  if (x.kind === 'infinity') return a;
  // Enough bits for the root of the shortest, and an even exponent.
  const least = 2 * f.fraction + 6;
  const extra = (x.exponent - least) % 2 === 0 ? least : least + 1;
  const radicand = x.significand << BigInt(extra);
  const root = integerRoot(radicand);
  const sticky = root * root === radicand ? 0n : 1n;
  const exponent = (x.exponent - extra) / 2 - 1;
  return roundToFormat(f, false, (root << 1n) | sticky, exponent, mode, flags);
}

/** The largest integer whose square is at most `value`: Newton's method from above. */
function integerRoot(value: bigint): bigint {
  let root = 1n << BigInt(Math.ceil(bitLength(value) / 2));
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** -1, 0, 1 for less, equal, greater; undefined if one is a NaN. */
function order(f: FloatFormat, a: bigint, b: bigint): number | undefined {
  if (isNotNumber(f, a) || isNotNumber(f, b)) return undefined;
  const key = (bits: bigint): bigint => {
    const magnitude = bits & (f.signBit - 1n);
    return (bits & f.signBit) === 0n ? magnitude : -magnitude;
  };
  const [x, y] = [key(a), key(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Quiet: only a signalling NaN is invalid. */
export function equal(f: FloatFormat, a: bigint, b: bigint, flags: Flags): boolean {
  if (isSignalling(f, a) || isSignalling(f, b)) flags.raised |= FLAG.invalid;
  return order(f, a, b) === 0;
}

/** Signalling: every NaN is invalid. */
export function less(f: FloatFormat, a: bigint, b: bigint, flags: Flags): boolean {
  const found = order(f, a, b);
  if (found === undefined) flags.raised |= FLAG.invalid;
  return found === -1;
}

export function lessOrEqual(f: FloatFormat, a: bigint, b: bigint, flags: Flags): boolean {
  const found = order(f, a, b);
  if (found === undefined) flags.raised |= FLAG.invalid;
  return found === -1 || found === 0;
}

/** minimumNumber of IEEE 754-2019: a NaN loses against a number, -0 is less than +0. */
export function minimum(f: FloatFormat, a: bigint, b: bigint, flags: Flags): bigint {
  if (isNotNumber(f, a) || isNotNumber(f, b)) return otherThanNaN(f, a, b, flags);
  const found = order(f, a, b);
  if (found === 0) return (a & f.signBit) === 0n ? b : a;
  return found === -1 ? a : b;
}

/** maximumNumber of IEEE 754-2019. */
export function maximum(f: FloatFormat, a: bigint, b: bigint, flags: Flags): bigint {
  if (isNotNumber(f, a) || isNotNumber(f, b)) return otherThanNaN(f, a, b, flags);
  const found = order(f, a, b);
  if (found === 0) return (a & f.signBit) === 0n ? a : b;
  return found === 1 ? a : b;
}

function otherThanNaN(f: FloatFormat, a: bigint, b: bigint, flags: Flags): bigint {
  const nan = nanOf(f, flags, a, b);
  if (!isNotNumber(f, a)) return a;
  return isNotNumber(f, b) ? nan : b;
}

/** The mask of `fclass`: from negative infinity (bit 0) to quiet NaN (bit 9). */
export function classify(f: FloatFormat, bits: bigint): bigint {
  if (isNotNumber(f, bits)) return isSignalling(f, bits) ? 1n << 8n : 1n << 9n;
  const { kind, negative, significand } = unpack(f, bits);
  // Distance from the zeros: zero, subnormal, normal, infinite.
  const normal = significand >> BigInt(f.fraction) === 1n;
  const size = kind === 'infinity' ? 3 : significand === 0n ? 0 : normal ? 2 : 1;
  return 1n << BigInt(negative ? 3 - size : 4 + size);
}

/** Between formats. */
export function convert(
  to: FloatFormat,
  from: FloatFormat,
  bits: bigint,
  mode: Rounding,
  flags: Flags,
): bigint {
  if (isNotNumber(from, bits)) {
    nanOf(from, flags, bits);
    return to.nan;
  }
  const { kind, negative, significand, exponent } = unpack(from, bits);
  if (kind === 'infinity') return infinity(to, negative);
  if (significand === 0n) return zero(to, negative);
  return roundToFormat(to, negative, significand, exponent, mode, flags);
}

/** To an integer between `low` and `high`; what is beyond goes to the end, NaN to `high`. */
export function toInteger(
  f: FloatFormat,
  bits: bigint,
  low: bigint,
  high: bigint,
  mode: Rounding,
  flags: Flags,
): bigint {
  const { kind, negative, significand, exponent } = unpack(f, bits);
  if (kind !== 'finite') {
    flags.raised |= FLAG.invalid;
    return kind === 'infinity' && negative ? low : high;
  }
  const { value, inexact } = roundShifted(significand, -exponent, negative, mode);
  const integer = negative ? -value : value;
  if (integer < low || integer > high) {
    flags.raised |= FLAG.invalid;
    return integer < low ? low : high;
  }
  if (inexact) flags.raised |= FLAG.inexact;
  return integer;
}

export function fromInteger(f: FloatFormat, value: bigint, mode: Rounding, flags: Flags): bigint {
  if (value === 0n) return 0n;
  const negative = value < 0n;
  return roundToFormat(f, negative, negative ? -value : value, 0, mode, flags);
}
