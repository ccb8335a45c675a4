import type { SourceProfile } from '../source-profile.ts';

/** A path of functions, and the steps at its end. */
export interface Stack {
  /** Numbers of functions, outermost first. */
  functions: readonly number[];
  steps: number;
}

/** The distinct paths of functions, inlined ones too, that have steps of their own. */
export function stacksOf({ locations, nodes }: SourceProfile): Stack[] {
  const outermostFirst = (location: number): number[] =>
    (locations[location]?.lines ?? []).map(({ function: number }) => number).reverse();
  const stacks = new Map<string, { functions: number[]; steps: number }>();
  /** The functions around each node. */
  const around: number[][] = [];
  for (const { parent, call, samples } of nodes) {
    const callers = parent < 0 ? [] : [...around[parent]!, ...outermostFirst(call)];
    around.push(callers);
    for (const { location, steps } of samples) {
      const functions = [...callers, ...outermostFirst(location)];
      const key = functions.join();
      const known = stacks.get(key);
      if (known === undefined) stacks.set(key, { functions, steps });
      else known.steps += steps;
    }
  }
  return [...stacks.values()];
}
