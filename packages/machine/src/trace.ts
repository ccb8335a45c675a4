/** Steps in every chunk but the last and those that end in a move (DESIGN decision 7). */
export const CHUNK_STEPS = 2 ** 18;

/**
 * Most values that a step can log: one, or for an environment call the set of changed registers and,
 * in all environments so far, at most two of them.
 */
export const MAX_VALUES_PER_STEP = 3;

/** Words of a chunk's floating-point state. */
export const FLOAT_WORDS = 33;

/** Most values that a chunk can have. */
export const MAX_CHUNK_VALUES = CHUNK_STEPS * MAX_VALUES_PER_STEP;

/**
 * A piece of a run that can be executed again alone, without the memory: where it starts, and every
 * value that came from outside the registers, in order. What is logged, by instruction:
 *
 * - a load, `lr` or AMO: the value it read, extended to 64 bits as the instruction extends it;
 * - a CSR instruction that reads, but not `fcsr` or its parts: the value read;
 * - `ecall`: the set of registers that it changed (bit n is xn), then their new values by number.
 *
 * Addresses, results and branches follow from these.
 */
export interface TraceChunk {
  /** Number of the chunk, from 0. */
  index: number;
  /** State before the chunk's first instruction. */
  pc: bigint;
  registers: BigUint64Array;
  /** Address of the load reservation, -1 if there is none. */
  reservation: bigint;
  /** f0 to f31 and `fcsr`, {@link FLOAT_WORDS} of them; undefined while all are zero. */
  floats?: BigUint64Array | undefined;
  /** Instructions executed: {@link CHUNK_STEPS}, fewer only in the last chunk or before a move. */
  steps: number;
  /** Logged values. A view of memory that is used again once the consumer returns. */
  values: BigUint64Array;
  /** The guest ended with this chunk. */
  end: boolean;
  /**
   * The environment moved the hart here: the next chunk starts at another thread, in or behind a signal
   * handler, and not where this one ends.
   */
  moved: boolean;
}

/** Takes the chunks of a run, in order. What it wants to keep it must copy. */
export type TraceConsumer = (chunk: TraceChunk) => void;
