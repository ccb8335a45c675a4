import { bls12_381 } from '@noble/curves/bls12-381.js';
import { bn254 } from '@noble/curves/bn254.js';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { expect, test } from 'vitest';
import { CURVES } from '../internal/curves.ts';
import { randomBelow, randomWords } from '../internal/random.fixture.ts';
import { toIntegers, toWords } from '../internal/words.ts';
import { MAX_FCALL_PARAMETERS, ZISK_FCALLS } from './fcalls.ts';

/** Calls an fcall with these words, behind which lie words of an earlier call. */
function call(id: number, ...parameters: (bigint | BigUint64Array)[]): bigint[] | undefined {
  const words = new BigUint64Array(MAX_FCALL_PARAMETERS).fill(0x5555n);
  words.set(parameters.flatMap((item) => (typeof item === 'bigint' ? [item] : [...item])));
  const result = ZISK_FCALLS.get(id)!.compute(words);
  return result && [...result];
}

function integers(result: bigint[] | undefined, words: number): bigint[] {
  return toIntegers(BigUint64Array.from(result!), words);
}

test('every number but 23 is there, under its own', () => {
  expect([...ZISK_FCALLS.keys()]).toEqual(Array.from({ length: 22 }, (_, index) => index + 1));
  for (const [id, fcall] of ZISK_FCALLS) expect(fcall.id).toBe(id);
});

for (const [id, modulus, words] of [
  [1, CURVES.secp256k1.p, 4],
  [2, CURVES.secp256k1.n, 4],
  [6, CURVES.bn254.p, 4],
  [10, CURVES.bls12_381.p, 6],
] as const) {
  test(`fcall ${id} inverts, also numbers that are not reduced, and refuses 0`, () => {
    for (let round = 0; round < 200; round++) {
      const a = randomWords(words);
      const result = call(id, toWords([a], words));
      if (a % modulus === 0n) {
        expect(result).toBeUndefined();
        continue;
      }
      const [inverse] = integers(result, words);
      expect(result!.length).toBe(words);
      expect(inverse! < modulus).toBe(true);
      expect((a * inverse!) % modulus).toBe(1n);
    }
    expect(call(id, toWords([0n], words))).toBeUndefined();
    expect(call(id, toWords([modulus], words))).toBeUndefined();
  });
}

for (const [id, name, words] of [
  [7, 'bn254', 4],
  [12, 'bls12_381', 6],
] as const) {
  const field = name === 'bn254' ? bn254.fields.Fp2 : bls12_381.fields.Fp2;
  const { p } = CURVES[name];
  const randomElement = () => ({ c0: randomBelow(p), c1: randomBelow(p) });

  test(`fcall ${id} inverts complex numbers of ${name}`, () => {
    for (let round = 0; round < 200; round++) {
      const { c0, c1 } = randomElement();
      if (c0 === 0n && c1 === 0n) continue;
      const expected = field.inv(field.create({ c0, c1 }));
      expect(integers(call(id, toWords([c0, c1], words)), words)).toEqual([
        expected.c0,
        expected.c1,
      ]);
    }
    expect(call(id, toWords([0n, 0n], words))).toBeUndefined();
  });

  test(`fcalls ${id + 1 + (id === 12 ? 1 : 0)} and the next give lines of ${name}'s twist`, () => {
    const chord = name === 'bn254' ? 8 : 14;
    const flat = (...elements: { c0: bigint; c1: bigint }[]) =>
      elements.flatMap(({ c0, c1 }) => [c0, c1]);
    for (let round = 0; round < 100; round++) {
      const [x1, y1, x2, y2] = [0, 1, 2, 3].map(() => field.create(randomElement()));
      if (field.eql(x1!, x2!) || field.is0(y1!)) continue;
      const slope = field.div(field.sub(y2!, y1!), field.sub(x2!, x1!));
      const offset = field.sub(y1!, field.mul(slope, x1!));
      const line = call(chord, toWords(flat(x1!, y1!, x2!, y2!), words));
      expect(integers(line, words)).toEqual(flat(slope, offset));
      const tangent = field.div(field.mul(field.sqr(x1!), 3n), field.mul(y1!, 2n));
      const tangentOffset = field.sub(y1!, field.mul(tangent, x1!));
      expect(integers(call(chord + 1, toWords(flat(x1!, y1!), words)), words)).toEqual(
        flat(tangent, tangentOffset),
      );
    }
    const [x, y] = [randomElement(), randomElement()];
    expect(call(chord, toWords(flat(x, y, x, field.neg(y)), words))).toBeUndefined();
    expect(call(chord + 1, toWords(flat(x, field.ZERO), words))).toBeUndefined();
  });
}

