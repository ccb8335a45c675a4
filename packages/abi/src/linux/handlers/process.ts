import type { CallName } from '../calls.ts';
import { FAIL } from '../errno.ts';
import { type Kernel, PROCESS_ID } from '../kernel.ts';
import { MAX_RAM_BYTES, STACK_BYTES } from '../layout.ts';
import { canRead, canWrite, type Handler } from './handler.ts';

const USER_ID = 1000;
const RESOURCE = { stack: 3, files: 7, count: 16 } as const;
const UNLIMITED = 2n ** 64n - 1n;
const PR_SET_NAME = 15;
const PR_GET_NAME = 16;
/** Longest piece of random bytes that a call gives, as Linux does when it may be interrupted. */
const MAX_RANDOM = 33_554_431;

const user: Handler = () => USER_ID;
const missing: Handler = () => FAIL.ENOSYS;
const nothing: Handler = () => 0;

function writeLimit({ ram }: Kernel, resource: number, address: number): void {
  const [soft, hard] =
    resource === RESOURCE.stack
      ? [BigInt(STACK_BYTES), UNLIMITED]
      : resource === RESOURCE.files
        ? [1024n, 1024n]
        : [UNLIMITED, UNLIMITED];
  ram.setBig(address, soft);
  ram.setBig(address + 8, hard);
}

function limits(kernel: Kernel, resource: number, wanted: number, old: number): number {
  if (!(resource >= 0 && resource < RESOURCE.count)) return FAIL.EINVAL;
  if (wanted !== 0 && !canRead(kernel, wanted, 16)) return FAIL.EFAULT;
  if (old === 0) return 0;
  if (!canWrite(kernel, old, 16)) return FAIL.EFAULT;
  writeLimit(kernel, resource, old);
  return 0;
}

const NAMES = ['Linux', 'hart', '6.1.0', '#1', 'riscv64', '(none)'];
const NAME_BYTES = 65;

export const processCalls = {
  exit(kernel, [code]) {
    const { scheduler, ram } = kernel;
    const { clearOnExit } = scheduler.current;
    if (clearOnExit !== 0 && canWrite(kernel, clearOnExit, 4)) {
      ram.setU32(clearOnExit, 0);
      scheduler.wake(clearOnExit, 1, -1);
    }
    return scheduler.end() ?? { kind: 'exit', code: code & 0xff };
  },
  exit_group: (_, [code]) => ({ kind: 'exit', code: code & 0xff }),
  set_tid_address({ scheduler }, [address]) {
    scheduler.current.clearOnExit = address;
    return scheduler.current.id;
  },
  set_robust_list: nothing,
  uname(kernel, [buffer]) {
    if (!canWrite(kernel, buffer, NAME_BYTES * NAMES.length)) return FAIL.EFAULT;
    const bytes = kernel.ram.bytes(buffer, NAME_BYTES * NAMES.length).fill(0);
    for (const [n, name] of NAMES.entries())
      bytes.set(new TextEncoder().encode(name), n * NAME_BYTES);
    return 0;
  },
  getrlimit: (kernel, [resource, buffer]) =>
    buffer === 0 ? FAIL.EFAULT : limits(kernel, resource, 0, buffer),
  setrlimit: (kernel, [resource, buffer]) => limits(kernel, resource, buffer, 0),
  prlimit64(kernel, [process, resource, wanted, old]) {
    if (process !== 0 && process !== PROCESS_ID) return FAIL.ESRCH;
    return limits(kernel, resource, wanted, old);
  },
  getrusage(kernel, [, buffer]) {
    if (!canWrite(kernel, buffer, 144)) return FAIL.EFAULT;
    kernel.ram.bytes(buffer, 144).fill(0);
    const microseconds = Math.floor(kernel.now() / 1000);
    kernel.ram.setU64(buffer, Math.floor(microseconds / 1e6));
    kernel.ram.setU64(buffer + 8, microseconds % 1e6);
    return 0;
  },
  prctl(kernel, [option, argument]) {
    if (option === PR_SET_NAME) return canRead(kernel, argument, 1) ? 0 : FAIL.EFAULT;
    if (option !== PR_GET_NAME) return FAIL.EINVAL;
    if (!canWrite(kernel, argument, 16)) return FAIL.EFAULT;
    kernel.ram.bytes(argument, 16).fill(0).set(new TextEncoder().encode('guest'));
    return 0;
  },
  getcpu(kernel, [cpu, node]) {
    for (const address of [cpu, node]) {
      if (address === 0) continue;
      if (!canWrite(kernel, address, 4)) return FAIL.EFAULT;
      kernel.ram.setU32(address, 0);
    }
    return 0;
  },
  getpid: () => PROCESS_ID,
  getppid: () => 1,
  getuid: user,
  geteuid: user,
  getgid: user,
  getegid: user,
  gettid: ({ scheduler }) => scheduler.current.id,
  sysinfo(kernel, [buffer]) {
    const { ram } = kernel;
    if (!canWrite(kernel, buffer, 112)) return FAIL.EFAULT;
    ram.bytes(buffer, 112).fill(0);
    ram.setU64(buffer, Math.floor(kernel.now() / 1e9));
    ram.setU64(buffer + 32, MAX_RAM_BYTES);
    ram.setU64(buffer + 40, MAX_RAM_BYTES);
    ram.setU16(buffer + 80, 1);
    ram.setU32(buffer + 104, 1);
    return 0;
  },
  sched_getaffinity(kernel, [, size, mask]) {
    if (size < 8 || size % 8 !== 0) return FAIL.EINVAL;
    if (!canWrite(kernel, mask, 8)) return FAIL.EFAULT;
    kernel.ram.setU64(mask, 1);
    return 8;
  },
  sched_setaffinity: nothing,
  sched_getscheduler: nothing,
  sched_getparam(kernel, [, buffer]) {
    if (!canWrite(kernel, buffer, 4)) return FAIL.EFAULT;
    kernel.ram.setU32(buffer, 0);
    return 0;
  },
  getrandom(kernel, [buffer, size, flags]) {
    if ((flags & ~7) !== 0) return FAIL.EINVAL;
    const length = Math.min(size, MAX_RANDOM);
    if (size < 0 || !canWrite(kernel, buffer, length)) return FAIL.EFAULT;
    kernel.random(kernel.ram.bytes(buffer, length));
    return length;
  },
  rseq: missing,
  riscv_hwprobe: missing,
  riscv_flush_icache: nothing,
  membarrier: missing,
  times(kernel, [buffer]) {
    const ticks = Math.floor(kernel.now() / 1e7);
    if (buffer !== 0) {
      if (!canWrite(kernel, buffer, 32)) return FAIL.EFAULT;
      kernel.ram.bytes(buffer, 32).fill(0);
      kernel.ram.setU64(buffer, ticks);
    }
    return ticks;
  },
} satisfies Partial<Record<CallName, Handler>>;
