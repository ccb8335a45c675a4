import { bls12_381 } from '@noble/curves/bls12-381.js';
import { bn254 } from '@noble/curves/bn254.js';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { bigEndian } from '../internal/bytes.ts';
import { BLS_G1, BLS_G2, BN_G1, BN_G2, type Encoding, type Point } from './points.ts';

const SCALAR = 32;

function joined(...parts: Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** What `attempt` gives, or undefined if it throws: how noble refuses. */
function orUndefined<T>(attempt: () => T): T | undefined {
  try {
    return attempt();
  } catch {
    return undefined;
  }
}

function verifyEcdsa(
  curve: typeof secp256k1,
  hash: Uint8Array,
  signature: Uint8Array,
  key: Uint8Array,
  verified: Uint8Array,
): boolean {
  const isWellFormed = orUndefined(() => {
    curve.Signature.fromBytes(signature);
    return curve.Point.fromBytes(joined(Uint8Array.of(4), key));
  });
  if (isWellFormed === undefined) return false;
  const publicKey = joined(Uint8Array.of(4), key);
  verified[0] = Number(curve.verify(signature, hash, publicKey, { prehash: false, lowS: false }));
  return true;
}

export const verifySecp256k1 = verifyEcdsa.bind(undefined, secp256k1);
export const verifySecp256r1 = verifyEcdsa.bind(undefined, p256);

export function recoverSecp256k1(
  hash: Uint8Array,
  signature: Uint8Array,
  recid: number,
  output: Uint8Array,
): boolean {
  const key = orUndefined(() =>
    secp256k1.Signature.fromBytes(joined(Uint8Array.of(recid), signature), 'recovered')
      .recoverPublicKey(hash)
      .toBytes(false),
  );
  if (key === undefined) return false;
  output.set(key.subarray(1));
  return true;
}

export function addPoints<C, P extends Point<C>>(encoding: Encoding<P>) {
  return (p1: Uint8Array, p2: Uint8Array, result: Uint8Array): boolean => {
    const [a, b] = [encoding.read(p1), encoding.read(p2)];
    if (a === undefined || b === undefined) return false;
    result.set(encoding.write(a.add(b)));
    return true;
  };
}

export function multiplyPoint<C, P extends Point<C>>(encoding: Encoding<P>) {
  return (bytes: Uint8Array, scalar: Uint8Array, result: Uint8Array): boolean => {
    const point = encoding.read(bytes);
    if (point === undefined) return false;
    result.set(encoding.write(point.multiplyUnsafe(bigEndian(scalar) % encoding.order)));
    return true;
  };
}

export function sumOfMultiples<C, P extends Point<C>>(encoding: Encoding<P>) {
  return (pairs: Uint8Array, result: Uint8Array): boolean => {
    if (pairs.length === 0) return false;
    let sum = encoding.zero;
    for (let at = 0; at < pairs.length; at += encoding.bytes + SCALAR) {
      const point = encoding.read(pairs.subarray(at, at + encoding.bytes));
      if (point === undefined || !(point.is0() || point.isTorsionFree())) return false;
      const scalar = bigEndian(pairs.subarray(at + encoding.bytes, at + encoding.bytes + SCALAR));
      sum = sum.add(point.multiplyUnsafe(scalar % encoding.order));
    }
    result.set(encoding.write(sum));
    return true;
  };
}

/** A pairing check; `product` says whether pairings of points that are not infinity multiply to 1. */
function pairingCheck<A extends Point<bigint>, C, B extends Point<C>>(
  first: Encoding<A>,
  second: Encoding<B>,
  product: (pairs: { g1: A; g2: B }[]) => boolean,
) {
  return (pairs: Uint8Array, verified: Uint8Array): boolean => {
    const points: { g1: A; g2: B }[] = [];
    const unit = first.bytes + second.bytes;
    for (let at = 0; at < pairs.length; at += unit) {
      const g1 = first.read(pairs.subarray(at, at + first.bytes));
      const g2 = second.read(pairs.subarray(at + first.bytes, at + unit));
      if (g1 === undefined || g2 === undefined) return false;
      if (!(g1.is0() || g1.isTorsionFree()) || !(g2.is0() || g2.isTorsionFree())) return false;
      if (!g1.is0() && !g2.is0()) points.push({ g1, g2 });
    }
    verified[0] = Number(points.length === 0 || product(points));
    return true;
  };
}

export const bn254Pairing = pairingCheck(BN_G1, BN_G2, (pairs) =>
  bn254.fields.Fp12.eql(bn254.pairingBatch(pairs), bn254.fields.Fp12.ONE),
);

const blsPairing = pairingCheck(BLS_G1, BLS_G2, (pairs) =>
  bls12_381.fields.Fp12.eql(bls12_381.pairingBatch(pairs), bls12_381.fields.Fp12.ONE),
);
export const bls12Pairing: typeof blsPairing = (pairs, verified) =>
  pairs.length > 0 && blsPairing(pairs, verified);

const [G1, G2] = [bls12_381.G1.Point, bls12_381.G2.Point];
/** [s] G2 of the mainnet's trusted setup. */
const SETUP = G2.fromHex(
  'b5bfd7dd8cdeb128843bc287230af38926187075cbfbefa81009a2ce615ac53d2914e5870cb452d2afaaab24f3499f72185cbfee53492714734429b7b38608e23926c911cceceac9a36851477ba4c60b087041de621000edc98edada20c1def2',
);

/** e(C - [y] G1, G2) = e(π, [s - z] G2), as the consensus specifications have it. */
export function kzgPointEvaluation(
  commitment: Uint8Array,
  z: Uint8Array,
  y: Uint8Array,
  proof: Uint8Array,
  verified: Uint8Array,
): boolean {
  const order = bls12_381.fields.Fr.ORDER;
  const [at, value] = [bigEndian(z), bigEndian(y)];
  if (at >= order || value >= order) return false;
  const points = [commitment, proof].map((bytes) =>
    orUndefined(() => {
      const point = G1.fromBytes(bytes);
      if (!point.is0()) point.assertValidity();
      return point;
    }),
  );
  const [c, pi] = points;
  if (c === undefined || pi === undefined) return false;
  const pairs = [
    { g1: c.subtract(G1.BASE.multiplyUnsafe(value)), g2: G2.BASE },
    { g1: pi.negate(), g2: SETUP.subtract(G2.BASE.multiplyUnsafe(at)) },
  ].filter(({ g1, g2 }) => !g1.is0() && !g2.is0());
  const { Fp12 } = bls12_381.fields;
  verified[0] = Number(pairs.length === 0 || Fp12.eql(bls12_381.pairingBatch(pairs), Fp12.ONE));
  return true;
}

/** noble's map with the cofactor cleared, which its types give another shape. */
function mappedTo<P>(
  group: { Point: { BASE: P }; mapToCurve: unknown },
  element: bigint | bigint[],
): P {
  return (group.mapToCurve as (element: bigint | bigint[]) => P)(element);
}

export function mapFp(element: Uint8Array, result: Uint8Array): boolean {
  const value = bigEndian(element);
  if (value >= bls12_381.fields.Fp.ORDER) return false;
  result.set(BLS_G1.write(mappedTo(bls12_381.G1, value)));
  return true;
}

export function mapFp2(element: Uint8Array, result: Uint8Array): boolean {
  const parts = [element.subarray(0, 48), element.subarray(48)].map(bigEndian);
  if (parts.some((part) => part >= bls12_381.fields.Fp.ORDER)) return false;
  result.set(BLS_G2.write(mappedTo(bls12_381.G2, parts)));
  return true;
}
