import { HartError } from '@hart/errors';
import { readSections, sectionNames } from '../../internal/elf-sections.ts';
import { createView } from '../../internal/elf-view.ts';
import { type Budget, Cursor } from './cursor.ts';

const SHT_NOBITS = 8;
const SHF_COMPRESSED = 0x800;

/** The sections that are read, without the dot and `debug_`. */
const NAMES = [
  'abbrev',
  'addr',
  'info',
  'line',
  'line_str',
  'ranges',
  'rnglists',
  'str',
  'str_offsets',
] as const;
type SectionName = (typeof NAMES)[number];

/** A cursor at the start of each debug section; one that is not there is empty. */
export type DebugSections = Record<SectionName, Cursor>;

/** Work allowed for each byte of debug information; real files need far less. */
const WORK_PER_BYTE = 16;

/** Finds the debug sections of an ELF file. Compressed ones are left out and named in `problems`. */
export function findDebugSections(bytes: Uint8Array, problems: HartError[]): DebugSections {
  const view = createView(bytes);
  const sections = readSections(view);
  const nameOf = sectionNames(bytes, view, sections);
  const found = new Map<string, Uint8Array>();
  for (const section of sections) {
    const name = nameOf(section);
    if (!name.startsWith('.debug_') || section.type === SHT_NOBITS || found.has(name)) continue;
    if ((section.flags & SHF_COMPRESSED) !== 0) {
      problems.push(new HartError('DWARF_COMPRESSED', { section: name }));
      continue;
    }
    view.need(name, section.offset, section.size);
    // Not subarray: of a Buffer that is a Buffer.
    const start = bytes.byteOffset + section.offset;
    found.set(name, new Uint8Array(bytes.buffer, start, section.size));
  }
  const budget: Budget = { left: WORK_PER_BYTE * found.values().reduce((n, b) => n + b.length, 0) };
  const cursors = NAMES.map((short) => {
    const name = `.debug_${short}`;
    return [short, new Cursor(name, found.get(name) ?? new Uint8Array(), budget)] as const;
  });
  return Object.fromEntries(cursors) as DebugSections;
}
