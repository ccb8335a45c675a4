/** Which message words a round mixes in (RFC 7693 §2.7). */
const SCHEDULE = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
  [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
  [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
] as const;

/** Which words each of a round's eight mixings takes: columns, then diagonals. */
const MIXINGS = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
] as const;

const u64 = (value: bigint): bigint => BigInt.asUintN(64, value);
const rotate = (word: bigint, bits: bigint): bigint => u64((word >> bits) | (word << (64n - bits)));

/** Round `index` of BLAKE2b's compression (RFC 7693 §3.2) on the working vector `state`; returns the new one. */
export function mixRound(
  index: number,
  state: BigUint64Array,
  message: BigUint64Array,
): BigUint64Array {
  const v = [...state] as bigint[];
  const schedule = SCHEDULE[index % SCHEDULE.length]!;
  MIXINGS.forEach(([a, b, c, d], mixing) => {
    for (const [word, turnD, turnB] of [
      [schedule[2 * mixing]!, 32n, 24n],
      [schedule[2 * mixing + 1]!, 16n, 63n],
    ] as const) {
      v[a] = u64(v[a]! + v[b]! + message[word]!);
      v[d] = rotate(v[d]! ^ v[a]!, turnD);
      v[c] = u64(v[c]! + v[d]!);
      v[b] = rotate(v[b]! ^ v[c]!, turnB);
    }
  });
  return BigUint64Array.from(v);
}
