/** Levels of acceleration, and what each means for a library. */
export const LEVELS = {
  plain: 'the library in software only',
  lean: 'its multiplication, compression or permutation is a call, all else software',
  fat: 'one call for each whole operation; of the library remains what is around it',
} as const;

export type Level = keyof typeof LEVELS;

/** A library, with the workloads that it serves at each level. */
interface Library {
  about: string;
  /** Package below this folder, named `bench-` and this; some libraries share one. */
  folder: string;
  workloads: Partial<Record<Level, readonly string[]>>;
  /** The lean level is made by an overlay of the crate's source (`overlays.ts`). */
  overlay?: true;
}

const BN254 = ['bn254-pairing', 'bn254-tripartite-dh'] as const;
const BLS12 = ['bls12-pairing', 'bls12-msm', 'kzg-opening'] as const;
const STANDARD = [
  ...['keccak256', 'sha256', 'ecrecover', 'modexp', 'bn254-pairing'],
  ...BLS12,
] as const;

/** The libraries in the order of the report. */
export const LIBRARIES: Readonly<Record<string, Library>> = {
  'substrate-bn': {
    about: 'substrate-bn 0.6.0; lean: its field multiplication edited at build time',
    folder: 'substrate-bn',
    workloads: { plain: BN254, lean: BN254, fat: BN254 },
    overlay: true,
  },
  'crypto-bigint': {
    about: 'our own pairing over crypto-bigint 0.5.5 (constant time); lean: over another field',
    folder: 'crypto-bigint',
    workloads: { plain: BN254, lean: BN254, fat: BN254 },
  },
  arkworks: {
    about: 'ark-bn254 and ark-bls12-381 0.6.0; lean: through its extension point FpConfig',
    folder: 'arkworks',
    workloads: {
      plain: [...BN254, ...BLS12],
      lean: [...BN254, ...BLS12],
      fat: [...BN254, ...BLS12],
    },
  },
  sha3: {
    about: 'sha3 0.11.0 on keccak 0.2.2; lean: the permutation edited at build time',
    folder: 'rustcrypto',
    workloads: { plain: ['keccak256'], lean: ['keccak256'] },
    overlay: true,
  },
  sha2: {
    about: 'sha2 0.11.0; lean: the compression function edited at build time',
    folder: 'rustcrypto',
    workloads: { plain: ['sha256'], lean: ['sha256'] },
    overlay: true,
  },
  k256: {
    about: 'k256 0.13.4; lean: its field multiplication edited at build time',
    folder: 'rustcrypto',
    workloads: { plain: ['ecrecover'], lean: ['ecrecover'] },
    overlay: true,
  },
  'aurora-modexp': {
    about: 'aurora-engine-modexp 1.3.0',
    folder: 'rustcrypto',
    workloads: { plain: ['modexp'] },
  },
  blst: {
    about: 'blst 0.3.17, its C for machines without its assembly, which has limbs of 32 bits',
    folder: 'blst',
    workloads: { plain: BLS12 },
  },
  'hart-sdk': {
    about:
      'the standard’s functions of guests/sdk/accelerators; plain: our Keccak in assembly, sha2, libsecp256k1, and revm’s choices (aurora-engine-modexp, arkworks)',
    folder: 'sdk',
    workloads: { plain: STANDARD, lean: STANDARD, fat: STANDARD },
  },
};
