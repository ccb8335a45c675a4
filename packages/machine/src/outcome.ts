/**
 * Why the hart stopped at an instruction. The first group are the synchronous exceptions of the
 * RISC-V privileged architecture (§3.1.15 `mcause`), the last one is Hart's own.
 */
export type TrapCause =
  | 'instruction-address-misaligned'
  | 'instruction-access-fault'
  | 'illegal-instruction'
  | 'breakpoint'
  | 'load-address-misaligned'
  | 'load-access-fault'
  | 'store-address-misaligned'
  | 'store-access-fault'
  /** An `ecall` that the environment does not know. */
  | 'unknown-environment-call'
  /** Every thread waits for another one. */
  | 'deadlock';

/** The guest ended by its environment's halting rule. */
export interface Exit {
  kind: 'exit';
  /** 0 is success; what other codes mean is the guest's business. */
  code: number;
  /** The trap that made the environment end the guest, if that is why it ended. */
  trap?: Trap;
}

/** The instruction at `pc` could not be executed; it is not counted as a step. */
export interface Trap {
  kind: 'trap';
  cause: TrapCause;
  pc: bigint;
  /** Disassembly, empty when nothing could be fetched. */
  instruction: string;
  /** Function that contains `pc` and the offset in it, such as `main+0x1c`. */
  symbol?: string;
  /** What the environment says about it, if the cause does not say all. */
  text?: string;
  /** The data address of a load or store fault. */
  address?: bigint;
  /** The call number (a7) of an unknown environment call. */
  call?: bigint;
  /** What the environment says about that call: its name and arguments. */
  callText?: string;
  /** x0..x31 before the instruction. */
  registers: BigUint64Array;
}

/** A limit of the caller's was reached; the guest could go on. */
export interface LimitReached {
  kind: 'limit';
  limit: 'steps';
  /** The limit's value. */
  value: number;
}

/** How a run ended. An expected outcome is a value, never an exception. */
export type Outcome = Exit | Trap | LimitReached;
