import { bls12_381 } from '@noble/curves/bls12-381.js';
import { bn254 } from '@noble/curves/bn254.js';
import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { expect, test } from 'vitest';
import { CURVES } from '../internal/curves.ts';
import { keccakF1600 } from '../internal/keccak-kernel.ts';
import { randomBelow, randomWords } from '../internal/random.fixture.ts';
import { sha256 } from '../internal/sha256-kernel.ts';
import { bytesOf, toIntegers, toWords } from '../internal/words.ts';
import { ZISK_OPERATIONS } from '../zisk/operations.ts';
import { SP1_HOOKS } from './hooks.ts';
import { SP1_OPERATIONS } from './operations.ts';

const operation = (id: number) => SP1_OPERATIONS.get(id)!;

test('every operation is under its own id, with as many operands as it computes on', () => {
  for (const [id, { id: own, operands, compute }] of SP1_OPERATIONS) {
    expect(own).toBe(id);
    const words = operands.map((operand) => toWords([1n, 2n], operand.words / 2).slice());
    expect(() => compute(...words)).not.toThrow();
  }
});

test.each([
  [0x01010a, 0x00010b, 0x803, 0x804, 8, secp256k1.Point.BASE],
  [0x01010e, 0x00010f, 0x806, 0x807, 8, bn254.G1.Point.BASE],
  [0x01011e, 0x00011f, 0x80c, 0x80d, 12, bls12_381.G1.Point.BASE],
  [0x01012c, 0x00012d, 0x817, 0x818, 8, p256.Point.BASE],
] as const)(
  'curve calls 0x%s are those of ZisK',
  (add, double, ziskAdd, ziskDouble, words, base) => {
    const point = base.toAffine();
    const twice = base.double().toAffine();
    const p = toWords([point.x, point.y], words / 2);
    const q = toWords([twice.x, twice.y], words / 2);
    const expected = p.slice();
    expect(ZISK_OPERATIONS.get(ziskAdd)!.compute(expected, q)).toBe(0n);
    const sum = p.slice();
    expect(operation(add).compute(sum, q)).toBe(true);
    expect(sum).toEqual(expected);
    const doubled = p.slice();
    expect(operation(double).compute(doubled)).toBe(true);
    expect(doubled).toEqual(q);
    expect(ZISK_OPERATIONS.get(ziskDouble)!.compute(p)).toBe(0n);
    expect(operation(add).compute(sum, sum)).toBe(false);
    expect(sum).toEqual(expected);
  },
);

for (const [name, field, field2, first, words] of [
  ['BLS12381', bls12_381.fields.Fp, bls12_381.fields.Fp2, 0x010120, 6],
  ['BN254', bn254.fields.Fp, bn254.fields.Fp2, 0x010126, 4],
] as const) {
  test(`${name}'s fields, also with numbers that are not reduced`, () => {
    const names = ['add', 'sub', 'mul'] as const;
    for (let round = 0; round < 100; round++) {
      const [a, b, c, d] = [0, 1, 2, 3].map(() => randomWords(words)) as [
        bigint,
        bigint,
        bigint,
        bigint,
      ];
      names.forEach((kind, index) => {
        const x = toWords([a], words);
        expect(operation(first + index).compute(x, toWords([b], words))).toBe(true);
        expect(toIntegers(x, words)).toEqual([field[kind](field.create(a), field.create(b))]);
        const pair = toWords([a, b], words);
        expect(operation(first + 3 + index).compute(pair, toWords([c, d], words))).toBe(true);
        const expected = field2[kind](
          field2.create({ c0: field.create(a), c1: field.create(b) }),
          field2.create({ c0: field.create(c), c1: field.create(d) }),
        );
        expect(toIntegers(pair, words)).toEqual([expected.c0, expected.c1]);
      });
    }
  });
}

