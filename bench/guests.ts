/** One bench guest; its source is `guests/NAME.c`. */
export interface Guest {
  about: string;
  /** What `ROUNDS` is in the source: natively a fifth of a second of work or more. */
  rounds: number;
  /** The same for the interpreter and tests: about twenty million steps. */
  tinyRounds: number;
  /** An npm package with more sources, its checksum, and the folder in it that they are in. */
  package?: { name: string; integrity: string; folder: string };
}

/** The C guests of the engine's bench, in the order of its table. */
export const GUESTS: Readonly<Record<string, Guest>> = {
  keccak: { about: 'Keccak-f[1600]', rounds: 600_000, tinyRounds: 3000 },
  sha256: { about: 'SHA-256', rounds: 240_000, tinyRounds: 1000 },
  bn254: { about: 'BN254 Montgomery multiplication', rounds: 3_000_000, tinyRounds: 30_000 },
  bytecode: { about: 'register bytecode, one switch', rounds: 10_000_000, tinyRounds: 60_000 },
  stack256: { about: '256-bit stack machine, function pointers', rounds: 720, tinyRounds: 8 },
  memory: { about: 'sieve, sort, hash map', rounds: 16, tinyRounds: 1 },
  sqlite: {
    about: 'SQLite, joins, sorts and updates in memory',
    rounds: 15,
    tinyRounds: 1,
    package: {
      name: 'better-sqlite3@13.2.0',
      integrity:
        'sha512-Z8Q/9x/uNyKxA1v4FNodyItRVRw1TeKBrmj32JhxhR0ceNcBY+wMobt/Bv7M7TzwPAXjnZRtNaEsATnUZSKWZQ==',
      folder: 'deps/sqlite3',
    },
  },
};
