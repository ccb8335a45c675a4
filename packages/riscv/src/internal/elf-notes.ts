import type { ElfView } from './elf-view.ts';

/** More notes are not looked at. */
const MAX_NOTES = 64;
const MAX_NAME = 32;

/** Adds the owners of the notes at `offset` to `owners` (gABI chapter 5, "Note Section"). */
export function readNoteOwners(
  view: ElfView,
  offset: number,
  size: number,
  owners: Set<string>,
): void {
  view.need('the notes', offset, size);
  const end = offset + size;
  const aligned = (bytes: number) => Math.ceil(bytes / 4) * 4;
  for (let at = offset, count = 0; at + 12 <= end && count < MAX_NOTES; count++) {
    const nameSize = view.u32(at);
    const next = at + 12 + aligned(nameSize) + aligned(view.u32(at + 4));
    if (next > end) throw view.malformed('a note ends outside its segment');
    let name = '';
    for (let byte = 0; byte < Math.min(nameSize, MAX_NAME); byte++) {
      const code = view.u8(at + 12 + byte);
      if (code === 0) break;
      name += String.fromCharCode(code);
    }
    owners.add(name);
    at = next;
  }
}
