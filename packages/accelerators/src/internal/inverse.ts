import { invertFunction } from './inverse-kernel.ts';
import type { KernelFunction } from './kernel.ts';
import { type Field, LIMB_BITS } from './montgomery.ts';

const MASK = 2 ** LIMB_BITS - 1;

/** 64-bit words of a number below the prime. */
function wordCount({ prime }: Field): number {
  return Math.ceil(prime.toString(16).length / 16);
}

/** Bytes that {@link inverse} works on. */
export function inverseBytes(field: Field): number {
  return 8 * wordCount(field);
}

/** A kernel's function that inverts the number at `area`, as it is, in 64-bit words; 0 stays 0. */
export function inverse(field: Field, area: number): KernelFunction {
  return {
    parameters: 0,
    returns: true,
    body: invertFunction(field.prime, wordCount(field), area),
  };
}

/** Moves numbers between limbs and the words at `area`. */
export interface InverseNumbers {
  /** From limbs that are tidy and not negative. */
  take(from: number): void;
  give(to: number): void;
}

export function inverseNumbers(field: Field, area: number, words: Int32Array): InverseNumbers {
  const halves = 2 * wordCount(field);
  const base = area >> 2;
  const { limbs } = field;
  return {
    take(from) {
      const limb = (n: number): number => (n < limbs ? words[(from >> 2) + 2 * n]! : 0);
      for (let n = 0; n < halves; n++) {
        const first = Math.floor((32 * n) / LIMB_BITS);
        const shift = 32 * n - first * LIMB_BITS;
        const next = LIMB_BITS - shift;
        let value = (limb(first) >>> shift) | (limb(first + 1) << next);
        // the first two have fewer than 32 bits
        if (next + LIMB_BITS < 32) value |= limb(first + 2) << (next + LIMB_BITS);
        words[base + n] = value;
      }
    },
    give(to) {
      const half = (n: number): number => (n < halves ? words[base + n]! : 0);
      for (let n = 0; n < limbs; n++) {
        const first = (n * LIMB_BITS) >> 5;
        const shift = (n * LIMB_BITS) & 31;
        const high = shift === 0 ? 0 : half(first + 1) << (32 - shift);
        words[(to >> 2) + 2 * n] = ((half(first) >>> shift) | high) & MASK;
        words[(to >> 2) + 2 * n + 1] = 0;
      }
    },
  };
}
