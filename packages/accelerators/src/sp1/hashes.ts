import { keccakP } from '@noble/hashes/sha3.js';
import { operands, type Sp1Operation } from './operation.ts';

const keccakPermute: Sp1Operation = {
  name: 'KECCAK_PERMUTE',
  id: 0x010109,
  operands: operands(['state', 'inout', 25]),
  compute(state) {
    keccakP(new Uint32Array(state!.buffer, state!.byteOffset, 50), 24);
    return true;
  },
};

const rotate = (word: number, bits: number): number => (word >>> bits) | (word << (32 - bits));

/** FIPS 180-4, 6.2.2, step 1: the schedule's words 16 to 63, each in a word of 64 bits. */
const shaExtend: Sp1Operation = {
  name: 'SHA_EXTEND',
  id: 0x300105,
  operands: operands(['w', 'inout', 64]),
  compute(words) {
    const w = Uint32Array.from(words!.subarray(0, 16), (word) => Number(word & 0xffff_ffffn));
    const all = new Uint32Array(64);
    all.set(w);
    for (let t = 16; t < 64; t++) {
      const [a, b] = [all[t - 15]!, all[t - 2]!];
      const s0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3);
      const s1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10);
      all[t] = s1 + all[t - 7]! + s0 + all[t - 16]!;
      words![t] = BigInt(all[t]!);
    }
    return true;
  },
};

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2). */
const K = cubeRootBits();

function cubeRootBits(): Uint32Array {
  const bits: number[] = [];
  for (let n = 2n; bits.length < 64; n++) {
    let isPrime = true;
    for (let d = 2n; d * d <= n && isPrime; d++) isPrime = n % d !== 0n;
    if (!isPrime) continue;
    // the cube root of n·2⁹⁶ is that of n times 2³²
    let root = 0n;
    for (let bit = 1n << 36n; bit > 0n; bit >>= 1n) {
      if ((root + bit) ** 3n <= n << 96n) root += bit;
    }
    bits.push(Number(root & 0xffff_ffffn));
  }
  return Uint32Array.from(bits);
}

/** FIPS 180-4, 6.2.2, steps 2 to 4 with a schedule that is there already; all words in words of 64 bits. */
const shaCompress: Sp1Operation = {
  name: 'SHA_COMPRESS',
  id: 0x010106,
  operands: operands(['w', 'input', 64], ['h', 'inout', 8]),
  compute(w, state) {
    const start = Array.from(state!, (word) => Number(word & 0xffff_ffffn));
    let [a, b, c, d, e, f, g, h] = start as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    for (let t = 0; t < 64; t++) {
      const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
      const choice = (e & f) ^ (~e & g);
      const t1 = (h + s1 + choice + K[t]! + Number(w![t]! & 0xffff_ffffn)) | 0;
      const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
      const majority = (a & b) ^ (a & c) ^ (b & c);
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + s0 + majority) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, index) => {
      state![index] = BigInt((start[index]! + word) >>> 0);
    });
    return true;
  },
};

export const HASHES: readonly Sp1Operation[] = [shaExtend, shaCompress, keccakPermute];
