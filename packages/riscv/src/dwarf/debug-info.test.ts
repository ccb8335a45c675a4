import { isHartError } from '@hart/errors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDebugInfo, type SourceFrame } from './debug-info.ts';
import { CODE, debugSections, elfWithSections } from './dwarf.fixture.ts';

const text = ({ function: name, file, line }: SourceFrame): string => `${name} ${file}:${line}`;

describe.each([2, 4, 5] as const)('version %i', (version) => {
  const elf = elfWithSections(debugSections(version));

  test('gives lines, and the calls that were inlined around them', () => {
    const { locate, problems } = readDebugInfo(elf);
    const at = (offset: number): string[] => locate(CODE + offset).map(text);
    const call = 'outer /src/main.c:12';
    expect(at(0)).toEqual(['outer /src/main.c:10']);
    expect(at(4)).toEqual(['outer /src/main.c:10']);
    expect(at(8)).toEqual(['_Z5innerv /src/lib/inner.h:3', call]);
    expect(at(16)).toEqual(['outer /src/main.c:13']);
    expect(at(24)).toEqual(['_Z5innerv /src/lib/inner.h:4', call]);
    expect(at(28)).toEqual(['outer /src/main.c:14']);
    // In the unit, but in no function and on no line.
    expect(at(32)).toEqual([]);
    expect(at(-4)).toEqual([]);
    expect(problems).toEqual([]);
  });

  test('says of damaged sections what is wrong, and goes on', () => {
    const names = Object.keys(debugSections(version));
    const awkward = fc.constantFrom(0, 1, 0x7f, 0x80, 0xff);
    let refused = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.array(fc.tuple(fc.nat(400), awkward), { minLength: 1, maxLength: 3 }),
        fc.option(fc.nat(200), { freq: 3 }),
        (name, changes, length) => {
          const sections = debugSections(version);
          const section = sections[name] as Uint8Array<ArrayBuffer>;
          for (const [at, value] of changes) section[at % section.length] = value;
          if (length !== null) sections[name] = section.slice(0, length);
          const { locate, problems } = readDebugInfo(elfWithSections(sections));
          for (let pc = CODE - 4; pc < CODE + 0x48; pc += 4) locate(pc);
          for (const { code } of problems) expect(code).toBe('HART1010');
          refused += problems.length;
        },
      ),
      { seed: 20261124, numRuns: 4000 },
    );
    expect(refused).toBeGreaterThan(500);
  });
});

test('every byte can take every awkward value, and the file can end anywhere', () => {
  const elf = elfWithSections(debugSections(5));
  const survives = (bytes: Uint8Array): void => {
    try {
      const { locate } = readDebugInfo(bytes);
      for (let pc = CODE; pc < CODE + 0x20; pc += 8) locate(pc);
    } catch (error) {
      if (!isHartError(error)) throw error;
      expect(['HART1002', 'HART1008']).toContain(error.code);
    }
  };
  for (let at = 64; at < elf.length; at++) {
    survives(elf.subarray(0, at));
    for (const value of [0, 1, 0x7f, 0x80, 0xff]) {
      const bytes = elf.slice();
      bytes[at] = value;
      survives(bytes);
    }
  }
});

test('work that grows faster than the file is refused', () => {
  // 3,000 units, each of which reads the same long table of abbreviations from another place on.
  const sections = debugSections(4);
  const table = new Uint8Array(40_000).fill(1);
  sections['.debug_abbrev'] = table;
  const unit = (offset: number): number[] => [
    8,
    0,
    0,
    0,
    4,
    0,
    offset & 255,
    offset >> 8,
    0,
    0,
    8,
    1,
  ];
  sections['.debug_info'] = Uint8Array.from(Array.from({ length: 3000 }, (_, n) => unit(n)).flat());
  const { problems } = readDebugInfo(elfWithSections(sections));
  expect(problems.map(({ code }) => code)).toEqual(['HART1010']);
});

test('compressed sections are named and left out', () => {
  const { locate, problems } = readDebugInfo(elfWithSections(debugSections(4), 0x800));
  expect(locate(CODE)).toEqual([]);
  expect(problems.map(({ code }) => code)).toContain('HART1011');
});

test('a program without debug information says nothing', () => {
  const { locate, problems } = readDebugInfo(elfWithSections({}));
  expect(locate(CODE)).toEqual([]);
  expect(problems).toEqual([]);
});
