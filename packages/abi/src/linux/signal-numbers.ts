import type { TrapCause } from '@hart/machine';

/** Signals of Linux on riscv64 (asm-generic/signal.h). */
export const SIGNAL = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGSEGV: 11,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
  SIGSTKFLT: 16,
  SIGCHLD: 17,
  SIGCONT: 18,
  SIGSTOP: 19,
  SIGTSTP: 20,
  SIGTTIN: 21,
  SIGTTOU: 22,
  SIGURG: 23,
  SIGXCPU: 24,
  SIGXFSZ: 25,
  SIGVTALRM: 26,
  SIGPROF: 27,
  SIGWINCH: 28,
  SIGIO: 29,
  SIGPWR: 30,
  SIGSYS: 31,
  /** The first of those that queue up. */
  SIGRTMIN: 32,
} as const;

export const LAST_SIGNAL = 64;

const NAMES = new Map<number, string>(
  Object.entries(SIGNAL).map(([name, number]) => [number, name]),
);

/** `SIGSEGV`; `SIGRTMIN+2` for a real-time signal. */
export function signalName(number: number): string {
  const name = NAMES.get(number);
  if (name !== undefined) return name;
  return number > SIGNAL.SIGRTMIN ? `SIGRTMIN+${number - SIGNAL.SIGRTMIN}` : String(number);
}

export type DefaultAction = 'end' | 'ignore';

/** There is nobody who could let a stopped program go on, so what stops one elsewhere does nothing. */
const IGNORED: ReadonlySet<number> = new Set([
  SIGNAL.SIGCHLD,
  SIGNAL.SIGCONT,
  SIGNAL.SIGSTOP,
  SIGNAL.SIGTSTP,
  SIGNAL.SIGTTIN,
  SIGNAL.SIGTTOU,
  SIGNAL.SIGURG,
  SIGNAL.SIGWINCH,
]);

export function defaultActionOf(number: number): DefaultAction {
  return IGNORED.has(number) ? 'ignore' : 'end';
}

/** `si_code` of signals that somebody sent, by `kill` and by `tgkill`. */
export const SENT = { byKill: 0, byTgkill: -6 } as const;

/** The signal for a trap, and its `si_code` (asm-generic/siginfo.h). */
export function codeOf(cause: TrapCause, mapped: boolean): { number: number; code: number } {
  switch (cause) {
    case 'illegal-instruction':
      return { number: SIGNAL.SIGILL, code: 1 };
    case 'breakpoint':
      return { number: SIGNAL.SIGTRAP, code: 1 };
    case 'instruction-address-misaligned':
    case 'load-address-misaligned':
    case 'store-address-misaligned':
      return { number: SIGNAL.SIGBUS, code: 1 };
    default:
      // SEGV_ACCERR, SEGV_MAPERR
      return { number: SIGNAL.SIGSEGV, code: mapped ? 2 : 1 };
  }
}
