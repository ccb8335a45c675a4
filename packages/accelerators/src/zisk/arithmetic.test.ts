import { expect, test } from 'vitest';
import { randomWords } from '../internal/random.fixture.ts';
import { toIntegers, toWords } from '../internal/words.ts';
import { ZISK_OPERATIONS } from './operations.ts';

const ROUNDS = 1000;

/** Calls an operation with inputs of so many words; the outputs' words are all ones before. */
function call(csr: number, words: number, inputs: bigint[], outputs: number) {
  const out = Array.from({ length: outputs }, () => new BigUint64Array(words).fill(2n ** 64n - 1n));
  const result = ZISK_OPERATIONS.get(csr)!.compute(
    ...inputs.map((input) => toWords([input], words)),
    ...out,
  );
  return { result, outputs: out.map((output) => toIntegers(output, words)[0]!) };
}

test('arith256 is a·b + c in two halves', () => {
  for (let round = 0; round < ROUNDS; round++) {
    const [a, b, c] = [randomWords(4), randomWords(4), randomWords(4)];
    const { result, outputs } = call(0x801, 4, [a, b, c], 2);
    expect(result).toBe(0n);
    expect(outputs[1]! * 2n ** 256n + outputs[0]!).toBe(a * b + c);
  }
});

for (const [name, csr, words] of [
  ['arith256_mod', 0x802, 4],
  ['arith384_mod', 0x80b, 6],
] as const) {
  test(`${name} is a·b + c modulo the module, and refuses a module of 0`, () => {
    for (let round = 0; round < ROUNDS; round++) {
      const [a, b, c, m] = [0, 1, 2, 3].map(() => randomWords(words)) as [
        bigint,
        bigint,
        bigint,
        bigint,
      ];
      const { result, outputs } = call(csr, words, [a, b, c, m], 1);
      if (m === 0n) {
        expect({ result, outputs }).toEqual({
          result: undefined,
          outputs: [2n ** BigInt(64 * words) - 1n],
        });
        continue;
      }
      expect(result).toBe(0n);
      expect(outputs[0]).toBe((a * b + c) % m);
    }
  });
}

test('add256 gives the carry, and refuses a carry above 1', () => {
  for (let round = 0; round < ROUNDS; round++) {
    const [a, b, carry] = [randomWords(4), randomWords(4), BigInt(round % 3)];
    const c = new BigUint64Array(4);
    const result = ZISK_OPERATIONS.get(0x811)!.compute(
      toWords([a], 4),
      toWords([b], 4),
      BigUint64Array.of(carry),
      c,
    );
    if (carry === 2n) expect([result, ...c]).toEqual([undefined, 0n, 0n, 0n, 0n]);
    else expect(result! * 2n ** 256n + toIntegers(c, 4)[0]!).toBe(a + b + carry);
  }
});

test('an output may lie where an input is', () => {
  const words = toWords([5n, 7n, 11n, 13n], 4);
  const [a, b, c, m] = [0, 4, 8, 12].map((first) => words.subarray(first, first + 4));
  expect(ZISK_OPERATIONS.get(0x802)!.compute(a!, b!, c!, m!, m!)).toBe(0n);
  expect(toIntegers(words, 4)).toEqual([5n, 7n, 11n, (5n * 7n + 11n) % 13n]);
});
