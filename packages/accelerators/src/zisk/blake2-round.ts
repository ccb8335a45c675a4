import { MIXINGS, SCHEDULE } from '../internal/blake2-schedule.ts';

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
