/** A segment as {@link buildElf} writes it; what is left out has a plain default. */
interface SegmentSpec {
  address: number;
  data?: Uint8Array;
  memorySize?: number;
  /** Read 4, write 2, execute 1. */
  flags?: number;
  /** Program header type, 1 (loadable) by default. */
  type?: number;
}

interface SymbolSpec {
  name: string;
  address: number | bigint;
  size?: number;
  /** ELF symbol type: 0 none, 1 object, 2 function, 3 section, 4 file, 6 thread-local. */
  type?: number;
  /** Section index, 0xfff1 (absolute) by default. */
  section?: number;
}

export interface ElfSpec {
  entry?: number;
  flags?: number;
  segments?: readonly SegmentSpec[];
  /** Left out: a stripped file without section headers. */
  symbols?: readonly SymbolSpec[];
}

const align8 = (offset: number): number => (offset + 7) & ~7;

/** Where things stand in a built file, for tests that damage it. */
export interface BuiltElf {
  bytes: Uint8Array<ArrayBuffer>;
  view: DataView<ArrayBuffer>;
  /** Offset of program header `index`. */
  programHeader(index: number): number;
  /** Offset of section header `index`: 1 symbol table, 2 string table. */
  sectionHeader(index: number): number;
}

function stringTable(names: readonly string[]): { strings: Uint8Array; offsets: number[] } {
  const encoder = new TextEncoder();
  let end = 1;
  const offsets = names.map((name) => {
    const offset = end;
    end += encoder.encode(name).length + 1;
    return offset;
  });
  return { strings: encoder.encode(`\0${names.map((name) => `${name}\0`).join('')}`), offsets };
}

/** A small valid static RISC-V ELF64 file. */
export function buildElf(spec: ElfSpec = {}): BuiltElf {
  const segments = spec.segments ?? [
    { address: 0x80000000, data: Uint8Array.of(0x73, 0, 0, 0), flags: 5 },
  ];
  const symbols = spec.symbols ?? [];
  const { strings, offsets } = stringTable(symbols.map((symbol) => symbol.name));
  let end = 64 + segments.length * 56;
  const dataAt = segments.map(({ data }) => {
    const at = align8(end);
    end = at + (data?.length ?? 0);
    return at;
  });
  const symbolsAt = align8(end);
  const stringsAt = symbolsAt + (symbols.length + 1) * 24;
  const sectionsAt = align8(stringsAt + strings.length);
  const bytes = new Uint8Array(spec.symbols ? sectionsAt + 3 * 64 : end);
  const view = new DataView(bytes.buffer);
  const u16 = (at: number, value: number) => view.setUint16(at, value, true);
  const u32 = (at: number, value: number) => view.setUint32(at, value, true);
  const u64 = (at: number, value: number | bigint) => view.setBigUint64(at, BigInt(value), true);

  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  u16(16, 2);
  u16(18, 243);
  u32(20, 1);
  u64(24, spec.entry ?? 0x80000000);
  u64(32, 64);
  u32(48, spec.flags ?? 0);
  u16(52, 64);
  u16(54, 56);
  u16(56, segments.length);
  u16(58, 64);
  for (const [index, { address, data, memorySize, flags, type }] of segments.entries()) {
    const at = 64 + index * 56;
    const offset = dataAt[index] ?? 0;
    u32(at, type ?? 1);
    u32(at + 4, flags ?? 6);
    u64(at + 8, offset);
    u64(at + 16, address);
    u64(at + 32, data?.length ?? 0);
    u64(at + 40, memorySize ?? data?.length ?? 0);
    if (data) bytes.set(data, offset);
  }
  if (spec.symbols) {
    u64(40, sectionsAt);
    u16(60, 3);
    for (const [index, { address, size, type, section }] of symbols.entries()) {
      const at = symbolsAt + (index + 1) * 24;
      u32(at, offsets[index] ?? 0);
      bytes[at + 4] = type ?? 0;
      u16(at + 6, section ?? 0xfff1);
      u64(at + 8, address);
      u64(at + 16, size ?? 0);
    }
    bytes.set(strings, stringsAt);
    u32(sectionsAt + 64 + 4, 2);
    u64(sectionsAt + 64 + 24, symbolsAt);
    u64(sectionsAt + 64 + 32, (symbols.length + 1) * 24);
    u32(sectionsAt + 64 + 40, 2);
    u64(sectionsAt + 64 + 56, 24);
    u32(sectionsAt + 128 + 4, 3);
    u64(sectionsAt + 128 + 24, stringsAt);
    u64(sectionsAt + 128 + 32, strings.length);
  }
  return {
    bytes,
    view,
    programHeader: (index) => 64 + index * 56,
    sectionHeader: (index) => sectionsAt + index * 64,
  };
}
