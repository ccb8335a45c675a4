import type { CallName } from '../calls.ts';
import { FAIL } from '../errno.ts';
import type { CallResult, Kernel } from '../kernel.ts';
import { canRead, canWrite, type Handler, readDuration, writeDuration } from './handler.ts';

/** 1 January 2025, when every run starts, in ns. */
const EPOCH = 1_735_689_600n * 1_000_000_000n;
const TIMER_ABSOLUTE = 1;
const CLOCK_REALTIME = 0;
const REAL: ReadonlySet<number> = new Set([CLOCK_REALTIME, 5, 11]);
const CLOCKS = 12;

function sleep(kernel: Kernel, until: number): CallResult {
  return kernel.scheduler.wait({ until, late: 0, restart: false });
}

export const time = {
  nanosleep(kernel, [address]) {
    const duration = readDuration(kernel, address);
    return duration < 0 ? duration : sleep(kernel, kernel.now() + duration);
  },
  clock_nanosleep(kernel, [clock, flags, address]) {
    if (!(clock >= 0 && clock < CLOCKS)) return FAIL.EINVAL;
    if ((flags & TIMER_ABSOLUTE) === 0) {
      const duration = readDuration(kernel, address);
      return duration < 0 ? duration : sleep(kernel, kernel.now() + duration);
    }
    if (!canRead(kernel, address, 16)) return FAIL.EFAULT;
    const at = kernel.ram.big(address) * 1_000_000_000n + kernel.ram.big(address + 8);
    return sleep(kernel, Number(at - (REAL.has(clock) ? EPOCH : 0n)));
  },
  clock_gettime(kernel, [clock, buffer]) {
    if (!(clock >= 0 && clock < CLOCKS)) return FAIL.EINVAL;
    if (!canWrite(kernel, buffer, 16)) return FAIL.EFAULT;
    const now = kernel.now();
    writeDuration(kernel, buffer, now);
    if (REAL.has(clock)) {
      kernel.ram.setU64(buffer, Number(EPOCH / 1_000_000_000n) + Math.floor(now / 1e9));
    }
    return 0;
  },
  clock_getres(kernel, [clock, buffer]) {
    if (!(clock >= 0 && clock < CLOCKS)) return FAIL.EINVAL;
    if (buffer === 0) return 0;
    if (!canWrite(kernel, buffer, 16)) return FAIL.EFAULT;
    writeDuration(kernel, buffer, 1);
    return 0;
  },
  gettimeofday(kernel, [address]) {
    if (address === 0) return 0;
    if (!canWrite(kernel, address, 16)) return FAIL.EFAULT;
    const microseconds = Math.floor(kernel.now() / 1000);
    const seconds = Number(EPOCH / 1_000_000_000n) + Math.floor(microseconds / 1e6);
    kernel.ram.setU64(address, seconds);
    kernel.ram.setU64(address + 8, microseconds % 1e6);
    return 0;
  },
} satisfies Partial<Record<CallName, Handler>>;
