import { isBelow, putBigEndian } from './bytes.ts';
import { inverseNumbers } from './inverse.ts';
import type { Kernel } from './kernel.ts';
import { bytesFromLimbs, limbsFromBytes } from './limbs.ts';
import { invert } from './modular.ts';
import { modulo } from './modulo.ts';
import { createField, type Field, LIMB_BITS, toMontgomery } from './montgomery.ts';
import { createPairingKernel, type PairingFunction, type Twist } from './pairing-kernel.ts';
import type { Power } from './power.ts';

/** An element of Fp2, real part first. */
export type Pair = readonly [bigint, bigint];

export interface PairingParameters {
  p: bigint;
  /** Order of the subgroups. */
  r: bigint;
  /** y² = x³ + b in Fp. */
  b: bigint;
  /** ξ = xi + i, by which the curve is twisted. */
  xi: 1 | 9;
  twist: Twist;
  /** Bytes of a coordinate in Fp. */
  coordinateBytes: number;
  /** Which part of an element of Fp2 comes first in bytes. */
  firstPart: 'real' | 'imaginary';
}

/** Places in the kernel's memory and what goes in and out of it. */
export interface PairingCurve extends PairingParameters {
  call: Kernel<PairingFunction>['call'];
  /** Bytes of a number in memory. */
  size: number;
  one: number;
  /** b of the two curves. */
  b1: number;
  b2: number;
  /** Makes room for so many numbers. */
  reserve(numbers: number): number;
  copy(to: number, from: number, numbers: number): void;
  /** A constant, in Montgomery form. */
  put(at: number, value: bigint): void;
  read(at: number): bigint;
  isZero(at: number, numbers: number): boolean;
  /** Reads a coordinate; false if it is not below the prime. */
  fromBytes(at: number, bytes: Uint8Array): boolean;
  toBytes(bytes: Uint8Array, at: number): void;
  /** The inverse in place. */
  invert(at: number): void;
  /** A power in place. */
  raise(at: number, power: Power): void;
  /** (π, x coordinate; π, y coordinate): constants by which Frobenius acts on the twist. */
  frobeniusOfTwist: number;
  /** ξ^((p^n - 1) k / 6) for n = 1..3 and k = 1..5. */
  frobeniusPowers: number;
}

const MEMORY_PAGES = 8;

