import { expect, test } from 'vitest';
import { blake2bCompress } from '../internal/blake2-kernel.ts';
import { fractionOfRoot, primes } from '../internal/constants.ts';
import { keccakF1600 } from '../internal/keccak-kernel.ts';
import { randomWords } from '../internal/random.fixture.ts';
import { sha256 } from '../internal/sha256-kernel.ts';
import { bytesOf, toWords } from '../internal/words.ts';
import { poseidon2Goldilocks16 } from '../poseidon2-goldilocks16.ts';
import { ZISK_OPERATIONS } from './operations.ts';

const random = (count: number) => toWords([randomWords(count)], count);

test('keccakf and poseidon2 change the state in place', () => {
  for (const [csr, words, permute] of [
    [0x800, 25, keccakF1600],
    [0x812, 16, poseidon2Goldilocks16],
  ] as const) {
    for (let round = 0; round < 20; round++) {
      const state = random(words);
      const expected = state.slice();
      permute(bytesOf(expected));
      expect(ZISK_OPERATIONS.get(csr)!.compute(state)).toBe(0n);
      expect(state).toEqual(expected);
    }
  }
});

test('poseidon2 of zeros is what ZisK says it is', () => {
  // tools/testgen/src/tests/test_data/poseidon2_tests.json of 0xPolygonHermez/zisk-testvectors at 42c0fb7
  const expected =
    0x6a683ad447354817267451ae2a8b9c474664c38414614b497530b7e50b638c153bb13e057d4f33c6f864699c52b2d651d88485c5e6be8ad5e48c755b2541ac33537149275a93e1b920d42b106f3cd4d63af18efb76e71cc49b10cb9aecef64c2533967a2f0a214c841d794a3d56b945108367625af002a12f2b2442ea4d72b98n;
  const state = new BigUint64Array(16);
  expect(ZISK_OPERATIONS.get(0x812)!.compute(state)).toBe(0n);
  expect(state).toEqual(toWords([expected], 16));
});

test('sha256f hashes a message that was padded before', () => {
  const initial = Uint32Array.from(primes(8), (prime) => Number(fractionOfRoot(prime, 2, 32)));
  for (const length of [0, 3, 55]) {
    const message = new Uint8Array(length).map((_, index) => index + length);
    const block = new Uint8Array(64);
    block.set(message);
    block[length] = 0x80;
    new DataView(block.buffer).setUint32(60, 8 * length);
    const state = new BigUint64Array(initial.slice().buffer);
    expect(ZISK_OPERATIONS.get(0x805)!.compute(state, new BigUint64Array(block.buffer))).toBe(0n);
    const hash = new Uint8Array(32);
    sha256(message, hash);
    const view = new DataView(hash.buffer);
    const words = Array.from({ length: 8 }, (_, index) => view.getUint32(4 * index));
    expect([...new Uint32Array(state.buffer)]).toEqual(words);
  }
});

test('rounds of blake2b_round are a compression', () => {
  const round = ZISK_OPERATIONS.get(0x819)!;
  for (const rounds of [1, 10, 12, 25]) {
    const [h, message, offset] = [random(8), random(16), random(2)];
    const expected = h.slice();
    blake2bCompress(rounds, bytesOf(expected), bytesOf(message), bytesOf(offset), true);
    const initial = primes(8).map((prime) => fractionOfRoot(prime, 2, 64));
    const v = BigUint64Array.of(...h, ...initial);
    v[12]! ^= offset[0]!;
    v[13]! ^= offset[1]!;
    v[14]! = ~v[14]!;
    for (let index = 0; index < rounds; index++) {
      round.compute(BigUint64Array.of(BigInt(index)), v, message);
    }
    expect(h.map((word, index) => word ^ v[index]! ^ v[index + 8]!)).toEqual(expected);
  }
});
