import { bigEndian } from './bytes.ts';
import type { Group } from './group.ts';
import { ISOGENY_G1, ISOGENY_G2, type Isogeny } from './isogenies.ts';
import { lazily } from './kernel.ts';
import { invertModuloPrime } from './modular.ts';
import { modulo } from './modulo.ts';
import { type Pair, twistFrobenius } from './pairing-curve.ts';
import { BLS_X, bls12381 } from './pairing-curves.ts';
import { squareRootOf } from './square-root.ts';

/** What the maps need of a field; Fp and Fp2 have it. */
interface FieldOperations<Element> {
  add(a: Element, b: Element): Element;
  multiply(a: Element, b: Element): Element;
  negate(a: Element): Element;
  invert(a: Element): Element;
  isZero(a: Element): boolean;
  /** A root, whichever; undefined if there is none. */
  squareRoot(a: Element): Element | undefined;
  /** RFC 9380 §4.1. */
  sign(a: Element): number;
  one: Element;
}

/** Parameters of the simplified SWU map to a curve y² = x³ + a x + b that is isogenous to the one wanted. */
interface Map<Element> {
  field: FieldOperations<Element>;
  a: Element;
  b: Element;
  z: Element;
  isogeny: Isogeny<Element>;
}

/** RFC 9380 §6.6.2 and §6.6.3: simplified SWU, then the isogeny; undefined for the point at infinity. */
function mapToCurve<Element>(
  { field, a, b, z, isogeny }: Map<Element>,
  u: Element,
): { x: Element; y: Element } | undefined {
  const { add, multiply, negate, invert: inverse, squareRoot } = field;
  const zu2 = multiply(z, multiply(u, u));
  const denominator = add(multiply(zu2, zu2), zu2);
  const first = field.isZero(denominator)
    ? multiply(b, inverse(multiply(z, a)))
    : multiply(multiply(negate(b), inverse(a)), add(field.one, inverse(denominator)));
  const right = (x: Element): Element => add(multiply(add(multiply(x, x), a), x), b);
  let x = first;
  let y = squareRoot(right(x));
  if (y === undefined) {
    x = multiply(zu2, first);
    // one of the two is always a square
    y = squareRoot(right(x)) as Element;
  }
  if (field.sign(u) !== field.sign(y)) y = negate(y);
  const evaluate = (coefficients: readonly Element[], leading?: Element): Element =>
    coefficients.reduceRight<Element | undefined>(
      (sum, coefficient) => (sum === undefined ? coefficient : add(multiply(sum, x), coefficient)),
      leading,
    ) as Element;
  const xDenominator = evaluate(isogeny.xDenominator, field.one);
  const yDenominator = evaluate(isogeny.yDenominator, field.one);
  if (field.isZero(xDenominator) || field.isZero(yDenominator)) return undefined;
  return {
    x: multiply(evaluate(isogeny.xNumerator), inverse(xDenominator)),
    y: multiply(y, multiply(evaluate(isogeny.yNumerator), inverse(yDenominator))),
  };
}