export function createPairingCurve(parameters: PairingParameters): PairingCurve {
  const { p, b, xi, twist, coordinateBytes } = parameters;
  const field: Field = createField(p, 20);
  const { kernel, free, inverseArea, twistB } = createPairingKernel(
    field,
    { xi, twist },
    MEMORY_PAGES,
  );
  const { bytes, call } = kernel;
  const size = field.bytes;
  const words = new Int32Array(bytes.buffer);
  let taken = free;
  const reserve = (numbers: number): number => {
    taken += numbers * size;
    if (taken > bytes.length) throw new RangeError('the kernel has too little memory');
    return taken - numbers * size;
  };
  const putLimbs = (at: number, value: bigint): void => {
    let rest = value;
    for (let word = at >> 2; word < (at + size) >> 2; word += 2) {
      words[word] = Number(BigInt.asUintN(LIMB_BITS, rest));
      words[word + 1] = 0;
      rest >>= BigInt(LIMB_BITS);
    }
  };
  const primeBytes = new Uint8Array(coordinateBytes);
  putBigEndian(primeBytes, p);
  const [one, toField, plainOne, scratch] = [reserve(1), reserve(1), reserve(1), reserve(1)];
  const [number, powers] = [reserve(1), reserve(8)];
  putLimbs(plainOne, 1n);
  putLimbs(one, toMontgomery(field, 1n));
  putLimbs(toField, toMontgomery(field, toMontgomery(field, 1n)));
  const put = (at: number, value: bigint): void =>
    putLimbs(at, toMontgomery(field, modulo(value, p)));
  const putPair = (at: number, [real, imaginary]: Pair): void => {
    put(at, real);
    put(at + size, imaginary);
  };
  const read = (at: number): bigint => {
    call.multiply(scratch, at, plainOne);
    let value = 0n;
    for (let limb = field.limbs - 1; limb >= 0; limb--) {
      value = (value << BigInt(LIMB_BITS)) | BigInt(words[(scratch >> 2) + 2 * limb]!);
    }
    return value % p;
  };
  const copy = (to: number, from: number, numbers: number): void => {
    bytes.copyWithin(to, from, from + numbers * size);
  };
  const raise = (at: number, power: Power): void => {
    call.square(scratch, at);
    copy(powers, at, 1);
    for (let n = 1; n < 8; n++) call.multiply(powers + n * size, powers + (n - 1) * size, scratch);
    for (const [step, { squarings, odd }] of power.entries()) {
      if (step === 0) {
        copy(number, powers + (odd >> 1) * size, 1);
        continue;
      }
      for (let n = 0; n < squarings; n++) call.square(number, number);
      if (odd > 0) call.multiply(number, number, powers + (odd >> 1) * size);
    }
    copy(at, number, 1);
  };
  const inverses = inverseNumbers(field, inverseArea, words);

  const twisted = twistConstants(parameters);
  const [b1, b2] = [reserve(1), twistB];
  put(b1, b);
  putPair(b2, twisted.b);
  const frobeniusOfTwist = reserve(4);
  twisted.frobenius.forEach((pair, n) => {
    putPair(frobeniusOfTwist + 2 * n * size, pair);
  });
  const frobeniusPowers = reserve(30);
  twisted.powers.forEach((pair, n) => {
    putPair(frobeniusPowers + 2 * n * size, pair);
  });

  return {
    ...parameters,
    call,
    size,
    one,
    b1,
    b2,
    reserve,
    copy,
    put,
    read,
    isZero(at, numbers) {
      for (let n = 0; n < numbers; n++) {
        call.multiply(scratch, at + n * size, plainOne);
        if (call.isZero(scratch) === 0) return false;
      }
      return true;
    },
    fromBytes(at, coordinate) {
      if (!isBelow(coordinate, primeBytes)) return false;
      limbsFromBytes(words, at >> 2, field.limbs, coordinate);
      call.multiply(at, at, toField);
      return true;
    },
    toBytes(coordinate, at) {
      call.multiply(scratch, at, plainOne);
      const out = coordinate.subarray(0, coordinateBytes);
      // a product may be the prime instead of 0
      if (call.isZero(scratch) === 1) out.fill(0);
      else bytesFromLimbs(out, words, scratch >> 2, field.limbs);
    },
    invert(at) {
      call.multiply(scratch, at, plainOne);
      inverses.take(scratch);
      call.invert();
      inverses.give(at);
      call.multiply(at, at, toField);
    },
    raise,
    frobeniusOfTwist,
    frobeniusPowers,
  };
}

/** The Frobenius endomorphism of the twist on an affine point. */
export function twistFrobenius(curve: PairingCurve, to: number, from: number): void {
  const { call, size, frobeniusOfTwist } = curve;
  for (const n of [0, 1]) {
    call.conjugate2(to + 2 * n * size, from + 2 * n * size);
    call.multiply2(to + 2 * n * size, to + 2 * n * size, frobeniusOfTwist + 2 * n * size);
  }
}

/** Constants in Fp2 that follow from ξ. */
function twistConstants({ p, b, xi, twist }: PairingParameters): {
  b: Pair;
  frobenius: Pair[];
  powers: Pair[];
} {
  const multiply = (a: Pair, c: Pair): Pair => [
    modulo(a[0] * c[0] - a[1] * c[1], p),
    modulo(a[0] * c[1] + a[1] * c[0], p),
  ];
  const inverse = ([real, imaginary]: Pair): Pair => {
    const norm = invert(real * real + imaginary * imaginary, p) as bigint;
    return [modulo(real * norm, p), modulo(-imaginary * norm, p)];
  };
  const power = (base: Pair, exponent: bigint): Pair => {
    let [result, factor]: [Pair, Pair] = [[1n, 0n], base];
    for (let rest = exponent; rest > 0n; rest >>= 1n) {
      if ((rest & 1n) === 1n) result = multiply(result, factor);
      factor = multiply(factor, factor);
    }
    return result;
  };
  const root: Pair = [BigInt(xi), 1n];
  const frobenius = [(p - 1n) / 3n, (p - 1n) / 2n].map((exponent) => power(root, exponent));
  return {
    b: multiply([b, 0n], twist === 'D' ? inverse(root) : root),
    frobenius: twist === 'D' ? frobenius : frobenius.map(inverse),
    powers: [1n, 2n, 3n].flatMap((n) => {
      const gamma = power(root, (p ** n - 1n) / 6n);
      return [1n, 2n, 3n, 4n, 5n].map((k) => power(gamma, k));
    }),
  };
}
