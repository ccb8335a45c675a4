import { HartError } from '@hart/errors';

/** How much work debug information may still cause; what it says must not make it endless. */
export interface Budget {
  left: number;
}

/** Reads one debug section from a position on, never past an end. */
export class Cursor {
  readonly section: string;
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  readonly budget: Budget;
  at: number;
  readonly end: number;

  constructor(section: string, bytes: Uint8Array, budget: Budget, at = 0, end = bytes.length) {
    this.section = section;
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.budget = budget;
    this.at = at;
    this.end = end;
    if (at < 0 || at > end || end > bytes.length) throw this.malformed('a position beyond its end');
  }

  /** The same section from another position on. */
  from(at: number, end = this.bytes.length): Cursor {
    return new Cursor(this.section, this.bytes, this.budget, at, end);
  }

  malformed(what: string): HartError<'DWARF_MALFORMED'> {
    const { section, at } = this;
    return new HartError('DWARF_MALFORMED', { section, offset: `0x${at.toString(16)}`, what });
  }

  /** Pays for work; every loop that data controls must. */
  spend(units = 1): void {
    this.budget.left -= units;
    if (this.budget.left < 0) throw this.malformed('more work than its size allows');
  }

  /** Moves on and returns where it was. */
  skip(size: number): number {
    const { at } = this;
    if (!(size <= this.end - at)) throw this.malformed('it ends too early');
    this.at = at + size;
    return at;
  }

  u8(): number {
    return this.#view.getUint8(this.skip(1));
  }

  s8(): number {
    return this.#view.getInt8(this.skip(1));
  }

  u16(): number {
    return this.#view.getUint16(this.skip(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.skip(4), true);
  }

  /** Rounded above 2^53, where nothing of ours is. */
  u64(): number {
    const at = this.skip(8);
    return this.#view.getUint32(at + 4, true) * 2 ** 32 + this.#view.getUint32(at, true);
  }

  /** An unsigned integer of 1 to 8 bytes. */
  unsigned(size: number): number {
    switch (size) {
      case 1:
        return this.u8();
      case 2:
        return this.u16();
      case 3:
        return this.u16() + this.u8() * 2 ** 16;
      case 4:
        return this.u32();
      case 8:
        return this.u64();
      default:
        throw this.malformed(`an integer of ${size} bytes`);
    }
  }

  uleb(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.u8();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      if (scale >= 2 ** 63) throw this.malformed('a number of more than 64 bits');
    }
  }

  sleb(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.u8();
      value += (byte & 127) * scale;
      if (byte < 128) return byte >= 64 ? value - scale * 128 : value;
      if (scale >= 2 ** 63) throw this.malformed('a number of more than 64 bits');
    }
  }

  /** A string that ends with a zero byte. */
  text(): string {
    const end = this.bytes.subarray(0, this.end).indexOf(0, this.at);
    if (end < 0) throw this.malformed('a string does not end');
    this.spend(end - this.at);
    const text = DECODER.decode(this.bytes.subarray(this.at, end));
    this.at = end + 1;
    return text;
  }

  /** The length that begins a unit, and whether its offsets have 4 or 8 bytes (DWARF 5, §7.4). */
  unitLength(): { end: number; offsetSize: 4 | 8 } {
    let length = this.u32();
    const offsetSize = length === 0xffffffff ? 8 : 4;
    if (offsetSize === 8) length = this.u64();
    else if (length >= 0xfffffff0) throw this.malformed('a reserved unit length');
    if (!(length <= this.end - this.at)) throw this.malformed('a unit is longer than its section');
    return { end: this.at + length, offsetSize };
  }
}

const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });
