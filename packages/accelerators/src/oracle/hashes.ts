import { createHash } from 'node:crypto';
import { sha256 } from '@noble/hashes/sha2.js';
import { keccak_256, keccakP } from '@noble/hashes/sha3.js';
import { fractionOfRoot, primes } from '../internal/constants.ts';
import { KOALABEAR_16 } from '../internal/koalabear-kernel.ts';
import { type Poseidon2Parameters, roundConstants, WIDTH } from '../internal/poseidon2.ts';

export function keccak256(data: Uint8Array, output: Uint8Array): boolean {
  output.set(keccak_256(data));
  return true;
}

export function keccakF1600(state: Uint8Array): boolean {
  const words = new Uint32Array(state.slice().buffer);
  keccakP(words);
  state.set(new Uint8Array(words.buffer));
  return true;
}

export function sha256Hash(data: Uint8Array, output: Uint8Array): boolean {
  output.set(sha256(data));
  return true;
}

/** OpenSSL's, because noble's is what the accelerator uses. */
export function ripemd160(data: Uint8Array, output: Uint8Array): boolean {
  output.fill(0).set(createHash('ripemd160').update(data).digest(), 12);
  return true;
}

/** FIPS 180-4 §6.2.2, line by line. */
export function sha256Compress(state: Uint8Array, block: Uint8Array): boolean {
  const constants = primes(64).map((prime) => Number(fractionOfRoot(prime, 3, 32)));
  const rotate = (x: number, n: number): number => (x >>> n) | (x << (32 - n));
  const words = new DataView(block.buffer, block.byteOffset);
  const w = Array.from({ length: 16 }, (_, t) => words.getUint32(4 * t));
  for (let t = 16; t < 64; t++) {
    const [x, y] = [w[t - 15]!, w[t - 2]!];
    const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
    const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
    w.push((s1 + w[t - 7]! + s0 + w[t - 16]!) >>> 0);
  }
  const view = new DataView(state.buffer, state.byteOffset);
  const before = Array.from({ length: 8 }, (_, n) => view.getUint32(4 * n, true));
  let [a, b, c, d, e, f, g, h] = before as [
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
    const sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const t1 = (h + sum1 + ((e & f) ^ (~e & g)) + constants[t]! + w[t]!) | 0;
    const sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const t2 = (sum0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [a, b, c, d, e, f, g, h] = [(t1 + t2) | 0, a, b, c, (d + t1) | 0, e, f, g];
  }
  [a, b, c, d, e, f, g, h].forEach((value, n) => {
    view.setUint32(4 * n, before[n]! + value, true);
  });
  return true;
}

/** RFC 7693 §3.2 with BigInt. The permutations of the schedule are those of RFC 7693 §2.7, one after another. */
export function blake2f(
  rounds: number,
  h: Uint8Array,
  m: Uint8Array,
  t: Uint8Array,
  f: number,
): boolean {
  if (f > 1 || rounds > 2 ** 28) return false;
  const word = (bytes: Uint8Array, n: number): bigint =>
    new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(8 * n, true);
  const state = Array.from({ length: 8 }, (_, n) => word(h, n));
  const message = Array.from({ length: 16 }, (_, n) => word(m, n));
  const v = [...state, ...primes(8).map((prime) => fractionOfRoot(prime, 2, 64))];
  v[12]! ^= word(t, 0);
  v[13]! ^= word(t, 1);
  if (f === 1) v[14] = BigInt.asUintN(64, ~v[14]!);
  const mix = (a: number, b: number, c: number, d: number, x: bigint, y: bigint): void => {
    const rotate = (value: bigint, n: bigint): bigint =>
      BigInt.asUintN(64, (value >> n) | (value << (64n - n)));
    for (const [value, first, second] of [
      [x, 32n, 24n],
      [y, 16n, 63n],
    ] as const) {
      v[a] = BigInt.asUintN(64, v[a]! + v[b]! + value);
      v[d] = rotate(v[d]! ^ v[a]!, first);
      v[c] = BigInt.asUintN(64, v[c]! + v[d]!);
      v[b] = rotate(v[b]! ^ v[c]!, second);
    }
  };
  const schedule = [
    '0123456789abcdef',
    'ea489fd61c02b753',
    'b8c052fdae367194',
    '7931dcbe265a40f8',
    '905724afe1bc683d',
    '2c6a0b834d75fe19',
    'c51fed4a0763928b',
    'db7ec13950f4862a',
    '6fe9b308c2d714a5',
    'a2847615fb9e3cd0',
  ].map((row) => [...row].map((digit) => message[Number.parseInt(digit, 16)]!));
  for (let round = 0; round < rounds; round++) {
    const s = schedule[round % 10]!;
    for (let n = 0; n < 4; n++) mix(n, n + 4, n + 8, n + 12, s[2 * n]!, s[2 * n + 1]!);
    for (let n = 0; n < 4; n++) {
      const [b, c, d] = [4 + ((n + 1) % 4), 8 + ((n + 2) % 4), 12 + ((n + 3) % 4)];
      mix(n, b, c, d, s[8 + 2 * n]!, s[9 + 2 * n]!);
    }
  }
  const view = new DataView(h.buffer, h.byteOffset);
  state.forEach((value, n) => {
    view.setBigUint64(8 * n, value ^ v[n]! ^ v[n + 8]!, true);
  });
  return true;
}

/** The permutation with matrices as matrices and BigInt. `m4` is the 4 × 4 matrix, `degree` the exponent. */
export function poseidon2(
  parameters: Poseidon2Parameters,
  { m4, degree }: { m4: readonly (readonly bigint[])[]; degree: number },
  input: readonly bigint[],
): bigint[] {
  const { prime, fullRounds, partialRounds, diagonal } = parameters;
  const constants = roundConstants(parameters).values();
  const constant = (): bigint => constants.next().value as bigint;
  const power = (x: bigint): bigint => x ** BigInt(degree) % prime;
  const external = (x: readonly bigint[]): bigint[] =>
    x.map((_, row) => {
      let sum = 0n;
      for (const [column, value] of x.entries()) {
        const weight = row >> 2 === column >> 2 ? 2n : 1n;
        sum += weight * m4[row % 4]![column % 4]! * value;
      }
      return sum % prime;
    });
  const full = (x: readonly bigint[]): bigint[] =>
    external(x.map((value) => power(value + constant())));
  let state = external(input);
  for (let n = 0; n < fullRounds / 2; n++) state = full(state);
  for (let n = 0; n < partialRounds; n++) {
    const x = [power(state[0]! + constant()), ...state.slice(1)];
    const sum = x.reduce((total, value) => total + value);
    state = x.map((value, row) => (sum + diagonal[row]! * value) % prime);
  }
  for (let n = 0; n < fullRounds / 2; n++) state = full(state);
  return state;
}

export function poseidon2Koalabear(state: Uint8Array): boolean {
  const view = new DataView(state.buffer, state.byteOffset);
  const words = Array.from({ length: WIDTH }, (_, n) => BigInt(view.getUint32(4 * n, true)));
  if (words.some((word) => word >= KOALABEAR_16.prime)) return false;
  const m4 = [
    [2n, 3n, 1n, 1n],
    [1n, 2n, 3n, 1n],
    [1n, 1n, 2n, 3n],
    [3n, 1n, 1n, 2n],
  ];
  poseidon2(KOALABEAR_16, { m4, degree: 3 }, words).forEach((word, n) => {
    view.setUint32(4 * n, Number(word), true);
  });
  return true;
}
