import { stacksOf } from './internal/stacks.ts';
import type { SourceProfile } from './source-profile.ts';

/**
 * A profile as folded stacks: a line for each path of functions, outermost first and separated by `;`, then
 * its steps. What flamegraph.pl and inferno read.
 */
export function toFolded(profile: SourceProfile): string {
  const names = profile.functions.map(({ name }) => name.replace(/[;\s]+/g, ' ').trim());
  const steps = new Map<string, number>();
  for (const stack of stacksOf(profile)) {
    const path = stack.functions.map((number) => names[number]).join(';');
    steps.set(path, (steps.get(path) ?? 0) + stack.steps);
  }
  return [...steps].map(([path, count]) => `${path} ${count}\n`).join('');
}