test('fcall 3 gives the root of the wanted parity, or a root of three times the number', () => {
  const { p } = CURVES.secp256k1;
  for (let round = 0; round < 200; round++) {
    const a = randomBelow(p);
    const parity = BigInt(round % 2);
    const [flag, ...words] = call(3, toWords([a], 4), parity)!;
    const [root] = integers(words, 4);
    if (flag === 1n) {
      expect((root! * root!) % p).toBe(a);
      if (a !== 0n) expect(root! & 1n).toBe(parity);
    } else {
      expect((root! * root!) % p).toBe((3n * a) % p);
    }
    expect(flag).toBe(isSquare(a, p) ? 1n : 0n);
  }
});

/** Euler's criterion; 0 counts as a square. */
function isSquare(a: bigint, p: bigint): boolean {
  const field = p === CURVES.secp256k1.p ? secp256k1.Point.Fp : bls12_381.fields.Fp;
  return a === 0n || field.pow(a, (p - 1n) / 2n) === 1n;
}

test('fcall 11 gives a^((p+1)/4), or a root of twice the number', () => {
  const { p } = CURVES.bls12_381;
  for (let round = 0; round < 50; round++) {
    const a = randomBelow(p);
    const [flag, ...words] = call(11, toWords([a], 6))!;
    const [root] = integers(words, 6);
    expect(flag).toBe(isSquare(a, p) ? 1n : 0n);
    expect((root! * root!) % p).toBe(flag === 1n ? a : (2n * a) % p);
    expect(root).toBe(bls12_381.fields.Fp.pow(flag === 1n ? a : 2n * a, (p + 1n) / 4n));
  }
});

test('fcall 13 gives a root of a complex number, or of it times 1 + i', () => {
  const field = bls12_381.fields.Fp2;
  const { p } = CURVES.bls12_381;
  const squares: boolean[] = [];
  for (let round = 0; round < 20; round++) {
    const a = field.create({ c0: randomBelow(p), c1: round === 0 ? 0n : randomBelow(p) });
    const [flag, ...words] = call(13, toWords([a.c0, a.c1], 6))!;
    const [c0, c1] = integers(words, 6);
    const expected = flag === 1n ? a : field.mul(a, field.create({ c0: 1n, c1: 1n }));
    expect(field.eql(field.sqr(field.create({ c0: c0!, c1: c1! })), expected)).toBe(true);
    squares.push(flag === 1n);
  }
  expect(new Set(squares).size).toBe(2);
  // which of the two roots it is
  expect(integers(call(13, toWords([1n, 0n], 6))!.slice(1), 6)).toEqual([p - 1n, 0n]);
  expect(call(13, toWords([0n, 0n], 6))).toEqual([1n, ...Array(12).fill(0n)]);
  expect(integers(call(13, toWords([p - 1n, 0n], 6))!.slice(1), 6)[0]).toBe(0n);
});

for (const [id, curve, { n }] of [
  [4, secp256k1, CURVES.secp256k1],
  [5, p256, CURVES.secp256r1],
] as const) {
  test(`fcall ${id} gives the point of a signature, as a verifier needs it`, () => {
    for (let round = 0; round < 20; round++) {
      const key = curve.Point.BASE.multiply(randomBelow(n - 1n) + 1n);
      const [z, r, s] = [randomBelow(n), randomBelow(n), randomBelow(n - 1n) + 1n];
      const { x, y } = key.toAffine();
      const inverse = curve.Point.Fn.inv(s);
      const [u1, u2] = [(z * inverse) % n, (r * inverse) % n];
      const sum = curve.Point.BASE.multiplyUnsafe(u1).add(key.multiplyUnsafe(u2));
      const expected = sum.is0() ? { x: 0n, y: 0n } : sum.toAffine();
      expect(integers(call(id, toWords([x, y, z, r, s], 4)), 4)).toEqual([expected.x, expected.y]);
    }
    // a key that is no point of the curve: the formulas do not care
    const { x: gx, y: gy } = curve.Point.BASE.toAffine();
    const { p } = curve.Point.CURVE();
    const slope = ((5n - gy) * curve.Point.Fp.inv(7n - gx + p)) % p;
    const sumX = (((slope * slope - gx - 7n) % p) + p) % p;
    expect(integers(call(id, toWords([7n, 5n, 1n, 1n, 1n], 4)), 4)[0]).toBe(sumX);
    // the point at infinity as a key, as the result, and s without inverse
    const { x, y } = curve.Point.BASE.toAffine();
    expect(integers(call(id, toWords([0n, 0n, 1n, 1n, 1n], 4)), 4)).toEqual([x, y]);
    expect(integers(call(id, toWords([x, y, 1n, n - 1n, 1n], 4)), 4)).toEqual([0n, 0n]);
    expect(integers(call(id, toWords([x, y, 0n, 0n, 1n], 4)), 4)).toEqual([0n, 0n]);
    expect(call(id, toWords([x, y, 1n, 1n, n], 4))).toBeUndefined();
    expect(call(id, toWords([x, y, 1n, 1n, 0n], 4))).toBeUndefined();
  });
}

