import process from 'node:process';

/** Counts checks and prints one line for each; the last line is `N passed, N failed`. */
export interface Tally {
  check(name: string, problem: string | undefined, note?: string): void;
  /** Prints the sum and sets the exit code. */
  end(): void;
}

/** With `quiet`, only failures are printed. */
export function createTally({ quiet = false, print = console.log } = {}): Tally {
  let passed = 0;
  let failed = 0;
  return {
    check(name, problem, note = '') {
      if (problem === undefined) passed++;
      else failed++;
      if (problem !== undefined) print(`FAIL ${name}: ${problem}`);
      else if (!quiet) print(`ok   ${name}${note === '' ? '' : `: ${note}`}`);
    },
    end() {
      print(`${passed} passed, ${failed} failed`);
      process.exitCode = failed === 0 ? 0 : 1;
    },
  };
}
