/** What is built at each level of acceleration beside the stateless guest: the test guest, C's libraries, its example. */
import { join } from 'node:path';
import { type AcceleratorLevel, buildC, buildRust, guestsFolder } from './guests.ts';

export const LEVELS = ['plain', 'lean', 'fat'] as const satisfies readonly AcceleratorLevel[];

const scratch = join(guestsFolder, 'target');

/** Builds the guest that makes the calls which its input lists; returns the ELF's path. */
export function buildTestGuest(level: AcceleratorLevel): string {
  const name = `accelerators-test-${level}`;
  return buildRust({ name, package: 'accelerators-test', level }, scratch);
}

/** Builds `libzkvm_accelerators_LEVEL.a` and returns its path. */
export function buildLibrary(level: AcceleratorLevel): string {
  const build = {
    name: `libzkvm_accelerators_${level}.a`,
    package: 'zkvm-accelerators-static',
    artifact: 'libzkvm_accelerators.a',
    level,
  };
  return buildRust(build, scratch);
}

/** Builds the example in C over such a library; returns the ELF's path. */
export function buildExample(level: AcceleratorLevel, library: string): string {
  const build = {
    name: `accelerators-c-${level}`,
    folder: 'examples/accelerators-c',
    includes: ['sdk/accelerators/include'],
    libraries: [library],
  };
  return buildC(build, scratch);
}
