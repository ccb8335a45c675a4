import type { Cursor } from './cursor.ts';

/** Attribute forms (DWARF 5, table 7.6). */
export const FORM = {
  addr: 0x01,
  block2: 0x03,
  block4: 0x04,
  data2: 0x05,
  data4: 0x06,
  data8: 0x07,
  string: 0x08,
  block: 0x09,
  block1: 0x0a,
  data1: 0x0b,
  flag: 0x0c,
  sdata: 0x0d,
  strp: 0x0e,
  udata: 0x0f,
  refAddr: 0x10,
  ref1: 0x11,
  ref2: 0x12,
  ref4: 0x13,
  ref8: 0x14,
  refUdata: 0x15,
  indirect: 0x16,
  secOffset: 0x17,
  exprloc: 0x18,
  flagPresent: 0x19,
  strx: 0x1a,
  addrx: 0x1b,
  refSup4: 0x1c,
  strpSup: 0x1d,
  data16: 0x1e,
  lineStrp: 0x1f,
  refSig8: 0x20,
  implicitConst: 0x21,
  loclistx: 0x22,
  rnglistx: 0x23,
  refSup8: 0x24,
  strx1: 0x25,
  strx2: 0x26,
  strx3: 0x27,
  strx4: 0x28,
  addrx1: 0x29,
  addrx2: 0x2a,
  addrx3: 0x2b,
  addrx4: 0x2c,
} as const;

/** What the size of a value depends on. */
export interface Encoding {
  version: number;
  offsetSize: 4 | 8;
  addressSize: number;
}

/**
 * Reads the number that stands for a value: the value itself, an index, an offset into another section,
 * or the position of a string or block that stands in place.
 */
export function readForm(cursor: Cursor, form: number, encoding: Encoding): number {
  switch (form) {
    case FORM.addr:
      return cursor.unsigned(encoding.addressSize);
    case FORM.data1:
    case FORM.flag:
    case FORM.ref1:
    case FORM.strx1:
    case FORM.addrx1:
      return cursor.u8();
    case FORM.data2:
    case FORM.ref2:
    case FORM.strx2:
    case FORM.addrx2:
      return cursor.u16();
    case FORM.strx3:
    case FORM.addrx3:
      return cursor.unsigned(3);
    case FORM.data4:
    case FORM.ref4:
    case FORM.refSup4:
    case FORM.strx4:
    case FORM.addrx4:
      return cursor.u32();
    case FORM.data8:
    case FORM.ref8:
    case FORM.refSig8:
    case FORM.refSup8:
      return cursor.u64();
    case FORM.data16:
      return cursor.skip(16);
    case FORM.sdata:
      return cursor.sleb();
    case FORM.udata:
    case FORM.refUdata:
    case FORM.strx:
    case FORM.addrx:
    case FORM.loclistx:
    case FORM.rnglistx:
      return cursor.uleb();
    case FORM.strp:
    case FORM.lineStrp:
    case FORM.strpSup:
    case FORM.secOffset:
      return cursor.unsigned(encoding.offsetSize);
    case FORM.refAddr:
      return cursor.unsigned(encoding.version <= 2 ? encoding.addressSize : encoding.offsetSize);
    case FORM.string: {
      const { at } = cursor;
      while (cursor.u8() !== 0);
      return at;
    }
    case FORM.block1:
      return cursor.skip(cursor.u8());
    case FORM.block2:
      return cursor.skip(cursor.u16());
    case FORM.block4:
      return cursor.skip(cursor.u32());
    case FORM.block:
    case FORM.exprloc:
      return cursor.skip(cursor.uleb());
    case FORM.flagPresent:
      return 1;
    case FORM.indirect: {
      const actual = cursor.uleb();
      // Only forms that say so themselves; two levels would make it a loop.
      if (actual === FORM.indirect || actual === FORM.implicitConst) {
        throw cursor.malformed('an indirect form of an indirect form');
      }
      return readForm(cursor, actual, encoding);
    }
    default:
      throw cursor.malformed(`unknown form 0x${form.toString(16)}`);
  }
}
