import { isHartError } from '@hart/errors';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildElf } from './build-elf.fixture.ts';
import { readElf } from './elf.ts';
import { createSymbolizer } from './symbolizer.ts';

const { bytes: VALID } = buildElf({
  segments: [
    { address: 0x80000000, data: new Uint8Array(40), flags: 5 },
    { address: 0x80001000, data: new Uint8Array(8), memorySize: 0x100, flags: 6 },
    { address: 0, data: new Uint8Array(32), type: 2 },
  ],
  symbols: [
    { name: '_start', address: 0x80000000, size: 16, type: 2 },
    { name: 'loop', address: 0x80000010 },
    { name: 'data', address: 0x80001000, size: 8, type: 1 },
  ],
});

/** Values that break careless arithmetic. */
const awkward = fc.oneof(
  fc.constantFrom(0n, 1n, 2n, 24n, 56n, 64n, 0xffffn, 0x7fffffffn, 0xffffffffn, 1n << 32n),
  fc.constantFrom(1n << 53n, (1n << 53n) - 1n, 1n << 63n, (1n << 64n) - 1n),
  fc.bigInt({ min: 0n, max: BigInt(VALID.length) + 8n }),
);

const mutation = fc.record({
  at: fc.nat({ max: VALID.length - 8 }),
  width: fc.constantFrom(1, 2, 4, 8),
  value: awkward,
});

/** Reads a damaged file: a result that can be used, or a refusal of its own; nothing else. */
function survives(bytes: Uint8Array): void {
  try {
    const elf = readElf(bytes);
    const symbolize = createSymbolizer(elf);
    for (const { address } of elf.symbols) symbolize(address);
    const loaded = elf.segments.reduce((sum, { data }) => sum + data.length, 0);
    expect(loaded).toBeLessThanOrEqual(elf.segments.length * bytes.length);
  } catch (error) {
    if (!isHartError(error) || !error.errorName.startsWith('ELF_')) throw error;
  }
}

test('mutated files are read or refused', () => {
  fc.assert(
    fc.property(
      fc.array(mutation, { minLength: 1, maxLength: 6 }),
      fc.option(fc.nat({ max: VALID.length }), { freq: 8 }),
      (mutations, length) => {
        const bytes = VALID.slice();
        const view = new DataView(bytes.buffer);
        for (const { at, width, value } of mutations) {
          if (width === 1) view.setUint8(at, Number(value & 0xffn));
          else if (width === 2) view.setUint16(at, Number(value & 0xffffn), true);
          else if (width === 4) view.setUint32(at, Number(value & 0xffffffffn), true);
          else view.setBigUint64(at, value, true);
        }
        survives(length === null ? bytes : bytes.subarray(0, length));
      },
    ),
    { numRuns: 20_000 },
  );
});

test('every byte of a file can take every awkward value', () => {
  const values = [0, 1, 0x7f, 0x80, 0xff];
  for (let at = 0; at < VALID.length; at++) {
    for (const value of values) {
      const bytes = VALID.slice();
      bytes[at] = value;
      survives(bytes);
    }
  }
});

test('random bytes after the magic are read or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (tail) => {
      survives(Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, ...tail));
    }),
    { numRuns: 5_000 },
  );
});
