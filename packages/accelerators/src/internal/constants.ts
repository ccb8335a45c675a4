/** The first `count` primes. */
export function primes(count: number): bigint[] {
  const found: bigint[] = [];
  for (let n = 2n; found.length < count; n++) if (found.every((p) => n % p !== 0n)) found.push(n);
  return found;
}

/** The first `bits` bits behind the point of the square or cube root of `value`. */
export function fractionOfRoot(value: bigint, degree: 2 | 3, bits: number): bigint {
  const scaled = value << BigInt(degree * bits);
  let root = 0n;
  for (let bit = 1n << BigInt(bits + 8); bit > 0n; bit >>= 1n) {
    if ((root + bit) ** BigInt(degree) <= scaled) root += bit;
  }
  return BigInt.asUintN(bits, root);
}
