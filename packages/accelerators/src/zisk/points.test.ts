import { bls12_381 } from '@noble/curves/bls12-381.js';
import { bn254 } from '@noble/curves/bn254.js';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { expect, test } from 'vitest';
import { CURVES } from '../internal/curves.ts';
import { randomBelow } from '../internal/random.fixture.ts';
import { toIntegers, toWords } from '../internal/words.ts';
import { ZISK_OPERATIONS } from './operations.ts';

/** Noble's curve, the CSRs of its sum and double, and words of a coordinate. */
const CASES = [
  ['secp256k1', secp256k1.Point, 0x803, 0x804, 4],
  ['bn254', bn254.G1.Point, 0x806, 0x807, 4],
  ['bls12_381', bls12_381.G1.Point, 0x80c, 0x80d, 6],
  ['secp256r1', p256.Point, 0x817, 0x818, 4],
] as const;

for (const [name, Point, addCsr, doubleCsr, words] of CASES) {
  const curve = CURVES[name];
  const [add, double] = [ZISK_OPERATIONS.get(addCsr)!, ZISK_OPERATIONS.get(doubleCsr)!];

  function randomPoint() {
    return Point.BASE.multiplyUnsafe(randomBelow(curve.n - 1n) + 1n).toAffine();
  }

  test(`${add.name} and ${double.name} are the group law`, () => {
    for (let round = 0; round < 100; round++) {
      const [a, b] = [randomPoint(), randomPoint()];
      if (a.x === b.x) continue;
      const sum = toWords([a.x, a.y], words);
      expect(add.compute(sum, toWords([b.x, b.y], words))).toBe(0n);
      const expected = Point.fromAffine(a).add(Point.fromAffine(b)).toAffine();
      expect(toIntegers(sum, words)).toEqual([expected.x, expected.y]);
      const twice = toWords([a.x, a.y], words);
      expect(double.compute(twice)).toBe(0n);
      const doubled = Point.fromAffine(a).double().toAffine();
      expect(toIntegers(twice, words)).toEqual([doubled.x, doubled.y]);
    }
  });

  test(`${add.name} and ${double.name} refuse what has no slope, and write nothing`, () => {
    const { x, y } = randomPoint();
    const refused = [
      [x, y, x, y],
      [x, y, x, curve.p - y],
      [curve.p, y, x, y],
      [x, y, 1n, curve.p],
    ] as const;
    for (const [x1, y1, x2, y2] of refused) {
      const p1 = toWords([x1, y1], words);
      expect(add.compute(p1, toWords([x2, y2], words))).toBeUndefined();
      expect(toIntegers(p1, words)).toEqual([x1, y1]);
    }
    for (const point of [
      [x, 0n],
      [curve.p, y],
      [x, curve.p],
    ]) {
      const operand = toWords(point, words);
      expect(double.compute(operand)).toBeUndefined();
      expect(toIntegers(operand, words)).toEqual(point);
    }
  });
}

for (const [name, field, first, words] of [
  ['bn254', bn254.fields.Fp2, 0x808, 4],
  ['bls12_381', bls12_381.fields.Fp2, 0x80e, 6],
] as const) {
  const { p } = CURVES[name];
  test(`${name}'s complex numbers add, subtract and multiply`, () => {
    for (let round = 0; round < 200; round++) {
      const [a, b] = [0, 1].map(() => [randomBelow(p), randomBelow(p)] as [bigint, bigint]);
      const [x, y] = [a!, b!].map(([c0, c1]) => field.create({ c0, c1 }));
      const expected = [field.add(x!, y!), field.sub(x!, y!), field.mul(x!, y!)];
      expected.forEach(({ c0, c1 }, index) => {
        const f1 = toWords(a!, words);
        expect(ZISK_OPERATIONS.get(first + index)!.compute(f1, toWords(b!, words))).toBe(0n);
        expect(toIntegers(f1, words)).toEqual([c0, c1]);
      });
    }
  });

  test(`${name}'s complex numbers have parts below p`, () => {
    for (let index = 0; index < 3; index++) {
      const operation = ZISK_OPERATIONS.get(first + index)!;
      const good = toWords([1n, p - 1n], words);
      for (const parts of [
        [p, 0n],
        [0n, p],
      ]) {
        expect(operation.compute(good, toWords(parts, words))).toBeUndefined();
        expect(operation.compute(toWords(parts, words), good)).toBeUndefined();
      }
      expect(toIntegers(good, words)).toEqual([1n, p - 1n]);
    }
  });
}

test('an operand may be both points', () => {
  const words = toWords([1n, 2n, 3n, 4n], 4);
  expect(ZISK_OPERATIONS.get(0x808)!.compute(words.subarray(0, 8), words.subarray(0, 8))).toBe(0n);
  expect(toIntegers(words, 4)).toEqual([2n, 4n, 3n, 4n]);
});
