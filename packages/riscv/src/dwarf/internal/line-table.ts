import type { Cursor } from './cursor.ts';
import { type Encoding, FORM, readForm } from './forms.ts';
import type { DebugSections } from './sections.ts';

/** Standard opcodes of a line number program (DWARF 5, §6.2.5.2). */
const STANDARD = {
  copy: 1,
  advancePc: 2,
  advanceLine: 3,
  setFile: 4,
  constAddPc: 8,
  fixedAdvancePc: 9,
} as const;
const EXTENDED = { endSequence: 1, setAddress: 2 } as const;
/** Content types of version 5 (§6.2.4.1). */
const CONTENT = { path: 1, directory: 2 } as const;

/** Instruction addresses to source lines, of one unit. */
export interface LineTable {
  /** File and line of the instruction at `pc`; line 0 stands for code without a line. */
  find(pc: number): { file: string | undefined; line: number } | undefined;
  /** A file's path by the number that the unit's attributes use for it. */
  fileName(index: number): string | undefined;
}

interface Header {
  version: number;
  minimumInstructionLength: number;
  lineBase: number;
  lineRange: number;
  opcodeBase: number;
  /** Operands of each standard opcode, from 1. */
  operandCounts: readonly number[];
  files: ReadonlyMap<number, string>;
}

interface Sequence {
  start: number;
  end: number;
  /** First and last row + 1. */
  from: number;
  to: number;
}

/**
 * Runs the line number program at an offset of .debug_line, versions 2 to 5. `directory` is what relative
 * paths are relative to.
 */
export function readLineTable(
  sections: DebugSections,
  offset: number,
  directory: string,
): LineTable {
  const start = sections.line.from(offset);
  const { end, offsetSize } = start.unitLength();
  const cursor = sections.line.from(start.at, end);
  const header = readHeader(sections, cursor, offsetSize, directory);
  const { minimumInstructionLength, lineBase, lineRange, opcodeBase } = header;

  const addresses: number[] = [];
  const files: number[] = [];
  const lines: number[] = [];
  const sequences: Sequence[] = [];
  let address = 0;
  let file = 1;
  let line = 1;
  let from = 0;

  const row = (): void => {
    addresses.push(address);
    files.push(file);
    lines.push(line);
  };
  const finish = (): void => {
    const first = addresses[from];
    if (first !== undefined && first < address) {
      sequences.push({ start: first, end: address, from, to: addresses.length });
    }
    from = addresses.length;
    address = 0;
    file = 1;
    line = 1;
  };

  while (cursor.at < cursor.end) {
    cursor.spend();
    const opcode = cursor.u8();
    if (opcode >= opcodeBase) {
      const adjusted = opcode - opcodeBase;
      address += Math.floor(adjusted / lineRange) * minimumInstructionLength;
      line += lineBase + (adjusted % lineRange);
      row();
      continue;
    }
    switch (opcode) {
      case 0: {
        const length = cursor.uleb();
        const next = cursor.at + length;
        const extended = length > 0 ? cursor.u8() : 0;
        if (extended === EXTENDED.endSequence) finish();
        if (extended === EXTENDED.setAddress) address = cursor.unsigned(length - 1);
        if (cursor.at > next) throw cursor.malformed('an opcode is longer than it says');
        cursor.skip(next - cursor.at);
        break;
      }
      case STANDARD.copy:
        row();
        break;
      case STANDARD.advancePc:
        address += cursor.uleb() * minimumInstructionLength;
        break;
      case STANDARD.advanceLine:
        line += cursor.sleb();
        break;
      case STANDARD.setFile:
        file = cursor.uleb();
        break;
      case STANDARD.constAddPc:
        address += Math.floor((255 - opcodeBase) / lineRange) * minimumInstructionLength;
        break;
      case STANDARD.fixedAdvancePc:
        address += cursor.u16();
        break;
      default:
        // Columns, flags and opcodes unknown here, whose operands the header counts.
        for (let n = header.operandCounts[opcode - 1] ?? 0; n > 0; n--) cursor.uleb();
    }
  }

  sequences.sort((a, b) => a.start - b.start);
  const fileName = (index: number): string | undefined => header.files.get(index);
  return {
    fileName,
    find(pc) {
      const sequence = sequences[lastAtMost(sequences.length, (n) => sequences[n]!.start, pc)];
      if (sequence === undefined || pc >= sequence.end) return undefined;
      const { from: first, to } = sequence;
      const at = first + lastAtMost(to - first, (n) => addresses[first + n]!, pc);
      return { file: fileName(files[at]!), line: lines[at]! };
    },
  };
}

