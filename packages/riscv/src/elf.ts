import { HartError } from '@hart/errors';
import { readNoteOwners } from './internal/elf-notes.ts';
import { readSymbols } from './internal/elf-symbols.ts';
import { createView, type ElfView } from './internal/elf-view.ts';
import type { Elf, ElfSegment } from './types.ts';

const HEADER_SIZE = 64;
const PROGRAM_HEADER_SIZE = 56;
const ET_EXEC = 2;
const ET_DYN = 3;
const EM_RISCV = 243;
const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const PT_INTERP = 3;
const PT_NOTE = 4;
const DT_NULL = 0;
const DT_NEEDED = 1;
const MAX_OWNERS = 16;

function checkHeader(bytes: Uint8Array, view: ElfView): void {
  const magic = [...bytes.subarray(0, 4)]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  if (magic !== '7f454c46') throw new HartError('ELF_NOT_ELF', { found: magic || 'absent' });
  view.need('the file header', 0, HEADER_SIZE);
  const fileClass = view.u8(4);
  const data = view.u8(5);
  if (fileClass !== 2 || data !== 1) {
    throw new HartError('ELF_WRONG_CLASS', { class: fileClass, data });
  }
  const machine = view.u16(18);
  if (machine !== EM_RISCV) throw new HartError('ELF_WRONG_MACHINE', { found: machine });
  const type = view.u16(16);
  if (type === ET_DYN) throw new HartError('ELF_DYNAMIC', { what: 'type 3, a PIE or library' });
  if (type !== ET_EXEC) throw new HartError('ELF_NOT_EXECUTABLE', { type });
  if (view.u8(6) !== 1 || view.u32(20) !== 1) throw view.malformed('unknown ELF version');
}

/** Refuses a dynamic section that asks for shared libraries. */
function checkDynamic(view: ElfView, offset: number, size: number): void {
  view.need('the dynamic section', offset, size);
  for (let at = offset; at + 16 <= offset + size; at += 16) {
    const tag = view.u64(at);
    if (tag === DT_NULL) return;
    if (tag === DT_NEEDED) throw new HartError('ELF_DYNAMIC', { what: 'needs shared libraries' });
  }
}

function readSegment(bytes: Uint8Array, view: ElfView, at: number, index: number): ElfSegment {
  const flags = view.u32(at + 4);
  const offset = view.exact(at + 8, `offset of segment ${index}`);
  const address = view.exact(at + 16, `address of segment ${index}`);
  const fileSize = view.exact(at + 32, `file size of segment ${index}`);
  const memorySize = view.exact(at + 40, `memory size of segment ${index}`);
  if (fileSize > memorySize) {
    throw view.malformed(`segment ${index} has more bytes in the file than in memory`);
  }
  if (address + memorySize > Number.MAX_SAFE_INTEGER) {
    throw view.malformed(`segment ${index} ends beyond 2^53`);
  }
  view.need(`segment ${index}`, offset, fileSize);
  return {
    address,
    memorySize,
    // Not subarray: of a Buffer that is a Buffer.
    data: new Uint8Array(bytes.buffer, bytes.byteOffset + offset, fileSize),
    readable: (flags & 4) !== 0,
    writable: (flags & 2) !== 0,
    executable: (flags & 1) !== 0,
  };
}

/** What the program headers say. */
type ProgramParts = Pick<Elf, 'segments' | 'programHeaders' | 'notes'>;

function readProgram(bytes: Uint8Array, view: ElfView): ProgramParts {
  const table = view.exact(32, 'offset of the program headers');
  const entrySize = view.u16(54);
  const count = view.u16(56);
  // 0xffff means that the count stands elsewhere; no program has that many segments.
  if (count === 0xffff) throw view.malformed('more than 65534 program headers');
  if (count > 0 && entrySize !== PROGRAM_HEADER_SIZE) {
    throw view.malformed(`program headers of ${entrySize} bytes instead of ${PROGRAM_HEADER_SIZE}`);
  }
  view.need('the program headers', table, count * PROGRAM_HEADER_SIZE);
  let dynamic = false;
  const found: { index: number; segment: ElfSegment }[] = [];
  const notes = new Set<string>();
  let headersAt: number | undefined;
  for (let index = 0; index < count; index++) {
    const at = table + index * PROGRAM_HEADER_SIZE;
    const type = view.u32(at);
    if (type === PT_INTERP) throw new HartError('ELF_DYNAMIC', { what: 'names an interpreter' });
    if (type === PT_DYNAMIC) {
      // Many that share the same bytes would take quadratic time.
      if (dynamic) throw view.malformed('more than one dynamic section');
      dynamic = true;
      checkDynamic(view, view.exact(at + 8, 'dynamic offset'), view.exact(at + 32, 'dynamic size'));
    }
    // Many that share the same bytes are read a few times only.
    if (type === PT_NOTE && notes.size < MAX_OWNERS) {
      const size = view.exact(at + 32, 'size of the notes');
      readNoteOwners(view, view.exact(at + 8, 'offset of the notes'), size, notes);
    }
    if (type !== PT_LOAD) continue;
    const segment = readSegment(bytes, view, at, index);
    if (segment.memorySize > 0) found.push({ index, segment });
    const inSegment = table - view.exact(at + 8, 'offset of a segment');
    if (inSegment >= 0 && inSegment + count * PROGRAM_HEADER_SIZE <= segment.data.length) {
      headersAt = segment.address + inSegment;
    }
  }
  if (found.length === 0) throw view.malformed('no loadable segment');
  found.sort((a, b) => a.segment.address - b.segment.address);
  let before: (typeof found)[number] | undefined;
  for (const after of found) {
    if (before && before.segment.address + before.segment.memorySize > after.segment.address) {
      throw new HartError('ELF_OVERLAP', { first: before.index, second: after.index });
    }
    before = after;
  }
  return {
    segments: found.map(({ segment }) => segment),
    ...(headersAt !== undefined && { programHeaders: { address: headersAt, count } }),
    ...(notes.size > 0 && { notes: [...notes] }),
  };
}

/**
 * Reads a static RISC-V ELF64 program (ELF gABI chapters 4 and 5, RISC-V psABI). Costs time and
 * memory in proportion to the file, whatever it claims; whoever loads it decides how much memory a
 * segment may ask for.
 *
 * @throws HartError `ELF_NOT_ELF`, `ELF_WRONG_CLASS`, `ELF_WRONG_MACHINE`, `ELF_DYNAMIC` (PIE,
 * interpreter or shared libraries), `ELF_NOT_EXECUTABLE`, `ELF_TRUNCATED`, `ELF_OVERLAP`,
 * `ELF_MALFORMED`.
 */
export function readElf(bytes: Uint8Array): Elf {
  const view = createView(bytes);
  checkHeader(bytes, view);
  return {
    entry: view.exact(24, 'entry point'),
    flags: view.u32(48),
    ...readProgram(bytes, view),
    symbols: readSymbols(bytes, view),
  };
}
