import { addComplex, type Complex, multiplyComplex, subtractComplex } from '../internal/complex.ts';
import { CURVES, type Curve, type CurveName } from '../internal/curves.ts';
import { addInPlace, doubleInPlace, readPair, writePair } from '../internal/pairs.ts';
import { parameters, type ZiskOperation } from './operation.ts';

const NOT_REDUCED = 'coordinates that are not below p';

/**
 * p1 = p1 + p2 with the chord formula. Whether the points are on the curve does not matter, and there is no point
 * at infinity: the caller takes care of points with the same x.
 */
function addition(name: string, csr: number, curve: Curve, words: number): ZiskOperation {
  return {
    name,
    csr,
    parameters: [...parameters('inout', words, 'p1'), ...parameters('input', words, 'p2')],
    refuses: `points with the same x, and ${NOT_REDUCED}`,
    compute: (p1, p2) => (addInPlace(p1!, p2!, curve) ? 0n : undefined),
  };
}

/** p = 2·p with the tangent formula. */
function doubling(name: string, csr: number, curve: Curve, words: number): ZiskOperation {
  return {
    name,
    csr,
    parameters: parameters('inout', words, 'p'),
    direct: true,
    refuses: `y = 0, and ${NOT_REDUCED}`,
    compute: (point) => (doubleInPlace(point!, curve) ? 0n : undefined),
  };
}

/** f1 = f1 ∘ f2 in the field of p² elements; the real part comes first. */
function complex(
  name: string,
  csr: number,
  { p }: Curve,
  words: number,
  operation: (a: Complex, b: Complex, p: bigint) => Complex,
): ZiskOperation {
  return {
    name,
    csr,
    parameters: [...parameters('inout', words, 'f1'), ...parameters('input', words, 'f2')],
    refuses: NOT_REDUCED,
    compute(f1, f2) {
      const a = readPair(f1!, p);
      const b = readPair(f2!, p);
      if (a === undefined || b === undefined) return undefined;
      const result = operation({ re: a[0], im: a[1] }, { re: b[0], im: b[1] }, p);
      writePair(f1!, result.re, result.im);
      return 0n;
    },
  };
}

/** Words of two numbers of so many bits. */
const PAIR = { 256: 8, 384: 12 } as const;

function curveOperations(
  prefix: string,
  curve: CurveName,
  [add, double]: readonly [number, number],
  words: number,
): ZiskOperation[] {
  return [
    addition(`${prefix}_add`, add, CURVES[curve], words),
    doubling(`${prefix}_dbl`, double, CURVES[curve], words),
  ];
}

function complexOperations(
  curve: 'bn254' | 'bls12_381',
  first: number,
  words: number,
): ZiskOperation[] {
  const { [curve]: parameters } = CURVES;
  return [
    complex(`${curve}_complex_add`, first, parameters, words, addComplex),
    complex(`${curve}_complex_sub`, first + 1, parameters, words, subtractComplex),
    complex(`${curve}_complex_mul`, first + 2, parameters, words, multiplyComplex),
  ];
}

export const POINTS: readonly ZiskOperation[] = [
  ...curveOperations('secp256k1', 'secp256k1', [0x803, 0x804], PAIR[256]),
  ...curveOperations('bn254_curve', 'bn254', [0x806, 0x807], PAIR[256]),
  ...complexOperations('bn254', 0x808, PAIR[256]),
  ...curveOperations('bls12_381_curve', 'bls12_381', [0x80c, 0x80d], PAIR[384]),
  ...complexOperations('bls12_381', 0x80e, PAIR[384]),
  ...curveOperations('secp256r1', 'secp256r1', [0x817, 0x818], PAIR[256]),
];
