import { FORM } from './forms.ts';
import type { DebugSections } from './sections.ts';
import { ATTRIBUTE, addressAt, addressOf, type Entry, type Unit, type Value } from './units.ts';

/** Each from its first address to behind its last. */
type AddressRanges = [start: number, end: number][];

/** Entries of .debug_rnglists (DWARF 5, §7.25). */
const ENTRY = {
  end: 0,
  baseAddressx: 1,
  startxEndx: 2,
  startxLength: 3,
  offsetPair: 4,
  baseAddress: 5,
  startEnd: 6,
  startLength: 7,
} as const;

/** The addresses of an entry's code; none if it has no code. */
export function rangesOf(sections: DebugSections, unit: Unit, { values }: Entry): AddressRanges {
  const ranges = values.get(ATTRIBUTE.ranges);
  if (ranges !== undefined) return readRanges(sections, unit, ranges);
  const low = addressOf(sections, unit, values.get(ATTRIBUTE.lowPc));
  const high = values.get(ATTRIBUTE.highPc);
  if (low === undefined || high === undefined) return [];
  const isAddress = high.form === FORM.addr || high.form >= FORM.addrx1 || high.form === FORM.addrx;
  const end = isAddress ? (addressOf(sections, unit, high) as number) : low + high.number;
  return [[low, end]];
}

/** Reads the list that a `ranges` attribute names. */
function readRanges(sections: DebugSections, unit: Unit, value: Value): AddressRanges {
  if (unit.version < 5) return readOldRanges(sections, unit, value.number);
  const { rnglists } = unit.bases;
  if (value.form !== FORM.rnglistx) return readLists(sections, unit, value.number);
  const { offsetSize } = unit;
  const offset = sections.rnglists.from(rnglists + value.number * offsetSize).unsigned(offsetSize);
  return readLists(sections, unit, rnglists + offset);
}

/** .debug_ranges, up to version 4 (DWARF 4, §2.17.3). */
function readOldRanges(sections: DebugSections, unit: Unit, offset: number): AddressRanges {
  const cursor = sections.ranges.from(offset);
  const { addressSize } = unit;
  const selectsBase = addressSize === 8 ? 2 ** 64 : 2 ** 32 - 1;
  let base = unit.lowPc;
  const ranges: AddressRanges = [];
  for (;;) {
    cursor.spend();
    const start = cursor.unsigned(addressSize);
    const end = cursor.unsigned(addressSize);
    // All ones, which as a 64-bit number is rounded to 2^64.
    if (start === selectsBase) base = end;
    else if (start === 0 && end === 0) return ranges;
    else if (start < end) ranges.push([base + start, base + end]);
  }
}

function readLists(sections: DebugSections, unit: Unit, offset: number): AddressRanges {
  const cursor = sections.rnglists.from(offset);
  const indexed = (): number => addressAt(sections, unit, cursor.uleb());
  let base = unit.lowPc;
  const ranges: AddressRanges = [];
  const add = (start: number, end: number): void => {
    if (start < end) ranges.push([start, end]);
  };
  for (;;) {
    cursor.spend();
    const kind = cursor.u8();
    switch (kind) {
      case ENTRY.end:
        return ranges;
      case ENTRY.baseAddressx:
        base = indexed();
        break;
      case ENTRY.startxEndx:
        add(indexed(), indexed());
        break;
      case ENTRY.startxLength: {
        const start = indexed();
        add(start, start + cursor.uleb());
        break;
      }
      case ENTRY.offsetPair:
        add(base + cursor.uleb(), base + cursor.uleb());
        break;
      case ENTRY.baseAddress:
        base = cursor.unsigned(unit.addressSize);
        break;
      case ENTRY.startEnd:
        add(cursor.unsigned(unit.addressSize), cursor.unsigned(unit.addressSize));
        break;
      case ENTRY.startLength: {
        const start = cursor.unsigned(unit.addressSize);
        add(start, start + cursor.uleb());
        break;
      }
      default:
        throw cursor.malformed(`unknown range list entry ${kind}`);
    }
  }
}
