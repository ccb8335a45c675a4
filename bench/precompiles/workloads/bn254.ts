import { bn254 } from '@noble/curves/bn254.js';
import { bigEndian, concat, numberOf, type Workload } from './workload.ts';

type G1 = typeof bn254.G1.Point.BASE;
type G2 = typeof bn254.G2.Point.BASE;

const { Fr } = bn254.fields;
const { G1, G2 } = { G1: bn254.G1.Point.BASE, G2: bn254.G2.Point.BASE };

function g1Bytes(point: G1): Uint8Array {
  const { x, y } = point.toAffine();
  return concat(bigEndian(x, 32), bigEndian(y, 32));
}

/** Imaginary parts first, as the EVM has them. */
function g2Bytes(point: G2): Uint8Array {
  const { x, y } = point.toAffine();
  return concat(...[x.c1, x.c0, y.c1, y.c0].map((part) => bigEndian(part, 32)));
}

const isOne = (pairs: { g1: G1; g2: G2 }[]): boolean => {
  const { Fp12 } = bn254.fields;
  return Fp12.eql(bn254.pairingBatch(pairs), Fp12.ONE);
};

/** e(aP, bQ)·e(−abP, Q), which is one; in every third item ab is off by one, and it is not. */
export const PAIRING: Workload = {
  about: 'pairing check of two pairs on BN254, as the EVM has it (EIP-197)',
  items: 3,
  few: 3,
  item(index) {
    const a = numberOf(`pairing ${index} a`, Fr.ORDER);
    const b = numberOf(`pairing ${index} b`, Fr.ORDER);
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

/** Secrets a, b, c and the keys bQ, cQ; in every third item bQ is another one's, and the three do not agree. */
export const TRIPARTITE: Workload = {
  about: 'three-party Diffie-Hellman on BN254: e(bP, cQ)^a = e(aP, cQ)^b = e(aP, bQ)^c',
  items: 3,
  few: 3,
  item(index) {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => numberOf(`dh ${index} ${name}`, Fr.ORDER)) as [
      bigint,
      bigint,
      bigint,
    ];
    const bG2 = G2.multiply(index % 3 === 2 ? Fr.create(b + 1n) : b);
    const cG2 = G2.multiply(c);
    const { Fp12 } = bn254.fields;
    const aG1 = G1.multiply(a);
    const bG1 = G1.multiply(b);
    const ofA = Fp12.pow(bn254.pairing(bG1, cG2), a);
    const ofB = Fp12.pow(bn254.pairing(aG1, cG2), b);
    const ofC = Fp12.pow(bn254.pairing(aG1, bG2), c);
    return {
      input: concat(
        ...[a, b, c].map((secret) => bigEndian(secret, 32)),
        ...[bG2, cG2].map(g2Bytes),
      ),
      output: concat(
        g1Bytes(aG1),
        g1Bytes(bG1),
        Uint8Array.of(Fp12.eql(ofA, ofB) && Fp12.eql(ofB, ofC) ? 1 : 0),
      ),
    };
  },
};
