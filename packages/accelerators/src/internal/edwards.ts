import type { Point } from './curves.ts';
import { invertModuloPrime, power } from './modular.ts';
import { modulo } from './modulo.ts';

/** edwards25519: −x² + y² = 1 + d·x²·y² over 2²⁵⁵ − 19 (RFC 8032 §5.1). */
export const EDWARDS = {
  p: 2n ** 255n - 19n,
  d: 0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3n,
} as const;

const { p: P, d: D } = EDWARDS;

/** A root of −1. */
const I = power(2n, (P - 1n) / 4n, P);

/** The sum by the law that holds for all points of the curve (RFC 8032 §5.1.4, affine); of others what it gives. */
export function addEdwards(a: Point, b: Point): Point {
  const product = modulo(D * a.x * b.x * a.y * b.y, P);
  const [x, y] = [a.x * b.y + a.y * b.x, a.y * b.y + a.x * b.x];
  const inverseOf = (value: bigint) => invertModuloPrime(value, P) ?? 0n;
  return { x: modulo(x * inverseOf(1n + product), P), y: modulo(y * inverseOf(1n - product), P) };
}

/** The even square root, or undefined for a non-residue (RFC 8032 §5.1.3). */
export function evenRoot(value: bigint): bigint | undefined {
  const wanted = modulo(value, P);
  let root = power(wanted, (P + 3n) / 8n, P);
  const square = (root * root) % P;
  if (square !== wanted) {
    if ((square + wanted) % P !== 0n) return undefined;
    root = (root * I) % P;
  }
  return (root & 1n) === 1n ? P - root : root;
}

/** The x of a point with this y, even or odd, or undefined if there is none. 0 has no odd form here. */
export function recoverX(y: bigint, odd: boolean): bigint | undefined {
  const square = (y * y) % P;
  const denominator = invertModuloPrime(D * square + 1n, P) ?? 0n;
  const root = evenRoot((square - 1n) * denominator);
  return root === undefined || !odd ? root : (P - root) % P;
}
