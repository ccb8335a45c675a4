import { isHartError } from '@hart/errors';
import { expect, test } from 'vitest';
import { buildElf } from './build-elf.fixture.ts';
import { elfWithSections } from './dwarf/dwarf.fixture.ts';
import { readProbes } from './probes.ts';

/** One record as the SDK writes it. */
function record(address: bigint, text: string): Uint8Array {
  const bytes = new Uint8Array((8 + text.length + 8) & ~7);
  new DataView(bytes.buffer).setBigUint64(0, address, true);
  bytes.set(new TextEncoder().encode(text), 8);
  return bytes;
}

const elfOf = (...records: Uint8Array[]) =>
  elfWithSections({ '.other': Uint8Array.of(1), '.hart.probes': Buffer.concat(records) });

test('reads addresses, names and registers', () => {
  const bytes = elfOf(
    record(0x80000010n, 'opcode a0'),
    record(0x80000020n, 'frame-end'),
    record(0x80000030n, 'frame s11 fp zero'),
  );
  expect(readProbes(bytes)).toEqual([
    { name: 'opcode', address: 0x80000010, registers: [10] },
    { name: 'frame-end', address: 0x80000020, registers: [] },
    { name: 'frame', address: 0x80000030, registers: [27, 8, 0] },
  ]);
});

test('a program without the section has none', () => {
  expect(readProbes(elfWithSections({}))).toEqual([]);
  expect(readProbes(buildElf().bytes)).toEqual([]);
});

test.each([
  ['no end', record(1n, 'opcode a0').subarray(0, 14)],
  ['half an address', record(1n, 'x').subarray(0, 5)],
  ['nothing behind the address', record(1n, 'x').subarray(0, 8)],
  ['no name', record(1n, '')],
  ['a name with a blank in front', record(1n, ' a0')],
  ['no register', record(1n, 'opcode q7')],
  ['an address beyond 2^53', record(2n ** 60n, 'opcode a0')],
])('refuses %s', (_, bytes) => {
  let error: unknown;
  try {
    readProbes(elfOf(bytes));
  } catch (thrown) {
    error = thrown;
  }
  expect(isHartError(error) && error.code).toBe('HART1008');
});

test('never hangs on damaged bytes', () => {
  const bytes = elfOf(record(0x80000010n, 'opcode a0'), record(0x80000020n, 'frame-end'));
  for (let at = 0; at < bytes.length; at++) {
    for (const value of [0, 1, 0x20, 0xff]) {
      const damaged = bytes.slice();
      damaged[at] = value;
      try {
        expect(readProbes(damaged).length).toBeLessThan(20);
      } catch (error) {
        expect(isHartError(error)).toBe(true);
      }
    }
  }
});
