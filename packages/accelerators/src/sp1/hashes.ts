import { fractionOfRoot, primes } from '../internal/constants.ts';
import { keccakF1600 } from '../internal/keccak-kernel.ts';
import { bytesOf } from '../internal/words.ts';
import { operands, type Sp1Operation } from './operation.ts';

const keccakPermute: Sp1Operation = {
  name: 'KECCAK_PERMUTE',
  id: 0x010109,
  operands: operands(['state', 'inout', 25]),
  compute(state) {
    keccakF1600(bytesOf(state!));
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

/** FIPS 180-4, 4.2.2. */
const K = Uint32Array.from(primes(64), (prime) => Number(fractionOfRoot(prime, 3, 32)));

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
