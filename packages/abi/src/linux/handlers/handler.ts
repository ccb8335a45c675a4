import { PROTECTION } from '../address-space.ts';
import { FAIL } from '../errno.ts';
import type { CallArguments, CallResult, Kernel } from '../kernel.ts';

/** Executes one call. */
export type Handler = (kernel: Kernel, args: CallArguments) => CallResult;

export const canRead = ({ space }: Kernel, address: number, size: number): boolean =>
  space.allows(address, size, PROTECTION.read);

export const canWrite = ({ space }: Kernel, address: number, size: number): boolean =>
  space.allows(address, size, PROTECTION.write);

const MAX_PATH = 4096;
const decoder = new TextDecoder();

/** The path at an address; a negative number for an error. */
export function readPath(kernel: Kernel, address: number): string | number {
  for (let size = 0; size < MAX_PATH; size++) {
    if (!canRead(kernel, address + size, 1)) return FAIL.EFAULT;
    if (kernel.ram.u8(address + size) !== 0) continue;
    return decoder.decode(kernel.ram.bytes(address, size).slice());
  }
  return FAIL.ENAMETOOLONG;
}

/** Seconds and nanoseconds at an address, as ns; a negative number for an error. */
export function readDuration(kernel: Kernel, address: number): number {
  if (!canRead(kernel, address, 16)) return FAIL.EFAULT;
  const seconds = kernel.ram.i64(address);
  const nanoseconds = kernel.ram.i64(address + 8);
  if (seconds < 0 || nanoseconds < 0 || nanoseconds >= 1e9) return FAIL.EINVAL;
  return Math.min(seconds * 1e9 + nanoseconds, MAX_DURATION);
}

/** As long as numbers are exact: a hundred days. */
const MAX_DURATION = 2 ** 53;

/** Writes ns as seconds and nanoseconds. */
export function writeDuration({ ram }: Kernel, address: number, time: number): void {
  ram.setU64(address, Math.floor(time / 1e9));
  ram.setU64(address + 8, time % 1e9);
}
