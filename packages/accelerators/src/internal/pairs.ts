import { addPoints, type Curve, doublePoint } from './curves.ts';
import { putInteger, toInteger } from './words.ts';

/** Two field elements one after the other in memory, such as a point's x and y, or undefined if one is not below p. */
export function readPair(words: BigUint64Array, p: bigint): [bigint, bigint] | undefined {
  const half = words.length / 2;
  const [first, second] = [toInteger(words, 0, half), toInteger(words, half, half)];
  return first < p && second < p ? [first, second] : undefined;
}

export function writePair(words: BigUint64Array, first: bigint, second: bigint): void {
  const half = words.length / 2;
  putInteger(words, 0, half, first);
  putInteger(words, half, half, second);
}

/** p1 += p2; false, with nothing written, for points with the same x or coordinates that are not below p. */
export function addInPlace(p1: BigUint64Array, p2: BigUint64Array, curve: Curve): boolean {
  const a = readPair(p1, curve.p);
  const b = readPair(p2, curve.p);
  if (a === undefined || b === undefined) return false;
  const sum = addPoints({ x: a[0], y: a[1] }, { x: b[0], y: b[1] }, curve);
  if (sum === undefined) return false;
  writePair(p1, sum.x, sum.y);
  return true;
}

/** p += p; false, with nothing written, for y = 0 or coordinates that are not below p. */
export function doubleInPlace(point: BigUint64Array, curve: Curve): boolean {
  const a = readPair(point, curve.p);
  const double = a && doublePoint({ x: a[0], y: a[1] }, curve);
  if (double === undefined) return false;
  writePair(point, double.x, double.y);
  return true;
}
