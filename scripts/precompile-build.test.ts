import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** Runs a script of the precompile bench, with nothing in PATH. */
function run(name: string, ...args: string[]) {
  const script = fileURLToPath(new URL(`../bench/precompiles/${name}`, import.meta.url));
  const env = { PATH: '' };
  return spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', env });
}

test('without its tools the build names the packages', () => {
  const { status, stdout, stderr } = run('build.ts', '--only', 'sha256');
  expect({ status, stdout }).toEqual({ status: 4, stdout: '' });
  expect(stderr).toMatch(/apt-get install .*lld-19 clang-19/);
});

test.each(['build.ts', 'inputs.ts'])('%s names the workloads that there are', (name) => {
  const { status, stdout, stderr } = run(name, '--only', 'sha256,nothing');
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/no workload nothing; there are bn254-pairing, .*kzg-opening/);
});

test('the same workload gets the same bytes', () => {
  const args = ['inputs.ts', '--few', '--only', 'modexp,ecrecover'] as const;
  const { status, stdout } = run(...args);
  expect(status).toBe(0);
  expect(run(...args).stdout).toBe(stdout);
  const [modexp, ecrecover] = JSON.parse(stdout);
  expect(modexp).toMatchObject({ workload: 'modexp', items: 4 });
  // the length of the name, the name, then items of three numbers
  expect(modexp.input).toHaveLength(2 * (1 + 6 + 4 * 96));
  expect(modexp.output).toHaveLength(2 * 4 * 32);
  // the last of the signatures has no signer
  expect(ecrecover.output.slice(-128)).toBe('0'.repeat(128));
});
