import type { FunctionBody } from '@hart/wasm';
import { layoutFromNumbers, layoutToNumbers } from '../profiler/layout.ts';
import { createTranslations, type TranslatedRegion, type Translations } from './translations.ts';

/** Bytes "HTR" and the version of this layout. */
const MAGIC = 0x04525448;
/** 32-bit numbers at the start. */
const HEADER_WORDS = 8;
/** Numbers that a region has in the table of regions. */
const REGION_NUMBERS = 9;

/**
 * Writes translations down, without modules: these are made anew from the function bodies. A header of
 * lengths, then columns of 64-bit, 32-bit and 8-bit numbers, little-endian (typed arrays of the host,
 * which is little-endian wherever WebAssembly engines run).
 */
export function encodeTranslations({
  slots,
  regions,
  runs,
}: Translations): Uint8Array<ArrayBuffer> {
  const all = [...regions.values()];
  const layouts = all.map(({ layout }) =>
    Float64Array.from(layout === undefined ? [] : layoutToNumbers(layout)),
  );
  const rows = all.flatMap(({ pc, samples, entries, pieces, exitPoints, body }, n) => [
    ...[pc, samples, entries.length, pieces.length, exitPoints.pcs.length],
    ...[body.hints.length, body.declarations.length, body.code.length],
    (layouts[n] as Float64Array).length,
  ]);
  const hints = all.map(({ body }) => body.hints);
  const wide = [
    Float64Array.from([...slots].flat()),
    Float64Array.from(rows),
    ...all.map(({ entries }) => entries),
    ...all.map(({ pieces }) => pieces),
    ...all.map(({ exitPoints }) => exitPoints.pcs),
    ...layouts,
  ];
  const narrow = [...all.map(({ exitPoints }) => exitPoints.packed), ...hints];
  const bytes = all.flatMap(({ body }) => [body.declarations, body.code]);
  const total = (parts: readonly { length: number }[]): number =>
    parts.reduce((sum, { length }) => sum + length, 0);
  const lengths = [slots.size, all.length, total(wide), total(narrow), total(bytes)];
  const parts = [Uint32Array.of(MAGIC, ...lengths, runs, 0), ...wide, ...narrow, ...bytes];
  const out = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of parts) {
    out.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return out;
}

/**
 * Reads what {@link encodeTranslations} wrote; undefined for anything of another shape. Whether the
 * bytes are what was written is for who stored them to check.
 */
export function decodeTranslations(bytes: Uint8Array<ArrayBuffer>): Translations | undefined {
  const { buffer, byteOffset, length } = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  if (length < 4 * HEADER_WORDS) return undefined;
  const header = new Uint32Array(buffer, byteOffset, HEADER_WORDS);
  const [magic, slotCount, regionCount, wideCount, narrowCount, byteCount, runs] =
    header as unknown as [number, number, number, number, number, number, number];
  const wideAt = byteOffset + 4 * HEADER_WORDS;
  const narrowAt = wideAt + 8 * wideCount;
  const bytesAt = narrowAt + 4 * narrowCount;
  if (magic !== MAGIC || bytesAt + byteCount !== byteOffset + length) return undefined;
  if (2 * slotCount + REGION_NUMBERS * regionCount > wideCount) return undefined;

  const takeWide = taker(new Float64Array(buffer, wideAt, wideCount));
  const takeNarrow = taker(new Uint32Array(buffer, narrowAt, narrowCount));
  const takeBytes = taker(new Uint8Array(buffer, bytesAt, byteCount));
  const slots = takeWide(2 * slotCount);
  const rows = Array.from({ length: regionCount }, () => takeWide(REGION_NUMBERS));
  const entries = rows.map(([, , count]) => takeWide(count as number));
  const pieces = rows.map(([, , , count]) => takeWide(count as number));
  const pcs = rows.map(([, , , , count]) => takeWide(count as number));
  const layouts = rows.map((row) => takeWide(row[REGION_NUMBERS - 1] as number));
  const packed = rows.map(([, , , , count]) => takeNarrow(count as number));
  const hints = rows.map(([, , , , , count]) => takeNarrow(count as number));

  const translations: Translations = { ...createTranslations(), runs };
  for (let slot = 0; slot < slotCount; slot++) {
    translations.slots.set(slots[2 * slot] as number, slots[2 * slot + 1] as number);
  }
  for (const [index, row] of rows.entries()) {
    const [pc, samples, , , , , declarations, code] = row as unknown as number[];
    const body: FunctionBody = {
      declarations: takeBytes(declarations as number),
      code: takeBytes(code as number),
      hints: hints[index] as Uint32Array,
    };
    const region: TranslatedRegion = {
      ...{ pc: pc as number, samples: samples as number, fresh: 0, tier: 'baseline', body },
      entries: entries[index] as Float64Array,
      pieces: pieces[index] as Float64Array,
      exitPoints: { pcs: pcs[index] as Float64Array, packed: packed[index] as Uint32Array },
    };
    const layout = layouts[index] as Float64Array;
    if (layout.length > 0) region.layout = layoutFromNumbers(layout);
    translations.regions.set(region.pc, region);
  }
  const complete = [takeWide, takeNarrow, takeBytes].every(({ left }) => left() === 0);
  return complete ? translations : undefined;
}

/** Takes one piece of a column after the other. */
function taker<Column extends Float64Array | Uint32Array | Uint8Array>(column: Column) {
  let next = 0;
  const take = (length: number): Column => {
    next += length;
    return column.subarray(next - length, next) as Column;
  };
  return Object.assign(take, { left: () => column.length - next });
}
