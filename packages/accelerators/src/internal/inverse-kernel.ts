import { inverse, inverseBytes } from './inverse.ts';
import { createKernel } from './kernel.ts';
import { createField } from './montgomery.ts';
import { putInteger, toInteger } from './words.ts';

/** Bits of a limb of the kernel's numbers, which stand in words of 64 bits. */
const BITS = 30;
const MASK = 2 ** BITS - 1;

/** Inverts modulo one odd prime, numbers of any size and sign; undefined for multiples of the prime. */
export function createInverter(prime: bigint): (value: bigint) => bigint | undefined {
  const field = createField(prime);
  const { bytes, call } = createKernel({ invert: { parameters: 0, body: inverse(field, 0) } });
  const limbs = inverseBytes(field) / 4 / 8;
  // At 0 is the prime, then the number, then what becomes its inverse.
  const memory = new Int32Array(bytes.buffer);
  const [given, found] = [2 * limbs, 4 * limbs];
  const words = Math.ceil((prime.toString(2).length + 2) / 64);
  const integer = new BigUint64Array(words);
  const halves = new Uint32Array(integer.buffer);

  function put(value: bigint): void {
    putInteger(integer, 0, words, value);
    for (let limb = 0; limb < limbs; limb++) {
      const half = (BITS * limb) >> 5;
      const shift = (BITS * limb) & 31;
      const low = (halves[half] as number) >>> shift;
      const high =
        shift > 2 && half + 1 < halves.length ? (halves[half + 1] as number) << (32 - shift) : 0;
      memory[given + 2 * limb] = (low | high) & MASK;
      memory[given + 2 * limb + 1] = 0;
    }
  }

  /** The number as it is found, whose top limb has its sign. */
  function get(): bigint {
    const top = memory[found + 2 * limbs - 2] as number;
    const limbAt = (limb: number) =>
      limb < limbs ? (memory[found + 2 * limb] as number) : top >> 31;
    for (let half = 0; half < halves.length; half++) {
      const limb = Math.floor((32 * half) / BITS);
      const shift = 32 * half - BITS * limb;
      // two limbs have 60 bits, of which up to 28 are too many
      halves[half] = (limbAt(limb) >> shift) | (limbAt(limb + 1) << (BITS - shift));
      if (shift > 28)
        halves[half] = (halves[half] as number) | (limbAt(limb + 2) << (2 * BITS - shift));
    }
    return BigInt.asIntN(64 * words, toInteger(integer, 0, words));
  }

  return (value) => {
    const rest = value % prime;
    if (rest === 0n) return undefined;
    put(rest < 0n ? rest + prime : rest);
    call.invert();
    const result = get() % prime;
    return result < 0n ? result + prime : result;
  };
}
