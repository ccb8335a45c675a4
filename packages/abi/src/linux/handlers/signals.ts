import type { CallName } from '../calls.ts';
import { FAIL } from '../errno.ts';
import { type CallResult, type Kernel, PROCESS_ID, type Thread } from '../kernel.ts';
import { LAST_SIGNAL, SENT, SIGNAL } from '../signal-numbers.ts';
import { bit, SA, STACK } from '../signals.ts';
import { canRead, canWrite, type Handler } from './handler.ts';

const MIN_STACK = 2048;
const HOW = { block: 0, unblock: 1, set: 2 } as const;

function send(
  kernel: Kernel,
  thread: Thread | undefined,
  number: number,
  code: number,
): CallResult {
  const { scheduler, signals } = kernel;
  if (!(number >= 0 && number <= LAST_SIGNAL)) return FAIL.EINVAL;
  if (thread === undefined) return FAIL.ESRCH;
  if (number === 0) return 0;
  const wakes = signals.send(thread, { number, code });
  if (wakes && thread !== scheduler.current) {
    const { flags } = signals.action(number);
    scheduler.interrupt(thread, (flags & SA.restart) !== 0);
  }
  return 0;
}

/** A thread that takes a signal to the process: one that does not block it, the first if it can. */
function taker({ scheduler }: Kernel, number: number): Thread {
  const [first] = scheduler.threads();
  for (const thread of scheduler.threads()) {
    if (number > 0 && (thread.signals.blocked & bit(number)) === 0n) return thread;
  }
  return first as Thread;
}

export const signalCalls = {
  sigaltstack(kernel, [wanted, old]) {
    const { ram, scheduler, hart } = kernel;
    const { signals } = scheduler.current;
    const { base, size, flags } = signals.alternateStack;
    const sp = Number(hart.x[2] as bigint);
    const inUse = (flags & STACK.disabled) === 0 && sp > base && sp <= base + size;
    if (old !== 0) {
      if (!canWrite(kernel, old, 24)) return FAIL.EFAULT;
      ram.setU64(old, base);
      ram.setU64(old + 8, flags | (inUse ? STACK.onStack : 0));
      ram.setU64(old + 16, size);
    }
    if (wanted === 0) return 0;
    if (!canRead(kernel, wanted, 24)) return FAIL.EFAULT;
    if (inUse) return FAIL.EPERM;
    const given = { base: ram.u64(wanted), size: ram.u64(wanted + 16), flags: ram.u32(wanted + 8) };
    if ((given.flags & ~(STACK.disabled | STACK.onStack)) !== 0) return FAIL.EINVAL;
    const disabled = (given.flags & STACK.disabled) !== 0;
    if (!disabled && given.size < MIN_STACK) return FAIL.ENOMEM;
    signals.alternateStack = disabled
      ? { base: 0, size: 0, flags: STACK.disabled }
      : { ...given, flags: 0 };
    return 0;
  },
  rt_sigaction(kernel, [number, wanted, old, size]) {
    const { ram, signals } = kernel;
    if (size !== 8 || !(number >= 1 && number <= LAST_SIGNAL)) return FAIL.EINVAL;
    const fixed = number === SIGNAL.SIGKILL || number === SIGNAL.SIGSTOP;
    if (wanted !== 0 && fixed) return FAIL.EINVAL;
    if (wanted !== 0 && !canRead(kernel, wanted, 24)) return FAIL.EFAULT;
    const next = wanted === 0 ? undefined : readAction(kernel, wanted);
    if (old !== 0) {
      if (!canWrite(kernel, old, 24)) return FAIL.EFAULT;
      const { handler, flags, blocked } = signals.action(number);
      ram.setBig(old, handler);
      ram.setU64(old + 8, flags >>> 0);
      ram.setBig(old + 16, blocked);
    }
    if (next !== undefined) signals.setAction(number, next);
    return 0;
  },
  rt_sigprocmask(kernel, [how, wanted, old, size]) {
    const { ram, signals, scheduler } = kernel;
    const { current } = scheduler;
    const { blocked } = current.signals;
    if (size !== 8) return FAIL.EINVAL;
    if (wanted !== 0 && !canRead(kernel, wanted, 8)) return FAIL.EFAULT;
    const set = wanted === 0 ? 0n : ram.big(wanted);
    if (old !== 0) {
      if (!canWrite(kernel, old, 8)) return FAIL.EFAULT;
      ram.setBig(old, blocked);
    }
    if (wanted === 0) return 0;
    if (how === HOW.block) signals.setBlocked(current, blocked | set);
    else if (how === HOW.unblock) signals.setBlocked(current, blocked & ~set);
    else if (how === HOW.set) signals.setBlocked(current, set);
    else return FAIL.EINVAL;
    return 0;
  },
  rt_sigpending(kernel, [buffer, size]) {
    if (size !== 8) return FAIL.EINVAL;
    if (!canWrite(kernel, buffer, 8)) return FAIL.EFAULT;
    let set = 0n;
    for (const { number } of kernel.scheduler.current.signals.pending) set |= bit(number);
    kernel.ram.setBig(buffer, set);
    return 0;
  },
  rt_sigreturn({ signals, scheduler, hart }) {
    const context = signals.return(scheduler.current, hart.context());
    if (context === undefined) return { kind: 'exit', code: 128 + SIGNAL.SIGSEGV };
    return scheduler.resume(context);
  },
  kill(kernel, [process, number]) {
    const own = process === PROCESS_ID || process === 0 || process === -1;
    return send(kernel, own ? taker(kernel, number) : undefined, number, SENT.byKill);
  },
  tkill: (kernel, [thread, number]) =>
    send(kernel, kernel.scheduler.thread(thread), number, SENT.byTgkill),
  tgkill: (kernel, [process, thread, number]) =>
    process === PROCESS_ID
      ? send(kernel, kernel.scheduler.thread(thread), number, SENT.byTgkill)
      : FAIL.ESRCH,
} satisfies Partial<Record<CallName, Handler>>;

function readAction({ ram }: Kernel, address: number) {
  return {
    handler: ram.big(address),
    flags: ram.u32(address + 8),
    blocked: ram.big(address + 16),
  };
}
