/** An exponent, prepared for sliding windows: squarings, then a product with an odd power up to 15 (0: none). */
export type Power = readonly { squarings: number; odd: number }[];

/** Bits of a window. */
export const POWER_WINDOW = 4;

/** Splits an exponent above 0 into windows, from the top. */
export function preparePower(exponent: bigint): Power {
  const digits = exponent.toString(2);
  const steps: { squarings: number; odd: number }[] = [];
  let squarings = 0;
  for (let at = 0; at < digits.length; ) {
    if (digits[at] === '0') {
      squarings++;
      at++;
      continue;
    }
    let end = Math.min(at + POWER_WINDOW, digits.length);
    while (digits[end - 1] === '0') end--;
    steps.push({ squarings: squarings + end - at, odd: Number.parseInt(digits.slice(at, end), 2) });
    squarings = 0;
    at = end;
  }
  if (squarings > 0) steps.push({ squarings, odd: 0 });
  return steps;
}
