import type { Elf, ElfSymbol } from './types.ts';

/** A place as people name it: `offset` bytes into the symbol. */
export interface SymbolPlace {
  name: string;
  offset: number;
}

/** The more specific symbol wins: functions over objects over the rest, sized ones over labels. */
const RANK = { function: 0, object: 1, other: 2 } as const satisfies Record<
  ElfSymbol['kind'],
  number
>;
const RANKS = 4;
const LABEL_RANK = 3;

interface Extent {
  start: number;
  end: number;
  rank: number;
  name: string;
}

/**
 * Mapping symbols mark where code and data begin (psABI: `$x`, `$xrv64…`, `$d`), compilers' local
 * labels begin with `.L`; neither names a place for a person.
 */
const isNamed = ({ name }: ElfSymbol): boolean => !/^\$[xd]/.test(name) && !name.startsWith('.L');

/**
 * What each symbol covers, by ascending start, the better of equals last (that is, among aliases, the
 * last in the file: globals follow locals). A symbol without a size (an assembler label) reaches to
 * the next symbol, but never out of its segment.
 */
function extents({ segments, symbols }: Pick<Elf, 'segments' | 'symbols'>): Extent[] {
  const named = symbols.filter(isNamed);
  named.sort((a, b) => a.address - b.address || b.size - a.size || RANK[b.kind] - RANK[a.kind]);
  const found: Extent[] = [];
  let next = Number.POSITIVE_INFINITY;
  let above = Number.POSITIVE_INFINITY;
  let segment = segments.length - 1;
  for (const { name, address, size, kind } of named.toReversed()) {
    if (address !== above) {
      next = above;
      above = address;
    }
    if (size > 0) {
      found.push({ start: address, end: address + size, rank: RANK[kind], name });
      continue;
    }
    while ((segments[segment]?.address ?? 0) > address) segment--;
    const home = segments[segment];
    const end = Math.min(next, home === undefined ? 0 : home.address + home.memorySize);
    if (end > address) found.push({ start: address, end, rank: LABEL_RANK, name });
  }
  return found.reverse();
}

/**
 * Cuts the address space where the innermost best symbol changes. From `starts[i]` up to the next
 * start, `owners[i]` is that symbol (undefined: none).
 */
function partition(all: readonly Extent[]): { starts: number[]; owners: (Extent | undefined)[] } {
  const cuts = [...new Set(all.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  // Per rank the symbols that have started, innermost last; ended ones leave when they surface.
  const open: Extent[][] = Array.from({ length: RANKS }, () => []);
  const starts: number[] = [];
  const owners: (Extent | undefined)[] = [];
  let index = 0;
  for (const cut of cuts) {
    for (let extent = all[index]; extent?.start === cut; extent = all[++index]) {
      open[extent.rank]?.push(extent);
    }
    for (const stack of open) while ((stack.at(-1)?.end ?? cut + 1) <= cut) stack.pop();
    const owner = open.find((stack) => stack.length > 0)?.at(-1);
    if (starts.length > 0 && owners.at(-1) === owner) continue;
    starts.push(cut);
    owners.push(owner);
  }
  return { starts, owners };
}

/**
 * Returns a function that names an address, in time logarithmic in the number of symbols: the
 * innermost function that contains it, else the innermost object, other symbol or label; `undefined`
 * when none does.
 */
export function createSymbolizer(
  elf: Pick<Elf, 'segments' | 'symbols'>,
): (address: number) => SymbolPlace | undefined {
  const { starts, owners } = partition(extents(elf));
  return (address) => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      // In bounds: low <= middle < high <= starts.length.
      if (starts[middle]! <= address) low = middle + 1;
      else high = middle;
    }
    const owner = owners[low - 1];
    return owner && { name: owner.name, offset: address - owner.start };
  };
}
