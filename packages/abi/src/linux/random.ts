/** Fills bytes from a generator with a fixed seed: SplitMix64, which is not secret and need not be. */
export type RandomBytes = (target: Uint8Array) => void;

const GAMMA = 0x9e3779b97f4a7c15n;

export function createRandomBytes(seed: bigint): RandomBytes {
  let state = seed;
  return (target) => {
    for (let at = 0; at < target.length; at += 8) {
      state = BigInt.asUintN(64, state + GAMMA);
      let z = state;
      z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
      z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
      z ^= z >> 31n;
      for (let byte = at; byte < Math.min(at + 8, target.length); byte++) {
        target[byte] = Number(z & 0xffn);
        z >>= 8n;
      }
    }
  };
}
