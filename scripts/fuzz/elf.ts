/** A loadable piece; flags are those of the program header (1 execute, 2 write, 4 read). */
export interface Piece {
  address: number;
  bytes: Uint8Array;
  flags: number;
  /** Default: as many as there are bytes; the rest is zero. */
  memorySize?: number;
}

const HEADER = 64;
const PROGRAM_HEADER = 56;
const PAGE = 4096;

/** The smallest static RISC-V ELF that a Linux kernel (or qemu's user mode) loads. */
export function writeElf(entry: number, pieces: readonly Piece[]): Uint8Array {
  const offsets: number[] = [];
  let end = PAGE;
  for (const { bytes } of pieces) {
    offsets.push(end);
    end = Math.ceil((end + bytes.length) / PAGE) * PAGE;
  }
  const file = new Uint8Array(end);
  const view = new DataView(file.buffer);
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  view.setUint16(16, 2, true); // ET_EXEC
  view.setUint16(18, 243, true); // RISC-V
  view.setUint32(20, 1, true);
  view.setBigUint64(24, BigInt(entry), true);
  view.setBigUint64(32, BigInt(HEADER), true);
  view.setUint32(48, 1, true); // RVC, soft float
  view.setUint16(52, HEADER, true);
  view.setUint16(54, PROGRAM_HEADER, true);
  view.setUint16(56, pieces.length, true);
  for (const [n, { address, bytes, flags, memorySize = bytes.length }] of pieces.entries()) {
    const at = HEADER + n * PROGRAM_HEADER;
    view.setUint32(at, 1, true); // PT_LOAD
    view.setUint32(at + 4, flags, true);
    view.setBigUint64(at + 8, BigInt(offsets[n] as number), true);
    view.setBigUint64(at + 16, BigInt(address), true);
    view.setBigUint64(at + 24, BigInt(address), true);
    view.setBigUint64(at + 32, BigInt(bytes.length), true);
    view.setBigUint64(at + 40, BigInt(memorySize), true);
    view.setBigUint64(at + 48, BigInt(PAGE), true);
    file.set(bytes, offsets[n]);
  }
  return file;
}
