import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { guestsFolder } from '../guests.ts';
import { CARGO, RUST_TARGET, rustEnvironment } from './rust-target.ts';

/**
 * Builds the Rust stateless validator as a static Linux program: payload from standard input, public output to
 * standard output. Takes minutes the first time. Returns its path; ends the process if the build fails.
 */
export function buildLinuxValidator(): string {
  const target = join(guestsFolder, 'target/linux');
  const { status, error } = spawnSync(
    CARGO,
    [
      ...['build', '--locked', '--release', '--target', RUST_TARGET, '-Zbuild-std=std,panic_abort'],
      ...['--package', 'stateless', '--bin', 'stateless'],
    ],
    {
      cwd: guestsFolder,
      env: { ...process.env, ...rustEnvironment(target) },
      stdio: ['ignore', 2, 2],
    },
  );
  if (status !== 0) {
    console.error(`cargo could not build the validator${error ? `: ${error.message}` : ''}`);
    process.exit(1);
  }
  return join(target, RUST_TARGET, 'release/stateless');
}
