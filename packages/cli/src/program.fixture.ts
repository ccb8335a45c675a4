import { encode } from '@hart/riscv';

const BASE = 0x80000000;
const HEADERS = 64 + 56;
const A0 = 10;
const A1 = 11;
const A2 = 12;
const A7 = 17;

const ecall = () => [encode('ecall')];
const li = (rd: number, imm: number) => [encode('addi', { rd, imm })];
const exit = (code: number) => [...li(A0, code), ...li(A7, 93), ...ecall()];

/** `write(fd, text)`; the text stands behind the three instructions that jump over it. */
function write(fd: number, text: string): number[] {
  const bytes = new TextEncoder().encode(text);
  const words = Math.ceil(bytes.length / 4);
  const data = new Uint8Array(words * 4);
  data.set(bytes);
  return [
    encode('jal', { rd: A1, imm: 4 + words * 4 }),
    ...new Uint32Array(data.buffer),
    ...li(A0, fd),
    ...li(A2, bytes.length),
    ...li(A7, 64),
    ...ecall(),
  ];
}

/** Programs for the zkvm environment, by what they do. */
export const PROGRAMS = {
  hello: [...write(1, 'hello\n'), ...write(2, 'a word in the log\n'), ...exit(0)],
  failing: [...write(2, 'something is wrong'), ...exit(3)],
  /** Loads from address 8 in its fifth instruction. */
  trapping: [
    ...li(A1, 8),
    encode('addi', { rd: 5, imm: -1 }),
    encode('ld', { rd: A0, rs1: A1, imm: 0 }),
  ],
  endless: [encode('jal', { rd: 0, imm: 0 })],
  binary: [...write(1, '\u0000\u0001\u0002'), ...exit(0)],
} as const satisfies Record<string, readonly number[]>;

/** A static ELF of one executable segment, with `main` over all of it. */
export function elfOf(code: readonly number[]): Uint8Array {
  const text = new Uint8Array(new Uint32Array(code).buffer);
  const strings = new TextEncoder().encode('\0main\0');
  const symbolsAt = HEADERS + text.length + (-text.length & 7);
  const stringsAt = symbolsAt + 2 * 24;
  const sectionsAt = stringsAt + 8;
  const bytes = new Uint8Array(sectionsAt + 3 * 64);
  const view = new DataView(bytes.buffer);
  const u16 = (at: number, value: number) => view.setUint16(at, value, true);
  const u32 = (at: number, value: number) => view.setUint32(at, value, true);
  const u64 = (at: number, value: number) => view.setBigUint64(at, BigInt(value), true);
  const section = (index: number, type: number, offset: number, size: number) => {
    const at = sectionsAt + index * 64;
    u32(at + 4, type);
    u64(at + 24, offset);
    u64(at + 32, size);
    return at;
  };

  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  u16(16, 2); // executable
  u16(18, 243); // RISC-V
  u32(20, 1);
  u64(24, BASE);
  u64(32, 64);
  u64(40, sectionsAt);
  u16(52, 64);
  u16(54, 56);
  u16(56, 1);
  u16(58, 64);
  u16(60, 3);

  u32(64, 1); // loadable, read and execute
  u32(68, 5);
  u64(72, HEADERS);
  u64(80, BASE);
  u64(96, text.length);
  u64(104, text.length);
  bytes.set(text, HEADERS);

  u32(symbolsAt + 24, 1);
  bytes[symbolsAt + 28] = 2; // function
  u16(symbolsAt + 30, 0xfff1);
  u64(symbolsAt + 32, BASE);
  u64(symbolsAt + 40, text.length);
  bytes.set(strings, stringsAt);
  const symbols = section(1, 2, symbolsAt, 2 * 24);
  u32(symbols + 40, 2);
  u64(symbols + 56, 24);
  section(2, 3, stringsAt, strings.length);
  return bytes;
}
