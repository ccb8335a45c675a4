import type { AcceleratorTally } from './accelerator-calls.ts';

/** Counts calls by name. */
export interface Tally extends AcceleratorTally {
  add(name: string): void;
}

export function createTally(): Tally {
  const counted = new Map<string, { name: string; calls: number }>();
  let total = 0;
  return {
    get total() {
      return total;
    },
    counts: () =>
      [...counted.values()]
        .map((entry) => ({ ...entry }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    add(name) {
      total++;
      const entry = counted.get(name);
      if (entry === undefined) counted.set(name, { name, calls: 1 });
      else entry.calls++;
    },
  };
}
