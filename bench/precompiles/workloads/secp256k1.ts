import { secp256k1 } from '@noble/curves/secp256k1.js';
import { bigEndian, bytesOf, concat, numberOf, type Workload } from './workload.ts';

const { n } = secp256k1.Point.CURVE();

/** Recovers a signer; in every fifth item the signature's r is no coordinate of a point, and there is none. */
export const ECRECOVER: Workload = {
  about: 'recovery of the key that signed, on secp256k1',
  items: 20,
  few: 5,
  item(index) {
    const hash = bytesOf(`ecrecover ${index}`, 32);
    const secret = bigEndian(numberOf(`ecrecover key ${index}`, n), 32);
    const signed = secp256k1.sign(hash, secret, { prehash: false, format: 'recovered' });
    const [recovery = 0, ...compact] = signed;
    if (index % 5 === 4) {
      const [, ...s] = [0, ...compact.slice(32)];
      const r = bigEndian(notOnCurve(), 32);
      return {
        input: concat(hash, r, Uint8Array.from(s), Uint8Array.of(recovery)),
        output: new Uint8Array(64),
      };
    }
    const key = secp256k1.getPublicKey(secret, false).subarray(1);
    return { input: concat(hash, Uint8Array.from(compact), Uint8Array.of(recovery)), output: key };
  },
};

/** The least x from 5 on without a y. */
function notOnCurve(): bigint {
  const { Fp } = secp256k1.Point;
  for (let x = 5n; ; x++) {
    try {
      Fp.sqrt(Fp.create(x ** 3n + 7n));
    } catch {
      return x;
    }
  }
}
