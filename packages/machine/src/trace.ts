/** Steps in every chunk but the last and those that end in a move (DESIGN decision 7). */
export const CHUNK_STEPS = 2 ** 18;

/**
 * Most values that a step can log: one, or for an environment call the set of changed registers and,
 * in all environments so far, at most two of them.
 */
const MAX_VALUES_PER_STEP = 3;

/** Words of a chunk's floating-point state. */
export const FLOAT_WORDS = 33;

/** Most words of operands that one call of an accelerator can log: 1 MiB in and 1 MiB out, and some structures. */
export const MAX_OPERAND_VALUES = 2 ** 18 + 64;

/** Words that the operands of all calls of a chunk find room in, however much its other steps log. */
const OPERAND_ROOM = 2 ** 18;

/** Most values that a chunk can have: one call may still begin when there is hardly any room left. */
export const MAX_CHUNK_VALUES =
  CHUNK_STEPS * MAX_VALUES_PER_STEP + OPERAND_ROOM + MAX_OPERAND_VALUES + 1;

/**
 * Whether a chunk that has come so far must end: operands have taken so much room that its other steps
 * might not find any. Depends on nothing but the chunk, so both engines cut it at the same step.
 */
export function isFull(steps: number, values: number): boolean {
  return values > steps * MAX_VALUES_PER_STEP + OPERAND_ROOM;
}

/**
 * A piece of a run that can be executed again alone, without the memory: where it starts, and every
 * value that came from outside the registers, in order. What is logged, by instruction:
 *
 * - a load, `lr` or AMO: the value it read, extended to 64 bits as the instruction extends it;
 * - a CSR instruction that reads, but not `fcsr` or its parts: the value read;
 * - `ecall` and a CSR call: the set of registers that it changed (bit n is xn; bit 0, that operands follow; bits
 *   32 and 33, how many instructions are passed over), the number of words of operands and these, then the
 *   registers' new values by number.
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
  /** Instructions executed: {@link CHUNK_STEPS}, fewer only in the last chunk, before a move or when {@link isFull}. */
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

/** Whether nothing can follow the chunk. */
export function isLast({ end, moved, steps, values }: TraceChunk): boolean {
  return end || (steps < CHUNK_STEPS && !moved && !isFull(steps, values.length));
}

/** Takes the chunks of a run, in order. What it wants to keep it must copy. */
export type TraceConsumer = (chunk: TraceChunk) => void;
