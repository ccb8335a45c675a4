import { expect, test } from 'vitest';
import { createHasher } from './xxh64.ts';

/** XXH64 as its specification tells it, for a multiple of 8 bytes. */
function oracle(bytes: Uint8Array, seed: bigint): bigint {
  const P = [
    0x9e3779b185ebca87n,
    0xc2b2ae3d27d4eb4fn,
    0x165667b19e3779f9n,
    0x85ebca77c2b2ae63n,
    0x27d4eb2f165667c5n,
  ] as const;
  const u64 = (value: bigint) => BigInt.asUintN(64, value);
  const rotate = (value: bigint, by: bigint) => u64(value << by) | (u64(value) >> (64n - by));
  const round = (lane: bigint, input: bigint) => u64(rotate(u64(lane + input * P[1]), 31n) * P[0]);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  let hash: bigint;
  if (bytes.length >= 32) {
    let lanes = [seed + P[0] + P[1], seed + P[1], seed, seed - P[0]].map(u64);
    for (; at + 32 <= bytes.length; at += 32) {
      lanes = lanes.map((lane, n) => round(lane, view.getBigUint64(at + 8 * n, true)));
    }
    const [a, b, c, d] = lanes as [bigint, bigint, bigint, bigint];
    hash = u64(rotate(a, 1n) + rotate(b, 7n) + rotate(c, 12n) + rotate(d, 18n));
    for (const lane of lanes) hash = u64((hash ^ round(0n, lane)) * P[0] + P[3]);
  } else {
    hash = u64(seed + P[4]);
  }
  hash = u64(hash + BigInt(bytes.length));
  for (; at < bytes.length; at += 8) {
    hash = u64(rotate(hash ^ round(0n, view.getBigUint64(at, true)), 27n) * P[0] + P[3]);
  }
  hash = u64((hash ^ (hash >> 33n)) * P[1]);
  hash = u64((hash ^ (hash >> 29n)) * P[2]);
  return hash ^ (hash >> 32n);
}

test('the hash is XXH64, for every length up to several stripes', () => {
  const hasher = createHasher(4096);
  hasher.bytes.forEach((_, index) => {
    hasher.bytes[index] = (index * 2654435761) >>> 13;
  });
  expect(hasher.hash(0, 0, 0n)).toBe(0xef46db3751d8e999n); // published value of the empty input
  for (let length = 0; length <= 264; length += 8) {
    for (const seed of [0n, 1n, 2n ** 64n - 1n]) {
      const expected = oracle(hasher.bytes.subarray(24, 24 + length), seed);
      expect(hasher.hash(24, length, seed), `${length} bytes`).toBe(expected);
    }
  }
});
