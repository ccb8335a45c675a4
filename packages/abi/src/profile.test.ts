import { readFileSync } from 'node:fs';
import type { Profile } from '@hart/machine';
import { readElf } from '@hart/riscv';
import { expect, test } from 'vitest';
import { runProgram } from './run-program.ts';

/** Everything in a profile, comparable. */
function flat({ nodes }: Profile): unknown {
  return nodes.map(({ parent, callSite, address, steps, samples }) => ({
    parent,
    callSite,
    address,
    steps,
    samples: [...samples()].sort(([a], [b]) => a - b),
  }));
}

test.each([
  ['fib-rust', 500_000],
  ['echo-c', 500_000],
  // Far enough to decode what is random, refuse it, and write the verdict.
  ['stateless', 500_000],
])('%s has the same profile in both engines', (name, maxSteps) => {
  const path = new URL(`../../../guests/prebuilt/${name}.elf`, import.meta.url);
  const elf = readElf(readFileSync(path));
  const input = Uint8Array.from({ length: 5000 }, (_, n) => (n * n) >> 3);
  const [expected, found] = (['interpreter', 'aot'] as const).map((engine) => {
    const { profile, steps } = runProgram(elf, { engine, input, maxSteps, profile: true });
    if (profile === undefined) throw new Error('no profile');
    expect(profile.nodes.reduce((sum, node) => sum + node.steps, 0)).toBe(steps);
    return flat(profile);
  });
  expect(found).toEqual(expected);
});
