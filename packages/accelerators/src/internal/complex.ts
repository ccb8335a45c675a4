import { invertModuloPrime, power } from './modular.ts';
import { modulo } from './modulo.ts';

/** An element re + im·i of the field of p² elements, where i² = −1 and p = 3 modulo 4. */
export interface Complex {
  re: bigint;
  im: bigint;
}

export function addComplex(a: Complex, b: Complex, p: bigint): Complex {
  return { re: (a.re + b.re) % p, im: (a.im + b.im) % p };
}

export function subtractComplex(a: Complex, b: Complex, p: bigint): Complex {
  return { re: modulo(a.re - b.re, p), im: modulo(a.im - b.im, p) };
}

export function multiplyComplex(a: Complex, b: Complex, p: bigint): Complex {
  return { re: modulo(a.re * b.re - a.im * b.im, p), im: (a.re * b.im + a.im * b.re) % p };
}

/** 1/a = conjugate(a) / (re² + im²); undefined for 0. */
export function invertComplex(a: Complex, p: bigint): Complex | undefined {
  const inverse = invertModuloPrime(a.re * a.re + a.im * a.im, p);
  if (inverse === undefined) return undefined;
  return { re: (a.re * inverse) % p, im: modulo(-a.im * inverse, p) };
}

function powerComplex(base: Complex, exponent: bigint, p: bigint): Complex {
  let result: Complex = { re: 1n, im: 0n };
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = multiplyComplex(result, square, p);
    square = multiplyComplex(square, square, p);
  }
  return result;
}

/**
 * The square root that algorithm 9 of https://eprint.iacr.org/2012/685 finds, or undefined for a non-residue. Which
 * one of the two it is matters: guests see it.
 */
export function squareRootComplex(a: Complex, p: bigint): Complex | undefined {
  const a1 = powerComplex(a, (p - 3n) / 4n, p);
  const x0 = multiplyComplex(a1, a, p);
  const alpha = multiplyComplex(a1, x0, p);
  // the norm of alpha is 1, −1 or, for a = 0, 0
  if ((alpha.re * alpha.re + alpha.im * alpha.im) % p === p - 1n) return undefined;
  if (alpha.re === p - 1n && alpha.im === 0n) {
    return multiplyComplex({ re: 0n, im: 1n }, x0, p);
  }
  const b = powerComplex({ re: (1n + alpha.re) % p, im: alpha.im }, (p - 1n) / 2n, p);
  return multiplyComplex(b, x0, p);
}

/** The square root a^((p+1)/4), or undefined for a non-residue. */
export function squareRoot(a: bigint, p: bigint): bigint | undefined {
  const root = power(a, (p + 1n) / 4n, p);
  return (root * root) % p === a % p ? root : undefined;
}
