/** Everything that can be said about the sources without running them; ends with `N passed, N failed`. */
import { spawnSync } from 'node:child_process';
import process from 'node:process';

const STEPS = [
  [
    'lockfiles',
    'node',
    'scripts/lockfile.ts',
    '--check',
    'package-lock.json',
    'docs/package-lock.json',
    'examples/sample-block/package-lock.json',
  ],
  ['reference pages', 'node', 'scripts/reference-pages.ts', '--check'],
  ['biome', 'biome', 'check', '--error-on-warnings'],
  ['types', 'tsc', '--noEmit'],
  ['unused code', 'knip'],
  ['arrows', 'depcruise', '--config', '.dependency-cruiser.mjs', 'packages', 'scripts', 'bench'],
] as const;

let failed = 0;
for (const [name, program, ...args] of STEPS) {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
  if (status === 0) continue;
  failed++;
  process.stdout.write(stdout + stderr);
}
console.log(`${STEPS.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
