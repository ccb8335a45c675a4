import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAddressSpace, PROTECTION } from './address-space.ts';
import type { GuestRam } from './guest-ram.ts';

const PAGE = 4096;
const PAGES = 48;
const LOW = 8;
const HIGH = 40;

/** A page for each entry: what it holds, and how it is mapped. */
interface Page {
  protection: number | undefined;
  used: boolean;
  zero: boolean;
}

const range = fc
  .tuple(fc.nat(PAGES - 1), fc.integer({ min: 1, max: 12 }))
  .map(([start, size]) => ({ start, end: Math.min(PAGES, start + size) }));
const protection = fc.constantFrom(0, 1, 3, 5);
const step = fc.oneof(
  fc.record({ do: fc.constant('map' as const), range, protection }),
  fc.record({ do: fc.constant('unmap' as const), range }),
  fc.record({ do: fc.constant('protect' as const), range, protection }),
  fc.record({ do: fc.constant('discard' as const), range }),
  fc.record({ do: fc.constant('write' as const), range }),
);

test('regions are what a table of pages says, and never forget to become zero', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const pages: Page[] = Array.from({ length: PAGES }, () => ({
        protection: undefined,
        used: false,
        zero: true,
      }));
      const ram = {
        zero(start: number, end: number) {
          for (let page = start / PAGE; page < end / PAGE; page++)
            (pages[page] as Page).zero = true;
        },
      } as GuestRam;
      const space = createAddressSpace(ram, LOW * PAGE, HIGH * PAGE);
      for (const each of steps) {
        const { start, end } = each.range;
        const [from, to] = [start * PAGE, end * PAGE];
        const inside = pages.slice(start, end);
        const mapped = inside.every((page) => page.protection !== undefined);
        switch (each.do) {
          case 'map':
            space.map(from, to, each.protection);
            for (const page of inside) {
              expect(page.zero).toBe(true);
              page.protection = each.protection;
            }
            break;
          case 'unmap':
            space.unmap(from, to);
            for (const page of inside) page.protection = undefined;
            break;
          case 'protect':
            expect(space.protect(from, to, each.protection)).toBe(mapped);
            if (mapped) for (const page of inside) page.protection = each.protection;
            break;
          case 'discard':
            space.discard(from, to);
            for (const page of inside) {
              if (page.protection !== undefined) expect(page.zero).toBe(true);
            }
            break;
          case 'write':
            // as a guest does that keeps to what it asked for
            for (const page of inside) {
              if (((page.protection ?? 0) & PROTECTION.write) !== 0) page.zero = false;
            }
            break;
        }
        const whole = pages.slice(start, end);
        expect(space.isMapped(from, to)).toBe(whole.every((page) => page.protection !== undefined));
        expect(space.isFree(from, to)).toBe(whole.every((page) => page.protection === undefined));
        for (const bits of [1, 2, 3]) {
          const allowed = whole.every((page) => ((page.protection ?? 0) & bits) === bits);
          expect(space.allows(from + 1, to - from - 1, bits)).toBe(allowed);
        }
        for (const size of [1, 3, 10]) {
          expect(space.findFree(size * PAGE)).toBe(highestFree(pages, size));
        }
      }
      const known = space.regions();
      for (const [n, region] of known.entries()) {
        expect(region.start).toBeLessThan(region.end);
        if (n > 0) expect(known[n - 1]?.end).toBeLessThanOrEqual(region.start);
      }
    }),
    { numRuns: 500 },
  );
});

function highestFree(pages: readonly Page[], size: number): number | undefined {
  for (let start = HIGH - size; start >= LOW; start--) {
    const free = pages.slice(start, start + size).every((page) => page.protection === undefined);
    if (free) return start * PAGE;
  }
  return undefined;
}
