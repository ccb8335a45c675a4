import type { AcceleratorName } from '../accelerators.ts';
import { ACCELERATORS } from '../accelerators.ts';
import { bigEndian, putBigEndian } from '../internal/bytes.ts';
import { type ComputeArguments, GENERATORS, littleEndian, putLittleEndian } from './cases.ts';
import {
  addPoints,
  bls12Pairing,
  bn254Pairing,
  kzgPointEvaluation,
  mapFp,
  mapFp2,
  multiplyPoint,
  recoverSecp256k1,
  sumOfMultiples,
  verifySecp256k1,
  verifySecp256r1,
} from './curves.ts';
import {
  blake2f,
  keccak256,
  keccakF1600,
  poseidon2Koalabear,
  ripemd160,
  sha256Compress,
  sha256Hash,
} from './hashes.ts';
import { BLS_G1, BLS_G2, BN_G1 } from './points.ts';
import { createRandom } from './random.ts';

type Oracles = { [Name in AcceleratorName]: (...values: ComputeArguments<Name>) => boolean };

function modular(compute: (a: bigint, b: bigint) => bigint): Oracles['hart_mulmod256'] {
  return (a, b, m, out) => {
    const modulus = littleEndian(m);
    if (modulus === 0n) return false;
    putLittleEndian(out, compute(littleEndian(a), littleEndian(b)) % modulus);
    return true;
  };
}

const product = modular((a, b) => a * b);
const sum = modular((a, b) => a + b);

/** Every accelerator a second time, written without its kernels: noble's libraries, OpenSSL and formulas with BigInt. */
const ORACLES: Oracles = {
  zkvm_keccak256: keccak256,
  zkvm_secp256k1_verify: verifySecp256k1,
  zkvm_secp256k1_ecrecover: recoverSecp256k1,
  zkvm_sha256: sha256Hash,
  zkvm_ripemd160: ripemd160,
  zkvm_modexp(base, exp, modulus, output) {
    if ([base, exp, modulus].some(({ length }) => length > 1024)) return false;
    const m = bigEndian(modulus);
    let result = 1n;
    let power = bigEndian(base);
    for (let rest = bigEndian(exp); rest > 0n && m > 0n; rest >>= 1n) {
      if ((rest & 1n) === 1n) result = (result * power) % m;
      power = (power * power) % m;
    }
    putBigEndian(output, m === 0n ? 0n : result % m);
    return true;
  },
  zkvm_bn254_g1_add: addPoints(BN_G1),
  zkvm_bn254_g1_mul: multiplyPoint(BN_G1),
  zkvm_bn254_pairing: bn254Pairing,
  zkvm_blake2f: blake2f,
  zkvm_kzg_point_eval: kzgPointEvaluation,
  zkvm_bls12_g1_add: addPoints(BLS_G1),
  zkvm_bls12_g1_msm: sumOfMultiples(BLS_G1),
  zkvm_bls12_g2_add: addPoints(BLS_G2),
  zkvm_bls12_g2_msm: sumOfMultiples(BLS_G2),
  zkvm_bls12_pairing: bls12Pairing,
  zkvm_bls12_map_fp_to_g1: mapFp,
  zkvm_bls12_map_fp2_to_g2: mapFp2,
  zkvm_secp256r1_verify: verifySecp256r1,
  zkvm_keccak_f1600: keccakF1600,
  hart_sha256_compress: sha256Compress,
  hart_mulmod256: product,
  hart_addmod256: sum,
  hart_mulmod384: product,
  hart_addmod384: sum,
  hart_poseidon2_koalabear16: poseidon2Koalabear,
  hart_memcpy(to, from) {
    for (const [n, byte] of from.slice().entries()) to[n] = byte;
    return true;
  },
  hart_memset(to, byte, n) {
    for (let at = 0; at < Number(n); at++) to[at] = byte % 256;
    return true;
  },
};

export { createRandom, type Random } from './random.ts';

export { validArguments } from './valid.ts';

/** Calls an accelerator's oracle on arguments that are right for it. */
export function callOracle(name: AcceleratorName, values: readonly unknown[]): boolean {
  return (ORACLES[name] as (...all: unknown[]) => boolean)(...values);
}

/** What came of one comparison. */
export interface Comparison {
  /** The status that both gave: false is a failure. */
  status: boolean;
  /** How they differ; undefined if they agree. */
  difference?: string;
}

/**
 * Gives an accelerator and its oracle the same arguments, made from a seed, and compares status and all bytes;
 * an accelerator that throws differs.
 */
export function compareWithOracle(name: AcceleratorName, seed: number): Comparison {
  const values = GENERATORS[name](createRandom(seed)) as readonly unknown[];
  const copy = (): unknown[] =>
    values.map((value) => (value instanceof Uint8Array ? value.slice() : value));
  const [mine, expected] = [copy(), copy()];
  const oracle = ORACLES[name] as (...all: unknown[]) => boolean;
  const compute = ACCELERATORS[name].compute as (...all: unknown[]) => boolean;
  const status = oracle(...expected);
  const differs = (what: string): Comparison => ({
    status,
    difference: `${name}, seed ${seed}: ${what}; arguments ${values.map(show).join(' ')}`,
  });
  let found: boolean;
  try {
    found = compute(...mine);
  } catch (error) {
    return differs(`throws ${error}`);
  }
  if (found !== status) return differs(`${found} instead of ${status}`);
  for (const [n, value] of mine.entries()) {
    if (show(value) === show(expected[n])) continue;
    return differs(`argument ${n} is ${show(value)} instead of ${show(expected[n])}`);
  }
  return { status };
}

function show(value: unknown): string {
  if (!(value instanceof Uint8Array)) return String(value);
  return Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
