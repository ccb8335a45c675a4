import type { ElfSymbol } from '../types.ts';
import { readSections, type Section } from './elf-sections.ts';
import type { ElfView } from './elf-view.ts';

const SYMBOL_SIZE = 24;
const SHT_SYMTAB = 2;
const SHT_STRTAB = 3;
const SHN_UNDEF = 0;
const STT_SECTION = 3;
const STT_FILE = 4;
const STT_TLS = 6;
/** Longer names are refused; the longest mangled names of real programs have a few thousand bytes. */
const LONGEST_NAME = 0xffff;

/** Reads names out of a string table, each offset once, and bounds how much the names may overlap. */
function createNames(bytes: Uint8Array, view: ElfView, table: Section): (at: number) => string {
  const strings = bytes.subarray(table.offset, table.offset + table.size);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const known = new Map<number, string>();
  // Linkers let a name be the tail of a longer one. A hostile file could give every symbol the tail
  // of one huge string, which would take quadratic memory.
  let budget = 16 * table.size + LONGEST_NAME;
  return (at) => {
    const seen = known.get(at);
    if (seen !== undefined) return seen;
    if (at >= strings.length) throw view.malformed('a symbol name lies outside its string table');
    const length = strings.subarray(at, at + LONGEST_NAME + 1).indexOf(0);
    if (length < 0) throw view.malformed('a symbol name does not end');
    budget -= length;
    if (budget < 0) throw view.malformed('symbol names overlap beyond reason');
    const name = decoder.decode(strings.subarray(at, at + length));
    known.set(at, name);
    return name;
  };
}

function symbolKind(type: number): ElfSymbol['kind'] {
  if (type === 1) return 'object';
  return type === 2 ? 'function' : 'other';
}

function readTable(
  bytes: Uint8Array,
  view: ElfView,
  table: Section,
  strings: Section | undefined,
): ElfSymbol[] {
  view.need('the symbol table', table.offset, table.size);
  if (table.entrySize !== SYMBOL_SIZE || table.size % SYMBOL_SIZE !== 0) {
    throw view.malformed(`symbol table of ${table.size} bytes, ${table.entrySize} a symbol`);
  }
  if (strings?.type !== SHT_STRTAB) throw view.malformed('symbol table without string table');
  view.need('the string table', strings.offset, strings.size);
  const nameAt = createNames(bytes, view, strings);
  const symbols: ElfSymbol[] = [];
  for (let at = table.offset; at < table.offset + table.size; at += SYMBOL_SIZE) {
    const type = view.u8(at + 4) & 15;
    if (type === STT_SECTION || type === STT_FILE || type === STT_TLS) continue;
    if (view.u16(at + 6) === SHN_UNDEF) continue;
    const name = nameAt(view.u32(at));
    const address = view.u64(at + 8);
    const size = view.u64(at + 16);
    // Absolute symbols can be any 64-bit constant, such as -1; those name no address.
    if (name === '' || address + size > Number.MAX_SAFE_INTEGER) continue;
    symbols.push({ name, address, size, kind: symbolKind(type) });
  }
  return symbols;
}

/**
 * The symbols that name an address: no section, file, thread-local, undefined or nameless ones, and
 * none that ends beyond 2^53. Empty when the file has no symbol table.
 */
export function readSymbols(bytes: Uint8Array, view: ElfView): ElfSymbol[] {
  const sections = readSections(view);
  const [table, second] = sections.filter((section) => section.type === SHT_SYMTAB);
  if (table === undefined) return [];
  // The gABI allows one; many that share the same bytes would take quadratic time.
  if (second !== undefined) throw view.malformed('more than one symbol table');
  return readTable(bytes, view, table, sections[table.link]);
}
