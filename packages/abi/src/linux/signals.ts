import type { Handled, HartContext, TrapCause } from '@hart/machine';
import type { AddressSpace } from './address-space.ts';
import { PROTECTION } from './address-space.ts';
import type { GuestRam } from './guest-ram.ts';
import type { Arrival, Thread } from './kernel.ts';
import { PROCESS_ID } from './kernel.ts';
import { codeOf, type DefaultAction, defaultActionOf, SIGNAL } from './signal-numbers.ts';

/** What a program wants done with a signal: `struct sigaction` of the kernel. */
interface SignalAction {
  /** Address of the handler, or one of {@link HANDLER}. */
  handler: bigint;
  flags: number;
  blocked: bigint;
}

const HANDLER = { default: 0n, ignore: 1n } as const;
export const SA = {
  siginfo: 0x4,
  onStack: 0x08000000,
  restart: 0x10000000,
  noDefer: 0x40000000,
  resetHandler: 0x80000000,
} as const;
/** `ss_flags` of an alternate stack. */
export const STACK = { onStack: 1, disabled: 2 } as const;

/**
 * Where handlers return to: an address that nothing can be executed at. To try it is the call
 * `rt_sigreturn`; Linux has two instructions there, in its vDSO.
 */
export const SIGNAL_RETURN = 0xfffff000n;

/** `struct rt_sigframe` of riscv64: `siginfo`, then `ucontext` with the registers; sizes in bytes. */
const FRAME = {
  size: 128 + 960,
  info: { number: 0, code: 8, address: 16 },
  context: 128,
  stack: 128 + 16,
  blocked: 128 + 40,
  registers: 128 + 176,
  floats: 128 + 432,
  fcsr: 128 + 432 + 256,
} as const;

/** Signals that can be neither caught nor blocked. */
const UNBLOCKABLE = bit(SIGNAL.SIGKILL) | bit(SIGNAL.SIGSTOP);

export function bit(number: number): bigint {
  return 1n << BigInt(number - 1);
}

/** Actions, and the way of signals from those who send them to handlers. */
export interface Signals {
  action(number: number): SignalAction;
  setAction(number: number, action: SignalAction): void;
  setBlocked(thread: Thread, set: bigint): void;
  /** Sends to one thread. True if the thread does not run and has to be woken for it. */
  send(thread: Thread, arrival: Arrival): boolean;
  /** Whether the thread has a signal that is not blocked. */
  hasDeliverable(thread: Thread): boolean;
  /** Lets handlers take over a context, or ends the guest. */
  deliver(thread: Thread, context: HartContext): Handled | undefined;
  /** A fault of the current thread: to its handler, or the end. */
  fault(thread: Thread, context: HartContext, cause: TrapCause, address?: bigint): Handled;
  /** Puts back what the frame at the stack pointer holds; undefined if there is none. */
  return(thread: Thread, context: HartContext): HartContext | undefined;
}

