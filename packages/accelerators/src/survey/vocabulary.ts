/** The zkVMs of the survey in the order in which tables show them. The standard is last. */
export const ZKVM_NAMES = [
  'RISC Zero',
  'SP1',
  'Airbender',
  'ZisK',
  'OpenVM',
  'Ziren',
  'Pico',
  'Jolt',
  'zkvm-standards',
] as const;

export type ZkvmName = (typeof ZKVM_NAMES)[number];

/** What a precompile is, and what each kind means. */
export const KINDS = {
  hash: 'a hash function, or its permutation or compression',
  field: 'arithmetic in a prime field or an extension of one',
  curve: 'points of an elliptic curve: add, double, decompress',
  pairing: 'a pairing, or a check of a product of pairings',
  signature: 'verifies a signature, or recovers its signer',
  bigint: 'integers of a fixed width, or modulo any number',
  bits: 'moves bits and bytes about',
  memory: 'copies, fills or compares memory',
  hint: 'an answer without a proof, which the guest must check',
  recursion: 'verifies a proof inside the guest',
  system: 'input, output, halting, profiling: no acceleration',
  other: 'anything else',
} as const;

export type Kind = keyof typeof KINDS;

/** What precompiles work on, in the order in which tables show it. */
export const FAMILIES = {
  keccak: 'Keccak',
  sha256: 'SHA-256',
  sha512: 'SHA-512',
  blake: 'BLAKE2, BLAKE3',
  ripemd160: 'RIPEMD-160',
  poseidon2: 'Poseidon2',
  secp256k1: 'secp256k1',
  secp256r1: 'secp256r1 (P-256)',
  ed25519: 'Ed25519',
  grumpkin: 'Grumpkin',
  bn254: 'BN254',
  'bls12-381': 'BLS12-381',
  kzg: 'KZG',
  modexp: 'modexp',
  u256: '256-bit integers',
  u384: '384-bit integers',
  'big-integer': 'integers of any width',
  'any-field': 'any prime field',
  'any-fp2': 'any quadratic extension',
  'any-curve': 'any Weierstrass curve',
  'any-pairing': 'any pairing',
  'base-field': "the prover's own field",
  memory: 'memory',
  bits: 'bits',
  proof: 'proofs',
  system: 'system',
  other: 'other',
} as const;

export type Family = keyof typeof FAMILIES;
