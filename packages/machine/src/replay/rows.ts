/** What an accelerator has read from memory and written there, as the trace has it. */
export interface CallOperands {
  /** Row of the call. */
  row: number;
  /** Each input, then each output, filled up with zeros to whole words. */
  words: BigUint64Array;
}

/**
 * Full rows of executed instructions, one typed array a column. The arrays are used again for the next
 * batch, and longer than `length`: copy what you keep.
 */
export interface RowBatch {
  /** Rows in this batch. */
  length: number;
  readonly pc: BigUint64Array;
  /** Op number; see `OP` and `MNEMONICS` of `@hart/riscv`. */
  readonly op: Uint8Array;
  /** Register written, 0 for none; f0 to f31 are 32 to 63. */
  readonly rd: Uint8Array;
  /** Value of rs1 or fs1, 0 if there is none; the constant of `csrrwi` and its like; a7 for `ecall`. */
  readonly a: BigUint64Array;
  /** Value of rs2 or fs2, else the immediate sign-extended; a0 for `ecall`. */
  readonly b: BigUint64Array;
  /**
   * The value that `rd` got, 0 where `rd` is 0. For an `ecall` or CSR call that changed several registers, `rd`
   * and this are the lowest of them.
   */
  readonly result: BigUint64Array;
  /**
   * Address of the memory access, 0 if there was none (also for an `sc` that failed). For a call with operands, how
   * many words these are.
   */
  readonly memoryAddress: BigUint64Array;
  /**
   * Value read, extended as the instruction does, or stored, as many bytes as were stored. An AMO's is
   * the value read; what it stores follows from that and `b`. For a call with operands, a digest of them.
   */
  readonly memoryValue: BigUint64Array;
  /** Operands of this batch's calls, in order. */
  operands: CallOperands[];
}

/** Takes the rows of a chunk in order, batch by batch. */
export type RowConsumer = (batch: RowBatch) => void;

/** Most rows in a batch: all columns together stay within a core's second-level cache. */
export const BATCH_ROWS = 4096;

/** The columns of 64 bits, in the order of the digest. */
export const WORD_COLUMNS = ['pc', 'a', 'b', 'result', 'memoryAddress', 'memoryValue'] as const;

/** The columns of bytes, whose lanes of the digest come last. */
export const BYTE_COLUMNS = ['op', 'rd'] as const;

/** Bytes from one column to the next: no power of two, or all columns would want the same cache lines. */
const COLUMN_STRIDE = BATCH_ROWS * 8 + 320;

/** Linear addresses of what the kernel works on. */
export const LAYOUT = {
  /** x0..x31. */
  registers: 0,
  /** i64: pc. */
  pc: 256,
  /** i32: address of the pc's entry in the code table. */
  at: 264,
  /** i32: address of the next logged value. */
  log: 268,
  /** i32: end of the logged values. */
  logEnd: 272,
  /** i32: one of {@link STOP}. */
  stop: 276,
  /** Eight i64: the digest so far, a lane for each column. */
  lanes: 280,
  /** i64: what the host has computed. */
  floatResult: 344,
  /** f0..f31, then fcsr. */
  floats: 512,
  fcsr: 768,
  columns: {
    pc: 1024,
    a: 1024 + COLUMN_STRIDE,
    b: 1024 + 2 * COLUMN_STRIDE,
    result: 1024 + 3 * COLUMN_STRIDE,
    memoryAddress: 1024 + 4 * COLUMN_STRIDE,
    memoryValue: 1024 + 5 * COLUMN_STRIDE,
    op: 1024 + 6 * COLUMN_STRIDE,
    rd: 1024 + 6 * COLUMN_STRIDE + BATCH_ROWS + 64,
  },
  /** The logged values of the chunk, then the code table. */
  values: 0x40000,
} as const;

/** Why the kernel stopped. */
export const STOP = {
  /** As many rows as were asked for. */
  limit: 0,
  /** The instruction at pc has to be decoded first. */
  undecoded: 1,
  /** The instruction at pc is the host's business: calls, CSRs, atomics. */
  host: 2,
  notExecutable: 3,
  illegal: 4,
  tooFewValues: 5,
  impossibleValue: 6,
  storeToCode: 7,
} as const;

/** Views of the columns in the kernel's memory. */
export function columnsIn(buffer: ArrayBuffer): RowBatch {
  const { columns } = LAYOUT;
  const words = (at: number) => new BigUint64Array(buffer, at, BATCH_ROWS);
  return {
    length: 0,
    pc: words(columns.pc),
    op: new Uint8Array(buffer, columns.op, BATCH_ROWS),
    rd: new Uint8Array(buffer, columns.rd, BATCH_ROWS),
    a: words(columns.a),
    b: words(columns.b),
    result: words(columns.result),
    memoryAddress: words(columns.memoryAddress),
    memoryValue: words(columns.memoryValue),
    operands: [],
  };
}

/** Columns in memory of their own that threads can share, with room for `capacity` rows. */
export function sharedRows(capacity: number): RowBatch {
  const words = () => new BigUint64Array(new SharedArrayBuffer(capacity * 8));
  const bytes = () => new Uint8Array(new SharedArrayBuffer(capacity));
  return {
    length: 0,
    pc: words(),
    op: bytes(),
    rd: bytes(),
    a: words(),
    b: words(),
    result: words(),
    memoryAddress: words(),
    memoryValue: words(),
    operands: [],
  };
}
