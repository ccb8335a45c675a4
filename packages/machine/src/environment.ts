import type { Trap, TrapCause } from './outcome.ts';

/** A range of guest addresses: `base` ≤ address < `base` + `size`. */
export interface AddressRange {
  base: number;
  size: number;
}

/** Where plain memory lies, and what may be done with it. All bases and sizes are multiples of 4 KiB. */
export interface MemoryMap {
  /** All plain memory; loads outside go to {@link Environment.load}. */
  window: AddressRange;
  /** The part of the window that stores reach; stores outside go to {@link Environment.store}. */
  writable: AddressRange;
  /**
   * Parts of `writable` whose stores are offered to {@link Environment.store} first (a `tohost` word).
   * Each costs every compiled store one more comparison.
   */
  watched: readonly AddressRange[];
  /**
   * `write-xor-execute`: only the program's executable segments can be executed, and they cannot be
   * written. `fence.i`: every plain byte can be executed, and a store to code is seen by the next
   * `fence.i` at the latest and at the earliest.
   */
  code: 'write-xor-execute' | 'fence.i';
}

/** The registers and pc of a hart: what a thread has of its own. */
export interface HartContext {
  /** Address of the next instruction. */
  pc: bigint;
  /** x0..x31. */
  x: BigUint64Array;
  /** f0..f31 as they are in the register file. */
  f: BigUint64Array;
  fcsr: number;
}

/** What an environment decides about an `ecall`, a device store or a trap that it handled. */
export type Handled =
  | { kind: 'continue' }
  /**
   * Go on elsewhere: at another thread, in or behind a signal handler. What the call did to the registers
   * still belongs to the old context. A trace's chunk ends here, the load reservation is lost.
   */
  | { kind: 'move'; to: HartContext }
  /**
   * Of a CSR call only: the instructions after it, so many, are its operands and are passed over. They must be neither
   * jumps nor calls.
   */
  | { kind: 'skip'; instructions: 1 | 2 }
  | { kind: 'exit'; code: number }
  | Refusal;

/** The call, store or read of a CSR cannot be carried out; `text` says more than the cause, see {@link Trap.text}. */
export interface Refusal {
  kind: 'trap';
  cause: TrapCause;
  address?: bigint;
  text?: string;
}

export const CONTINUE: Handled = { kind: 'continue' };

/** The custom read/write CSRs of the unprivileged level (privileged ISA, table of CSR address ranges): first and last. */
const CALL_CSRS = { first: 0x800, last: 0x8ff } as const;

/** Whether a write to this CSR is for {@link Environment.csrCall}. */
export function isCallCsr(csr: number): boolean {
  return csr >= CALL_CSRS.first && csr <= CALL_CSRS.last;
}

/** The hart as an environment sees it while it handles a call. */
export interface HartView {
  /** x0..x31; writes to x0 are ignored. */
  readonly x: BigUint64Array;
  /**
   * f0..f31; singles have all upper bits set. To be written at the start only: a trace does not say
   * what a call changes here.
   */
  readonly f: BigUint64Array;
  /** Bits 0–4 are the accrued floating-point exceptions, bits 5–7 the rounding mode. */
  readonly fcsr: number;
  /** Instructions executed before this one. */
  readonly steps: number;
  /** Address of the instruction after this one. */
  readonly nextPc: number;
  /** A copy of the registers as they are now, with the address of the instruction after this one. */
  context(): HartContext;
  /** `size` bytes at `address` themselves, writable or not; undefined if they are not all plain memory. */
  plain(address: bigint | number, size: number): Uint8Array<ArrayBuffer> | undefined;
  /** A copy of `size` bytes at `address`, or undefined if they are not all plain memory. */
  read(address: bigint, size: number): Uint8Array | undefined;
  /** Writes plain memory, writable or not; false if it is not all plain memory. */
  write(address: bigint, bytes: Uint8Array): boolean;
  /**
   * Puts what a call has read from memory, or written there, into the trace, so that a replay need not compute
   * it: inputs before they are used, then outputs. Does nothing without a trace. False if the call has more than
   * {@link MAX_OPERAND_VALUES} words by now: then these bytes are not in the trace.
   */
  operands(bytes: Uint8Array): boolean;
}

/**
 * The world a guest lives in: its memory map, what an `ecall` means, its devices and how it halts
 * (DESIGN decision 8). One environment object serves one run.
 */
export interface Environment {
  readonly name: string;
  readonly memory: MemoryMap;
  /** Called once, after the program's segments are in memory. */
  start?(hart: HartView): void;
  /** Executes `ecall`. Undefined means the call is unknown, which is a trap. */
  ecall(hart: HartView): Handled | undefined;
  /**
   * The instruction at `context().pc` cannot be executed; a handler may take over. Undefined ends the run
   * with the trap, `continue` is not possible.
   */
  trap?(hart: HartView, cause: TrapCause, address: bigint | undefined): Handled | undefined;
  /**
   * Value of {@link HartView.steps} at which {@link preempt} is called, which always lies ahead. It may
   * change at the start, in `preempt`, and whenever the environment moves the hart.
   */
  readonly preemptAt?: number;
  /** Decides, between two instructions, whether the hart goes on where it is. */
  preempt?(hart: HartView): Handled;
  /** Name and arguments of the environment call that the hart is at, for who reads of an unknown one. */
  describeCall?(hart: HartView): string;
  /** Reads `size` bytes outside the window, or undefined for an access fault. */
  load?(address: bigint, size: number): bigint | undefined;
  /**
   * Stores outside `writable`, or to a watched range. Undefined means not handled: a fault outside
   * `writable`, a plain store inside a watched range.
   */
  store?(address: bigint, size: number, value: bigint): Handled | undefined;
  /** Reads a CSR other than the counters; undefined means an illegal instruction. */
  readCsr?(csr: number): bigint | Refusal | undefined;
  /**
   * Executes an instruction that writes one of {@link CALL_CSRS}, which some zkVMs call accelerators by. `value` is
   * its source: the register, or the constant. To instructions that read them as well they are 0. Undefined
   * means an illegal instruction.
   */
  csrCall?(hart: HartView, csr: number, value: bigint): Handled | undefined;
  /** Writes a CSR; false for an illegal instruction. */
  writeCsr?(csr: number, value: bigint): boolean;
}
