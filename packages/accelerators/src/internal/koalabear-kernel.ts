import { FunctionWriter, VALUE_TYPE } from '@hart/wasm';
import { createKernel, lazily } from './kernel.ts';
import { invert } from './modular.ts';
import { modulo } from './modulo.ts';
import { type Poseidon2Parameters, roundConstants, WIDTH } from './poseidon2.ts';

const PRIME = 2n ** 31n - 2n ** 24n + 1n;

/** A fraction with a power of 2 as its denominator. */
function fraction(numerator: bigint, bits: bigint): bigint {
  return modulo(numerator * (invert(2n ** bits, PRIME) as bigint), PRIME);
}

/** As in Plonky3 (koala-bear/src/poseidon2.rs at 5dc50e5), whose sources call the matrix in this way; x^3. */
export const KOALABEAR_16: Poseidon2Parameters = {
  prime: PRIME,
  bits: 31,
  fullRounds: 8,
  partialRounds: 20,
  diagonal: (
    [
      [-2n, 0n],
      [1n, 0n],
      [2n, 0n],
      [1n, 1n],
      [3n, 0n],
      [4n, 0n],
      [-1n, 1n],
      [-3n, 0n],
      [-4n, 0n],
      [1n, 8n],
      [1n, 3n],
      [1n, 24n],
      [-1n, 8n],
      [-1n, 3n],
      [-1n, 4n],
      [-1n, 24n],
    ] as const
  ).map(([numerator, bits]) => fraction(numerator, bits)),
};

/** The permutation of 16 words of 32 bits at address 0, all rounds unrolled. */
function permutation(): FunctionWriter {
  const w = new FunctionWriter(0);
  const locals = (count: number): number[] =>
    Array.from({ length: count }, () => w.local(VALUE_TYPE.i64));
  const zero = w.local(VALUE_TYPE.i32);
  const [x, sums] = [locals(WIDTH), locals(4)];
  const scratch = w.local(VALUE_TYPE.i64);
  const add = (): void => w.op('i64.add');
  const reduce = (): void => {
    w.i64(Number(PRIME));
    w.op('i64.rem_u');
  };
  const plus = (...values: number[]): void => {
    for (const [n, value] of values.entries()) {
      w.get(value);
      if (n > 0) add();
    }
  };
  /** Adds a constant and cubes; what was in the local may have 36 bits. */
  const cube = (value: number, constant: bigint): void => {
    w.get(value);
    w.i64Big(constant);
    add();
    reduce();
    w.tee(scratch);
    w.get(scratch);
    w.get(scratch);
    w.op('i64.mul');
    reduce();
    w.op('i64.mul');
    reduce();
    w.set(value);
  };
  /** circ(2 M, M, M, M) with M = circ(2, 3, 1, 1), not reduced. */
  const external = (): void => {
    for (let block = 0; block < WIDTH; block += 4) {
      const [a, b, c, d] = [x[block]!, x[block + 1]!, x[block + 2]!, x[block + 3]!];
      const [all, first, third] = [scratch, sums[0]!, sums[1]!];
      plus(a, b, c, d);
      w.set(all);
      plus(all, a, b, b);
      w.set(first);
      plus(all, c, d, d);
      w.set(third);
      // b and d last need what a and c were
      plus(all, b, c, c);
      w.set(b);
      plus(all, d, a, a);
      w.set(d);
      w.get(first);
      w.set(a);
      w.get(third);
      w.set(c);
    }
    for (let n = 0; n < 4; n++) {
      plus(x[n]!, x[n + 4]!, x[n + 8]!, x[n + 12]!);
      w.set(sums[n]!);
    }
    for (let n = 0; n < WIDTH; n++) {
      plus(x[n]!, sums[n % 4]!);
      w.set(x[n]!);
    }
  };
  const internal = (): void => {
    plus(...x);
    w.set(scratch);
    for (const [n, factor] of KOALABEAR_16.diagonal.entries()) {
      w.get(x[n]!);
      w.i64Big(factor);
      w.op('i64.mul');
      w.get(scratch);
      add();
      reduce();
      w.set(x[n]!);
    }
  };
  const constants = roundConstants(KOALABEAR_16);
  const half = KOALABEAR_16.fullRounds / 2;
  let next = 0;
  for (let n = 0; n < WIDTH; n++) {
    w.get(zero);
    w.memory('i64.load32_u', 4 * n, 2);
    w.set(x[n]!);
  }
  external();
  for (let round = 0; round < 2 * half + KOALABEAR_16.partialRounds; round++) {
    const isFull = round < half || round >= half + KOALABEAR_16.partialRounds;
    for (let n = 0; n < (isFull ? WIDTH : 1); n++) cube(x[n]!, constants[next++]!);
    if (isFull) {
      external();
    } else {
      internal();
    }
    if (round !== half - 1) continue;
    for (let n = 1; n < WIDTH; n++) {
      w.get(x[n]!);
      reduce();
      w.set(x[n]!);
    }
  }
  for (let n = 0; n < WIDTH; n++) {
    w.get(zero);
    w.get(x[n]!);
    reduce();
    w.memory('i64.store32', 4 * n, 2);
  }
  return w;
}

const kernel = lazily(() => createKernel({ permute: { parameters: 0, body: permutation() } }));

/** Poseidon2 on 16 little-endian words below 2^31 - 2^24 + 1, in place; false if one is not. */
export function poseidon2Koalabear16(state: Uint8Array): boolean {
  const { bytes, call } = kernel();
  bytes.set(state);
  const view = new DataView(bytes.buffer);
  for (let n = 0; n < WIDTH; n++) if (view.getUint32(4 * n, true) >= PRIME) return false;
  call.permute();
  state.set(bytes.subarray(0, 4 * WIDTH));
  return true;
}
