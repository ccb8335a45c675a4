import { lastAtMost } from './line-table.ts';

/** Something that covers `start` ≤ address < `end`. */
export interface Interval<Owner> {
  start: number;
  end: number;
  /** Of two that start together, the deeper one is inside. */
  depth: number;
  owner: Owner;
}

/**
 * Finds the innermost owner of an address. Intervals are meant to nest; where they do not, the one that
 * starts last wins as long as it lasts.
 */
export function createIntervals<Owner>(
  intervals: Interval<Owner>[],
): (address: number) => Owner | undefined {
  intervals.sort((a, b) => a.start - b.start || a.depth - b.depth);
  const starts: number[] = [];
  const owners: (Owner | undefined)[] = [];
  const open: Interval<Owner>[] = [];
  const cut = (at: number): void => {
    starts.push(at);
    owners.push(open.at(-1)?.owner);
  };
  const close = (limit: number): void => {
    for (let last = open.at(-1); last !== undefined && last.end <= limit; last = open.at(-1)) {
      const { end } = last;
      // Those below that end at the same place, or do not reach as far, go with it.
      while ((open.at(-1)?.end ?? Number.POSITIVE_INFINITY) <= end) open.pop();
      cut(end);
    }
  };
  for (const interval of intervals) {
    close(interval.start);
    open.push(interval);
    cut(interval.start);
  }
  close(Number.POSITIVE_INFINITY);
  return (address) => owners[lastAtMost(starts.length, (n) => starts[n]!, address)];
}
