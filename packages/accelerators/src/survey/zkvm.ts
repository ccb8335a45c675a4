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

/** What is known of some precompiles only. */
interface Details {
  /** Where it is defined, if not where most of the zkVM's are. */
  source?: string;
  /** The version that was read, if it is another one. */
  version?: string;
  /** How it is called, if not as most are. */
  invocation?: string;
  /** C declaration. */
  signature?: string;
  cost?: PublishedCost;
}

/** ZisK's published cost of an operation. */
export interface PublishedCost {
  /** Columns times rows of the state machine that one call takes. */
  area: number;
  inputBytes: number;
  outputBytes: number;
  stateMachine: string;
}

/** Name in the zkVM's own code, kind, family, how the call is named in machine code, details. */
type Row = readonly [name: string, kind: Kind, family: Family, id: string, details?: Details];

/** One zkVM as of the version that was read. */
export interface Zkvm {
  name: string;
  /** Release or branch, commit and its date. */
  version: string;
  /** On GitHub. */
  repository: string;
  /** Instruction set of its guests. */
  isa: string;
  /** How guests call. */
  invocation?: string;
  /** File in the repository that defines what is called by which number. */
  source: string;
  precompiles: readonly Row[];
}
