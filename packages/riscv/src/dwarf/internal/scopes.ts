import type { Cursor } from './cursor.ts';
import { createIntervals, type Interval } from './intervals.ts';
import { rangesOf } from './ranges.ts';
import type { DebugSections } from './sections.ts';
import { ATTRIBUTE, type Entry, readEntry, TAG, type Unit } from './units.ts';

/** A function, or a call that was inlined, with code in a unit. */
export interface Scope {
  entry: Entry;
  /** The function, or inlined call, that this call was inlined into; undefined for a function. */
  outer: Scope | undefined;
}

/** Nothing nests deeper in real programs. */
const MAX_DEPTH = 1000;

/** Reads all entries of a unit and returns what finds the innermost scope of an address. */
export function readScopes(sections: DebugSections, unit: Unit): (pc: number) => Scope | undefined {
  const cursor: Cursor = sections.info.from(unit.first, unit.end);
  const intervals: Interval<Scope>[] = [];
  /** For each entry whose children are being read: the scope around them. */
  const around: (Scope | undefined)[] = [];
  do {
    const entry = readEntry(cursor, unit);
    if (entry === undefined) {
      around.pop();
      continue;
    }
    let scope = around.at(-1);
    const isCall = entry.tag === TAG.inlinedSubroutine;
    if (isCall || entry.tag === TAG.subprogram) {
      scope = { entry, outer: isCall ? scope : undefined };
      for (const [start, end] of rangesOf(sections, unit, entry)) {
        cursor.spend();
        intervals.push({ start, end, depth: around.length, owner: scope });
      }
    }
    if (!entry.children) continue;
    if (around.length >= MAX_DEPTH) throw cursor.malformed('entries nest too deep');
    around.push(scope);
  } while (around.length > 0 && cursor.at < cursor.end);
  return createIntervals(intervals);
}

/** Where a scope's call stands, for one that was inlined. */
export function callSite({ entry }: Scope): { file: number; line: number } {
  const value = (attribute: number): number => entry.values.get(attribute)?.number ?? 0;
  return { file: value(ATTRIBUTE.callFile), line: value(ATTRIBUTE.callLine) };
}
