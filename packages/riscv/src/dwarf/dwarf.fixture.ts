/** Builds little-endian bytes, number by number. */
class Bytes {
  readonly list: number[] = [];

  /** An unsigned integer of `size` bytes. */
  int(size: number, ...values: number[]): this {
    for (const value of values) {
      for (let n = 0; n < size; n++) this.list.push(Math.floor(value / 256 ** n) % 256);
    }
    return this;
  }

  /** LEB128 of small numbers, which need one byte. */
  leb(...values: number[]): this {
    this.list.push(...values.map((value) => value & 127));
    return this;
  }

  text(...texts: string[]): this {
    for (const text of texts) this.list.push(...new TextEncoder().encode(`${text}\0`));
    return this;
  }

  /** A unit: its length in 4 bytes, then the content. */
  unit(content: Bytes): this {
    return this.int(4, content.list.length).add(content);
  }

  add({ list }: Bytes): this {
    this.list.push(...list);
    return this;
  }
}

const bytes = (): Bytes => new Bytes();

/** Where the code of {@link debugSections} starts. */
export const CODE = 0x80000000;
const CODE_BYTES = 0x40;

/** A static ELF with code at {@link CODE} and the given sections; `flags` for all of them. */
export function elfWithSections(
  sections: Readonly<Record<string, Uint8Array>>,
  flags = 0,
): Uint8Array<ArrayBuffer> {
  const names = ['', '.shstrtab', ...Object.keys(sections)];
  const strings = bytes().text(...names).list;
  const contents = [Uint8Array.from(strings), ...Object.values(sections)];
  const start = 64 + 56 + CODE_BYTES;
  const end = contents.reduce((sum, { length }) => sum + length, start);
  const headers = bytes().int(1, ...new Array<number>(64).fill(0));
  let name = 1;
  let at = start;
  for (const [n, { length }] of contents.entries()) {
    headers.int(4, name, n === 0 ? 3 : 1).int(8, n === 0 ? 0 : flags, 0, at, length);
    headers.int(4, 0, 0).int(8, 1, 0);
    name += (names[n + 1] as string).length + 1;
    at += length;
  }
  const header = bytes().int(1, 0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, ...new Array<number>(9).fill(0));
  header.int(2, 2, 243).int(4, 1).int(8, CODE, 64, end).int(4, 0);
  header.int(2, 64, 56, 1, 64, contents.length + 1, 1);
  header.int(4, 1, 5).int(8, 64 + 56, CODE, CODE, CODE_BYTES, CODE_BYTES, 4);
  header.int(1, ...new Array<number>(CODE_BYTES).fill(0x13));
  return Uint8Array.from([...header.list, ...contents.flatMap((b) => [...b]), ...headers.list]);
}

const TAG = { unit: 0x11, inlined: 0x1d, subprogram: 0x2e } as const;
const ATTRIBUTE = {
  name: 3,
  statements: 0x10,
  low: 0x11,
  high: 0x12,
  directory: 0x1b,
  origin: 0x31,
  ranges: 0x55,
  callFile: 0x58,
  callLine: 0x59,
  linkageName: 0x6e,
  stringOffsets: 0x72,
  addresses: 0x73,
  rangeLists: 0x74,
} as const;

/**
 * Debug information of `outer` in /src/main.c at {@link CODE}, 32 bytes, into which `inner` of
 * /src/lib/inner.h was inlined for 8 bytes from 8 on and 4 from 24 on, called at line 12. Lines: 10 from 0 on,
 * 3 from 8 on, 13 from 16 on, 4 from 24 on, 14 from 28 on.
 */
export function debugSections(version: 2 | 4 | 5): Record<string, Uint8Array<ArrayBuffer>> {
  const sections: Record<string, Bytes> = {
    '.debug_line': lineSection(version),
    ...(version === 5 ? infoOfVersion5() : infoOfVersion4(version)),
  };
  return Object.fromEntries(
    Object.entries(sections).map(([name, { list }]) => [name, Uint8Array.from(list)]),
  );
}

function lineSection(version: number): Bytes {
  const rest = bytes().leb(1);
  if (version >= 4) rest.leb(1);
  // Line base -3, range 12, first special opcode 10, operands of the nine standard ones.
  rest.int(1, 1, 0xfd, 12, 10, 0, 1, 1, 1, 1, 0, 0, 0, 1);
  if (version === 5) {
    rest.int(1, 1).leb(1, 0x1f).leb(2).int(4, 0, 5);
    rest.int(1, 2).leb(1, 0x1f, 2, 0x0b).leb(3);
    rest.int(4, 9).int(1, 0).int(4, 9).int(1, 0).int(4, 16).int(1, 1);
  } else {
    rest.text('lib', '', 'main.c').leb(0, 0, 0).text('inner.h').leb(1, 0, 0).text('');
  }
  const program = bytes().int(1, 0, 9, 2).int(8, CODE);
  // A row's line and file by standard opcodes, then a copy.
  const row = (advance: number, line: number, file: number): void => {
    program.int(1, 2).leb(advance).int(1, 3).leb(line).int(1, 4).leb(file).int(1, 1);
  };
  row(0, 9, 1);
  row(8, -7, 2);
  row(8, 10, 1);
  // Fixed advance, which the others could do as well.
  program.int(1, 9).int(2, 8).int(1, 3).leb(-9).int(1, 4).leb(2).int(1, 1);
  // A special opcode that advances by 4 and the line by 8, after the file is set.
  program
    .int(1, 4)
    .leb(1)
    .int(1, 3)
    .leb(2, 10 + 4 * 12 + 8 + 3);
  program.int(1, 2).leb(4).int(1, 0, 1, 1);
  const header = bytes().int(2, version);
  if (version === 5) header.int(1, 8, 0);
  return bytes().unit(header.int(4, rest.list.length).add(rest).add(program));
}

