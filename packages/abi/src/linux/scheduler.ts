import type { Handled, HartContext, HartView } from '@hart/machine';
import { FAIL } from './errno.ts';
import type { CallResult, Thread, Waiting } from './kernel.ts';

/** A thread that has run for so many steps, counted from the start of the run, lets others run. */
const QUANTUM_STEPS = 2 ** 18;
/** More threads than this cannot be made. */
const MAX_THREADS = 1024;

/**
 * Green threads on one hart. Who runs depends on steps and calls alone: a thread runs until it waits,
 * yields or ends, or until a multiple of {@link QUANTUM_STEPS}; then the one that has been ready for the longest
 * goes on. Time is virtual: when nobody can run, it jumps to the moment when somebody can.
 */
export interface Scheduler {
  readonly current: Thread;
  /** Virtual time in ns. */
  now(): number;
  thread(id: number): Thread | undefined;
  threads(): Iterable<Thread>;
  /** A new thread that is ready; undefined if there are too many. */
  add(context: HartContext, from: Thread): Thread | undefined;
  /** The current thread waits. Its call's result may be known at once, if nobody else can run. */
  wait(waiting: Waiting): CallResult;
  /** Lets the others run, then goes on with the result 0. */
  yield(): CallResult;
  /** Ends the current thread; undefined if it was the last one. */
  end(): Handled | undefined;
  /** Goes on with the current thread, after a change that the engine must know of. */
  resume(context: HartContext): Handled;
  /** Wakes at most `count` waiters on a futex that share one of `bits`; returns how many. */
  wake(address: number, count: number, bits: number): number;
  /** Makes waiters on one futex wait on another, at most `count`; returns how many. */
  requeue(from: number, to: number, count: number): number;
  /** Ends a thread's waiting for a signal. */
  interrupt(thread: Thread, restart: boolean): void;
  /** See `Environment.preemptAt`. */
  preemptAt(): number;
  preempt(): Handled;
}

/** Every thread waits for another one, and nothing can change that. */
const DEADLOCK: Handled = { kind: 'trap', cause: 'deadlock' };

export function createScheduler(
  hart: HartView,
  firstId: number,
  deliver: (thread: Thread, context: HartContext) => Handled | undefined,
): Scheduler {
  const threads = new Map<number, Thread>();
  /** In the order in which they go on. */
  const ready: Thread[] = [];
  const waiting = new Set<Thread>();
  let nextId = firstId;
  let slept = 0;
  let quantumEnd = Number.POSITIVE_INFINITY;
  let current = createThread(0n);

  function createThread(blocked: bigint): Thread {
    const thread: Thread = {
      id: nextId++,
      context: undefined,
      waiting: undefined,
      clearOnExit: 0,
      signals: { blocked, pending: [], alternateStack: { base: 0, size: 0, flags: 2 } },
    };
    threads.set(thread.id, thread);
    return thread;
  }

  const now = (): number => hart.steps + slept;

  function makeReady(thread: Thread, result: number): void {
    thread.waiting = undefined;
    waiting.delete(thread);
    (thread.context as HartContext).x[10] = BigInt.asUintN(64, BigInt(result));
    ready.push(thread);
  }

  /** Makes those ready whose waiting is over, in the order in which it began. */
  function wakeDue(): void {
    for (const thread of waiting) {
      const { check, until, late } = thread.waiting as Waiting;
      const result = check?.();
      if (result !== undefined) makeReady(thread, result);
      else if (until <= now()) makeReady(thread, late);
    }
  }

  /** Lets time pass until somebody is ready; false if nobody ever will be. */
  function passTime(): boolean {
    wakeDue();
    if (ready.length > 0) return true;
    let earliest = Number.POSITIVE_INFINITY;
    for (const thread of waiting) earliest = Math.min(earliest, thread.waiting?.until as number);
    if (earliest === Number.POSITIVE_INFINITY) return false;
    slept += earliest - now();
    wakeDue();
    return true;
  }

  function planQuantum(): void {
    quantumEnd =
      threads.size > 1
        ? (Math.floor(hart.steps / QUANTUM_STEPS) + 1) * QUANTUM_STEPS
        : Number.POSITIVE_INFINITY;
  }

  /** Goes on with a thread that is ready. */
  function switchTo(thread: Thread): Handled {
    current = thread;
    const context = thread.context as HartContext;
    thread.context = undefined;
    return scheduler.resume(context);
  }

  const scheduler: Scheduler = {
    get current() {
      return current;
    },
    now,
    thread: (id) => threads.get(id),
    threads: () => threads.values(),
    add(context, from) {
      if (threads.size >= MAX_THREADS) return undefined;
      const thread = createThread(from.signals.blocked);
      thread.context = context;
      ready.push(thread);
      return thread;
    },
    wait(reason) {
      wakeDue();
      if (ready.length === 0) {
        // Most often the only thread sleeps, and nothing has to be moved for that.
        const own = reason.check?.();
        if (own !== undefined) return own;
        if (waiting.size === 0 && reason.until < Number.POSITIVE_INFINITY) {
          slept += Math.max(0, reason.until - now());
          return reason.late;
        }
      }
      current.context = hart.context();
      current.waiting = reason;
      waiting.add(current);
      return passTime() ? switchTo(ready.shift() as Thread) : DEADLOCK;
    },
    yield() {
      wakeDue();
      if (ready.length === 0) return 0;
      current.context = hart.context();
      current.context.x[10] = 0n;
      ready.push(current);
      return switchTo(ready.shift() as Thread);
    },
    end() {
      threads.delete(current.id);
      if (threads.size === 0) return undefined;
      return passTime() ? switchTo(ready.shift() as Thread) : DEADLOCK;
    },
    resume(context) {
      planQuantum();
      return deliver(current, context) ?? { kind: 'move', to: context };
    },
    wake(address, count, bits) {
      let woken = 0;
      for (const thread of waiting) {
        if (woken >= count) break;
        const futex = thread.waiting?.futex;
        if (futex?.address !== address || (futex.bits & bits) === 0) continue;
        makeReady(thread, 0);
        woken++;
      }
      return woken;
    },
    requeue(from, to, count) {
      let moved = 0;
      for (const thread of waiting) {
        if (moved >= count) break;
        const futex = thread.waiting?.futex;
        if (futex?.address !== from) continue;
        futex.address = to;
        moved++;
      }
      return moved;
    },
    interrupt(thread, restart) {
      if (thread.waiting === undefined) return;
      const context = thread.context as HartContext;
      if (restart && thread.waiting.restart) {
        // The ecall is executed once more, with a0 as it was.
        context.pc -= 4n;
        const first = context.x[10] as bigint;
        makeReady(thread, 0);
        context.x[10] = first;
      } else makeReady(thread, FAIL.EINTR);
    },
    preemptAt: () => quantumEnd,
    preempt() {
      planQuantum();
      wakeDue();
      if (ready.length === 0) return { kind: 'continue' };
      current.context = hart.context();
      ready.push(current);
      return switchTo(ready.shift() as Thread);
    },
  };
  return scheduler;
}
