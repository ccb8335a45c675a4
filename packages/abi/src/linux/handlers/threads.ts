import type { CallName } from '../calls.ts';
import { FAIL } from '../errno.ts';
import type { CallArguments, CallResult, Kernel } from '../kernel.ts';
import { canRead, canWrite, type Handler, readDuration } from './handler.ts';

const OPERATION = {
  wait: 0,
  wake: 1,
  requeue: 3,
  compareRequeue: 4,
  waitBits: 9,
  wakeBits: 10,
} as const;
/** Neither private nor by which clock makes a difference. */
const OPERATION_MASK = 0x7f;
const REALTIME = 256;
const EPOCH_SECONDS = 1_735_689_600;
const ALL_BITS = -1;

const CLONE = {
  memory: 0x100,
  thread: 0x10000,
  setStorage: 0x80000,
  parentSetId: 0x100000,
  childClearId: 0x200000,
  childSetId: 0x1000000,
} as const;

function futex(kernel: Kernel, args: CallArguments): CallResult {
  const [word, operation, value, timeout, other, bits] = args;
  const { scheduler } = kernel;
  if (word % 4 !== 0) return FAIL.EINVAL;
  switch (operation & OPERATION_MASK) {
    case OPERATION.wait:
      return futexWait(kernel, word, value, ALL_BITS, deadline(kernel, timeout));
    case OPERATION.waitBits:
      if ((bits | 0) === 0) return FAIL.EINVAL;
      return futexWait(kernel, word, value, bits | 0, moment(kernel, timeout, operation));
    case OPERATION.wake:
      return scheduler.wake(word, Math.max(1, value | 0), ALL_BITS);
    case OPERATION.wakeBits:
      return (bits | 0) === 0
        ? FAIL.EINVAL
        : scheduler.wake(word, Math.max(1, value | 0), bits | 0);
    case OPERATION.compareRequeue:
      if (!canRead(kernel, word, 4)) return FAIL.EFAULT;
      if (kernel.ram.i32(word) !== (bits | 0)) return FAIL.EAGAIN;
      return requeue(kernel, args);
    case OPERATION.requeue:
      return requeue(kernel, args);
    default:
      return FAIL.ENOSYS;
  }

  function requeue({ scheduler }: Kernel, [from, , wake, move]: CallArguments): number {
    const woken = wake > 0 ? scheduler.wake(from, wake, ALL_BITS) : 0;
    return woken + scheduler.requeue(from, other, move);
  }
}

/** The end of a wait for a duration; infinite for none; negative for an error. */
function deadline(kernel: Kernel, address: number): number {
  if (address === 0) return Number.POSITIVE_INFINITY;
  const duration = readDuration(kernel, address);
  return duration < 0 ? duration : kernel.now() + duration;
}

/** The same for a moment of the virtual clock, or of the wall clock. */
function moment(kernel: Kernel, address: number, operation: number): number {
  if (address === 0) return Number.POSITIVE_INFINITY;
  const { ram } = kernel;
  if (!canRead(kernel, address, 16)) return FAIL.EFAULT;
  const since = (operation & REALTIME) === 0 ? 0 : EPOCH_SECONDS;
  return Math.max(0, (ram.i64(address) - since) * 1e9 + ram.i64(address + 8));
}

function futexWait(
  kernel: Kernel,
  word: number,
  value: number,
  bits: number,
  until: number,
): CallResult {
  if (until < 0) return until;
  if (!canRead(kernel, word, 4)) return FAIL.EFAULT;
  if (kernel.ram.i32(word) !== (value | 0)) return FAIL.EAGAIN;
  return kernel.scheduler.wait({
    until,
    late: FAIL.ETIMEDOUT,
    futex: { address: word, bits },
    restart: until === Number.POSITIVE_INFINITY,
  });
}

function clone(kernel: Kernel, [flags, stack, parent, , child]: CallArguments): CallResult {
  const { hart, ram, scheduler } = kernel;
  const needed = CLONE.memory | CLONE.thread;
  if ((flags & needed) !== needed) return FAIL.ENOSYS;
  const wants = (flag: number) => (flags & flag) !== 0;
  if (wants(CLONE.parentSetId) && !canWrite(kernel, parent, 4)) return FAIL.EFAULT;
  const writesChild = wants(CLONE.childSetId) || wants(CLONE.childClearId);
  if (writesChild && !canWrite(kernel, child, 4)) return FAIL.EFAULT;
  const context = hart.context();
  context.x[10] = 0n;
  if (stack !== 0) context.x[2] = hart.x[11] as bigint;
  if (wants(CLONE.setStorage)) context.x[4] = hart.x[13] as bigint;
  const thread = scheduler.add(context, scheduler.current);
  if (thread === undefined) return FAIL.EAGAIN;
  if (wants(CLONE.childClearId)) thread.clearOnExit = child;
  if (wants(CLONE.childSetId)) ram.setU32(child, thread.id);
  if (wants(CLONE.parentSetId)) ram.setU32(parent, thread.id);
  hart.x[10] = BigInt(thread.id);
  // The engine must learn that there are quanta from now on.
  return scheduler.resume(hart.context());
}

export const threadCalls = {
  futex,
  clone,
  clone3: () => FAIL.ENOSYS,
  sched_yield: ({ scheduler }) => scheduler.yield(),
} satisfies Partial<Record<CallName, Handler>>;
