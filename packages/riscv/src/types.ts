/** One decoded instruction; a 16-bit word decodes to the base instruction that it stands for. */
export interface Instruction {
  /** Index in `INSTRUCTIONS`; see `OP` and `MNEMONICS`. */
  op: number;
  /** Register numbers; 0 where the instruction has no such operand. */
  rd: number;
  /** Also the five-bit constant of `csrrwi`, `csrrsi` and `csrrci`. */
  rs1: number;
  rs2: number;
  /**
   * Sign-extended immediate, 0 if there is none. Branches and `jal`: byte offset. `lui` and `auipc`:
   * the 32-bit value, already shifted. Shifts: the amount. CSR instructions: the CSR's number.
   * `fence`: fm, predecessor and successor sets (12 bits).
   */
  imm: number;
  /** Bytes in memory. */
  size: 2 | 4;
  /** The word as fetched, unsigned; 16 bits of it when `size` is 2. */
  raw: number;
}

/** A statically linked 64-bit RISC-V program, as far as running it needs. */
export interface Elf {
  entry: number;
  /** `e_flags`: bit 0 RVC, bits 1–2 float ABI, bit 3 RVE, bit 4 TSO. */
  flags: number;
  /** Loadable segments by ascending address; they do not overlap. */
  segments: ElfSegment[];
  /** Symbols that name an address, in file order; empty when the file is stripped. */
  symbols: ElfSymbol[];
  /** Where the program headers lie in memory, if a segment brings them, and how many there are. */
  programHeaders?: { address: number; count: number };
  /** Who wrote the notes of the program, such as `GNU` or `Go`; absent if it has none. */
  notes?: string[];
}

export interface ElfSegment {
  address: number;
  /** Bytes in memory, at least `data.length`; the rest is zero. Not allocated by the reader. */
  memorySize: number;
  /** The bytes in the file: a view of the input, not a copy. */
  data: Uint8Array;
  readable: boolean;
  writable: boolean;
  executable: boolean;
}

export interface ElfSymbol {
  name: string;
  address: number;
  /** Bytes; 0 where the assembler was not told. */
  size: number;
  kind: 'function' | 'object' | 'other';
}
