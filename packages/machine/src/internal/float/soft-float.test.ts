import { expect, test } from 'vitest';
import { DOUBLE, type FloatFormat, isNotNumber, SINGLE } from './format.ts';
import { FLAG, type Flags, ROUNDING } from './rounding.ts';
import { add, convert, divide, multiply, multiplyAdd, squareRoot, subtract } from './soft-float.ts';

const view = new DataView(new ArrayBuffer(8));

function doubleOf(bits: bigint): number {
  view.setBigUint64(0, bits);
  return view.getFloat64(0);
}

function bitsOf(format: FloatFormat, value: number): bigint {
  if (format === DOUBLE) view.setFloat64(0, value);
  else view.setFloat32(0, value);
  return format === DOUBLE ? view.getBigUint64(0) : BigInt(view.getUint32(0));
}

function singleOf(bits: bigint): number {
  view.setUint32(0, Number(bits));
  return view.getFloat32(0);
}

/** A fixed sequence of 64-bit words, of which many have exponents near each other or at the ends. */
function createWords(seed: number): () => bigint {
  let state = seed;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  const tops = [0, 1, 2, 0x3fe, 0x3ff, 0x400, 0x433, 0x434, 0x7fd, 0x7fe, 0x7ff, 0x1ff, 0x200];
  return () => {
    const word = (BigInt(next()) << 32n) | BigInt(next());
    const choice = next() % 4;
    if (choice === 0) return word;
    const exponent = choice === 1 ? tops[next() % tops.length]! : 0x3ff - 60 + (next() % 120);
    const fraction = next() % 3 === 0 ? word & (1n << BigInt(next() % 52)) : word;
    return (word & DOUBLE.signBit) | (BigInt(exponent) << 52n) | (fraction & ((1n << 52n) - 1n));
  };
}

/** The same as single precision. */
function narrowed(word: bigint): bigint {
  const sign = (word >> 63n) << 31n;
  const exponent = (word >> 52n) & 0x7ffn;
  const scaled = exponent - 0x3ffn + 127n;
  const field = scaled < 0n ? 0n : scaled > 255n ? 255n : scaled;
  return sign | (field << 23n) | ((word >> 29n) & 0x7fffffn);
}

const SOFT = { add, subtract, multiply, divide } as const;
const TWO = {
  add: (a: number, b: number) => a + b,
  subtract: (a: number, b: number) => a - b,
  multiply: (a: number, b: number) => a * b,
  divide: (a: number, b: number) => a / b,
} as const;

// What the host computes has the same bits, NaNs apart: it rounds to nearest, and a double of the
// result rounds to the right single (the operations are those for which rounding twice is harmless).
test.each([
  ['doubles', DOUBLE],
  ['singles', SINGLE],
] as const)('%s to nearest as the host computes them', (_, format) => {
  const next = createWords(0x1234567);
  const numberOf = format === DOUBLE ? doubleOf : singleOf;
  const same = (name: string, operands: bigint[], found: bigint, value: number): void => {
    const expected = Number.isNaN(value) ? format.nan : bitsOf(format, value);
    if (found !== expected) {
      throw new Error(
        `${name} ${operands.map((bits) => bits.toString(16))}: ${found.toString(16)}`,
      );
    }
  };
  for (let count = 0; count < 20_000; count++) {
    const [a, b] = [next(), next()].map((word) => (format === DOUBLE ? word : narrowed(word))) as [
      bigint,
      bigint,
    ];
    for (const [name, host] of Object.entries(TWO)) {
      const compute = SOFT[name as keyof typeof TWO];
      const found = compute(format, a, b, ROUNDING.nearestEven, { raised: 0 });
      same(name, [a, b], found, host(numberOf(a), numberOf(b)));
    }
    const root = squareRoot(format, a, ROUNDING.nearestEven, { raised: 0 });
    same('squareRoot', [a], root, Math.sqrt(numberOf(a)));
  }
});

test('a double rounds to the single that the host rounds it to', () => {
  const next = createWords(0x777);
  for (let count = 0; count < 20_000; count++) {
    const bits = next();
    const value = doubleOf(bits);
    const found = convert(SINGLE, DOUBLE, bits, ROUNDING.nearestEven, { raised: 0 });
    expect([bits, found]).toEqual([
      bits,
      Number.isNaN(value) ? SINGLE.nan : bitsOf(SINGLE, Math.fround(value)),
    ]);
  }
});

// Rounding toward zero, down and up must enclose the exact result, and differ from each other by one
// step exactly when it is not a value of the format.
test('directed modes enclose the result, and inexact says whether they differ', () => {
  const next = createWords(0x51515);
  const compute = (
    name: 'add' | 'multiply' | 'divide',
    [a, b]: readonly [bigint, bigint],
    mode: number,
  ): { bits: bigint; raised: number } => {
    const flags: Flags = { raised: 0 };
    return { bits: SOFT[name](DOUBLE, a, b, mode, flags), raised: flags.raised };
  };
  let inexact = 0;
  for (let count = 0; count < 4000; count++) {
    const operands = [next(), next()] as const;
    for (const name of ['add', 'multiply', 'divide'] as const) {
      const all = [0, 1, 2, 3, 4].map((mode) => compute(name, operands, mode));
      const [nearest, zero, down, up] = all;
      if (isNotNumber(DOUBLE, nearest!.bits)) continue;
      const [low, high] = [doubleOf(down!.bits), doubleOf(up!.bits)];
      const exact = (nearest!.raised & FLAG.inexact) === 0;
      expect(all.every(({ raised }) => (raised & FLAG.inexact) === 0)).toBe(exact);
      for (const { bits } of all) {
        expect(doubleOf(bits)).toBeGreaterThanOrEqual(low);
        expect(doubleOf(bits)).toBeLessThanOrEqual(high);
      }
      expect(doubleOf(zero!.bits)).toBe(low >= 0 && high >= 0 ? low : high);
      if (!exact) {
        inexact++;
        expect(low).toBeLessThan(high);
        const step = up!.bits - down!.bits;
        expect(step === 1n || step === -1n || (low < 0 && high === 0) || low === 0).toBe(true);
      }
    }
  }
  expect(inexact).toBeGreaterThan(1000);
});

test('a fused operation with a product that fits is the plain operation', () => {
  const next = createWords(0x99);
  const one = bitsOf(DOUBLE, 1);
  for (let count = 0; count < 5000; count++) {
    const [a, b] = [next(), next()] as const;
    for (let mode = 0; mode < 5; mode++) {
      const [fused, plain]: [Flags, Flags] = [{ raised: 0 }, { raised: 0 }];
      const found = multiplyAdd(DOUBLE, a, one, b, mode, fused);
      expect([found, fused]).toEqual([add(DOUBLE, a, b, mode, plain), plain]);
    }
  }
});
