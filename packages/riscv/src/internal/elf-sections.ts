import type { ElfView } from './elf-view.ts';

const SECTION_HEADER_SIZE = 64;

export interface Section {
  /** Offset of the name in the string table that {@link sectionNames} reads. */
  name: number;
  type: number;
  flags: number;
  offset: number;
  size: number;
  link: number;
  entrySize: number;
}

/** The section headers; none when the file has no table of them. */
export function readSections(view: ElfView): Section[] {
  const table = view.exact(40, 'offset of the section headers');
  if (table === 0) return [];
  const entrySize = view.u16(58);
  if (entrySize !== SECTION_HEADER_SIZE) {
    throw view.malformed(`section headers of ${entrySize} bytes instead of ${SECTION_HEADER_SIZE}`);
  }
  let count = view.u16(60);
  if (count === 0) {
    // From 65280 sections on, the count stands in the first section's size.
    view.need('the first section header', table, SECTION_HEADER_SIZE);
    count = view.exact(table + 32, 'section count');
  }
  view.need('the section headers', table, count * SECTION_HEADER_SIZE);
  const sections: Section[] = [];
  for (let at = table; sections.length < count; at += SECTION_HEADER_SIZE) {
    sections.push({
      name: view.u32(at),
      type: view.u32(at + 4),
      flags: view.u64(at + 8),
      offset: view.u64(at + 24),
      size: view.u64(at + 32),
      link: view.u32(at + 40),
      entrySize: view.u64(at + 56),
    });
  }
  return sections;
}

/** Longest section name that anybody asks for. */
const LONGEST_NAME = 64;

/** Names sections, as far as they are no longer than {@link LONGEST_NAME} and plain ASCII. */
export function sectionNames(
  bytes: Uint8Array,
  view: ElfView,
  sections: readonly Section[],
): (section: Section) => string {
  const table = sections[view.u16(62)];
  const start = table?.offset ?? 0;
  const end = Math.min(start + (table?.size ?? 0), bytes.length);
  return ({ name }) => {
    let text = '';
    for (let at = start + name; at < end && bytes[at] !== 0; at++) {
      if (text.length === LONGEST_NAME) break;
      text += String.fromCharCode(bytes[at] as number);
    }
    return text;
  };
}
