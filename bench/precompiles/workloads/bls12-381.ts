import { bls12_381 } from '@noble/curves/bls12-381.js';
import { bigEndian, concat, numberOf, type Workload } from './workload.ts';

type G1 = typeof bls12_381.G1.Point.BASE;
type G2 = typeof bls12_381.G2.Point.BASE;

const { Fr, Fp12 } = bls12_381.fields;
const { G1, G2 } = { G1: bls12_381.G1.Point.BASE, G2: bls12_381.G2.Point.BASE };

function g1Bytes(point: G1): Uint8Array {
  const { x, y } = point.toAffine();
  return concat(bigEndian(x, 48), bigEndian(y, 48));
}

function g2Bytes(point: G2): Uint8Array {
  const { x, y } = point.toAffine();
  return concat(...[x.c0, x.c1, y.c0, y.c1].map((part) => bigEndian(part, 48)));
}

const isOne = (pairs: { g1: G1; g2: G2 }[]): boolean =>
  Fp12.eql(bls12_381.pairingBatch(pairs), Fp12.ONE);

/** e(aP, bQ)·e(−abP, Q), which is one; in every third item ab is off by one, and it is not. */
export const PAIRING: Workload = {
  about: 'pairing check of two pairs on BLS12-381 (EIP-2537)',
  items: 3,
  few: 3,
  item(index) {
    const a = numberOf(`bls ${index} a`, Fr.ORDER);
    const b = numberOf(`bls ${index} b`, Fr.ORDER);
    const wrong = index % 3 === 2 ? 1n : 0n;
    const pairs = [
      { g1: G1.multiply(a), g2: G2.multiply(b) },
      { g1: G1.multiply(Fr.create(a * b + wrong)).negate(), g2: G2 },
    ];
    return {
      input: concat(...pairs.flatMap(({ g1, g2 }) => [g1Bytes(g1), g2Bytes(g2)])),
      output: Uint8Array.of(isOne(pairs) ? 1 : 0),
    };
  },
};

const TERMS = 16;

/** Multiples of known multiples of the generator, so that their sum is one multiple of it. */
export const MSM: Workload = {
  about: `sum of ${TERMS} multiples in G1 of BLS12-381 (EIP-2537)`,
  items: 2,
  few: 1,
  item(index) {
    const terms = Array.from({ length: TERMS }, (_, term) => ({
      of: numberOf(`msm point ${index} ${term}`, Fr.ORDER),
      by: numberOf(`msm scalar ${index} ${term}`, Fr.ORDER),
    }));
    const sum = terms.reduce((sum, { of, by }) => Fr.create(sum + of * by), 0n);
    return {
      input: concat(
        ...terms.flatMap(({ of, by }) => [g1Bytes(G1.multiply(of)), bigEndian(by, 32)]),
      ),
      output: g1Bytes(G1.multiply(sum)),
    };
  },
};

/** τ·P of the KZG ceremony (EIP-4844). */
const TAU = bls12_381.G1.Point.fromHex(
  'ad3eb50121139aa34db1d545093ac9374ab7bca2c0f3bf28e27c8dcd8fc7cb42d25926fc0c97b336e9f0fb35e5a04c81',
);

/**
 * Openings of polynomials ax + b, which need no more of the ceremony than τ·P: the quotient is the constant a. In
 * every third item the value is off by one. That this is what a verifier must say follows from how it is made.
 */
export const KZG: Workload = {
  about: 'verification of a KZG opening (EIP-4844)',
  items: 3,
  few: 3,
  item(index) {
    const [a, b, z] = ['a', 'b', 'z'].map((name) => numberOf(`kzg ${name} ${index}`, Fr.ORDER)) as [
      bigint,
      bigint,
      bigint,
    ];
    const wrong = index % 3 === 2 ? 1n : 0n;
    const commitment = TAU.multiply(a).add(G1.multiply(b));
    const y = Fr.create(a * z + b + wrong);
    return {
      input: concat(
        commitment.toBytes(true),
        bigEndian(z, 32),
        bigEndian(y, 32),
        G1.multiply(a).toBytes(true),
      ),
      output: Uint8Array.of(wrong === 0n ? 1 : 0),
    };
  },
};
