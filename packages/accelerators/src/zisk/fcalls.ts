import {
  type Complex,
  invertComplex,
  multiplyComplex,
  squareRoot,
  squareRootComplex,
  subtractComplex,
} from '../internal/complex.ts';
import type { Curve as FastCurve } from '../internal/curve.ts';
import { bitLength, CURVES, type Curve, combine, type Point } from '../internal/curves.ts';
import { secp256k1, secp256r1 } from '../internal/ecdsa.ts';
import { invert, invertModuloPrime } from '../internal/modular.ts';
import { toInteger, toIntegers, toWords } from '../internal/words.ts';

/**
 * A value that ZisK's host gives a guest for free (`fcall`). The guest must check it; what it must find there is
 * exactly what the host gives, also where there is a choice, such as between two square roots.
 */
export interface ZiskFcall {
  readonly id: number;
  readonly name: string;
  /** Its parameters and results, for people: names with their words. */
  readonly parameters: string;
  readonly results: string;
  /** What {@link compute} refuses; ZisK's emulator panics there. */
  readonly refuses?: string;
  /**
   * The result's words, or undefined if the parameters are refused. `parameters` are the words that were
   * given since the last call and, behind them, those of earlier calls, as in ZisK.
   */
  compute(parameters: BigUint64Array): BigUint64Array | undefined;
}

/** Words that all parameters of one call have at most. */
export const MAX_FCALL_PARAMETERS = 386;
/** Words that a result has at most. */
export const MAX_FCALL_RESULT = 8193;

const FP = { 256: 4, 384: 6 } as const;

function inversion(id: number, name: string, modulus: bigint, words: number): ZiskFcall {
  return {
    id,
    name,
    parameters: `a ${words}`,
    results: `1/a ${words}`,
    refuses: 'a number without inverse',
    compute(parameters) {
      const inverse = invertModuloPrime(toInteger(parameters, 0, words), modulus);
      return inverse === undefined ? undefined : toWords([inverse], words);
    },
  };
}

function complexAt(parameters: BigUint64Array, index: number, words: number): Complex {
  const first = 2 * words * index;
  return {
    re: toInteger(parameters, first, words),
    im: toInteger(parameters, first + words, words),
  };
}

function complexWords(values: readonly Complex[], words: number): BigUint64Array {
  return toWords(
    values.flatMap(({ re, im }) => [re, im]),
    words,
  );
}

function complexInversion(id: number, name: string, { p }: Curve, words: number): ZiskFcall {
  return {
    id,
    name,
    parameters: `re ${words}, im ${words}`,
    results: `re ${words}, im ${words}`,
    refuses: '0',
    compute(parameters) {
      const inverse = invertComplex(complexAt(parameters, 0, words), p);
      return inverse && complexWords([inverse], words);
    },
  };
}

/** The line y = λ·x + μ with this slope through a point. */
function line(slope: Complex, x: Complex, y: Complex, p: bigint): readonly [Complex, Complex] {
  return [slope, subtractComplex(y, multiplyComplex(slope, x, p), p)];
}

function chord(id: number, name: string, { p }: Curve, words: number): ZiskFcall {
  return {
    id,
    name,
    parameters: `x1, y1, x2, y2, each re ${words}, im ${words}`,
    results: `λ, μ, each re ${words}, im ${words}`,
    refuses: 'points with the same x',
    compute(parameters) {
      const [x1, y1, x2, y2] = [0, 1, 2, 3].map((index) => complexAt(parameters, index, words));
      const inverse = invertComplex(subtractComplex(x2!, x1!, p), p);
      if (inverse === undefined) return undefined;
      const slope = multiplyComplex(inverse, subtractComplex(y2!, y1!, p), p);
      return complexWords(line(slope, x1!, y1!, p), words);
    },
  };
}

function tangent(id: number, name: string, { p }: Curve, words: number): ZiskFcall {
  return {
    id,
    name,
    parameters: `x, y, each re ${words}, im ${words}`,
    results: `λ, μ, each re ${words}, im ${words}`,
    refuses: 'y = 0',
    compute(parameters) {
      const [x, y] = [complexAt(parameters, 0, words), complexAt(parameters, 1, words)];
      const inverse = invertComplex({ re: 2n * y.re, im: 2n * y.im }, p);
      if (inverse === undefined) return undefined;
      const square = multiplyComplex(x, x, p);
      const slope = multiplyComplex(inverse, { re: 3n * square.re, im: 3n * square.im }, p);
      return complexWords(line(slope, x, y, p), words);
    },
  };
}

/** k·G + l·P with the kernel of a curve, and for what is no point of it, as ZisK allows, by the bare formulas. */
function combined(kernel: FastCurve, curve: Curve, k: bigint, l: bigint, point: Point): Point {
  const { a, b, p } = kernel;
  const { x, y } = point;
  const isOnCurve = x < p && y < p && (y * y - (x * x + BigInt(a)) * x - b) % p === 0n;
  if (!isOnCurve) return combine(k, l, point, curve);
  return kernel.sum(k, l, point) ?? { x: 0n, y: 0n };
}

