import process from 'node:process';

/** Counts checks and prints one line for each; the last line is `N passed, N failed`. */
export interface Tally {
  check(name: string, problem: string | undefined, note?: string): void;
  /** Prints the sum and sets the exit code. */
  end(): void;
}

/** With `quiet`, only failures are printed. */
export function createTally({ quiet = false } = {}): Tally {
  let passed = 0;
  let failed = 0;
  return {
    check(name, problem, note = '') {
      if (problem === undefined) passed++;
      else failed++;
      if (problem !== undefined) console.log(`FAIL ${name}: ${problem}`);
      else if (!quiet) console.log(`ok   ${name}${note === '' ? '' : `: ${note}`}`);
    },
    end() {
      console.log(`${passed} passed, ${failed} failed`);
      process.exitCode = failed === 0 ? 0 : 1;
    },
  };
}