const maps = lazily(() => {
  const { curve } = bls12381();
  const { p } = curve;
  // what is inverted here is never 0
  const invert = (value: bigint): bigint => invertModuloPrime(value, p) as bigint;
  const root = squareRootOf(curve);
  const half = invert(2n);
  const fp: FieldOperations<bigint> = {
    add: (a, b) => (a + b) % p,
    multiply: (a, b) => (a * b) % p,
    negate: (a) => modulo(-a, p),
    invert,
    isZero: (a) => a === 0n,
    squareRoot: root,
    sign: (a) => Number(a & 1n),
    one: 1n,
  };
  const fp2: FieldOperations<Pair> = {
    add: (a, b) => [(a[0] + b[0]) % p, (a[1] + b[1]) % p],
    multiply: (a, b) => [modulo(a[0] * b[0] - a[1] * b[1], p), (a[0] * b[1] + a[1] * b[0]) % p],
    negate: (a) => [modulo(-a[0], p), modulo(-a[1], p)],
    invert([real, imaginary]) {
      const norm = invert((real * real + imaginary * imaginary) % p);
      return [(real * norm) % p, modulo(-imaginary * norm, p)];
    },
    isZero: (a) => a[0] === 0n && a[1] === 0n,
    squareRoot([real, imaginary]) {
      if (imaginary === 0n) {
        const found = root(real);
        return found === undefined ? [0n, root(modulo(-real, p)) as bigint] : [found, 0n];
      }
      // (s + t i)² = a with s² = (real ± |a|) / 2
      const norm = root((real * real + imaginary * imaginary) % p);
      if (norm === undefined) return undefined;
      const s = root(((real + norm) * half) % p) ?? root(modulo((real - norm) * half, p));
      return s === undefined ? undefined : [s, (imaginary * invert((2n * s) % p)) % p];
    },
    sign: ([real, imaginary]) => Number(real === 0n ? imaginary & 1n : real & 1n),
    one: [1n, 0n],
  };
  // RFC 9380 §8.8.1, §8.8.2
  const g1: Map<bigint> = {
    field: fp,
    a: 0x144698a3b8e9433d693a02c96d4982b0ea985383ee66a8d8e8981aefd881ac98936f8da0e0f97f5cf428082d584c1dn,
    b: 0x12e2908d11688030018b12e8753eee3b2016c1f0f24f4070a0b9c14fcef35ef55a23215a316ceaa5d1cc48e98e172be0n,
    z: 11n,
    isogeny: ISOGENY_G1,
  };
  const g2: Map<Pair> = {
    field: fp2,
    a: [0n, 240n],
    b: [1012n, 1012n],
    z: [p - 2n, p - 1n],
    isogeny: ISOGENY_G2,
  };
  const { reserve } = curve;
  return { g1, g2, point: reserve(4), multiple: reserve(4), image: reserve(4) };
});

/** Maps an element of 48 bytes to G1; false if it is not below the prime. */
export function mapToG1(element: Uint8Array, out: Uint8Array): boolean {
  const { curve, g1 } = bls12381();
  const { g1: map, point } = maps();
  const u = bigEndian(element);
  if (u >= curve.p) return false;
  const { group, sum } = g1;
  sum.infinite = true;
  const mapped = mapToCurve(map, u);
  if (mapped !== undefined) {
    curve.put(point, mapped.x);
    curve.put(point + curve.size, mapped.y);
    // RFC 9380 §8.8.1: h_eff = 1 - x
    group.multiply(sum, BLS_X + 1n, point);
  }
  group.write(out, sum);
  return true;
}

/** Maps an element of 96 bytes, real part first, to G2; false if one of its parts is not below the prime. */
export function mapToG2(element: Uint8Array, out: Uint8Array): boolean {
  const { curve, g2 } = bls12381();
  const { g2: map, point } = maps();
  const u: Pair = [bigEndian(element.subarray(0, 48)), bigEndian(element.subarray(48, 96))];
  if (u[0] >= curve.p || u[1] >= curve.p) return false;
  const { group, sum } = g2;
  sum.infinite = true;
  const mapped = mapToCurve(map, u);
  if (mapped !== undefined) {
    for (const [n, value] of [...mapped.x, ...mapped.y].entries()) {
      curve.put(point + n * curve.size, value);
    }
    clearCofactor(group, sum);
  }
  group.write(out, sum);
  return true;
}

/** [x² - x - 1] P + [x - 1] ψ(P) + ψ²(2 P) of `point` (RFC 9380 appendix G.3), for x below 0. */
function clearCofactor(group: Group, sum: ReturnType<Group['accumulator']>): void {
  const { curve } = bls12381();
  const { point, multiple, image } = maps();
  // with X = -x: [X² + X - 1] P - [X + 1] ψ(P) + ψ²(2 P)
  twistFrobenius(curve, image, point);
  group.negate(image, image);
  group.multiply(sum, BLS_X + 1n, image);
  const addMultiple = (scalar: bigint, from: number): void => {
    const part = parts();
    group.multiply(part, scalar, from);
    if (group.isInfinite(part)) return;
    group.toAffine(multiple, part);
    group.add(sum, multiple);
  };
  addMultiple(BLS_X * BLS_X + BLS_X - 1n, point);
  group.negate(image, image);
  twistFrobenius(curve, image, image);
  addMultiple(2n, image);
}

const parts = lazily(() => bls12381().g2.group.accumulator());