/** z/s·G + r/s·PK, whose x a verifier compares with r. */
function ecdsaVerify(id: number, name: string, curve: Curve, kernel: () => FastCurve): ZiskFcall {
  return {
    id,
    name,
    parameters: 'public key 8, z 4, r 4, s 4',
    results: 'x 4, y 4; all 0 for the point at infinity',
    refuses: 's without inverse modulo the order',
    compute(parameters) {
      const [x, y, z, r, s] = toIntegers(parameters.subarray(0, 20), 4);
      const inverse = invertModuloPrime(s!, curve.n);
      if (inverse === undefined) return undefined;
      const [k, l] = [(z! * inverse) % curve.n, (r! * inverse) % curve.n];
      const point = combined(kernel(), curve, k, l, { x: x!, y: y! });
      return toWords([point.x, point.y], 4);
    },
  };
}

/** Flag and root of a, or of a times the smallest non-residue if a has none, which proves that. */
function rootWords(
  root: bigint | undefined,
  substitute: () => bigint | undefined,
  words: number,
): BigUint64Array {
  const flag = root === undefined ? 0n : 1n;
  return BigUint64Array.of(flag, ...toWords([root ?? substitute() ?? 0n], words));
}

const secp256k1Root: ZiskFcall = {
  id: 3,
  name: 'secp256k1_fp_sqrt',
  parameters: 'a 4, parity 1',
  results: 'is a square 1, then 4: the root of this parity, or a root of 3·a',
  compute(parameters) {
    const { p } = CURVES.secp256k1;
    const a = toInteger(parameters, 0, 4);
    // A number that is not below p is never the square of its root.
    const root = a < p ? squareRoot(a, p) : undefined;
    const wanted = root !== undefined && (root & 1n) !== parameters[4] ? (p - root) % p : root;
    return rootWords(wanted, () => squareRoot(3n * a, p), 4);
  },
};

const bls12Root: ZiskFcall = {
  id: 11,
  name: 'bls12_381_fp_sqrt',
  parameters: 'a 6',
  results: 'is a square 1, then 6: the root a^((p+1)/4), or that of 2·a',
  compute(parameters) {
    const { p } = CURVES.bls12_381;
    const a = toInteger(parameters, 0, 6);
    const root = a < p ? squareRoot(a, p) : undefined;
    return rootWords(root, () => squareRoot(2n * a, p), 6);
  },
};

const bls12ComplexRoot: ZiskFcall = {
  id: 13,
  name: 'bls12_381_fp2_sqrt',
  parameters: 're 6, im 6',
  results: 'is a square 1, then re 6, im 6: a root of it, or of it times 1 + i',
  compute(parameters) {
    const { p } = CURVES.bls12_381;
    const a = complexAt(parameters, 0, 6);
    const root = squareRootComplex(a, p);
    const other = () => squareRootComplex(multiplyComplex(a, { re: 1n, im: 1n }, p), p)!;
    return BigUint64Array.of(root ? 1n : 0n, ...complexWords([root ?? other()], 6));
  },
};

const binDecomp: ZiskFcall = {
  id: 16,
  name: 'bin_decomp',
  parameters: 'count 1, a count',
  results: 'bits 1, then one word for each bit, the highest first; 0 has one bit',
  refuses: `more than ${MAX_FCALL_PARAMETERS - 1} words, or more than ${MAX_FCALL_RESULT - 1} bits`,
  compute(parameters) {
    const count = Number(parameters[0]);
    if (count > MAX_FCALL_PARAMETERS - 1) return undefined;
    const bits = toInteger(parameters, 1, count).toString(2);
    if (bits.length > MAX_FCALL_RESULT - 1) return undefined;
    return BigUint64Array.of(BigInt(bits.length), ...Array.from(bits, BigInt));
  },
};

/** Word and bit of the highest bit that any of these numbers has. */
function highestBit(values: readonly bigint[]): BigUint64Array | undefined {
  const position = Math.max(...values.map(bitLength)) - 1;
  if (position < 0) return undefined;
  return BigUint64Array.of(BigInt(position >> 6), BigInt(position & 63));
}

const msbPos256: ZiskFcall = {
  id: 17,
  name: 'msb_pos_256',
  parameters: 'count 1, numbers of 4 each',
  results: 'word 1, bit 1: where the highest bit of all is',
  refuses: `numbers that are all 0, none, or more than ${(MAX_FCALL_PARAMETERS - 2) / 4}`,
  compute(parameters) {
    const count = Number(parameters[0]);
    if (count < 1 || 1 + 4 * count > MAX_FCALL_PARAMETERS) return undefined;
    return highestBit(toIntegers(parameters.subarray(1, 1 + 4 * count), 4));
  },
};

