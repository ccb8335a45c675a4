/**
 * Where the bits of an immediate stand in an instruction word. Each piece `[high, low, at]` says that
 * bits high..low of the immediate occupy the word from bit `at` upwards, as the manual's format
 * figures do. One description serves decoder and encoder.
 */
export interface ImmediateLayout {
  readonly signed: boolean;
  readonly pieces: readonly (readonly [high: number, low: number, at: number])[];
}

/** A layout in the form that the decoder runs: parallel lists, one entry a piece. */
export interface ImmediateReader {
  readonly at: readonly number[];
  /** Mask of the piece after shifting it down. */
  readonly mask: readonly number[];
  readonly low: readonly number[];
  /** Left then arithmetic right shift that sign-extends; 0 for an unsigned immediate. */
  readonly extend: number;
}

/** The highest immediate bit of `layout`, or -1 when it has no immediate. */
function topBit(layout: ImmediateLayout): number {
  return layout.pieces.reduce((top, [high]) => Math.max(top, high), -1);
}

export function immediateReader(layout: ImmediateLayout): ImmediateReader {
  return {
    at: layout.pieces.map(([, , at]) => at),
    mask: layout.pieces.map(([high, low]) => 2 ** (high - low + 1) - 1),
    low: layout.pieces.map(([, low]) => low),
    extend: layout.signed && layout.pieces.length > 0 ? 31 - topBit(layout) : 0,
  };
}

/** The immediate in `word`, sign-extended where the layout is signed. */
export function readImmediate(reader: ImmediateReader, word: number): number {
  const { at, mask, low } = reader;
  let value = 0;
  for (let index = 0; index < at.length; index++) {
    // The three lists have the same length, see immediateReader.
    value |= ((word >>> at[index]!) & mask[index]!) << low[index]!;
  }
  return (value << reader.extend) >> reader.extend;
}

/** All word bits that the immediate occupies, as an unsigned word. */
export function immediateBits(layout: ImmediateLayout): number {
  return layout.pieces.reduce(
    (bits, [high, low, at]) => bits + (2 ** (high - low + 1) - 1) * 2 ** at,
    0,
  );
}

/**
 * `value` scattered into its word bits (unsigned), or undefined if the layout cannot hold it:
 * out of range, or with a bit set that the layout implies to be zero.
 */
export function writeImmediate(layout: ImmediateLayout, value: number): number | undefined {
  let bits = 0;
  for (const [high, low, at] of layout.pieces) {
    bits |= ((value >> low) & (2 ** (high - low + 1) - 1)) << at;
  }
  return readImmediate(immediateReader(layout), bits) === value ? bits >>> 0 : undefined;
}
