import { addComplex, type Complex, multiplyComplex, subtractComplex } from '../internal/complex.ts';
import { CURVES, type Curve } from '../internal/curves.ts';
import { addEdwards, recoverX } from '../internal/edwards.ts';
import { modulo } from '../internal/modulo.ts';
import { addInPlace, doubleInPlace, writePair } from '../internal/pairs.ts';
import { putInteger, toInteger } from '../internal/words.ts';
import { HASHES } from './hashes.ts';
import { operands, type Sp1Operation } from './operation.ts';

const NOT_REDUCED = 'coordinates that are not below p';

/** p = p + q and p = 2·p on one curve, by the chord and the tangent. */
function curveCalls(
  name: string,
  [add, double]: readonly [number, number],
  curve: Curve,
  words: number,
): Sp1Operation[] {
  return [
    {
      name: `${name}_ADD`,
      id: add,
      operands: operands(['p', 'inout', words], ['q', 'input', words]),
      refuses: `points with the same x, and ${NOT_REDUCED}`,
      compute: (p, q) => addInPlace(p!, q!, curve),
    },
    {
      name: `${name}_DOUBLE`,
      id: double,
      operands: operands(['p', 'inout', words]),
      refuses: `y = 0, and ${NOT_REDUCED}`,
      compute: (p) => doubleInPlace(p!, curve),
    },
  ];
}

const OPERATIONS = {
  ADD: [(a: bigint, b: bigint) => a + b, addComplex],
  SUB: [(a: bigint, b: bigint) => a - b, subtractComplex],
  MUL: [(a: bigint, b: bigint) => a * b, multiplyComplex],
} as const;

/** x = x ∘ y in the field of p elements and in that of p²; what is not below p is reduced first. */
function fieldCalls(name: string, first: number, { p }: Curve, words: number): Sp1Operation[] {
  const readComplex = (pair: BigUint64Array): Complex => ({
    re: toInteger(pair, 0, words) % p,
    im: toInteger(pair, words, words) % p,
  });
  const names = Object.keys(OPERATIONS) as (keyof typeof OPERATIONS)[];
  return [
    ...names.map((operation, index) => ({
      name: `${name}_FP_${operation}`,
      id: first + index,
      operands: operands(['x', 'inout', words], ['y', 'input', words]),
      compute(x: BigUint64Array, y: BigUint64Array) {
        const result = OPERATIONS[operation][0](toInteger(x, 0, words), toInteger(y, 0, words));
        putInteger(x, 0, words, modulo(result, p));
        return true;
      },
    })),
    ...names.map((operation, index) => ({
      name: `${name}_FP2_${operation}`,
      id: first + 3 + index,
      operands: operands(['x', 'inout', 2 * words], ['y', 'input', 2 * words]),
      compute(x: BigUint64Array, y: BigUint64Array) {
        const result = OPERATIONS[operation][1](readComplex(x), readComplex(y), p);
        writePair(x, result.re, result.im);
        return true;
      },
    })),
  ];
}

const WORDS_256 = 4;
const BITS_256 = 256n;

/** x = x·y modulo m, which follows y in memory; 0 stands for 2²⁵⁶. */
const uint256Mul: Sp1Operation = {
  name: 'UINT256_MUL',
  id: 0x01011d,
  operands: operands(['x', 'inout', WORDS_256], ['y, modulus', 'input', 2 * WORDS_256]),
  compute(x, y) {
    const modulus = toInteger(y!, WORDS_256, WORDS_256) || 1n << BITS_256;
    const product = toInteger(x!, 0, WORDS_256) * toInteger(y!, 0, WORDS_256);
    putInteger(x!, 0, WORDS_256, product % modulus);
    return true;
  },
};

/** e·2²⁵⁶ + d = (a ∘ b) + c. */
function carryCall(name: string, id: number, operation: (a: bigint, b: bigint) => bigint) {
  return {
    name,
    id,
    operands: operands(
      ['a', 'input', WORDS_256],
      ['b', 'input', WORDS_256],
      ['c', 'input', WORDS_256],
      ['d', 'output', WORDS_256],
      ['e', 'output', WORDS_256],
    ),
    compute(...[a, b, c, d, e]: BigUint64Array[]) {
      const inputs = [a!, b!, c!].map((input) => toInteger(input, 0, WORDS_256));
      const result = operation(inputs[0]!, inputs[1]!) + inputs[2]!;
      putInteger(d!, 0, WORDS_256, result);
      putInteger(e!, 0, WORDS_256, result >> BITS_256);
      return true;
    },
  };
}

/** p += q on edwards25519. */
const edAdd: Sp1Operation = {
  name: 'ED_ADD',
  id: 0x010107,
  operands: operands(['p', 'inout', 8], ['q', 'input', 8]),
  compute(p, q) {
    const [a, b] = [p!, q!].map((words) => ({
      x: toInteger(words, 0, WORDS_256),
      y: toInteger(words, WORDS_256, WORDS_256),
    }));
    const sum = addEdwards(a!, b!);
    writePair(p!, sum.x, sum.y);
    return true;
  },
};

/** The x, of this parity, of the point whose y follows in memory; the highest bit of y does not count. */
const edDecompress: Sp1Operation = {
  name: 'ED_DECOMPRESS',
  id: 0x000108,
  operands: operands(['x, y', 'inout', 8], ['sign', 'value', 1]),
  refuses: 'a y that no point has, and a sign that is neither 0 nor 1',
  compute(point, sign) {
    if (sign![0]! > 1n) return false;
    const y = BigInt.asUintN(255, toInteger(point!, WORDS_256, WORDS_256));
    const x = recoverX(y, sign![0] === 1n);
    if (x === undefined) return false;
    putInteger(point!, 0, WORDS_256, x);
    return true;
  },
};

const { secp256k1, secp256r1, bn254, bls12_381 } = CURVES;

/** SP1's calls that compute, by what t0 holds (crates/core/executor/src/syscall_code.rs of succinctlabs/sp1). */
export const SP1_OPERATIONS: ReadonlyMap<number, Sp1Operation> = new Map(
  [
    ...HASHES,
    edAdd,
    edDecompress,
    ...curveCalls('SECP256K1', [0x01010a, 0x00010b], secp256k1, 8),
    ...curveCalls('BN254', [0x01010e, 0x00010f], bn254, 8),
    uint256Mul,
    ...curveCalls('BLS12381', [0x01011e, 0x00011f], bls12_381, 12),
    ...fieldCalls('BLS12381', 0x010120, bls12_381, 6),
    ...fieldCalls('BN254', 0x010126, bn254, 4),
    ...curveCalls('SECP256R1', [0x01012c, 0x00012d], secp256r1, 8),
    carryCall('UINT256_ADD_CARRY', 0x010130, (a, b) => a + b),
    carryCall('UINT256_MUL_CARRY', 0x010131, (a, b) => a * b),
  ].map((operation) => [operation.id, operation]),
);
