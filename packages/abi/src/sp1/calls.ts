/** SP1's system calls that do not compute, by what t0 holds, and what the environment does with each. */
export interface Sp1Call {
  readonly name: string;
  readonly id: number;
  /** What it does; of those that are missing, why. */
  readonly does: string;
  readonly missing?: true;
}

export const SP1_CALLS = [
  { name: 'HALT', id: 0x00, does: 'ends with the exit code a0' },
  {
    name: 'WRITE',
    id: 0x02,
    does: 'writes a2 bytes at a1 to a0: log, public values, hint or hook',
  },
  {
    name: 'ENTER_UNCONSTRAINED',
    id: 0x03,
    does: 'runs what follows, with t0 = 1, on a copy of memory and registers',
  },
  { name: 'EXIT_UNCONSTRAINED', id: 0x04, does: 'ends that: goes on behind it with t0 = 0' },
  { name: 'COMMIT', id: 0x10, does: 'word a0 of the digest of the public values; not looked at' },
  { name: 'COMMIT_DEFERRED_PROOFS', id: 0x1a, does: 'word a0 of another digest; not looked at' },
  { name: 'HINT_LEN', id: 0xf0, does: 't0 = length of the next input, or 2⁶⁴ − 1' },
  { name: 'HINT_READ', id: 0xf1, does: 'copies the next input to a0; a1 must be its length' },
  { name: 'SECP256K1_DECOMPRESS', id: 0x00010c, does: 'gone in SP1 6', missing: true },
  { name: 'VERIFY_SP1_PROOF', id: 0x1b, does: 'needs a verifier', missing: true },
  { name: 'BLS12381_DECOMPRESS', id: 0x00011c, does: 'gone in SP1 6', missing: true },
  { name: 'SECP256R1_DECOMPRESS', id: 0x00012e, does: 'gone in SP1 6', missing: true },
  { name: 'U256XU2048_MUL', id: 0x01012f, does: 'gone in SP1 6', missing: true },
  { name: 'MPROTECT', id: 0x000132, does: 'page protection', missing: true },
  {
    name: 'POSEIDON2',
    id: 0x000133,
    does: 'Poseidon2 over KoalaBear with round constants of SP1’s own',
    missing: true,
  },
  { name: 'SIG_RETURN', id: 0x000134, does: 'page protection', missing: true },
  { name: 'HINT_MPROTECT_FLUSH', id: 0x35, does: 'page protection', missing: true },
  { name: 'DUMP_ELF', id: 0x40, does: 'a program that writes programs', missing: true },
  { name: 'INSERT_PROFILER_SYMBOLS', id: 0x41, does: 'SP1’s profiler', missing: true },
  { name: 'DELETE_PROFILER_SYMBOLS', id: 0x42, does: 'SP1’s profiler', missing: true },
] as const satisfies readonly Sp1Call[];

/** The calls that the environment has itself. */
export type Sp1CallName = Exclude<(typeof SP1_CALLS)[number], { missing: true }>['name'];

/** What t0 holds, by name. */
export const CALL_ID = Object.fromEntries(SP1_CALLS.map(({ name, id }) => [name, id])) as Record<
  (typeof SP1_CALLS)[number]['name'],
  number
>;
