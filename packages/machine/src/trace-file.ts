import type { Outcome, TrapCause } from './outcome.ts';
import { FLOAT_WORDS, MAX_CHUNK_VALUES } from './trace.ts';

/** Version of the trace format. It grows with every change; a reader takes exactly its own. */
export const TRACE_VERSION = 3;

/** What a trace says before its first chunk. */
export interface TraceHeader {
  version: number;
  /** SHA-256 of the program's ELF file, 64 lower-case hex digits. */
  elfSha256: string;
  /** Name of the environment, such as `zkvm`. */
  abi: string;
  /** Steps in every chunk but the last. */
  chunkSteps: number;
}

/** What a trace says after its last chunk. Its being there means that the trace is whole. */
export interface TraceFooter {
  chunks: number;
  /** Sum of the chunks' steps. */
  steps: number;
  outcome: TraceOutcome;
}

/** How the traced run ended; the rest of an {@link Outcome} follows from replaying the last chunk. */
export type TraceOutcome =
  | { kind: 'exit'; code: number }
  | { kind: 'trap'; cause: TrapCause; pc: bigint }
  | { kind: 'limit'; limit: 'steps'; value: number };

/** The first eight bytes; the first is no text, the last shows whether line ends were converted. */
export const MAGIC = Uint8Array.of(0x89, 0x48, 0x41, 0x52, 0x54, 0x54, 0x52, 0x0a);

/**
 * Offsets of the fields from the start of their part. Integers are little-endian; `size` includes the
 * checksum, which is the last field of each part. After a chunk's head come its floating-point state, if
 * its flags say that it has one, and its values, 8 bytes each, and a checksum of those.
 */
export const LAYOUT = {
  /** Magic, u32 version, u32 steps of a chunk, 32 bytes SHA-256, 16 bytes ASCII name, checksum. */
  header: { version: 8, chunkSteps: 12, elf: 16, abi: 48, checksum: 64, size: 72 },
  /** u32 tag, u32 flags, u64 index, u32 steps, u32 values, u64 pc, i64 reservation, 31 × u64, checksum. */
  chunk: {
    tag: 0,
    flags: 4,
    index: 8,
    steps: 16,
    values: 20,
    pc: 24,
    reservation: 32,
    registers: 40,
    checksum: 288,
    size: 296,
  },
  /** u32 tag, u32 kind, u64 chunks, u64 steps, i64 detail, u64 pc, checksum. */
  footer: { tag: 0, kind: 4, chunks: 8, steps: 16, detail: 24, pc: 32, checksum: 40, size: 48 },
} as const;

/** Room for the largest part: a chunk with as many values as there can be. */
export const MAX_FRAME_BYTES = LAYOUT.chunk.size + (FLOAT_WORDS + MAX_CHUNK_VALUES) * 8 + 8;

/** Bytes of the environment's name, filled up with zeros. */
export const ABI_BYTES = LAYOUT.header.checksum - LAYOUT.header.abi;

/** First word of a chunk and of the footer: `CHNK` and `TEND`. */
export const TAG = { chunk: 0x4b4e4843, footer: 0x444e4554 } as const;

/** Bit 0 of a chunk's flags: the guest ended with it. */
export const FLAG_END = 1;
/** Bit 1: it has a floating-point state, which is not all zero. */
export const FLAG_FLOATS = 2;
/** Bit 2: the environment moved the hart after it. Never with bit 0; all other bits are zero. */
export const FLAG_MOVED = 4;

/** `kind` in the footer. `detail` is the exit code, the trap's cause or the limit's value. */
export const OUTCOME_KINDS = { exit: 1, trap: 2, limit: 3 } as const satisfies Record<
  Outcome['kind'],
  number
>;

/** Causes of a trap, by the code of `mcause` (RISC-V privileged architecture §3.1.15). */
export const TRAP_CODES = {
  'instruction-address-misaligned': 0,
  'instruction-access-fault': 1,
  'illegal-instruction': 2,
  breakpoint: 3,
  'load-address-misaligned': 4,
  'load-access-fault': 5,
  'store-address-misaligned': 6,
  'store-access-fault': 7,
  'unknown-environment-call': 8,
  // a number that is left to custom use
  deadlock: 24,
} as const satisfies Record<TrapCause, number>;