export function createSignals(ram: GuestRam, space: AddressSpace): Signals {
  const actions = new Map<number, SignalAction>();
  const untouched: SignalAction = { handler: HANDLER.default, flags: 0, blocked: 0n };
  const action = (number: number): SignalAction => actions.get(number) ?? untouched;

  const kill = (number: number): Handled => ({ kind: 'exit', code: 128 + number });

  function reaction(number: number): DefaultAction | 'handle' {
    const { handler } = action(number);
    if (handler === HANDLER.ignore) return 'ignore';
    return handler === HANDLER.default ? defaultActionOf(number) : 'handle';
  }

  const isOn = ({ base, size }: { base: number; size: number }, sp: number): boolean =>
    sp > base && sp <= base + size;

  /** Makes the context enter the handler; false if its frame fits nowhere. */
  function enter(thread: Thread, context: HartContext, arrival: Arrival): boolean {
    const { number } = arrival;
    const { handler, flags, blocked } = action(number);
    const { alternateStack } = thread.signals;
    let sp = Number(context.x[2] as bigint);
    const usable = (alternateStack.flags & STACK.disabled) === 0;
    const switches = (flags & SA.onStack) !== 0 && usable && !isOn(alternateStack, sp);
    if (switches) sp = alternateStack.base + alternateStack.size;
    const frame = Math.floor((sp - FRAME.size) / 16) * 16;
    if (!space.allows(frame, FRAME.size, PROTECTION.write)) return false;

    ram.bytes(frame, FRAME.size).fill(0);
    ram.setU32(frame + FRAME.info.number, number);
    ram.setU32(frame + FRAME.info.code, arrival.code);
    ram.setBig(frame + FRAME.info.address, arrival.address ?? BigInt(PROCESS_ID));
    ram.setU64(frame + FRAME.stack, alternateStack.base);
    ram.setU32(
      frame + FRAME.stack + 8,
      alternateStack.flags | (switches || isOn(alternateStack, sp) ? STACK.onStack : 0),
    );
    ram.setU64(frame + FRAME.stack + 16, alternateStack.size);
    ram.setBig(frame + FRAME.blocked, thread.signals.blocked);
    ram.setBig(frame + FRAME.registers, context.pc);
    for (let n = 1; n < 32; n++)
      ram.setBig(frame + FRAME.registers + 8 * n, context.x[n] as bigint);
    for (let n = 0; n < 32; n++) ram.setBig(frame + FRAME.floats + 8 * n, context.f[n] as bigint);
    ram.setU32(frame + FRAME.fcsr, context.fcsr);

    const own = (flags & SA.noDefer) === 0 ? bit(number) : 0n;
    thread.signals.blocked |= (blocked | own) & ~UNBLOCKABLE;
    if ((flags & SA.resetHandler) !== 0) actions.delete(number);
    context.pc = handler & ~1n;
    context.x[1] = SIGNAL_RETURN;
    context.x[2] = BigInt(frame);
    context.x[10] = BigInt(number);
    context.x[11] = BigInt(frame);
    context.x[12] = BigInt(frame + FRAME.context);
    return true;
  }

  const isBlocked = (thread: Thread, number: number): boolean =>
    (thread.signals.blocked & bit(number)) !== 0n;

  return {
    action,
    setAction(number, wanted) {
      actions.set(number, wanted);
    },
    setBlocked(thread, set) {
      thread.signals.blocked = set & ~UNBLOCKABLE;
    },
    send(thread, arrival) {
      const { number } = arrival;
      const { pending } = thread.signals;
      if (reaction(number) === 'ignore' && !isBlocked(thread, number)) return false;
      // Only real-time signals queue up.
      if (number < SIGNAL.SIGRTMIN && pending.some((other) => other.number === number))
        return false;
      pending.push(arrival);
      return !isBlocked(thread, number);
    },
    hasDeliverable: (thread) =>
      thread.signals.pending.some(({ number }) => !isBlocked(thread, number)),
    deliver(thread, context) {
      const { pending } = thread.signals;
      for (;;) {
        const index = pending.findIndex(({ number }) => !isBlocked(thread, number));
        if (index < 0) return undefined;
        const [arrival] = pending.splice(index, 1) as [Arrival];
        const todo = reaction(arrival.number);
        if (todo === 'ignore') continue;
        if (todo === 'end') return kill(arrival.number);
        if (!enter(thread, context, arrival)) return kill(SIGNAL.SIGSEGV);
      }
    },
    fault(thread, context, cause, address) {
      const { number, code } = codeOf(cause, address !== undefined && isMapped(address));
      const arrival = { number, code, address: address ?? context.pc };
      const handled = reaction(number) === 'handle' && !isBlocked(thread, number);
      if (!handled) return kill(number);
      return enter(thread, context, arrival) ? { kind: 'move', to: context } : kill(SIGNAL.SIGSEGV);
    },
    return(thread, context) {
      const frame = Number(context.x[2] as bigint);
      if (!space.allows(frame, FRAME.size, PROTECTION.read)) return undefined;
      const pc = ram.big(frame + FRAME.registers);
      const x = new BigUint64Array(32);
      const f = new BigUint64Array(32);
      for (let n = 1; n < 32; n++) x[n] = ram.big(frame + FRAME.registers + 8 * n);
      for (let n = 0; n < 32; n++) f[n] = ram.big(frame + FRAME.floats + 8 * n);
      thread.signals.blocked = ram.big(frame + FRAME.blocked) & ~UNBLOCKABLE;
      return { pc, x, f, fcsr: ram.u32(frame + FRAME.fcsr) & 0xff };
    },
  };

  function isMapped(address: bigint): boolean {
    return address < 2n ** 32n && space.isMapped(Number(address), Number(address) + 1);
  }
}