test('numbers of 256 bits', () => {
  for (let round = 0; round < 500; round++) {
    const [a, b, c] = [randomWords(4), randomWords(4), randomWords(4)];
    const x = toWords([a], 4);
    expect(operation(0x01011d).compute(x, toWords([b, c], 4))).toBe(true);
    expect(toIntegers(x, 4)).toEqual([(a * b) % (c === 0n ? 2n ** 256n : c)]);
    for (const [id, result] of [
      [0x010130, a + b + c],
      [0x010131, a * b + c],
    ] as const) {
      const [low, high] = [new BigUint64Array(4), new BigUint64Array(4)];
      operation(id).compute(toWords([a], 4), toWords([b], 4), toWords([c], 4), low, high);
      expect(toIntegers(high, 4)[0]! * 2n ** 256n + toIntegers(low, 4)[0]!).toBe(result);
    }
  }
});

test('points of edwards25519', () => {
  const { Point } = ed25519;
  const { p, n } = Point.CURVE();
  for (let round = 0; round < 50; round++) {
    const [a, b] = [0, 1].map(() => Point.BASE.multiplyUnsafe(randomBelow(n)));
    const [first, other, sum] = [a!, b!, a!.add(b!)].map((point) => point.toAffine());
    const { x, y } = first!;
    const words = toWords([x, y], 4);
    expect(operation(0x010107).compute(words, toWords([other!.x, other!.y], 4))).toBe(true);
    expect(toIntegers(words, 4)).toEqual([sum!.x, sum!.y]);
    const compressed = toWords([7n, y | (BigInt(round % 2) << 255n)], 4);
    expect(operation(0x000108).compute(compressed, BigUint64Array.of(x & 1n))).toBe(true);
    expect(toIntegers(compressed, 4)[0]).toBe(x);
    const v = (Point.Fp.mul(Point.CURVE().d, Point.Fp.sqr(y)) + 1n) % p;
    const little = (value: bigint) => bytesFrom(value, 32).reverse();
    expect(answer(16, little(y), little(v))).toEqual([Uint8Array.of(1)]);
  }
  // 2 is the y of no point
  const nowhere = toWords([7n, 2n], 4);
  expect(operation(0x000108).compute(nowhere, BigUint64Array.of(0n))).toBe(false);
  expect(operation(0x000108).compute(toWords([0n, 1n], 4), BigUint64Array.of(2n))).toBe(false);
  const v = (4n * Point.CURVE().d + 1n) % p;
  const [flag, inverse, root] = answer(
    16,
    bytesFrom(2n, 32).reverse(),
    bytesFrom(v, 32).reverse(),
  )!;
  expect(flag).toEqual(Uint8Array.of(0));
  const [inverted, square] = [integer(inverse!.reverse()), integer(root!.reverse()) ** 2n % p];
  expect((inverted * v) % p).toBe(1n);
  expect(square).toBe((2n * 3n * inverted) % p);
  expect(answer(16, bytesFrom(p, 32).reverse(), new Uint8Array(32))).toEqual([Uint8Array.of(0)]);
  expect(answer(16, new Uint8Array(63))).toBeUndefined();
});

test('SHA_EXTEND and SHA_COMPRESS are one compression', () => {
  const message = new TextEncoder().encode('abc');
  const block = new Uint8Array(64);
  block.set(message);
  block[3] = 0x80;
  block[63] = 24;
  const w = new BigUint64Array(64);
  const view = new DataView(block.buffer);
  // what is above 32 bits does not count
  for (let t = 0; t < 16; t++) w[t] = BigInt(view.getUint32(4 * t)) | (5n << 40n);
  expect(operation(0x300105).compute(w)).toBe(true);
  const start = [
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
  ];
  const h = BigUint64Array.from(start, BigInt);
  expect(operation(0x010106).compute(w, h)).toBe(true);
  const digest = new Uint8Array(32);
  sha256(message, digest);
  const digestView = new DataView(digest.buffer);
  expect([...h]).toEqual(start.map((_, index) => BigInt(digestView.getUint32(4 * index))));
});

test('KECCAK_PERMUTE is Keccak-f', () => {
  const state = toWords([randomWords(25)], 25);
  const expected = state.slice();
  keccakF1600(bytesOf(expected));
  expect(operation(0x010109).compute(state)).toBe(true);
  expect(state).toEqual(expected);
});

