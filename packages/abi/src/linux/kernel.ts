import type { Handled, HartContext, HartView } from '@hart/machine';
import type { AddressSpace } from './address-space.ts';
import type { OpenFiles } from './files/open-files.ts';
import type { GuestRam } from './guest-ram.ts';
import type { RandomBytes } from './random.ts';
import type { Scheduler } from './scheduler.ts';
import type { Signals } from './signals.ts';

/**
 * The six arguments of a call, as signed 64-bit numbers: exact below 2^53, and beyond that far outside
 * of memory.
 */
export type CallArguments = readonly [number, number, number, number, number, number];

/** What a call did: a result (negative: an error), or something that is more than a result. */
export type CallResult = number | Handled;

/** One thread of the guest. There is one hart, so at most one of them runs. */
export interface Thread {
  readonly id: number;
  /** Its registers while it does not run. */
  context: HartContext | undefined;
  /** Why it does not run, if it cannot. */
  waiting: Waiting | undefined;
  /** Where to write 0 and wake a waiter when it ends; 0 for nowhere. */
  clearOnExit: number;
  signals: ThreadSignals;
}

interface ThreadSignals {
  /** Bit n - 1 for signal n. */
  blocked: bigint;
  /** Those that arrived and were not delivered yet, in order. */
  pending: Arrival[];
  alternateStack: { base: number; size: number; flags: number };
}

/** A signal on its way, with what goes into `siginfo`. */
export interface Arrival {
  number: number;
  code: number;
  /** Address of a fault; else the sender's process id. */
  address?: bigint;
}

export interface Waiting {
  /** Virtual time, ns, at which it ends with `late`; infinite for never. */
  until: number;
  /** The call's result when time is up. */
  late: number;
  /** Futex that can end it, by address. */
  futex?: { address: number; bits: number };
  /** The call's result as soon as there is one; asked whenever another thread is chosen. */
  check?: () => number | undefined;
  /** A signal starts the call again if its handler wants that, instead of ending it with `EINTR`. */
  restart: boolean;
}

/** The world as calls see it. */
export interface Kernel {
  readonly hart: HartView;
  readonly ram: GuestRam;
  readonly space: AddressSpace;
  readonly files: OpenFiles;
  readonly random: RandomBytes;
  readonly scheduler: Scheduler;
  readonly signals: Signals;
  /** The heap that `brk` moves the end of. */
  readonly heap: { readonly start: number; end: number };
  /** Virtual time in ns since the start: one for each step, and what was slept through. */
  now(): number;
}

/** The only process. */
export const PROCESS_ID = 1000;
