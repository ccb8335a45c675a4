import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSymbolizer } from './symbolizer.ts';
import type { ElfSegment, ElfSymbol } from './types.ts';

const segment = (address: number, memorySize: number): ElfSegment => ({
  address,
  memorySize,
  data: new Uint8Array(),
  readable: true,
  writable: false,
  executable: true,
});

const symbol = (
  name: string,
  address: number,
  size: number,
  kind: ElfSymbol['kind'] = 'function',
): ElfSymbol => ({ name, address, size, kind });

/** Names the addresses as `name+offset`, `-` for none. */
function names(symbols: ElfSymbol[], addresses: number[], segments = [segment(0, 1000)]) {
  const symbolize = createSymbolizer({ segments, symbols });
  return addresses.map((address) => {
    const place = symbolize(address);
    return place === undefined ? '-' : `${place.name}+${place.offset}`;
  });
}

test('a function covers its bytes and no more', () => {
  expect(names([symbol('f', 100, 10)], [99, 100, 109, 110])).toEqual(['-', 'f+0', 'f+9', '-']);
});

test('the innermost function wins, the outer one returns after it', () => {
  const symbols = [symbol('inner', 20, 10), symbol('outer', 0, 100)];
  expect(names(symbols, [19, 20, 29, 30])).toEqual(['outer+19', 'inner+0', 'inner+9', 'outer+30']);
});

test('a function wins over an object, a label inside it and a symbol of another kind', () => {
  const symbols = [
    symbol('f', 100, 50),
    symbol('data', 110, 10, 'object'),
    symbol('label', 120, 0, 'other'),
    symbol('section', 100, 50, 'other'),
  ];
  expect(names(symbols, [115, 125])).toEqual(['f+15', 'f+25']);
});

test('labels reach to the next symbol and stop at the end of their segment', () => {
  const symbols = [
    symbol('_start', 0, 0, 'other'),
    symbol('loop', 8, 0, 'other'),
    symbol('f', 20, 10),
  ];
  expect(names(symbols, [7, 8, 19, 20, 30, 40], [segment(0, 40)])).toEqual([
    '_start+7',
    'loop+0',
    'loop+11',
    'f+0',
    '-',
    '-',
  ]);
  expect(names([symbol('end', 40, 0, 'other')], [40], [segment(0, 40)])).toEqual(['-']);
  expect(names([symbol('low', 5, 0, 'other')], [6], [segment(10, 40)])).toEqual(['-']);
});

test('of labels at one address the function wins, of equals the last', () => {
  const symbols = [
    symbol('f', 0, 0, 'function'),
    symbol('f_alias', 0, 0, 'function'),
    symbol('here', 0, 0, 'other'),
  ];
  expect(names(symbols, [3])).toEqual(['f_alias+3']);
});

test('mapping symbols and local labels name nothing', () => {
  const symbols = [
    symbol('f', 0, 0, 'other'),
    symbol('$x', 4, 0, 'other'),
    symbol('$xrv64i2p1', 4, 0, 'other'),
    symbol('$d', 5, 0, 'other'),
    symbol('.L12', 6, 0, 'other'),
  ];
  expect(names(symbols, [7])).toEqual(['f+7']);
});

test('without symbols nothing has a name', () => {
  expect(names([], [0, 1, 2 ** 53])).toEqual(['-', '-', '-']);
});

const kind = fc.constantFrom<ElfSymbol['kind']>('function', 'object', 'other');

test('agrees with looking at every symbol', () => {
  const anySymbols = fc.array(fc.record({ address: fc.nat(60), size: fc.nat(20), kind }), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(anySymbols, (specs) => {
      const symbols = specs.map((spec, index) => ({ name: `s${index}`, ...spec }));
      const segments = [segment(5, 30), segment(40, 30)];
      const addresses = Array.from({ length: 90 }, (_, address) => address);
      const expected = addresses.map((address) => slowName(symbols, segments, address));
      expect(names(symbols, addresses, segments)).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

/** The definition, without any preparation: rank, then latest start, shortest, better kind, last. */
function slowName(symbols: ElfSymbol[], segments: ElfSegment[], address: number): string {
  const rank = { function: 0, object: 1, other: 2 };
  const covering = symbols.flatMap((candidate, index) => {
    const { address: start, size, kind } = candidate;
    if (size > 0) {
      const inside = start <= address && address < start + size;
      return inside ? [{ candidate, index, rank: rank[kind] }] : [];
    }
    const home = segments.find((s) => s.address <= start && start < s.address + s.memorySize);
    const between = symbols.some((other) => start < other.address && other.address <= address);
    const inside = home && start <= address && address < home.address + home.memorySize;
    return inside && !between ? [{ candidate, index, rank: 3 }] : [];
  });
  covering.sort(
    (a, b) =>
      a.rank - b.rank ||
      b.candidate.address - a.candidate.address ||
      a.candidate.size - b.candidate.size ||
      rank[a.candidate.kind] - rank[b.candidate.kind] ||
      b.index - a.index,
  );
  const best = covering[0]?.candidate;
  return best === undefined ? '-' : `${best.name}+${address - best.address}`;
}