/** Index of the last of `count` ascending values that is at most `limit`, -1 if none is. */
export function lastAtMost(count: number, valueAt: (n: number) => number, limit: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (valueAt(middle) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function readHeader(
  sections: DebugSections,
  cursor: Cursor,
  offsetSize: 4 | 8,
  directory: string,
): Header {
  const version = cursor.u16();
  if (version < 2 || version > 5) throw cursor.malformed(`version ${version}`);
  const addressSize = version >= 5 ? cursor.u8() : 8;
  if (version >= 5) cursor.u8();
  const headerLength = cursor.unsigned(offsetSize);
  const program = cursor.at + headerLength;
  const minimumInstructionLength = cursor.u8();
  // Operations in a VLIW instruction; RISC-V has one.
  if (version >= 4) cursor.u8();
  cursor.u8();
  const lineBase = cursor.s8();
  const lineRange = cursor.u8();
  const opcodeBase = cursor.u8();
  if (lineRange === 0 || opcodeBase === 0) throw cursor.malformed('a line range of 0');
  const operandCounts: number[] = [];
  for (let opcode = 1; opcode < opcodeBase; opcode++) operandCounts.push(cursor.u8());
  const files =
    version >= 5
      ? readFiles(sections, cursor, { version, offsetSize, addressSize }, directory)
      : readOldFiles(cursor, directory);
  if (program < cursor.at) throw cursor.malformed('a header longer than it says');
  cursor.skip(program - cursor.at);
  return {
    version,
    minimumInstructionLength,
    lineBase,
    lineRange,
    opcodeBase,
    operandCounts,
    files,
  };
}

/** `base/path`, or `path` alone where it is absolute. */
function join(base: string, path: string): string {
  if (base === '' || path.startsWith('/')) return path;
  return base.endsWith('/') ? base + path : `${base}/${path}`;
}

/** Up to version 4: lists that end with an empty name; files count from 1, directory 0 is the unit's. */
function readOldFiles(cursor: Cursor, directory: string): Map<number, string> {
  const directories = [directory];
  for (let name = cursor.text(); name !== ''; name = cursor.text()) {
    cursor.spend();
    directories.push(join(directory, name));
  }
  const files = new Map<number, string>();
  for (let name = cursor.text(); name !== ''; name = cursor.text()) {
    cursor.spend();
    files.set(files.size + 1, join(directories[cursor.uleb()] ?? '', name));
    cursor.uleb();
    cursor.uleb();
  }
  return files;
}

interface NameEntry {
  path: string;
  directory: number;
}

/** Version 5: tables that describe their own columns; both count from 0. */
function readFiles(
  sections: DebugSections,
  cursor: Cursor,
  encoding: Encoding,
  directory: string,
): Map<number, string> {
  const entries = (): NameEntry[] => {
    const formats: { content: number; form: number }[] = [];
    for (let count = cursor.u8(); count > 0; count--) {
      formats.push({ content: cursor.uleb(), form: cursor.uleb() });
    }
    const list: NameEntry[] = [];
    for (let count = cursor.uleb(); count > 0; count--) {
      cursor.spend();
      const entry = { path: '', directory: 0 };
      for (const { content, form } of formats) {
        const value = readForm(cursor, form, encoding);
        if (content === CONTENT.path) entry.path = pathAt(sections, cursor, form, value);
        if (content === CONTENT.directory) entry.directory = value;
      }
      list.push(entry);
    }
    return list;
  };
  const directories = entries().map(({ path }) => join(directory, path));
  const files = entries().map((entry) => join(directories[entry.directory] ?? '', entry.path));
  return new Map(files.entries());
}

function pathAt(sections: DebugSections, cursor: Cursor, form: number, value: number): string {
  switch (form) {
    case FORM.string:
      return cursor.from(value).text();
    case FORM.lineStrp:
      return sections.line_str.from(value).text();
    case FORM.strp:
      return sections.str.from(value).text();
    default:
      throw cursor.malformed(`a path of form 0x${form.toString(16)}`);
  }
}
