/** Parameters of a Poseidon2 permutation of width 16 (Grassi, Khovratovich, Schofnegger: ePrint 2023/323). */
export interface Poseidon2Parameters {
  prime: bigint;
  /** Bits of the prime. */
  bits: number;
  /** Rounds in which all of the state goes through x^d; half before the partial ones, half after. */
  fullRounds: number;
  /** Rounds in which only the first element does. */
  partialRounds: number;
  /** What the internal matrix has on its diagonal, less 1; elsewhere it is 1. */
  diagonal: readonly bigint[];
}

export const WIDTH = 16;

/**
 * Round constants in the order of use, from the Grain generator of the Poseidon papers (ePrint 2019/458,
 * appendix E): 16 for each round of the first half, one for each partial round, 16 for each of the second half.
 */
export function roundConstants(parameters: Poseidon2Parameters): bigint[] {
  const { prime, bits, fullRounds, partialRounds } = parameters;
  const random = grain([
    [1, 2],
    [0, 4],
    [bits, 12],
    [WIDTH, 12],
    [fullRounds, 10],
    [partialRounds, 10],
    [2 ** 30 - 1, 30],
  ]);
  const constants: bigint[] = [];
  while (constants.length < WIDTH * fullRounds + partialRounds) {
    let value = 0n;
    for (let n = 0; n < bits; n++) value = (value << 1n) | BigInt(random.next().value);
    if (value < prime) constants.push(value);
  }
  return constants;
}

/** A shift register of 80 bits that starts with the given fields; of two bits the second counts if the first is 1. */
function* grain(
  fields: readonly (readonly [value: number, bits: number])[],
): Generator<number, never> {
  const register: number[] = [];
  for (const [value, bits] of fields) {
    for (let n = bits - 1; n >= 0; n--) register.push((value >> n) & 1);
  }
  const next = (): number => {
    const bit = [62, 51, 38, 23, 13, 0].reduce((sum, tap) => sum ^ register[tap]!, 0);
    register.shift();
    register.push(bit);
    return bit;
  };
  for (let n = 0; n < 160; n++) next();
  for (;;) {
    const counts = next();
    const bit = next();
    if (counts === 1) yield bit;
  }
}