const msbPos384: ZiskFcall = {
  id: 18,
  name: 'msb_pos_384',
  parameters: 'x 6, unused 2, y 6',
  results: 'word 1, bit 1: where the highest bit of both is',
  refuses: 'two zeros',
  compute: (parameters) => highestBit([toInteger(parameters, 0, 6), toInteger(parameters, 8, 6)]),
};

const uint256Div: ZiskFcall = {
  id: 19,
  name: 'uint256_div',
  parameters: 'a 4, b 4',
  results: 'quotient 4, remainder 4',
  refuses: 'b = 0',
  compute(parameters) {
    const [a, b] = toIntegers(parameters.subarray(0, 8), 4);
    return b === 0n ? undefined : toWords([a! / b!, a! % b!], 4);
  },
};

/** A flag and the inverse, all 0 if there is none. */
function optionalInverse(value: bigint, modulus: bigint): BigUint64Array {
  const inverse = invert(value, modulus);
  return BigUint64Array.of(inverse === undefined ? 0n : 1n, ...toWords([inverse ?? 0n], 4));
}

const uint256Inv: ZiskFcall = {
  id: 20,
  name: 'uint256_inv',
  parameters: 'a 4',
  results: 'has an inverse 1, 1/a modulo 2²⁵⁶ 4',
  compute: (parameters) => optionalInverse(toInteger(parameters, 0, 4), 1n << 256n),
};

const uint256InvMod: ZiskFcall = {
  id: 21,
  name: 'uint256_inv_mod',
  parameters: 'a 4, modulus 4',
  results: 'has an inverse 1, 1/a 4',
  refuses: 'a modulus of 0',
  compute(parameters) {
    const [a, modulus] = toIntegers(parameters.subarray(0, 8), 4);
    return modulus === 0n ? undefined : optionalInverse(a!, modulus!);
  },
};

/** A number's words, filled up to a multiple of four, with their count in front. */
function countedWords(value: bigint): bigint[] {
  const count = 4 * Math.max(1, Math.ceil(bitLength(value) / 256));
  return [BigInt(count), ...toWords([value], count)];
}

const bigintDiv: ZiskFcall = {
  id: 22,
  name: 'bigint_div',
  parameters: 'count 1, a count, count 1, b count',
  results: 'count 1, quotient count, count 1, remainder count; counts are multiples of 4',
  refuses: `b = 0, or more than ${MAX_FCALL_PARAMETERS} words`,
  compute(parameters) {
    const countA = Number(parameters[0]);
    const countB = Number(parameters[1 + countA] ?? 0n);
    if (2 + countA + countB > MAX_FCALL_PARAMETERS) return undefined;
    const a = toInteger(parameters, 1, countA);
    const b = toInteger(parameters, 2 + countA, countB);
    return b === 0n ? undefined : BigUint64Array.of(...countedWords(a / b), ...countedWords(a % b));
  },
};

/** All of ZisK's fcalls by number but `input_ready` (23), which the environment answers. */
export const ZISK_FCALLS: ReadonlyMap<number, ZiskFcall> = new Map(
  [
    inversion(1, 'secp256k1_fp_inv', CURVES.secp256k1.p, FP[256]),
    inversion(2, 'secp256k1_fn_inv', CURVES.secp256k1.n, FP[256]),
    secp256k1Root,
    ecdsaVerify(4, 'secp256k1_ecdsa_verify', CURVES.secp256k1, secp256k1),
    ecdsaVerify(5, 'secp256r1_ecdsa_verify', CURVES.secp256r1, secp256r1),
    inversion(6, 'bn254_fp_inv', CURVES.bn254.p, FP[256]),
    complexInversion(7, 'bn254_fp2_inv', CURVES.bn254, FP[256]),
    chord(8, 'bn254_twist_add_line_coeffs', CURVES.bn254, FP[256]),
    tangent(9, 'bn254_twist_dbl_line_coeffs', CURVES.bn254, FP[256]),
    inversion(10, 'bls12_381_fp_inv', CURVES.bls12_381.p, FP[384]),
    bls12Root,
    complexInversion(12, 'bls12_381_fp2_inv', CURVES.bls12_381, FP[384]),
    bls12ComplexRoot,
    chord(14, 'bls12_381_twist_add_line_coeffs', CURVES.bls12_381, FP[384]),
    tangent(15, 'bls12_381_twist_dbl_line_coeffs', CURVES.bls12_381, FP[384]),
    binDecomp,
    msbPos256,
    msbPos384,
    uint256Div,
    uint256Inv,
    uint256InvMod,
    bigintDiv,
  ].map((fcall) => [fcall.id, fcall]),
);
