import type { Affine, CurveParameters } from './curve.ts';

/** The sum of two points as in a textbook, every case told apart; undefined is the point at infinity. */
export function slowSum(
  { p, a }: Pick<CurveParameters, 'p' | 'a'>,
  first: Affine | undefined,
  second: Affine | undefined,
): Affine | undefined {
  if (first === undefined) return second;
  if (second === undefined) return first;
  let slope: bigint;
  if (first.x === second.x) {
    if (first.y !== second.y || first.y === 0n) return undefined;
    slope = (3n * first.x * first.x + BigInt(a)) * invert(2n * first.y, p);
  } else {
    slope = (second.y - first.y) * invert(second.x - first.x, p);
  }
  const x = modulo(slope * slope - first.x - second.x, p);
  return { x, y: modulo(slope * (first.x - x) - first.y, p) };
}

/** The scalar multiple of a point, bit by bit. */
export function slowProduct(
  curve: Pick<CurveParameters, 'p' | 'a'>,
  scalar: bigint,
  point: Affine,
): Affine | undefined {
  let product: Affine | undefined;
  let power: Affine | undefined = point;
  for (let rest = scalar; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) product = slowSum(curve, product, power);
    power = slowSum(curve, power, power);
  }
  return product;
}

/** The remainder that is not negative. */
export function modulo(value: bigint, divisor: bigint): bigint {
  const rest = value % divisor;
  return rest < 0n ? rest + divisor : rest;
}

/** The inverse of a number that has no factor in common with the modulus (extended Euclid). */
export function invert(value: bigint, modulus: bigint): bigint {
  let [a, b] = [modulo(value, modulus), modulus];
  let [x, y] = [1n, 0n];
  while (a > 1n) {
    const quotient = b / a;
    [a, b] = [b - quotient * a, a];
    [x, y] = [y - quotient * x, x];
  }
  return modulo(x, modulus);
}
