import { gunzipSync } from 'node:zlib';
import { type ErrorName, isHartError } from '@hart/errors';
import { expect, test } from 'vitest';
import { type BuiltElf, buildElf } from './build-elf.fixture.ts';
import { readElf } from './elf.ts';

function errorOf(bytes: Uint8Array): ErrorName | undefined {
  try {
    readElf(bytes);
  } catch (error) {
    if (isHartError(error)) return error.errorName;
    throw error;
  }
  return undefined;
}

const program = () =>
  buildElf({
    entry: 0x80000000,
    flags: 1,
    segments: [
      { address: 0xa0000000, data: Uint8Array.of(1, 2, 3), memorySize: 0x20000000, flags: 6 },
      { address: 0x80000000, data: Uint8Array.of(0x73, 0, 0, 0), flags: 5 },
      { address: 0, flags: 6, type: 0x6474e551 },
    ],
    symbols: [
      { name: '_start', address: 0x80000000, size: 4, type: 2 },
      { name: 'table', address: 0xa0000000, size: 3, type: 1 },
      { name: 'main.rs', address: 0, type: 4, section: 0xfff1 },
      { name: 'weak_and_absent', address: 0, section: 0 },
      { name: 'minus_one', address: 0xffffffffffffffffn },
      { name: 'counter', address: 0x10, type: 6 },
      { name: '__heap_start', address: 0xa0000008 },
      { name: 'größe', address: 0xa0000010 },
      { name: '', address: 0xa0000010 },
    ],
  });

test('reads entry, flags, segments by address and the symbols that name one', () => {
  const elf = readElf(program().bytes);
  expect(elf).toEqual({
    entry: 0x80000000,
    flags: 1,
    segments: [
      {
        address: 0x80000000,
        memorySize: 4,
        data: Uint8Array.of(0x73, 0, 0, 0),
        readable: true,
        writable: false,
        executable: true,
      },
      {
        address: 0xa0000000,
        memorySize: 0x20000000,
        data: Uint8Array.of(1, 2, 3),
        readable: true,
        writable: true,
        executable: false,
      },
    ],
    symbols: [
      { name: '_start', address: 0x80000000, size: 4, kind: 'function' },
      { name: 'table', address: 0xa0000000, size: 3, kind: 'object' },
      { name: '__heap_start', address: 0xa0000008, size: 0, kind: 'other' },
      { name: 'größe', address: 0xa0000010, size: 0, kind: 'other' },
    ],
  });
});

// What GNU as and ld 2.40 made (-march=rv64imac -N -Ttext=0x80000000, gzip, base64) of: `_start` (la sp,
// call f, j .), the label `helper` (c.li a0, 1; ret), `f` and 24 bytes of `table` before 4 KiB of .bss.
const LINKED = [
  'H4sIAAAAAAACA61Ty0rDUBCdm/S5kbSCFlwJAV1IbItIwS5aoeLCLxAhpmm0xaQNyVWqG0O/wJ1bEdz7CfoPfoALwY',
  '0LxQ/Qm2RiHra2CwduZ+bknMlJmXvZ2tvhCIEgOPgE7Bz3p4H4A+dn4mE1xmtAFjLAA5gpmD1yEM7JsnMfPnKiuY5N',
  'Qwh8+bFYAJgnj/w1q1+dZyA36dbIaRYyL+t3aeH2sElGDoG4hp/RG+9/ufMb50Aci/OuzxjuTkjBx1eSm/55GudXcF',
  'JdiONbyC8m+NseGvopIb7LjsDeW8/F+fvsFJliAflziB8gHvgpIq56c3j3f49/ryINQBxaZ5sbvapZkY2qWZYVt1Ld',
  '6qKn2pZXGMapXjHLYFNFPZHpwISuppuaBVRp6xrI8rE+aCu6bA56fapZIhyBzLgWBVnrdwAk+9xgVJap5eduUFFtSE',
  'HqKFQBqW3b8B+xFNnF6P4Feykm+FyiX0Y9H/I9/RP2pQSfJPoVvBOBPtinN+xTwt96MsaTG++YayTcv3zk/gW+8hPu',
  'xyoO7U7xX5igv0L92hT9N4079xKABAAA',
].join('');

test('reads what a real linker wrote', () => {
  const { entry, flags, segments, symbols } = readElf(gunzipSync(Buffer.from(LINKED, 'base64')));
  expect([entry, flags]).toEqual([0x80000000, 1]);
  expect(
    segments.map(({ address, memorySize, data }) => [address, memorySize, data.length]),
  ).toEqual([[0x80000000, 0x1040, 0x3c]]);
  const byName = Object.fromEntries(
    symbols.map(({ name, address, size, kind }) => [name, [address, size, kind]]),
  );
  expect(byName).toMatchObject({
    _start: [0x80000000, 18, 'function'],
    helper: [0x80000012, 0, 'other'],
    f: [0x80000016, 14, 'function'],
    table: [0x80000024, 24, 'object'],
    stack_top: [0x8000103c, 0, 'other'],
  });
});

