import { type Elf, encode, type Mnemonic, type Operands } from '@hart/riscv';

export type Line = readonly [Mnemonic, Operands];

/** A segment of data that can be written. */
export interface Data {
  readonly address: number;
  readonly bytes: Uint8Array;
}

/** A program of these instructions at `address`, with data. */
export function assemble(lines: readonly Line[], address: number, data: readonly Data[] = []): Elf {
  const code = new Uint8Array(4 * lines.length);
  const view = new DataView(code.buffer);
  lines.forEach(([name, operands], index) => {
    view.setUint32(4 * index, encode(name, operands), true);
  });
  const text = { address, memorySize: code.length, data: code, executable: true, writable: false };
  const segments = data.map(({ address: at, bytes }) => ({
    address: at,
    memorySize: bytes.length,
    data: bytes,
    executable: false,
    writable: true,
  }));
  const all = [text, ...segments].toSorted((a, b) => a.address - b.address);
  return {
    entry: address,
    flags: 0,
    symbols: [],
    segments: all.map((segment) => ({ ...segment, readable: true })),
  };
}

/** Loads any constant of 64 bits; eleven instructions, whatever it is. */
export function load(rd: number, value: number | bigint): Line[] {
  const bits = BigInt.asUintN(64, BigInt(value));
  const lines: Line[] = [['addi', { rd, rs1: 0, imm: Number(bits >> 55n) }]];
  for (let shift = 44n; shift >= 0n; shift -= 11n) {
    lines.push(['slli', { rd, rs1: rd, imm: 11 }]);
    lines.push(['ori', { rd, rs1: rd, imm: Number((bits >> shift) & 0x7ffn) }]);
  }
  return lines;
}
