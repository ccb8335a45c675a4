import { putBigEndian } from '../internal/bytes.ts';

/** A deterministic source of test data (Mulberry32): the same seed gives the same everywhere. */
export interface Random {
  /** An integer in 0..limit-1. */
  below(limit: number): number;
  /** True once in `n` times. */
  oneIn(n: number): boolean;
  pick<T>(values: readonly T[]): T;
  bytes(count: number): Uint8Array;
  /** Bytes that are now and then all zero, all ones, sparse or dense. */
  oddBytes(count: number): Uint8Array;
  /** A number of `bits` bits. */
  number(bits: number): bigint;
  /** Big-endian: mostly a number below `limit`, now and then one around it, zero, one or all ones. */
  around(limit: bigint, count: number): Uint8Array;
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (limit: number): number => Math.floor((next() / 2 ** 32) * limit);
  const bytes = (count: number): Uint8Array => Uint8Array.from({ length: count }, () => below(256));
  const pick = <T>(values: readonly T[]): T => values[below(values.length)]!;
  const number = (bits: number): bigint => {
    let value = 0n;
    for (let n = 0; n < bits; n += 32) value = (value << 32n) | BigInt(next());
    return BigInt.asUintN(bits, value);
  };
  return {
    below,
    bytes,
    pick,
    number,
    oneIn: (n) => below(n) === 0,
    oddBytes(count) {
      switch (below(6)) {
        case 0:
          return new Uint8Array(count).fill(pick([0, 0xff]));
        case 1:
          return bytes(count).map((byte) => (below(8) === 0 ? byte : 0));
        case 2:
          return bytes(count).map((byte) => (below(8) === 0 ? byte : 0xff));
        case 3:
          return bytes(count).fill(0, below(count + 1));
        default:
          return bytes(count);
      }
    },
    around(limit, count) {
      const value =
        below(4) > 0
          ? number(8 * count + 64) % limit
          : pick([
              0n,
              1n,
              2n,
              limit - 2n,
              limit - 1n,
              limit,
              limit + 1n,
              2n ** BigInt(8 * count) - 1n,
            ]);
      const out = new Uint8Array(count);
      putBigEndian(out, value);
      return out;
    },
  };
}
