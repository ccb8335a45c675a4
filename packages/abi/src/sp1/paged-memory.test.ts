import { expect, test } from 'vitest';
import { createPagedMemory } from './paged-memory.ts';

test('it is zero until something is written, across pages too', () => {
  const far = createPagedMemory();
  expect(far.load(0x123456789an, 8)).toBe(0n);
  expect(far.store(0x1ffdn, 8, 0x1122334455667788n)).toBe(true);
  expect(far.load(0x1ffdn, 8)).toBe(0x1122334455667788n);
  expect(far.load(0x2000n, 4)).toBe(0x22334455n);
  expect(far.load(0x2000n, 1)).toBe(0x55n);
  expect(far.read(0x1ffcn, 4)).toEqual(Uint8Array.of(0, 0x88, 0x77, 0x66));
});

test('it ends at 48 bits', () => {
  const far = createPagedMemory();
  expect(far.store(2n ** 48n - 8n, 8, 1n)).toBe(true);
  expect(far.store(2n ** 48n - 7n, 8, 1n)).toBe(false);
  expect(far.load(2n ** 48n - 7n, 8)).toBeUndefined();
  expect(far.write(2n ** 48n, Uint8Array.of(1))).toBe(false);
  expect(far.read(2n ** 64n - 1n, 1)).toBeUndefined();
});

test('it has so many pages at most', () => {
  const far = createPagedMemory({ maxPages: 2 });
  expect(far.store(0n, 1, 1n)).toBe(true);
  expect(far.store(4096n, 1, 3n)).toBe(true);
  expect(far.store(8192n, 1, 4n)).toBe(false);
  // reading makes no page
  expect(far.load(8192n, 1)).toBe(0n);
});

test('over another one it shows that, and keeps what is written to itself', () => {
  const lower = createPagedMemory();
  lower.write(4094n, Uint8Array.of(1, 2, 3, 4));
  const upper = createPagedMemory({ below: lower.page });
  expect(upper.read(4094n, 4)).toEqual(Uint8Array.of(1, 2, 3, 4));
  upper.store(4096n, 1, 9n);
  expect(upper.read(4094n, 4)).toEqual(Uint8Array.of(1, 2, 9, 4));
  expect(lower.read(4094n, 4)).toEqual(Uint8Array.of(1, 2, 3, 4));
  // what nobody has copied still shows through
  lower.store(4094n, 1, 7n);
  expect(upper.load(4094n, 1)).toBe(7n);
});
