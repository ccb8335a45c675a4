import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { guestsFolder } from '../guests.ts';

const TARGET = 'riscv64gc-unknown-linux-gnu';

/**
 * Builds the Rust stateless validator as a static Linux program: payload from standard input, public output to
 * standard output. Takes minutes the first time. Returns its path; ends the process if the build fails.
 */
export function buildLinuxValidator(): string {
  const target = join(guestsFolder, 'target/linux');
  const { status, error } = spawnSync(
    '/usr/bin/cargo',
    [
      ...['build', '--locked', '--release', '--target', TARGET, '-Zbuild-std=std,panic_abort'],
      ...['--package', 'stateless', '--bin', 'stateless'],
    ],
    {
      cwd: guestsFolder,
      env: {
        ...process.env,
        CARGO_TARGET_DIR: target,
        RUSTC: '/usr/bin/rustc',
        RUSTC_BOOTSTRAP: '1',
        RUSTFLAGS: '-Ctarget-feature=+crt-static -Crelocation-model=static',
        CARGO_TARGET_RISCV64GC_UNKNOWN_LINUX_GNU_LINKER: 'riscv64-linux-gnu-gcc',
      },
      stdio: ['ignore', 2, 2],
    },
  );
  if (status !== 0) {
    console.error(`cargo could not build the validator${error ? `: ${error.message}` : ''}`);
    process.exit(1);
  }
  return join(target, TARGET, 'release/stateless');
}
