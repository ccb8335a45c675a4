import type { FloatFormat } from './format.ts';

/** Accrued exceptions: the bits of `fflags`. */
export const FLAG = {
  inexact: 1,
  underflow: 2,
  overflow: 4,
  divideByZero: 8,
  invalid: 16,
} as const;

/** Values of `frm` and of the `rm` field. */
export const ROUNDING = {
  nearestEven: 0,
  towardZero: 1,
  down: 2,
  up: 3,
  nearestMaxMagnitude: 4,
} as const;

/** One of {@link ROUNDING}. */
export type Rounding = number;

/** The mode of `rm` that takes `frm` instead. */
export const DYNAMIC = 7;

/** Takes the flags that an operation raises. */
export interface Flags {
  raised: number;
}

export function bitLength(value: bigint): number {
  const digits = value.toString(16);
  return digits.length * 4 - Math.clz32(Number.parseInt(digits.charAt(0), 16)) + 28;
}

/**
 * `significand` shifted right by `shift` bits and rounded to an integer; `inexact` if something was
 * lost. What does not matter but whether it is zero may be in the lowest bit, if shift is above 1.
 */
export function roundShifted(
  significand: bigint,
  shift: number,
  negative: boolean,
  mode: Rounding,
): { value: bigint; inexact: boolean } {
  if (shift <= 0) return { value: significand << BigInt(-shift), inexact: false };
  const kept = significand >> BigInt(shift);
  const rest = significand - (kept << BigInt(shift));
  if (rest === 0n) return { value: kept, inexact: false };
  const half = 1n << BigInt(shift - 1);
  let away: boolean;
  switch (mode) {
    case ROUNDING.nearestEven:
      away = rest > half || (rest === half && (kept & 1n) === 1n);
      break;
    case ROUNDING.nearestMaxMagnitude:
      away = rest >= half;
      break;
    case ROUNDING.down:
      away = negative;
      break;
    case ROUNDING.up:
      away = !negative;
      break;
    default:
      away = false;
  }
  return { value: away ? kept + 1n : kept, inexact: true };
}

/**
 * The value of the format that (-1)^negative × significand × 2^exponent rounds to; significand is
 * positive. Tininess is detected after rounding (unprivileged ISA §20.2).
 */
export function roundToFormat(
  f: FloatFormat,
  negative: boolean,
  significand: bigint,
  exponent: number,
  mode: Rounding,
  flags: Flags,
): bigint {
  const sign = negative ? f.signBit : 0n;
  const top = exponent + bitLength(significand) - 1;
  const unit = Math.max(top - f.fraction, f.lowest);
  const { value, inexact } = roundShifted(significand, unit - exponent, negative, mode);
  // A leading bit adds one to the exponent field, and so does a carry out of the fraction.
  const magnitude = (BigInt(unit - f.lowest) << BigInt(f.fraction)) + value;
  if (magnitude >= f.infinity) {
    flags.raised |= FLAG.overflow | FLAG.inexact;
    const finite =
      mode === ROUNDING.towardZero ||
      (mode === ROUNDING.down && !negative) ||
      (mode === ROUNDING.up && negative);
    return sign | (finite ? f.infinity - 1n : f.infinity);
  }
  if (inexact) {
    flags.raised |= FLAG.inexact;
    const normal = f.lowest + f.fraction;
    if (top < normal) {
      // Tiny, unless it would reach the normal numbers if exponents had no limit.
      const free = roundShifted(significand, top - f.fraction - exponent, negative, mode);
      const reaches = top === normal - 1 && bitLength(free.value) > f.fraction + 1;
      if (!reaches) flags.raised |= FLAG.underflow;
    }
  }
  return sign | magnitude;
}
