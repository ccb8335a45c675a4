/** Levels of acceleration, and what each means for a library. */
export const LEVELS = {
  plain: 'the library in software only',
  lean: 'its multiplication, compression or permutation is a call, all else software',
  fat: 'one call for each whole operation; of the library remains what is around it',
} as const;

export type Level = keyof typeof LEVELS;

/** One program: a library, with the workloads that it serves at each level. */
interface Guest {
  /** Package below this folder, named `bench-` and this. */
  folder: string;
  workloads: Partial<Record<Level, readonly string[]>>;
  /** The lean level is made by an overlay of the crate's source (`overlays.ts`). */
  overlay?: true;
  /** Has C sources. */
  c?: true;
}

const BN254 = ['bn254-pairing', 'bn254-tripartite-dh'] as const;

/** The guests by library, in the order of the report. */
export const GUESTS: Readonly<Record<string, Guest>> = {
  'substrate-bn': {
    folder: 'substrate-bn',
    workloads: { plain: BN254, lean: BN254, fat: BN254 },
    overlay: true,
  },
  'crypto-bigint': {
    folder: 'crypto-bigint',
    workloads: { plain: BN254, lean: BN254, fat: BN254 },
  },
  arkworks: {
    folder: 'arkworks',
    workloads: { plain: BN254, lean: BN254, fat: BN254 },
  },
};
