/**
 * Writes a scalar, which may be negative, as digits that are zero or odd, at most 2^(window - 1) in size, and at
 * least `window` places apart (wNAF); `digits` has a place for every bit and two more.
 */
export function recode(digits: Int16Array, scalar: bigint, window: number): void {
  digits.fill(0);
  const sign = scalar < 0n ? -1 : 1;
  let rest = scalar < 0n ? -scalar : scalar;
  const words: number[] = [];
  for (; rest > 0n; rest >>= 32n) words.push(Number(BigInt.asUintN(32, rest)));
  words.push(0, 0);
  /** Up to 16 bits from a place on. */
  const bits = (at: number, count: number): number => {
    const word = at >>> 5;
    const shift = at & 31;
    const low = words[word]! >>> shift;
    const high = shift === 0 ? 0 : (words[word + 1] ?? 0) << (32 - shift);
    return (low | high) & ((1 << count) - 1);
  };
  const end = 32 * (words.length - 2);
  let carry = 0;
  for (let at = 0; at <= end; ) {
    if (bits(at, 1) === carry) {
      at++;
      continue;
    }
    const value = bits(at, window) + carry;
    carry = value >> (window - 1);
    digits[at] = sign * (value - (carry << window));
    at += window;
  }
}
