import { FunctionWriter, VALUE_TYPE } from '@hart/wasm';
import { createKernel, lazily } from './kernel.ts';
import { type Poseidon2Parameters, roundConstants, WIDTH } from './poseidon2.ts';

const { i32, i64 } = VALUE_TYPE;
const PRIME = 2n ** 64n - 2n ** 32n + 1n;
/** 2^64 modulo the prime. */
const EPSILON = 2 ** 32 - 1;

/** As in ZisK (lib-c/c/src/poseidon2/poseidon2_goldilocks.cpp and its constants, at 6182c8b); x^7. */
export const GOLDILOCKS_16: Poseidon2Parameters = {
  prime: PRIME,
  bits: 64,
  fullRounds: 8,
  partialRounds: 22,
  diagonal: [
    0xde9b91a467d6afc0n,
    0xc5f16b9c76a9be17n,
    0x0ab0fef2d540ac55n,
    0x3001d27009d05773n,
    0xed23b1f906d3d9ebn,
    0x5ce73743cba97054n,
    0x1c3bab944af4ba24n,
    0x2faa105854dbafaen,
    0x53ffb3ae6d421a10n,
    0xbcda9df8884ba396n,
    0xfc1273e4a31807bbn,
    0xc77952573d5142c0n,
    0x56683339a819b85en,
    0x328fcbd8f0ddc8ebn,
    0xb5101e303fce9cb7n,
    0x774487b8c40089bbn,
  ],
};

/** Where the kernel has its state, the diagonal and the round constants. */
const [STATE, DIAGONAL, CONSTANTS] = [0, 128, 256] as const;
const [ADD, MULTIPLY, POWER, EXTERNAL] = [0, 1, 2, 3] as const;

/** The sum of two numbers below the prime. */
function add(): FunctionWriter {
  const w = new FunctionWriter(2);
  const sum = w.local(i64);
  w.get(0);
  w.get(1);
  w.op('i64.add');
  w.tee(sum);
  w.i64Big(PRIME);
  w.op('i64.sub');
  w.get(sum);
  w.get(sum);
  w.get(0);
  w.op('i64.lt_u');
  w.get(sum);
  w.i64Big(PRIME);
  w.op('i64.ge_u');
  w.op('i32.or');
  w.op('select');
  return w;
}

/** The product of two numbers below the prime: 128 bits from four products, folded with 2^64 = 2^32 - 1. */
function multiply(): FunctionWriter {
  const w = new FunctionWriter(2);
  const [a1, b1, low, cross, middle, high, t] = Array.from({ length: 7 }, () => w.local(i64)) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const half = (value: number): void => {
    w.get(value);
    w.i64(EPSILON);
    w.op('i64.and');
  };
  const top = (value: number): void => {
    w.get(value);
    w.i64(32);
    w.op('i64.shr_u');
  };
  top(0);
  w.set(a1);
  top(1);
  w.set(b1);
  half(0);
  w.tee(0);
  half(1);
  w.tee(1);
  w.op('i64.mul');
  w.set(low);
  w.get(0);
  w.get(b1);
  w.op('i64.mul');
  w.set(cross);
  w.get(a1);
  w.get(1);
  w.op('i64.mul');
  top(low);
  w.op('i64.add');
  half(cross);
  w.op('i64.add');
  w.set(middle);
  w.get(a1);
  w.get(b1);
  w.op('i64.mul');
  top(cross);
  w.op('i64.add');
  top(middle);
  w.op('i64.add');
  w.set(high);
  w.get(middle);
  w.i64(32);
  w.op('i64.shl');
  half(low);
  w.op('i64.or');
  w.set(low);
  // 2^96 = -1
  w.get(low);
  top(high);
  w.op('i64.sub');
  w.i64(EPSILON);
  w.i64(0);
  w.get(low);
  top(high);
  w.op('i64.lt_u');
  w.op('select');
  w.op('i64.sub');
  w.set(t);
  half(high);
  w.i64(EPSILON);
  w.op('i64.mul');
  w.get(t);
  w.op('i64.add');
  w.tee(low);
  w.i64(EPSILON);
  w.i64(0);
  w.get(low);
  w.get(t);
  w.op('i64.lt_u');
  w.op('select');
  w.op('i64.add');
  w.tee(t);
  w.i64Big(PRIME);
  w.op('i64.sub');
  w.get(t);
  w.get(t);
  w.i64Big(PRIME);
  w.op('i64.ge_u');
  w.op('select');
  return w;
}

/** The sum of two numbers to the seventh power. */
function power(): FunctionWriter {
  const w = new FunctionWriter(2);
  const square = w.local(i64);
  w.get(0);
  w.get(1);
  w.call(ADD);
  w.tee(0);
  w.get(0);
  w.get(0);
  w.call(MULTIPLY);
  w.tee(square);
  w.call(MULTIPLY);
  w.get(square);
  w.get(square);
  w.call(MULTIPLY);
  w.call(MULTIPLY);
  return w;
}

