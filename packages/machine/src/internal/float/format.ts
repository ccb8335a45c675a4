/** An IEEE 754 binary format. */
export interface FloatFormat {
  /** Bits of a value. */
  readonly width: number;
  /** Bits of the fraction field. */
  readonly fraction: number;
  /** Exponent of the lowest bit that a value can have: that of the subnormals. */
  readonly lowest: number;
  readonly signBit: bigint;
  /** Positive infinity; what is beyond it is a NaN. */
  readonly infinity: bigint;
  /** The NaN that every operation gives (unprivileged ISA §20.3). */
  readonly nan: bigint;
}

function format(width: number, fraction: number): FloatFormat {
  const exponentBits = width - fraction - 1;
  const bias = 2 ** (exponentBits - 1) - 1;
  const infinity = (2n ** BigInt(exponentBits) - 1n) << BigInt(fraction);
  return {
    width,
    fraction,
    lowest: 1 - bias - fraction,
    signBit: 1n << BigInt(width - 1),
    infinity,
    nan: infinity | (1n << BigInt(fraction - 1)),
  };
}

export const SINGLE = format(32, 23);
export const DOUBLE = format(64, 52);

/** A value in parts: (-1)^negative × significand × 2^exponent, zero among the finite ones. */
export interface Unpacked {
  readonly kind: 'finite' | 'infinity' | 'nan';
  readonly negative: boolean;
  readonly significand: bigint;
  readonly exponent: number;
}

export function unpack(f: FloatFormat, bits: bigint): Unpacked {
  const negative = (bits & f.signBit) !== 0n;
  const magnitude = bits & (f.signBit - 1n);
  const kind = magnitude < f.infinity ? 'finite' : magnitude === f.infinity ? 'infinity' : 'nan';
  const field = Number(magnitude >> BigInt(f.fraction));
  const fraction = magnitude & ((1n << BigInt(f.fraction)) - 1n);
  return field === 0
    ? { kind, negative, significand: fraction, exponent: f.lowest }
    : {
        kind,
        negative,
        significand: fraction | (1n << BigInt(f.fraction)),
        exponent: f.lowest + field - 1,
      };
}

export function isNotNumber(f: FloatFormat, bits: bigint): boolean {
  return (bits & (f.signBit - 1n)) > f.infinity;
}

export function isSignalling(f: FloatFormat, bits: bigint): boolean {
  return isNotNumber(f, bits) && (bits & (1n << BigInt(f.fraction - 1))) === 0n;
}