const bytesFrom = (value: bigint, length: number) =>
  Uint8Array.from(
    value
      .toString(16)
      .padStart(2 * length, '0')
      .match(/../g)!,
    (hex) => Number.parseInt(hex, 16),
  );
const integer = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);
const answer = (descriptor: number, ...parts: Uint8Array[]) =>
  SP1_HOOKS.get(descriptor)!.answer(Uint8Array.from(parts.flatMap((part) => [...part])));

test.each([
  [1, CURVES.secp256k1, 7n],
  [2, CURVES.secp256r1, 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn],
] as const)('the hook ecrecover, curve %i', (id, { p, n, a }, b) => {
  const seen = new Set<number>();
  for (let round = 0; round < 60; round++) {
    const r = randomBelow(n - 1n) + 1n;
    const alpha = (r * r * r + a * r + b) % p;
    const odd = round % 2;
    const result = answer(
      15,
      Uint8Array.of(id | (odd << 7)),
      bytesFrom(r, 32),
      bytesFrom(alpha, 32),
    );
    const [flag, root, inverse] = result!;
    seen.add(flag![0]!);
    const square = (integer(root!) * integer(root!)) % p;
    if (flag![0] === 0) {
      expect(square).toBe((3n * alpha) % p);
      continue;
    }
    expect(square).toBe(alpha);
    expect(integer(root!) & 1n).toBe(BigInt(odd));
    expect((integer(inverse!) * r) % n).toBe(1n);
  }
  expect(seen).toEqual(new Set([0, 1]));
  expect(answer(15, Uint8Array.of(3), new Uint8Array(64).fill(1))).toBeUndefined();
  expect(answer(15, Uint8Array.of(id), new Uint8Array(64))).toBeUndefined();
});

test('hooks of fields', () => {
  const { p } = CURVES.bls12_381;
  for (let round = 0; round < 20; round++) {
    const value = randomBelow(p - 1n) + 1n;
    const [inverse] = answer(19, bytesFrom(value, 48))!;
    expect((integer(inverse!) * value) % p).toBe(1n);
    const [flag, root] = answer(18, bytesFrom(value, 48))!;
    const factor = flag![0] === 1 ? 1n : 2n;
    expect(integer(root!) ** 2n % p).toBe((factor * value) % p);
    const length = bytesFrom(48n, 4);
    const [same] = answer(21, length, bytesFrom(value, 48), bytesFrom(p, 48))!;
    expect(same).toEqual(inverse);
    const again = answer(20, length, bytesFrom(value, 48), bytesFrom(p, 48), bytesFrom(2n, 48))!;
    expect(again).toEqual([flag, root]);
  }
  expect(answer(19, new Uint8Array(48))).toBeUndefined();
  expect(answer(19, new Uint8Array(4))).toBeUndefined();
  expect(answer(18, new Uint8Array(48))).toEqual([Uint8Array.of(1), new Uint8Array(48)]);
  expect(answer(18, bytesFrom(p, 48))).toBeUndefined();
  expect(answer(21, bytesFrom(2n ** 32n - 1n, 4), new Uint8Array(96))).toBeUndefined();
  expect(answer(21, Uint8Array.of(0))).toBeUndefined();
  expect(answer(21, bytesFrom(513n, 4), new Uint8Array(1026).fill(3))).toBeUndefined();
});

test('the hook rsa_mul_mod divides', () => {
  const little = (value: bigint, length: number) => bytesFrom(value, length).reverse();
  const modulus = randomWords(32) | 1n | (1n << 2047n);
  const product = (randomWords(31) | 5n) * modulus + 17n;
  const [remainder, quotient] = answer(17, little(product, 512), little(modulus, 256))!;
  expect(integer(remainder!.reverse())).toBe(product % modulus);
  expect(integer(quotient!.reverse())).toBe(product / modulus);
  expect(answer(17, little(product, 512), new Uint8Array(256))).toBeUndefined();
  expect(answer(17, new Uint8Array(7))).toBeUndefined();
});
