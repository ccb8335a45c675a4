import type { Cursor } from './cursor.ts';
import { FORM } from './forms.ts';

/** The shape of a debugging information entry. */
export interface Abbreviation {
  tag: number;
  children: boolean;
  /** Attribute and form, one after the other. */
  attributes: readonly number[];
  /** Values of `implicit_const` attributes, by position in `attributes`. */
  constants: ReadonlyMap<number, number>;
}

/** Reads tables of abbreviations, each once; many units share one. */
export function createAbbreviations(
  section: Cursor,
): (offset: number) => ReadonlyMap<number, Abbreviation> {
  const tables = new Map<number, ReadonlyMap<number, Abbreviation>>();
  return (offset) => {
    let table = tables.get(offset);
    if (table === undefined) {
      table = readTable(section.from(offset));
      tables.set(offset, table);
    }
    return table;
  };
}

function readTable(cursor: Cursor): Map<number, Abbreviation> {
  const table = new Map<number, Abbreviation>();
  for (let code = cursor.uleb(); code !== 0; code = cursor.uleb()) {
    cursor.spend(4);
    const tag = cursor.uleb();
    const children = cursor.u8() !== 0;
    const attributes: number[] = [];
    const constants = new Map<number, number>();
    for (;;) {
      cursor.spend(2);
      const attribute = cursor.uleb();
      const form = cursor.uleb();
      if (form === FORM.implicitConst) constants.set(attributes.length, cursor.sleb());
      if (attribute === 0 && form === 0) break;
      attributes.push(attribute, form);
    }
    table.set(code, { tag, children, attributes, constants });
  }
  return table;
}
