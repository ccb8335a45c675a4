import type { FunctionBody } from '@hart/wasm';
import type { ExitPoint } from './emitter.ts';
import { createTranslations, type TranslatedRegion, type Translations } from './translations.ts';

/** Bytes "HTR" and the version of this layout. */
const MAGIC = 0x01525448;

/** Numbers that a region has in the table of regions. */
const REGION_NUMBERS = 7;

/** Bits of an exit point's second word. */
const PACKED = { reason: 0, grouped: 4, unexecuted: 8, logged: 16 } as const;

/**
 * Writes translations down, without modules: these are made anew from the function bodies. A row of
 * lengths, then columns of 64-bit, 32-bit and 8-bit numbers, little-endian (typed arrays of the host,
 * which is little-endian wherever WebAssembly engines run).
 */
export function encodeTranslations({
  slots,
  regions,
  runs,
}: Translations): Uint8Array<ArrayBuffer> {
  const all = [...regions.values()];
  const exits = all.flatMap(({ exitPoints }) => exitPoints);
  const hints = all.flatMap(({ body }) => body.hints);
  const wide = Float64Array.from([
    ...[...slots].flat(),
    ...all.flatMap(({ pc, samples, entries, exitPoints, body }) => [
      ...[pc, samples, entries.length, exitPoints.length],
      ...[body.hints.length, body.declarations.length, body.code.length],
    ]),
    ...all.flatMap(({ entries }) => entries),
    ...exits.map(({ pc }) => pc),
  ]);
  const narrow = Uint32Array.from([
    ...exits.map(packExit),
    ...hints.map(({ offset, likely }) => offset * 2 + likely),
  ]);
  const bytes = all.reduce((sum, { body }) => sum + bodyLength(body), 0);
  const header = Uint32Array.of(
    ...[MAGIC, slots.size, all.length, wide.length, narrow.length, bytes, runs, 0],
  );
  const out = new Uint8Array(header.byteLength + wide.byteLength + narrow.byteLength + bytes);
  let at = 0;
  const append = (part: Uint8Array): void => {
    out.set(part, at);
    at += part.length;
  };
  append(new Uint8Array(header.buffer));
  append(new Uint8Array(wide.buffer));
  append(new Uint8Array(narrow.buffer));
  for (const { body } of all) {
    append(body.declarations);
    append(body.code);
  }
  return out;
}

function bodyLength({ declarations, code }: FunctionBody): number {
  return declarations.length + code.length;
}

function packExit({ reason, grouped, unexecuted, logged }: ExitPoint): number {
  return (
    (reason << PACKED.reason) |
    (Number(grouped) << PACKED.grouped) |
    (unexecuted << PACKED.unexecuted) |
    (logged << PACKED.logged)
  );
}

function unpackExit(pc: number, packed: number): ExitPoint {
  return {
    pc,
    reason: (packed >>> PACKED.reason) & 0xf,
    grouped: ((packed >>> PACKED.grouped) & 1) === 1,
    unexecuted: (packed >>> PACKED.unexecuted) & 0xff,
    logged: packed >>> PACKED.logged,
  };
}

/**
 * Reads what {@link encodeTranslations} wrote; undefined for anything of another shape. Whether the
 * bytes are what was written is for who stored them to check.
 */
export function decodeTranslations(bytes: Uint8Array<ArrayBuffer>): Translations | undefined {
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const { buffer, byteOffset } = aligned;
  if (aligned.length < 32) return undefined;
  const header = new Uint32Array(buffer, byteOffset, 8);
  const [magic, slotCount, regionCount, wideCount, narrowCount, byteCount] = header as unknown as [
    ...[number, number, number, number, number, number],
  ];
  const narrowAt = 32 + wideCount * 8;
  const bytesAt = narrowAt + narrowCount * 4;
  if (magic !== MAGIC || bytesAt + byteCount !== aligned.length) return undefined;
  if (2 * slotCount + REGION_NUMBERS * regionCount > wideCount) return undefined;
  const wide = new Float64Array(buffer, byteOffset + 32, wideCount);
  const narrow = new Uint32Array(buffer, byteOffset + narrowAt, narrowCount);

  const translations = createTranslations();
  translations.runs = header[6] as number;
  for (let slot = 0; slot < slotCount; slot++) {
    translations.slots.set(wide[2 * slot] as number, wide[2 * slot + 1] as number);
  }
  const table = wide.subarray(2 * slotCount, 2 * slotCount + REGION_NUMBERS * regionCount);
  let nextWide = 2 * slotCount + table.length;
  let nextByte = bytesAt;
  const takeWide = (length: number): Float64Array => {
    nextWide += length;
    return wide.subarray(nextWide - length, nextWide);
  };
  const takeBytes = (length: number): Uint8Array => {
    nextByte += length;
    return aligned.subarray(nextByte - length, nextByte);
  };
  const rows = Array.from({ length: regionCount }, (_, index) =>
    table.subarray(index * REGION_NUMBERS, (index + 1) * REGION_NUMBERS),
  ) as unknown as [number, number, number, number, number, number, number][];
  const entries = rows.map(([, , count]) => [...takeWide(count)]);
  let nextNarrow = 0;
  const takeNarrow = (length: number): Uint32Array => {
    nextNarrow += length;
    return narrow.subarray(nextNarrow - length, nextNarrow);
  };
  const exits = rows.map(([, , , count]) => {
    const pcs = takeWide(count);
    return Array.from(takeNarrow(count), (packed, index) =>
      unpackExit(pcs[index] as number, packed),
    );
  });
  for (const [index, [pc, samples, , , hintCount, declarations, code]] of rows.entries()) {
    const hints = Array.from(takeNarrow(hintCount), (word) => ({
      offset: word >>> 1,
      likely: (word & 1) as 0 | 1,
    }));
    const region: TranslatedRegion = {
      ...{
        pc,
        samples,
        fresh: 0,
        tier: 'baseline',
        entries: entries[index]!,
        exitPoints: exits[index]!,
      },
      body: { declarations: takeBytes(declarations), code: takeBytes(code), hints },
    };
    translations.regions.set(pc, region);
  }
  return nextWide === wideCount && nextNarrow === narrowCount && nextByte === aligned.length
    ? translations
    : undefined;
}
