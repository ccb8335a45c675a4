/** Unsigned integers in memory: 64-bit words, the least significant first, as zkVMs pass them. */

/** The integer in `count` words of `words` from `first` on. */
export function toInteger(words: BigUint64Array, first: number, count: number): bigint {
  let value = 0n;
  for (let index = first + count - 1; index >= first; index--) {
    value = (value << 64n) | (words[index] as bigint);
  }
  return value;
}

/** Puts an integer into `count` words of `words` from `first` on; bits beyond are lost. */
export function putInteger(
  words: BigUint64Array,
  first: number,
  count: number,
  value: bigint,
): void {
  let rest = value;
  for (let index = first; index < first + count; index++) {
    // An element keeps the low 64 bits.
    words[index] = rest;
    rest >>= 64n;
  }
}

/** Integers of `count` words each, one after the other. */
export function toWords(values: readonly bigint[], count: number): BigUint64Array {
  const words = new BigUint64Array(values.length * count);
  values.forEach((value, index) => {
    putInteger(words, index * count, count, value);
  });
  return words;
}

/** All integers of `count` words each in `words`. */
export function toIntegers(words: BigUint64Array, count: number): bigint[] {
  const values: bigint[] = [];
  for (let first = 0; first + count <= words.length; first += count) {
    values.push(toInteger(words, first, count));
  }
  return values;
}

/** The bytes of words. */
export function bytesOf({ buffer, byteOffset, byteLength }: BigUint64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