test('fcall 16 gives the bits of a number, the highest first', () => {
  for (let round = 0; round < 100; round++) {
    const count = 1 + (round % 20);
    const a = randomWords(count);
    const [length, ...bits] = call(16, BigInt(count), toWords([a], count))!;
    expect(bits.join('')).toBe(a.toString(2));
    expect(length).toBe(BigInt(bits.length));
  }
  expect(call(16, 0n)).toEqual([1n, 0n]);
  expect(call(16, BigInt(MAX_FCALL_PARAMETERS))).toBeUndefined();
  expect(call(16, 2n ** 64n - 1n)).toBeUndefined();
  // 129 words have more bits than a result has room for
  expect(call(16, 129n, new BigUint64Array(129).fill(2n ** 64n - 1n))).toBeUndefined();
});

test('fcalls 17 and 18 find the highest bit of several numbers', () => {
  for (let round = 0; round < 200; round++) {
    const numbers = Array.from({ length: 1 + (round % 5) }, () => randomWords(4));
    const result = call(17, BigInt(numbers.length), toWords(numbers, 4));
    const [x, y] = [randomWords(6), randomWords(6)];
    const result384 = call(18, toWords([x], 6), 9n, 9n, toWords([y], 6));
    for (const [values, position] of [
      [numbers, result],
      [[x, y], result384],
    ] as const) {
      const highest = Math.max(
        ...values.map((value) => (value === 0n ? 0 : value.toString(2).length)),
      );
      const expected =
        highest === 0 ? undefined : [BigInt((highest - 1) >> 6), BigInt((highest - 1) & 63)];
      expect(position).toEqual(expected);
    }
  }
  expect(call(17, 0n)).toBeUndefined();
  expect(call(17, 97n)).toBeUndefined();
  expect(call(17, 2n ** 63n)).toBeUndefined();
  expect(call(17, 2n, toWords([0n, 0n], 4))).toBeUndefined();
});

test('fcalls 19 to 21 divide and invert numbers of 256 bits', () => {
  for (let round = 0; round < 500; round++) {
    const [a, b] = [randomWords(4), randomWords(4)];
    const division = call(19, toWords([a, b], 4));
    if (b === 0n) expect(division).toBeUndefined();
    else expect(integers(division, 4)).toEqual([a / b, a % b]);
    const [flag, ...inverse] = call(20, toWords([a], 4))!;
    expect(flag).toBe(a & 1n);
    const [value] = integers(inverse, 4);
    expect(flag === 1n ? (a * value!) % 2n ** 256n : value).toBe(flag);
    const modular = call(21, toWords([a, b], 4));
    if (b === 0n) {
      expect(modular).toBeUndefined();
      continue;
    }
    const [has, ...words] = modular!;
    const [result] = integers(words, 4);
    expect(has).toBe(gcd(a, b) === 1n ? 1n : 0n);
    expect(result! < b).toBe(true);
    expect(has === 1n ? (a * result! - 1n) % b : result).toBe(0n);
  }
});

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b);
}

test('fcall 22 divides long numbers, in multiples of four words', () => {
  for (let round = 0; round < 300; round++) {
    const [lengthA, lengthB] = [round % 30, round % 7];
    const [a, b] = [randomWords(lengthA), randomWords(lengthB)];
    const result = call(
      22,
      BigInt(lengthA),
      toWords([a], lengthA),
      BigInt(lengthB),
      toWords([b], lengthB),
    );
    const divisor = lengthB === 0 ? 0n : b % 2n ** BigInt(64 * lengthB);
    const dividend = lengthA === 0 ? 0n : a % 2n ** BigInt(64 * lengthA);
    if (divisor === 0n) {
      expect(result).toBeUndefined();
      continue;
    }
    const quotientWords = Number(result![0]);
    const quotient = integers(result!.slice(1, 1 + quotientWords), quotientWords)[0];
    const remainderWords = Number(result![1 + quotientWords]);
    const remainder = integers(result!.slice(2 + quotientWords), remainderWords)[0];
    expect([quotientWords % 4, remainderWords % 4]).toEqual([0, 0]);
    expect([quotient, remainder]).toEqual([dividend / divisor, dividend % divisor]);
    expect(result!.length).toBe(2 + quotientWords + remainderWords);
  }
  expect(call(22, 386n)).toBeUndefined();
  expect(call(22, 2n ** 64n - 1n)).toBeUndefined();
  expect(call(22, 1n, 1n, 2n ** 64n - 1n)).toBeUndefined();
});
