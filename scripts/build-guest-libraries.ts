/**
 * `npm run guests:sdk`: builds the accelerators as static libraries for C, `libzkvm_accelerators_{plain,lean,fat}.a`,
 * and the example over each. Prints their paths.
 */
import { buildExample, buildLibrary, LEVELS } from './accelerator-guests.ts';

for (const level of LEVELS) {
  const library = buildLibrary(level);
  console.log(library);
  console.log(buildExample(level, library));
}
