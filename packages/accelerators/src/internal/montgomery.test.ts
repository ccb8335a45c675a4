import { FunctionWriter } from '@hart/wasm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inverse, inverseBytes, inverseNumbers } from './inverse.ts';
import { createKernel } from './kernel.ts';
import { invert } from './modular.ts';
import { modulo } from './modulo.ts';
import {
  createField,
  formulaWriter,
  isZero,
  LIMB_BITS,
  multiply,
  squareRepeatedly,
  toMontgomery,
} from './montgomery.ts';

/** The fields of the curves, and an order of a group, whose limbs are of every kind. */
const FIELDS = {
  secp256k1: createField(2n ** 256n - 2n ** 32n - 977n),
  'secp256k1, the order':
    createField(0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n),
  'P-256': createField(2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n),
  BN254: createField(
    21888242871839275222246405745257275088696311157297823662689037894645226208583n,
    20,
  ),
  'BLS12-381': createField(
    0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaabn,
    20,
  ),
};

describe.each(Object.entries(FIELDS))('%s', (_, field) => {
  const { prime, limbs, bytes: size } = field;
  const [a, b, out] = [0, size, 2 * size] as const;
  const area = 4 * size;
  /** out = half of (2 a - 3 b), tidy */
  const formula = new FunctionWriter(0);
  const writer = formulaWriter(formula, field, { multiply: 0, square: 1 });
  writer.sum(
    { offset: out },
    [
      [2, { offset: a }],
      [-3, { offset: b }],
    ],
    'tidy',
  );
  writer.half({ offset: out }, { offset: out });
  const { bytes, call } = createKernel({
    multiply: { parameters: 3, body: multiply(field) },
    square: { parameters: 2, body: multiply(field, true) },
    squareRepeatedly: { parameters: 2, body: squareRepeatedly(1) },
    isZero: { parameters: 1, returns: true, body: isZero(field) },
    formula: { parameters: 0, body: formula },
    invert: inverse(field, area),
  });
  expect(area + inverseBytes(field)).toBeLessThan(bytes.length);
  const words = new BigInt64Array(bytes.buffer);
  const put = (at: number, value: bigint): void => {
    let rest = value;
    for (let limb = 0; limb < limbs; limb++) {
      words[at / 8 + limb] = limb < limbs - 1 ? BigInt.asUintN(LIMB_BITS, rest) : rest;
      rest >>= BigInt(LIMB_BITS);
    }
  };
  const get = (at: number): bigint => {
    let value = 0n;
    for (let limb = limbs - 1; limb >= 0; limb--) {
      value = value * 2n ** BigInt(LIMB_BITS) + words[at / 8 + limb]!;
    }
    return value;
  };
  const isTidy = (at: number): boolean => {
    const low = [...words.subarray(at / 8, at / 8 + limbs - 1)];
    return low.every((limb) => limb >= 0n && limb < 2n ** BigInt(LIMB_BITS));
  };
  const edge = fc.constantFrom(0n, 1n, prime - 1n, prime, -prime, 2n * prime - 1n, 2n ** 254n);
  const number = fc.oneof(edge, fc.bigInt({ min: -2n * prime, max: 2n * prime }));
  /** 2^(29 · limbs), which a product is divided by. */
  const radix = toMontgomery(field, 1n);

  test('products and squares', () => {
    fc.assert(
      fc.property(number, number, (x, y) => {
        put(a, x);
        put(b, y);
        call.multiply(out, a, b);
        expect(isTidy(out)).toBe(true);
        expect(modulo(get(out) * radix - x * y, prime)).toBe(0n);
        expect(get(out) > -prime && get(out) < 2n * prime).toBe(true);
        call.square(out, a);
        expect(modulo(get(out) * radix - x * x, prime)).toBe(0n);
        call.squareRepeatedly(a, 2);
        expect(modulo(get(a) * radix ** 3n - x ** 4n, prime)).toBe(0n);
      }),
    );
  });

  test('a product may be written over a factor', () => {
    fc.assert(
      fc.property(number, number, (x, y) => {
        put(a, x);
        put(b, y);
        call.multiply(b, a, b);
        expect(modulo(get(b) * radix - x * y, prime)).toBe(0n);
      }),
    );
  });

  test('sums and halves', () => {
    fc.assert(
      fc.property(number, number, (x, y) => {
        put(a, x);
        put(b, y);
        call.formula();
        const low = words.subarray(out / 8, out / 8 + limbs - 1);
        expect(low.every((limb) => limb >= -(2n ** 28n) && limb < 5n * 2n ** 27n)).toBe(true);
        expect(modulo(2n * get(out) - 2n * x + 3n * y, prime)).toBe(0n);
      }),
    );
  });

  test('zero', () => {
    fc.assert(
      fc.property(number, (x) => {
        put(a, x);
        expect(call.isZero(a)).toBe(Number(x % prime === 0n));
      }),
    );
  });

  test('inverses', () => {
    const numbers = inverseNumbers(field, area, new Int32Array(bytes.buffer));
    fc.assert(
      fc.property(fc.oneof(edge, fc.bigInt({ min: 0n, max: prime })), (x) => {
        const value = modulo(x, prime);
        put(a, value);
        numbers.take(a);
        call.invert();
        numbers.give(out);
        expect(isTidy(out)).toBe(true);
        expect(modulo(get(out), prime)).toBe(value === 0n ? 0n : invert(value, prime));
      }),
    );
  });
});
