import { squareRoot } from '../internal/complex.ts';
import { CURVES } from '../internal/curves.ts';
import { EDWARDS, evenRoot } from '../internal/edwards.ts';
import { invert, invertModuloPrime, power } from '../internal/modular.ts';

/**
 * What SP1's host answers to a guest that writes to a file descriptor of its own: buffers that the guest reads next,
 * for free, and must check (crates/core/executor/src/hook.rs of succinctlabs/sp1).
 */
export interface Sp1Hook {
  readonly name: string;
  readonly descriptor: number;
  /** The buffers, or undefined for what SP1's executor panics at. */
  answer(bytes: Uint8Array): Uint8Array[] | undefined;
}

function integer(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return value;
}

function bigEndian(value: bigint, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let rest = value;
  for (let index = length - 1; index >= 0; index--) {
    bytes[index] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return bytes;
}

const YES = Uint8Array.of(1);
const NO = Uint8Array.of(0);

/** Flag and root, or a root of the number times a non-residue. */
function rootOf(
  value: bigint,
  p: bigint,
  residue: bigint,
  length: number,
): Uint8Array[] | undefined {
  const root = squareRoot(value, p);
  if (root !== undefined) return [YES, bigEndian(root, length)];
  const other = squareRoot((residue * value) % p, p);
  return other === undefined ? undefined : [NO, bigEndian(other, length)];
}

/** Parity and curve, r, r³ + a·r + b: the y of that parity and 1/r modulo the order, or a root that proves there is none. */
const ecrecover: Sp1Hook = {
  name: 'ecrecover',
  descriptor: 15,
  answer(bytes) {
    if (bytes.length !== 65) return undefined;
    const id = bytes[0]! & 0x7f;
    const curve = id === 1 ? CURVES.secp256k1 : id === 2 ? CURVES.secp256r1 : undefined;
    const [r, alpha] = [integer(bytes.subarray(1, 33)), integer(bytes.subarray(33))];
    if (curve === undefined || r >= curve.p || alpha >= curve.p || alpha === 0n) return undefined;
    const found = rootOf(alpha, curve.p, 3n, 32);
    if (found === undefined || found[0] === NO) return found;
    const inverse = r < curve.n ? invertModuloPrime(r, curve.n) : undefined;
    if (inverse === undefined) return undefined;
    const root = integer(found[1]!);
    const odd = BigInt(bytes[0]! >> 7);
    const y = (root & 1n) === odd ? root : curve.p - root;
    return [YES, bigEndian(y, 32), bigEndian(inverse, 32)];
  },
};

function littleEndian(value: bigint, length: number): Uint8Array {
  return bigEndian(value, length).reverse();
}

/**
 * A compressed point of edwards25519 and d·y² + 1: 1 if it is one; else 0, and what proves that, if y is below p: the
 * inverse of the second and a root of twice x².
 */
const edDecompress: Sp1Hook = {
  name: 'ed_decompress',
  descriptor: 16,
  answer(bytes) {
    if (bytes.length !== 64) return undefined;
    const { p } = EDWARDS;
    const y = BigInt.asUintN(255, integer(bytes.slice(0, 32).reverse()));
    const v = integer(bytes.slice(32).reverse());
    if (y >= p) return [NO];
    if (v >= p) return undefined;
    const inverse = invertModuloPrime(v, p) ?? 0n;
    const square = (y * y - 1n) * inverse;
    if (evenRoot(square) !== undefined) return [YES];
    const root = evenRoot(2n * square);
    return root === undefined ? undefined : [NO, littleEndian(inverse, 32), littleEndian(root, 32)];
  },
};

/** A product of twice a key's bytes, and a modulus: remainder and quotient, all little-endian. */
const rsaMulMod: Sp1Hook = {
  name: 'rsa_mul_mod',
  descriptor: 17,
  answer(bytes) {
    if (![768, 1152, 1536].includes(bytes.length)) return undefined;
    const length = bytes.length / 3;
    const product = integer(bytes.slice(0, 2 * length).reverse());
    const modulus = integer(bytes.slice(2 * length).reverse());
    if (modulus === 0n || (product / modulus) >> BigInt(8 * length) > 0n) return undefined;
    return [littleEndian(product % modulus, length), littleEndian(product / modulus, length)];
  },
};

const blsRoot: Sp1Hook = {
  name: 'bls12_381_sqrt',
  descriptor: 18,
  answer(bytes) {
    if (bytes.length < 48) return undefined;
    const value = integer(bytes.subarray(0, 48));
    const { p } = CURVES.bls12_381;
    return value < p ? rootOf(value, p, 2n, 48) : undefined;
  },
};

const blsInverse: Sp1Hook = {
  name: 'bls12_381_inverse',
  descriptor: 19,
  answer(bytes) {
    if (bytes.length < 48) return undefined;
    const inverse = invertModuloPrime(integer(bytes.subarray(0, 48)), CURVES.bls12_381.p);
    return inverse === undefined ? undefined : [bigEndian(inverse, 48)];
  },
};

/** Longest number that a hook takes: of 4096 bits, so that no answer takes long. SP1 has no limit. */
const MAX_NUMBER_BYTES = 512;

/** The numbers behind a length of four bytes, each so long; undefined if there are not so many. */
function numbers(bytes: Uint8Array, count: number): [length: number, ...bigint[]] | undefined {
  if (bytes.length < 4) return undefined;
  const length = Number(integer(bytes.subarray(0, 4)));
  if (length > MAX_NUMBER_BYTES || bytes.length !== 4 + count * length) return undefined;
  const values = Array.from({ length: count }, (_, index) =>
    integer(bytes.subarray(4 + index * length, 4 + (index + 1) * length)),
  );
  return [length, ...values];
}

/** Length, number, modulus, non-residue: a root as of {@link rootOf}. */
const fieldRoot: Sp1Hook = {
  name: 'fp_sqrt',
  descriptor: 20,
  answer(bytes) {
    const [length, value, p, residue] = numbers(bytes, 3) ?? [];
    if (length === undefined || value! >= p! || residue! >= p!) return undefined;
    if (value === 0n) return [YES, new Uint8Array(length)];
    // SP1 goes on with Tonelli and Shanks' algorithm for other primes
    return p! % 4n === 3n ? rootOf(value!, p!, residue!, length) : undefined;
  },
};

/** Length, number, modulus: the power to p − 2, which is the inverse if p is prime. */
const fieldInverse: Sp1Hook = {
  name: 'fp_inverse',
  descriptor: 21,
  answer(bytes) {
    const [length, value, p] = numbers(bytes, 2) ?? [];
    if (length === undefined || value === 0n || p! < 2n) return undefined;
    return [bigEndian(invert(value!, p!) ?? power(value!, p! - 2n, p!), length)];
  },
};

/** The hooks by file descriptor. */
export const SP1_HOOKS: ReadonlyMap<number, Sp1Hook> = new Map(
  [ecrecover, edDecompress, rsaMulMod, blsRoot, blsInverse, fieldRoot, fieldInverse].map((hook) => [
    hook.descriptor,
    hook,
  ]),
);