test('reads a file that starts in the middle of a buffer', () => {
  const { bytes } = program();
  const shifted = Buffer.concat([Buffer.alloc(13, 0xff), bytes]).subarray(13);
  const elf = readElf(shifted);
  expect(elf).toEqual(readElf(bytes));
  expect(elf.segments[0]?.data.constructor).toBe(Uint8Array);
});

test('a stripped file has no symbols', () => {
  expect(readElf(buildElf().bytes).symbols).toEqual([]);
});

test('an empty symbol table and an empty segment are no faults', () => {
  const elf = readElf(
    buildElf({
      segments: [
        { address: 0x1000, data: Uint8Array.of(1) },
        { address: 0x1000, memorySize: 0 },
      ],
      symbols: [],
    }).bytes,
  );
  expect(elf.segments).toHaveLength(1);
  expect(elf.symbols).toEqual([]);
});

test('segments may touch', () => {
  const segments = [
    { address: 0x2000, memorySize: 0x1000 },
    { address: 0x1000, memorySize: 0x1000 },
  ];
  expect(readElf(buildElf({ segments }).bytes).segments).toHaveLength(2);
});

test.each<[string, Uint8Array]>([
  ['an empty file', new Uint8Array()],
  ['three bytes of magic', Uint8Array.of(0x7f, 0x45, 0x4c)],
  ['text', new TextEncoder().encode('#!/bin/sh\n')],
  ['an archive', new TextEncoder().encode('!<arch>\n')],
])('not an ELF: %s', (_, bytes) => {
  expect(errorOf(bytes)).toBe('ELF_NOT_ELF');
});

const DYNAMIC_NEEDED = new Uint8Array(32);
DYNAMIC_NEEDED[0] = 1;
const DYNAMIC_HARMLESS = new Uint8Array(48);
DYNAMIC_HARMLESS[0] = 5;
DYNAMIC_HARMLESS[32] = 1; // After the terminator, so not read.

test.each<[string, ErrorName, (elf: BuiltElf) => void]>([
  ['32-bit class', 'ELF_WRONG_CLASS', ({ bytes }) => bytes.set([1], 4)],
  ['big-endian', 'ELF_WRONG_CLASS', ({ bytes }) => bytes.set([2], 5)],
  ['x86-64', 'ELF_WRONG_MACHINE', ({ view }) => view.setUint16(18, 62, true)],
  ['relocatable object', 'ELF_NOT_EXECUTABLE', ({ view }) => view.setUint16(16, 1, true)],
  ['core dump', 'ELF_NOT_EXECUTABLE', ({ view }) => view.setUint16(16, 4, true)],
  ['PIE', 'ELF_DYNAMIC', ({ view }) => view.setUint16(16, 3, true)],
  ['interpreter', 'ELF_DYNAMIC', (elf) => elf.view.setUint32(elf.programHeader(2), 3, true)],
  ['unknown ident version', 'ELF_MALFORMED', ({ bytes }) => bytes.set([2], 6)],
  ['unknown version', 'ELF_MALFORMED', ({ view }) => view.setUint32(20, 0, true)],
  ['entry beyond 2^53', 'ELF_MALFORMED', ({ view }) => view.setUint32(28, 1 << 21, true)],
  ['program headers beyond 2^53', 'ELF_MALFORMED', ({ view }) => view.setUint32(36, ~0, true)],
  ['program headers past the end', 'ELF_TRUNCATED', ({ view }) => view.setUint32(32, 900, true)],
  ['too many program headers', 'ELF_TRUNCATED', ({ view }) => view.setUint16(56, 0xfffe, true)],
  ['escaped header count', 'ELF_MALFORMED', ({ view }) => view.setUint16(56, 0xffff, true)],
  ['program header size', 'ELF_MALFORMED', ({ view }) => view.setUint16(54, 32, true)],
  ['no program headers', 'ELF_MALFORMED', ({ view }) => view.setUint16(56, 0, true)],
  [
    'segment bytes past the end',
    'ELF_TRUNCATED',
    (elf) => elf.view.setUint32(elf.programHeader(1) + 8, 0x10000, true),
  ],
  [
    'more bytes in the file than in memory',
    'ELF_MALFORMED',
    (elf) => elf.view.setUint32(elf.programHeader(1) + 40, 3, true),
  ],
  [
    'segment that ends beyond 2^53',
    'ELF_MALFORMED',
    (elf) => elf.view.setBigUint64(elf.programHeader(0) + 40, (1n << 53n) - 1n, true),
  ],
  [
    'segment in the upper half',
    'ELF_MALFORMED',
    (elf) => elf.view.setUint32(elf.programHeader(1) + 20, 0xffffffff, true),
  ],
  [
    'overlapping segments',
    'ELF_OVERLAP',
    (elf) => elf.view.setBigUint64(elf.programHeader(1) + 16, 0xbfffffffn, true),
  ],
  [
    'segments of the same address',
    'ELF_OVERLAP',
    (elf) => elf.view.setBigUint64(elf.programHeader(1) + 16, 0xa0000000n, true),
  ],
  ['section headers past the end', 'ELF_TRUNCATED', ({ view }) => view.setUint16(60, 4, true)],
  ['section header size', 'ELF_MALFORMED', ({ view }) => view.setUint16(58, 40, true)],
  [
    'symbol table past the end',
    'ELF_TRUNCATED',
    (elf) => elf.view.setUint32(elf.sectionHeader(1) + 32, 24 * 1000, true),
  ],
  [
    'symbol size',
    'ELF_MALFORMED',
    (elf) => elf.view.setUint32(elf.sectionHeader(1) + 56, 16, true),
  ],
  [
    'half a symbol',
    'ELF_MALFORMED',
    (elf) => elf.view.setUint32(elf.sectionHeader(1) + 32, 36, true),
  ],
  [
    'string table index out of range',
    'ELF_MALFORMED',
    (elf) => elf.view.setUint32(elf.sectionHeader(1) + 40, 3, true),
  ],
  [
    'string table of another type',
    'ELF_MALFORMED',
    (elf) => elf.view.setUint32(elf.sectionHeader(1) + 40, 1, true),
  ],
  [
    'string table past the end',
    'ELF_TRUNCATED',
    (elf) => elf.view.setUint32(elf.sectionHeader(2) + 36, 1, true),
  ],
  [
    'name outside the string table',
    'ELF_MALFORMED',
    (elf) => elf.view.setUint32(elf.sectionHeader(2) + 32, 1, true),
  ],
  [
    'name that does not end',
    'ELF_MALFORMED',
    (elf) => elf.view.setUint32(elf.sectionHeader(2) + 32, 3, true),
  ],
  [
    'two symbol tables',
    'ELF_MALFORMED',
    (elf) => elf.view.setUint32(elf.sectionHeader(2) + 4, 2, true),
  ],
])('refuses: %s', (_, error, damage) => {
  const elf = program();
  expect(errorOf(elf.bytes)).toBeUndefined();
  damage(elf);
  expect(errorOf(elf.bytes)).toBe(error);
});

