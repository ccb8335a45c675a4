import type { CallName } from '../calls.ts';
import { FAIL } from '../errno.ts';
import { createEpoll, type Epoll, isEpoll, POLL, pollEvents } from '../files/epoll.ts';
import { OPEN } from '../files/file.ts';
import { createEventCounter, createPipe } from '../files/pipe.ts';
import type { CallResult, Kernel } from '../kernel.ts';
import { canRead, canWrite, type Handler, readDuration } from './handler.ts';

const MAX_POLLED = 1024;
const POLL_ENTRY = 8;

/** Writes what holds for each polled file; how many have something. */
function pollOnce({ files, ram }: Kernel, entries: number, count: number): number {
  let found = 0;
  for (let n = 0; n < count; n++) {
    const at = entries + n * POLL_ENTRY;
    const number = ram.i32(at);
    const file = files.get(number);
    const wanted = ram.u32(at + 4) & 0xffff;
    const always = POLL.error | POLL.hangUp;
    let events = 0;
    if (file !== undefined) events = pollEvents(file) & (wanted | always);
    else if (number >= 0) events = POLL.invalid;
    ram.setU16(at + 6, events);
    if (events !== 0) found++;
  }
  return found;
}

/** Waits until `attempt` finds something, or for so many ns. */
function waitFor(kernel: Kernel, duration: number, attempt: () => number): CallResult {
  const found = attempt();
  if (found !== 0 || duration === 0) return found;
  return kernel.scheduler.wait({
    until: kernel.now() + duration,
    late: 0,
    check: () => attempt() || undefined,
    restart: false,
  });
}

const OPERATION = { add: 1, remove: 2, modify: 3 } as const;
/** `struct epoll_event` is not packed on riscv64. */
const EVENT_BYTES = 16;

function withEpoll(
  use: (kernel: Kernel, epoll: Epoll, args: Parameters<Handler>[1]) => CallResult,
): Handler {
  return (kernel, args) => {
    const file = kernel.files.get(args[0] | 0);
    if (file === undefined) return FAIL.EBADF;
    return isEpoll(file) ? use(kernel, file, args) : FAIL.EINVAL;
  };
}

export const polling = {
  ppoll(kernel, [entries, count, timeout]) {
    if (!(count >= 0 && count <= MAX_POLLED)) return FAIL.EINVAL;
    if (!canWrite(kernel, entries, count * POLL_ENTRY)) return FAIL.EFAULT;
    const duration = timeout === 0 ? Number.POSITIVE_INFINITY : readDuration(kernel, timeout);
    if (duration < 0) return duration;
    return waitFor(kernel, duration, () => pollOnce(kernel, entries, count));
  },
  epoll_create1: ({ files }) => files.add(createEpoll(files.nextInode())),
  epoll_ctl: withEpoll((kernel, epoll, [, operation, number, event]) => {
    const file = kernel.files.get(number | 0);
    if (file === undefined) return FAIL.EBADF;
    if (file === epoll) return FAIL.EINVAL;
    if (file.content !== undefined || file.entries !== undefined) return FAIL.EPERM;
    const { interests } = epoll;
    // A number that was closed is forgotten by then.
    const old = interests.get(number | 0);
    const known = old !== undefined && old.file === file;
    if (operation === OPERATION.remove) {
      return known && interests.delete(number | 0) ? 0 : FAIL.ENOENT;
    }
    if (operation !== OPERATION.add && operation !== OPERATION.modify) return FAIL.EINVAL;
    if (known !== (operation === OPERATION.modify)) return known ? FAIL.EEXIST : FAIL.ENOENT;
    if (!canRead(kernel, event, EVENT_BYTES)) return FAIL.EFAULT;
    const { ram } = kernel;
    const interest = { events: ram.i32(event), data: ram.big(event + 8), file, reported: 0 };
    interests.set(number | 0, interest);
    return 0;
  }),
  epoll_pwait: withEpoll((kernel, epoll, [, events, count, timeout]) => {
    const { ram, files } = kernel;
    if (!(count > 0 && count <= MAX_POLLED)) return FAIL.EINVAL;
    if (!canWrite(kernel, events, count * EVENT_BYTES)) return FAIL.EFAULT;
    const duration = timeout < 0 ? Number.POSITIVE_INFINITY : timeout * 1e6;
    return waitFor(kernel, duration, () => {
      for (const [number, { file }] of epoll.interests) {
        if (files.get(number) !== file) epoll.interests.delete(number);
      }
      const found = epoll.collect(count);
      for (const [n, { events: bits, data }] of found.entries()) {
        ram.setU32(events + n * EVENT_BYTES, bits);
        ram.setU32(events + n * EVENT_BYTES + 4, 0);
        ram.setBig(events + n * EVENT_BYTES + 8, data);
      }
      return found.length;
    });
  }),
  eventfd2: ({ files }, [initial, flags]) =>
    files.add(createEventCounter(files.nextInode(), initial >>> 0, flags | 2)),
  pipe2(kernel, [numbers, flags]) {
    const { files, ram } = kernel;
    if (!canWrite(kernel, numbers, 8)) return FAIL.EFAULT;
    const { reader, writer } = createPipe(files.nextInode(), flags & OPEN.nonBlocking);
    const first = files.add(reader);
    if (first < 0) return first;
    const second = files.add(writer);
    if (second < 0) {
      files.close(first);
      return second;
    }
    ram.setU32(numbers, first);
    ram.setU32(numbers + 4, second);
    return 0;
  },
} satisfies Partial<Record<CallName, Handler>>;
