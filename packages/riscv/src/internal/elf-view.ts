import { HartError } from '@hart/errors';

/** Little-endian reads; {@link ElfView.need} must have covered the offset. */
export interface ElfView {
  /** Throws `ELF_TRUNCATED` unless the file has `size` bytes at `offset`. */
  need(what: string, offset: number, size: number): void;
  u8(at: number): number;
  u16(at: number): number;
  u32(at: number): number;
  /** Rounded above 2^53: fit for comparing, see {@link ElfView.exact}. */
  u64(at: number): number;
  /** A 64-bit field that must be below 2^53; throws `ELF_MALFORMED`. */
  exact(at: number, what: string): number;
  malformed(what: string): HartError<'ELF_MALFORMED'>;
}

export function createView(bytes: Uint8Array): ElfView {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const malformed = (what: string) => new HartError('ELF_MALFORMED', { what });
  const u64 = (at: number) => data.getUint32(at + 4, true) * 2 ** 32 + data.getUint32(at, true);
  return {
    need(what, offset, size) {
      const end = offset + size;
      if (end > bytes.length) {
        throw new HartError('ELF_TRUNCATED', { what, end, size: bytes.length });
      }
    },
    u8: (at) => data.getUint8(at),
    u16: (at) => data.getUint16(at, true),
    u32: (at) => data.getUint32(at, true),
    u64,
    exact(at, what) {
      const value = u64(at);
      if (value > Number.MAX_SAFE_INTEGER) throw malformed(`${what} is beyond 2^53`);
      return value;
    },
    malformed,
  };
}