test.each<[string, ErrorName | undefined, Uint8Array[]]>([
  ['needs libraries', 'ELF_DYNAMIC', [DYNAMIC_NEEDED]],
  ['needs none', undefined, [DYNAMIC_HARMLESS]],
  ['is there twice', 'ELF_MALFORMED', [DYNAMIC_HARMLESS, DYNAMIC_HARMLESS]],
])('a dynamic section that %s', (_, error, sections) => {
  const segments = sections.map((data) => ({ address: 0, data, type: 2 }));
  const load = { address: 0x1000, data: Uint8Array.of(1) };
  expect(errorOf(buildElf({ segments: [load, ...segments] }).bytes)).toBe(error);
});

test('every truncation is refused', () => {
  const { bytes } = program();
  for (let length = 0; length < bytes.length; length++) {
    expect(errorOf(bytes.slice(0, length))).toBe(length < 4 ? 'ELF_NOT_ELF' : 'ELF_TRUNCATED');
  }
});

test('names that share one huge string are refused, not expanded', () => {
  const symbols = Array.from({ length: 5000 }, () => ({ name: '', address: 0x1000 }));
  const { bytes, view, sectionHeader } = buildElf({
    symbols: [{ name: 'x'.repeat(60_000), address: 0x1000 }, ...symbols],
  });
  const table = Number(view.getBigUint64(sectionHeader(1) + 24, true));
  for (let index = 0; index < symbols.length; index++) {
    view.setUint32(table + (index + 2) * 24, index + 2, true);
  }
  expect(errorOf(bytes)).toBe('ELF_MALFORMED');
});

test('a name of 64 KiB or more is refused', () => {
  const symbols = [{ name: 'x'.repeat(0x10000), address: 0x1000 }];
  expect(errorOf(buildElf({ symbols }).bytes)).toBe('ELF_MALFORMED');
});

test('who wrote its notes, and where its program headers are in memory', () => {
  const words = new TextEncoder().encode(
    '\x04\0\0\0\x05\0\0\0\x01\0\0\0GNU\0abcde\0\0\0\x03\0\0\0\0\0\0\0\x04\0\0\0Go\0\0',
  );
  const { bytes, view, programHeader } = buildElf({
    segments: [
      { address: 0x10000, data: new Uint8Array(400), flags: 5 },
      { address: 0x20000, data: words, type: 4 },
    ],
  });
  expect(readElf(bytes).notes).toEqual(['GNU', 'Go']);
  expect(readElf(bytes).programHeaders).toBe(undefined);
  // The first segment as linkers make it: with all of the file's beginning.
  view.setBigUint64(programHeader(0) + 8, 0n, true);
  expect(readElf(bytes).programHeaders).toEqual({ address: 0x10040, count: 2 });
  view.setBigUint64(programHeader(1) + 32, BigInt(words.length - 1), true);
  expect(errorOf(bytes)).toBe('ELF_MALFORMED');
});
