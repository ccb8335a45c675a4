import type { GuestRam } from './guest-ram.ts';

export const PROTECTION = { none: 0, read: 1, write: 2, execute: 4 } as const;

/** Pages that are mapped alike: `start` ≤ address < `end`, both multiples of the page size. */
export interface Region {
  start: number;
  end: number;
  /** Bits of {@link PROTECTION}. */
  protection: number;
  /** The guest could write here, so it need not be zero. */
  used: boolean;
}

/**
 * What is mapped where. Calls go by it; loads and stores of the guest do not, see docs/linux.md. Whatever
 * is unmapped is zero again when it is mapped the next time.
 */
export interface AddressSpace {
  /** Maps what is there already, where nothing is mapped. */
  adopt(start: number, end: number, protection: number): void;
  /** Maps zeros, in place of what is there. */
  map(start: number, end: number, protection: number): void;
  unmap(start: number, end: number): void;
  /** False if a part is not mapped. */
  protect(start: number, end: number, protection: number): boolean;
  /** Makes the mapped parts zero. */
  discard(start: number, end: number): void;
  /** Whether nothing is mapped there. */
  isFree(start: number, end: number): boolean;
  /** Whether all of it is mapped. */
  isMapped(start: number, end: number): boolean;
  /** Start of the highest free range of `size` bytes, undefined if there is none. */
  findFree(size: number): number | undefined;
  /** Whether a call may read (or write) there. */
  allows(address: number, size: number, protection: number): boolean;
  regions(): readonly Readonly<Region>[];
}

/** Free ranges are looked for in `low` ≤ address < `high`; the whole may be larger. */
export function createAddressSpace(ram: GuestRam, low: number, high: number): AddressSpace {
  /** By address, disjoint. */
  const regions: Region[] = [];
  let last: Region | undefined;

  /** Index of the first region that ends behind `address`. */
  function indexOf(address: number): number {
    let [from, to] = [0, regions.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((regions[middle] as Region).end <= address) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  /** Cuts regions so that one begins or ends at `address`. */
  function cut(address: number): void {
    const index = indexOf(address);
    const region = regions[index];
    if (region === undefined || region.start >= address) return;
    regions.splice(index + 1, 0, { ...region, start: address });
    region.end = address;
  }

  /** The regions of a range, cut to it: indices from and to. */
  function within(start: number, end: number): [number, number] {
    cut(start);
    cut(end);
    return [indexOf(start), indexOf(end - 1) + (isInside(end - 1) ? 1 : 0)];
  }

  function isInside(address: number): boolean {
    const region = regions[indexOf(address)];
    return region !== undefined && region.start <= address;
  }

  function clear({ start, end, used }: Region): void {
    if (used) ram.zero(start, end);
  }

  function join(index: number): void {
    const [left, right] = [regions[index - 1], regions[index]];
    if (left === undefined || right === undefined || left.end !== right.start) return;
    if (left.protection !== right.protection || left.used !== right.used) return;
    left.end = right.end;
    regions.splice(index, 1);
  }

  function unmap(start: number, end: number): void {
    const [from, to] = within(start, end);
    for (const region of regions.splice(from, to - from)) clear(region);
    last = undefined;
  }

  function isMapped(start: number, end: number): boolean {
    let at = start;
    for (let index = indexOf(start); at < end; index++) {
      const region = regions[index];
      if (region === undefined || region.start > at) return false;
      at = region.end;
    }
    return true;
  }

  function insert(region: Region): void {
    const index = indexOf(region.start);
    regions.splice(index, 0, region);
    join(index + 1);
    join(index);
  }

  return {
    unmap,
    isMapped,
    adopt: (start, end, protection) => insert({ start, end, protection, used: true }),
    map(start, end, protection) {
      unmap(start, end);
      insert({ start, end, protection, used: (protection & PROTECTION.write) !== 0 });
    },
    protect(start, end, protection) {
      if (!isMapped(start, end)) return false;
      const [from, to] = within(start, end);
      for (const region of regions.slice(from, to)) {
        region.protection = protection;
        region.used ||= (protection & PROTECTION.write) !== 0;
      }
      for (let index = to; index >= from; index--) join(index);
      last = undefined;
      return true;
    },
    discard(start, end) {
      for (let index = indexOf(start); index < regions.length; index++) {
        const region = regions[index] as Region;
        if (region.start >= end) return;
        const [from, to] = [Math.max(start, region.start), Math.min(end, region.end)];
        clear({ ...region, start: from, end: to });
      }
    },
    isFree(start, end) {
      const next = regions[indexOf(start)];
      return next === undefined || next.start >= end;
    },
    findFree(size) {
      let top = high;
      for (let index = indexOf(high - 1); index >= 0; index--) {
        const region = regions[index];
        if (region === undefined || region.start >= top) continue;
        if (top - Math.max(region.end, low) >= size) return top - size;
        top = Math.min(top, region.start);
      }
      return top - size >= low ? top - size : undefined;
    },
    allows(address, size, protection) {
      if (last !== undefined && address >= last.start && address + size <= last.end) {
        return (last.protection & protection) === protection;
      }
      if (size === 0) return true;
      if (!(address >= 0) || !isMapped(address, address + size)) return false;
      for (let index = indexOf(address); index < regions.length; index++) {
        const region = regions[index] as Region;
        if (region.start >= address + size) break;
        if ((region.protection & protection) !== protection) return false;
        last = region;
      }
      return true;
    },
    regions: () => regions,
  };
}