/** circ(2 M, M, M, M) with the 4 × 4 matrix of the paper's appendix B. */
function external(): FunctionWriter {
  const w = new FunctionWriter(0);
  const zero = w.local(i32);
  const locals = (count: number): number[] => Array.from({ length: count }, () => w.local(i64));
  const [x, t] = [locals(WIDTH), locals(6)];
  const sum = (to: number, ...values: number[]): void => {
    for (const [n, value] of values.entries()) {
      w.get(value);
      if (n > 0) w.call(ADD);
    }
    w.set(to);
  };
  for (const [n, value] of x.entries()) {
    w.get(zero);
    w.memory('i64.load', STATE + 8 * n, 3);
    w.set(value);
  }
  for (let block = 0; block < WIDTH; block += 4) {
    const [a, b, c, d] = [x[block]!, x[block + 1]!, x[block + 2]!, x[block + 3]!];
    const [t0, t1, t2, t3, t4, t5] = t as [number, number, number, number, number, number];
    sum(t0, a, b);
    sum(t1, c, d);
    sum(t2, b, b, t1);
    sum(t3, d, d, t0);
    sum(t4, t1, t1, t1, t1, t3);
    sum(t5, t0, t0, t0, t0, t2);
    sum(a, t3, t5);
    sum(c, t2, t4);
    sum(b, t5);
    sum(d, t4);
  }
  for (let n = 0; n < 4; n++) sum(t[n]!, x[n]!, x[n + 4]!, x[n + 8]!, x[n + 12]!);
  for (const [n, value] of x.entries()) {
    w.get(zero);
    w.get(value);
    w.get(t[n % 4]!);
    w.call(ADD);
    w.memory('i64.store', STATE + 8 * n, 3);
  }
  return w;
}

/** Adds round constants and applies x^7 to the first elements of the state. */
function powers(w: FunctionWriter, zero: number, at: number, count: number): void {
  for (let n = 0; n < count; n++) {
    w.get(zero);
    w.get(zero);
    w.memory('i64.load', STATE + 8 * n, 3);
    w.get(at);
    w.memory('i64.load', CONSTANTS + 8 * n, 3);
    w.call(POWER);
    w.memory('i64.store', STATE + 8 * n, 3);
  }
  w.get(at);
  w.i32(8 * count);
  w.op('i32.add');
  w.set(at);
}

function permutation(): FunctionWriter {
  const w = new FunctionWriter(0);
  const [zero, at, left] = [w.local(i32), w.local(i32), w.local(i32)];
  const sum = w.local(i64);
  const repeat = (count: number, body: () => void): void => {
    w.i32(count);
    w.set(left);
    const again = w.loop();
    body();
    w.get(left);
    w.i32(-1);
    w.op('i32.add');
    w.tee(left);
    w.brIf(again);
    w.end();
  };
  const full = (): void => {
    powers(w, zero, at, WIDTH);
    w.call(EXTERNAL);
  };
  w.call(EXTERNAL);
  repeat(GOLDILOCKS_16.fullRounds / 2, full);
  repeat(GOLDILOCKS_16.partialRounds, () => {
    powers(w, zero, at, 1);
    for (let n = 0; n < WIDTH; n++) {
      w.get(zero);
      w.memory('i64.load', STATE + 8 * n, 3);
      if (n > 0) w.call(ADD);
    }
    w.set(sum);
    for (let n = 0; n < WIDTH; n++) {
      w.get(zero);
      w.get(zero);
      w.memory('i64.load', STATE + 8 * n, 3);
      w.get(zero);
      w.memory('i64.load', DIAGONAL + 8 * n, 3);
      w.call(MULTIPLY);
      w.get(sum);
      w.call(ADD);
      w.memory('i64.store', STATE + 8 * n, 3);
    }
  });
  repeat(GOLDILOCKS_16.fullRounds / 2, full);
  return w;
}

const kernel = lazily(() => {
  const created = createKernel({
    add: { parameters: 2, returns: true, wide: true, body: add() },
    multiply: { parameters: 2, returns: true, wide: true, body: multiply() },
    power: { parameters: 2, returns: true, wide: true, body: power() },
    external: { parameters: 0, body: external() },
    permute: { parameters: 0, body: permutation() },
  });
  const words = new BigUint64Array(created.bytes.buffer);
  words.set(GOLDILOCKS_16.diagonal, DIAGONAL / 8);
  words.set(roundConstants(GOLDILOCKS_16), CONSTANTS / 8);
  return { ...created, words };
});

/** Poseidon2 on 16 little-endian words of 64 bits, in place; words are taken modulo 2^64 - 2^32 + 1. */
export function poseidon2Goldilocks16(state: Uint8Array): void {
  const { bytes, call, words } = kernel();
  bytes.set(state, STATE);
  for (let n = 0; n < WIDTH; n++) {
    const word = words[n]!;
    if (word >= PRIME) words[n] = word - PRIME;
  }
  call.permute();
  state.set(bytes.subarray(STATE, STATE + 8 * WIDTH));
}
