import type { Abbreviation, createAbbreviations } from './abbreviations.ts';
import type { Cursor } from './cursor.ts';
import { type Encoding, FORM, readForm } from './forms.ts';
import type { DebugSections } from './sections.ts';

export const TAG = { compileUnit: 0x11, inlinedSubroutine: 0x1d, subprogram: 0x2e } as const;

/** Attributes that are looked at (DWARF 5, table 7.5; 0x2007 is a vendor's older `linkage_name`). */
export const ATTRIBUTE = {
  name: 0x03,
  stmtList: 0x10,
  lowPc: 0x11,
  highPc: 0x12,
  compilationDirectory: 0x1b,
  abstractOrigin: 0x31,
  specification: 0x47,
  ranges: 0x55,
  callFile: 0x58,
  callLine: 0x59,
  linkageName: 0x6e,
  strOffsetsBase: 0x72,
  addrBase: 0x73,
  rnglistsBase: 0x74,
  vendorLinkageName: 0x2007,
} as const;

const UNIT_TYPE = { compile: 1, partial: 3 } as const;

/** An attribute's form and the number that {@link readForm} gives for it. */
export interface Value {
  form: number;
  number: number;
}

/** A debugging information entry: the attributes that are looked at. */
export interface Entry {
  tag: number;
  children: boolean;
  values: ReadonlyMap<number, Value>;
}

/** A compilation unit, as far as its header and first entry tell. */
export interface Unit extends Encoding {
  /** Where its header starts in .debug_info, and where the next one's does. */
  start: number;
  end: number;
  /** Where its first entry is. */
  first: number;
  abbreviations: ReadonlyMap<number, Abbreviation>;
  root: Entry;
  directory: string;
  lowPc: number;
  bases: { strOffsets: number; addr: number; rnglists: number };
}

const WANTED: ReadonlySet<number> = new Set(Object.values(ATTRIBUTE));

/** Reads the entry at the cursor; undefined for the one that ends a list of children. */
export function readEntry(cursor: Cursor, unit: Pick<Unit, 'abbreviations'> & Encoding) {
  cursor.spend();
  const code = cursor.uleb();
  if (code === 0) return undefined;
  const abbreviation = unit.abbreviations.get(code);
  if (abbreviation === undefined) throw cursor.malformed(`unknown abbreviation ${code}`);
  const { tag, children, attributes, constants } = abbreviation;
  const values = new Map<number, Value>();
  for (let n = 0; n < attributes.length; n += 2) {
    const attribute = attributes[n] as number;
    const form = attributes[n + 1] as number;
    const number =
      form === FORM.implicitConst ? (constants.get(n) as number) : readForm(cursor, form, unit);
    if (WANTED.has(attribute)) values.set(attribute, { form, number });
  }
  cursor.spend(attributes.length);
  return { tag, children, values } satisfies Entry as Entry;
}

/** Reads the header and the first entry of the unit at the cursor, which moves behind the unit. */
export function readUnit(
  sections: DebugSections,
  cursor: Cursor,
  abbreviationsAt: ReturnType<typeof createAbbreviations>,
): Unit | undefined {
  const start = cursor.at;
  const { end, offsetSize } = cursor.unitLength();
  const header = cursor.from(cursor.at, end);
  cursor.skip(end - cursor.at);
  const version = header.u16();
  if (version < 2 || version > 5) throw header.malformed(`version ${version}`);
  const type = version >= 5 ? header.u8() : UNIT_TYPE.compile;
  let addressSize = version >= 5 ? header.u8() : 0;
  const abbreviationOffset = header.unsigned(offsetSize);
  if (version < 5) addressSize = header.u8();
  // Type units and those whose contents are in another file say nothing about addresses.
  if (type !== UNIT_TYPE.compile && type !== UNIT_TYPE.partial) return undefined;
  const encoding = { version, offsetSize, addressSize };
  const abbreviations = abbreviationsAt(abbreviationOffset);
  const first = header.at;
  const root = readEntry(header, { ...encoding, abbreviations });
  if (root === undefined) return undefined;
  const base = (attribute: number): number => root.values.get(attribute)?.number ?? 0;
  const unit: Unit = {
    ...encoding,
    start,
    end,
    first,
    abbreviations,
    root,
    directory: '',
    lowPc: 0,
    bases: {
      strOffsets: base(ATTRIBUTE.strOffsetsBase),
      addr: base(ATTRIBUTE.addrBase),
      rnglists: base(ATTRIBUTE.rnglistsBase),
    },
  };
  unit.directory = textOf(sections, unit, root.values.get(ATTRIBUTE.compilationDirectory)) ?? '';
  unit.lowPc = addressOf(sections, unit, root.values.get(ATTRIBUTE.lowPc)) ?? 0;
  return unit;
}

/** Element `index` of a table of equal elements. */
function element(table: Cursor, base: number, index: number, size: number): number {
  return table.from(base + index * size).unsigned(size);
}

/** Address number `index` of a unit. */
export function addressAt(sections: DebugSections, unit: Unit, index: number): number {
  return element(sections.addr, unit.bases.addr, index, unit.addressSize);
}

/** An attribute's value as an address. */
export function addressOf(
  sections: DebugSections,
  unit: Unit,
  value: Value | undefined,
): number | undefined {
  if (value === undefined) return undefined;
  switch (value.form) {
    case FORM.addrx:
    case FORM.addrx1:
    case FORM.addrx2:
    case FORM.addrx3:
    case FORM.addrx4:
      return addressAt(sections, unit, value.number);
    default:
      return value.number;
  }
}

/** An attribute's value as a text; undefined if it is not there or in no section of this file. */
export function textOf(
  sections: DebugSections,
  unit: Unit,
  value: Value | undefined,
): string | undefined {
  switch (value?.form) {
    case FORM.string:
      return sections.info.from(value.number).text();
    case FORM.strp:
      return sections.str.from(value.number).text();
    case FORM.lineStrp:
      return sections.line_str.from(value.number).text();
    case FORM.strx:
    case FORM.strx1:
    case FORM.strx2:
    case FORM.strx3:
    case FORM.strx4: {
      const { strOffsets } = unit.bases;
      const at = element(sections.str_offsets, strOffsets, value.number, unit.offsetSize);
      return sections.str.from(at).text();
    }
    default:
      return undefined;
  }
}
