import { invertModuloPrime } from './modular.ts';
import { modulo } from './modulo.ts';

/** A curve y² = x³ + a·x + b over the field of p elements, with a base point of prime order n. */
export interface Curve {
  readonly p: bigint;
  readonly a: bigint;
  readonly n: bigint;
  readonly base: Point;
}

/** A point by its affine coordinates. */
export interface Point {
  readonly x: bigint;
  readonly y: bigint;
}

/** SEC 2 v2, sections 2.4.1 and 2.4.2; EIP-196; https://datatracker.ietf.org/doc/draft-irtf-cfrg-pairing-friendly-curves/ 4.2.1. */
export const CURVES = {
  secp256k1: {
    p: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2fn,
    a: 0n,
    n: 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n,
    base: {
      x: 0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798n,
      y: 0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8n,
    },
  },
  secp256r1: {
    p: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
    a: 0xffffffff00000001000000000000000000000000fffffffffffffffffffffffcn,
    n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    base: {
      x: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
      y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
    },
  },
  bn254: {
    p: 0x30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47n,
    a: 0n,
    n: 0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001n,
    base: { x: 1n, y: 2n },
  },
  bls12_381: {
    p: 0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaabn,
    a: 0n,
    n: 0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001n,
    base: {
      x: 0x17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bbn,
      y: 0x08b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3edd03cc744a2888ae40caa232946c5e7e1n,
    },
  },
} as const satisfies Record<string, Curve>;

export type CurveName = keyof typeof CURVES;

/** The third point of the line with this slope through `p` and a point at `otherX`, mirrored at the x axis. */
function thirdPoint(slope: bigint, point: Point, otherX: bigint, p: bigint): Point {
  const x = modulo(slope * slope - point.x - otherX, p);
  return { x, y: modulo(slope * (point.x - x) - point.y, p) };
}

/** The chord's third point, mirrored: the sum of points with different x; undefined where x is the same. */
export function addPoints(a: Point, b: Point, { p }: Curve): Point | undefined {
  const inverse = invertModuloPrime(b.x - a.x, p);
  if (inverse === undefined) return undefined;
  return thirdPoint(modulo((b.y - a.y) * inverse, p), a, b.x, p);
}

/** The tangent's other point, mirrored; undefined where y = 0. */
export function doublePoint(point: Point, { p, a }: Curve): Point | undefined {
  const inverse = invertModuloPrime(2n * point.y, p);
  if (inverse === undefined) return undefined;
  return thirdPoint(((3n * point.x * point.x + a) * inverse) % p, point, point.x, p);
}

/** A point as X/Z², Y/Z³; Z = 0 is the point at infinity. */
interface Jacobian {
  x: bigint;
  y: bigint;
  z: bigint;
}

/** 2007 Bernstein–Lange, "dbl-2007-bl" without its shortcuts. */
function doubleJacobian({ x, y, z }: Jacobian, { p, a }: Curve): Jacobian {
  const yy = (y * y) % p;
  const s = (4n * x * yy) % p;
  const zz = (z * z) % p;
  const m = (3n * x * x + (a === 0n ? 0n : a * zz * zz)) % p;
  const x3 = modulo(m * m - 2n * s, p);
  return { x: x3, y: modulo(m * (s - x3) - 8n * yy * yy, p), z: (2n * y * z) % p };
}

/** A sum with an affine point, "madd-2007-bl" without its shortcuts. */
function addAffine(a: Jacobian, b: Point, curve: Curve): Jacobian {
  if (a.z === 0n) return { ...b, z: 1n };
  const { p } = curve;
  const zz = (a.z * a.z) % p;
  const h = modulo(b.x * zz - a.x, p);
  const r = modulo(b.y * zz * a.z - a.y, p);
  if (h === 0n) return r === 0n ? doubleJacobian(a, curve) : INFINITY;
  const hh = (h * h) % p;
  const hhh = (hh * h) % p;
  const v = (a.x * hh) % p;
  const x = modulo(r * r - hhh - 2n * v, p);
  return { x, y: modulo(r * (v - x) - a.y * hhh, p), z: (a.z * h) % p };
}

const INFINITY: Jacobian = { x: 1n, y: 1n, z: 0n };

/**
 * k·base + l·point by doubling and adding, with 0 ≤ k, l. The point (0, 0) is the point at infinity. A point
 * that is not on the curve gives what the same formulas give for it.
 */
export function combine(k: bigint, l: bigint, point: Point, curve: Curve): Point {
  let sum = INFINITY;
  const both = isInfinity(point) ? undefined : addPoints(curve.base, point, curve);
  for (let bit = Math.max(bitLength(k), bitLength(l)) - 1; bit >= 0; bit--) {
    sum = doubleJacobian(sum, curve);
    const inK = ((k >> BigInt(bit)) & 1n) === 1n;
    const inL = ((l >> BigInt(bit)) & 1n) === 1n;
    if (inK && inL && both !== undefined) {
      sum = addAffine(sum, both, curve);
      continue;
    }
    if (inK) sum = addAffine(sum, curve.base, curve);
    if (inL && !isInfinity(point)) sum = addAffine(sum, point, curve);
  }
  const inverse = invertModuloPrime(sum.z, curve.p);
  if (inverse === undefined) return { x: 0n, y: 0n };
  const square = (inverse * inverse) % curve.p;
  return { x: (sum.x * square) % curve.p, y: (sum.y * square * inverse) % curve.p };
}

function isInfinity({ x, y }: Point): boolean {
  return x === 0n && y === 0n;
}

/** Bits that a number that is not negative has; 0 has none. */
export function bitLength(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length;
}
