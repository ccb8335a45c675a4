/** A small deterministic generator (Mulberry32): the same seed gives the same programs everywhere. */
export interface Random {
  /** An integer in 0..limit-1. */
  below(limit: number): number;
  /** An integer in low..high. */
  between(low: number, high: number): number;
  /** True once in `n` times. */
  oneIn(n: number): boolean;
  pick<T>(values: readonly T[]): T;
  /** 64 bits that are often special: zero, one, all ones, sign boundaries, small, or anything. */
  word(): bigint;
}

/** A seed from two numbers. */
export function mix(a: number, b: number): number {
  return (Math.imul(a, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca6b)) >>> 0;
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }
  const below = (limit: number): number => Math.floor((next() / 2 ** 32) * limit);
  const any = (): bigint => (BigInt(next()) << 32n) | BigInt(next());
  const special = [
    0n,
    1n,
    -1n,
    2n,
    1n << 63n,
    (1n << 63n) - 1n,
    1n << 31n,
    (1n << 31n) - 1n,
    -(1n << 31n),
    1n << 32n,
  ];
  return {
    below,
    between: (low, high) => low + below(high - low + 1),
    oneIn: (n) => below(n) === 0,
    pick: (values) => values[below(values.length)] as (typeof values)[number],
    word() {
      switch (below(4)) {
        case 0:
          return special[below(special.length)] as bigint;
        case 1:
          return BigInt(below(256) - 128);
        case 2:
          return BigInt.asIntN(32, any());
        default:
          return BigInt.asIntN(64, any());
      }
    },
  };
}
