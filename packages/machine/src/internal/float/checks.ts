/**
 * How compiled code, the stepper and replay tell from a result that it raises no flag but inexact. A
 * result's bits shifted left by one, so that the sign is out, lie below the limit unless its exponent is
 * one of the highest: infinite, not a number, or (which does no harm) very large.
 */
export const LIMIT = { d: (0x7fen << 53n) - 2n, s: 0xfdbfffffn } as const;

/**
 * Subtracted before that where results that are zero, subnormal or the least normal numbers must not pass
 * either, because they may have underflowed.
 */
export const LEAST = { d: 2 ** 53 + 2, s: 2 ** 24 + 2 } as const;

/** The NaN of singles. */
export const SINGLE_NAN = 0x7fc00000;

/** The upper half of a single in its register, as part of a signed 64-bit number. */
export const BOX = -0x100000000;

/** Bits of `fcsr` that say whether inexact is set and the mode is to nearest: then they are 1. */
export const NEAREST_AND_INEXACT = 0xe1;