/** Tag, whether it has children, attribute and form of each attribute. */
function abbreviation(code: number, tag: number, children: 0 | 1, ...pairs: number[]): Bytes {
  return bytes()
    .leb(code, tag)
    .int(1, children)
    .leb(...pairs, 0, 0);
}

function infoOfVersion4(version: number): Record<string, Bytes> {
  const A = ATTRIBUTE;
  const offset = version === 2 ? 6 : 0x17;
  const high = version === 2 ? 1 : 7;
  const abbreviations = bytes()
    .add(
      abbreviation(
        1,
        TAG.unit,
        1,
        ...[A.name, 8, A.directory, 0x0e, A.statements, offset, A.low, 1, A.high, high],
      ),
    )
    .add(abbreviation(2, TAG.subprogram, 0, A.name, 8, A.linkageName, 8))
    .add(abbreviation(3, TAG.subprogram, 1, A.name, 8, A.low, 1, A.high, high))
    .add(
      abbreviation(
        4,
        TAG.inlined,
        0,
        ...[A.origin, 0x13, A.ranges, offset, A.callFile, 0x0b, A.callLine, 0x0b],
      ),
    )
    .int(1, 0);
  const end = (size: number): number => (version === 2 ? CODE + size : size);
  const header = bytes().int(2, version).int(4, 0).int(1, 8);
  const unit = bytes().leb(1).text('main.c').int(4, 0, 0).int(8, CODE, end(CODE_BYTES));
  const inner = 4 + header.list.length + unit.list.length;
  unit.leb(2).text('inner', '_Z5innerv');
  unit.leb(3).text('outer').int(8, CODE, end(32));
  unit.leb(4).int(4, inner, 0).int(1, 1, 12).int(1, 0, 0);
  return {
    '.debug_info': bytes().unit(header.add(unit)),
    '.debug_abbrev': abbreviations,
    '.debug_str': bytes().text('/src'),
    '.debug_ranges': bytes().int(8, 8, 16, 24, 28, 0, 0),
  };
}

function infoOfVersion5(): Record<string, Bytes> {
  const A = ATTRIBUTE;
  const abbreviations = bytes()
    .add(
      abbreviation(
        1,
        TAG.unit,
        1,
        ...[A.low, 0x1b, A.high, 6, A.name, 0x25, A.directory, 0x1f, A.statements, 0x17],
        ...[A.stringOffsets, 0x17, A.addresses, 0x17, A.rangeLists, 0x17],
      ),
    )
    .add(abbreviation(2, TAG.subprogram, 0, A.name, 0x1a, A.linkageName, 0x25))
    .add(abbreviation(3, TAG.subprogram, 1, A.name, 0x0e, A.low, 0x29, A.high, 0x0f))
    .add(
      abbreviation(
        4,
        TAG.inlined,
        0,
        ...[A.origin, 0x15, A.ranges, 0x23, A.callFile, 0x0b, A.callLine, 0x0d],
      ),
    )
    .int(1, 0);
  const header = bytes().int(2, 5).int(1, 1, 8).int(4, 0);
  const unit = bytes().leb(1).leb(0).int(4, CODE_BYTES).int(1, 0).int(4, 0, 0, 8, 8, 12);
  const inner = 4 + header.list.length + unit.list.length;
  unit.leb(2).leb(1).int(1, 2);
  unit.leb(3).int(4, 23).int(1, 0).leb(32);
  unit.leb(4).leb(inner).leb(0).int(1, 1).leb(12).int(1, 0, 0);
  const lists = bytes()
    .int(1, 4)
    .leb(8, 16)
    .int(1, 7)
    .int(8, CODE + 24)
    .leb(4)
    .int(1, 0);
  return {
    '.debug_info': bytes().unit(header.add(unit)),
    '.debug_abbrev': abbreviations,
    '.debug_str': bytes().text('main.c', 'inner', '_Z5innerv', 'outer'),
    '.debug_str_offsets': bytes().unit(bytes().int(2, 5, 0).int(4, 0, 7, 13)),
    '.debug_addr': bytes().unit(bytes().int(2, 5).int(1, 8, 0).int(8, CODE)),
    '.debug_rnglists': bytes().unit(bytes().int(2, 5).int(1, 8, 0).int(4, 1).int(4, 4).add(lists)),
    '.debug_line_str': bytes().text('/src', 'lib', 'main.c', 'inner.h'),
  };
}
