import type { Elf } from '@hart/riscv';
import type { AddressRange } from '../../environment.ts';

/** `start` ≤ pc < `end`. */
export interface FunctionBounds {
  start: number;
  end: number;
}

/** Where functions begin and end, as far as symbols tell. */
export interface FunctionIndex {
  /** Bounds of the function that contains `pc`; the whole code region if there are no symbols. */
  boundsOf(pc: number): FunctionBounds;
  nameOf(pc: number): string | undefined;
}

export function createFunctionIndex(elf: Elf, region: AddressRange): FunctionIndex {
  const end = region.base + region.size;
  const names = new Map<number, string>();
  for (const { name, address, kind } of elf.symbols) {
    const inside = address >= region.base && address < end;
    // No instruction starts at an odd address, whatever a symbol says.
    if (kind === 'function' && inside && address % 2 === 0 && !names.has(address)) {
      names.set(address, name);
    }
  }
  const starts = Float64Array.from(names.keys()).sort();

  function boundsOf(pc: number): FunctionBounds {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((starts[middle] as number) <= pc) low = middle + 1;
      else high = middle;
    }
    return {
      start: low === 0 ? Math.min(region.base, pc) : (starts[low - 1] as number),
      end: starts[low] ?? Math.max(end, pc + 1),
    };
  }
  return { boundsOf, nameOf: (pc) => names.get(pc) };
}
