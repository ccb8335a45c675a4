import { PROTECTION } from '../address-space.ts';
import type { CallName } from '../calls.ts';
import { FAIL } from '../errno.ts';
import type { CallArguments, Kernel } from '../kernel.ts';
import { PAGE, pageCeil, WINDOW_START } from '../layout.ts';
import type { Handler } from './handler.ts';

const MAP = { shared: 1, private: 2, fixed: 16, anonymous: 32, fixedNoReplace: 0x100000 } as const;
const MREMAP = { mayMove: 1, fixed: 2 } as const;
/** As many as Linux allows by default, so that no program makes looking them up slow. */
const MAX_MAPPINGS = 65_530;
const ADVICE_DONTNEED = 4;
const ADVICES: ReadonlySet<number> = new Set([
  0, 1, 2, 3, 4, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
]);

/** The end of a range of pages, undefined unless it is one that can exist. */
function rangeEnd(address: number, size: number): number | undefined {
  if (!(size > 0) || address % PAGE !== 0) return undefined;
  const end = address + pageCeil(size);
  return address >= 0 && end <= 2 ** 47 ? end : undefined;
}

const isFull = ({ space }: Kernel): boolean => space.regions().length >= MAX_MAPPINGS;

const inWindow = ({ hart }: Kernel, start: number, end: number): boolean =>
  start >= WINDOW_START && hart.plain(BigInt(start), end - start) !== undefined;

function mmap(kernel: Kernel, [hint, size, protection, flags, fd, offset]: CallArguments): number {
  const { space, files, ram } = kernel;
  if (!(size > 0) || offset % PAGE !== 0) return FAIL.EINVAL;
  if ((flags & (MAP.shared | MAP.private)) === 0) return FAIL.EINVAL;
  if (isFull(kernel)) return FAIL.ENOMEM;
  const length = pageCeil(size);
  let content: Uint8Array | undefined;
  if ((flags & MAP.anonymous) === 0) {
    const file = files.get(fd | 0);
    if (file === undefined) return FAIL.EBADF;
    if (file.content === undefined) return FAIL.EACCES;
    const writesThrough = (flags & MAP.shared) !== 0 && (protection & PROTECTION.write) !== 0;
    if (writesThrough) return FAIL.EACCES;
    content = file.content.subarray(offset, offset + length);
  }
  const start = place(kernel, hint, length, flags);
  if (start < 0) return start;
  space.map(start, start + length, protection & 7);
  if (content !== undefined) {
    ram.bytes(start, content.length).set(content);
    space.protect(start, start + length, protection | PROTECTION.write);
    space.protect(start, start + length, protection & 7);
  }
  return start;
}

/** Where a mapping goes, or an error. */
function place(kernel: Kernel, hint: number, length: number, flags: number): number {
  const { space } = kernel;
  if ((flags & (MAP.fixed | MAP.fixedNoReplace)) !== 0) {
    if (hint % PAGE !== 0) return FAIL.EINVAL;
    if (!inWindow(kernel, hint, hint + length)) return FAIL.ENOMEM;
    const free = space.isFree(hint, hint + length);
    return (flags & MAP.fixedNoReplace) !== 0 && !free ? FAIL.EEXIST : hint;
  }
  const near = pageCeil(hint);
  if (near > 0 && inWindow(kernel, near, near + length) && space.isFree(near, near + length)) {
    return near;
  }
  return space.findFree(length) ?? FAIL.ENOMEM;
}

function mremap(kernel: Kernel, [old, oldSize, newSize, flags, target]: CallArguments): number {
  const { space, ram } = kernel;
  const oldEnd = rangeEnd(old, oldSize);
  if (oldEnd === undefined || !(newSize > 0)) return FAIL.EINVAL;
  if (!space.isMapped(old, oldEnd)) return FAIL.EFAULT;
  if (isFull(kernel)) return FAIL.ENOMEM;
  const length = pageCeil(newSize);
  const fixed = (flags & MREMAP.fixed) !== 0;
  if (!fixed) {
    if (old + length <= oldEnd) {
      if (old + length < oldEnd) space.unmap(old + length, oldEnd);
      return old;
    }
    const free = inWindow(kernel, old, old + length) && space.isFree(oldEnd, old + length);
    if (free) {
      space.map(oldEnd, old + length, protectionAt(kernel, old));
      return old;
    }
    if ((flags & MREMAP.mayMove) === 0) return FAIL.ENOMEM;
  } else if (target % PAGE !== 0 || (target < oldEnd && old < target + length)) return FAIL.EINVAL;
  const start = place(kernel, fixed ? target : 0, length, fixed ? MAP.fixed : 0);
  if (start < 0) return start;
  const protection = protectionAt(kernel, old);
  const kept = Math.min(oldEnd - old, length);
  space.map(start, start + length, protection | PROTECTION.write);
  ram.bytes(start, kept).set(ram.bytes(old, kept));
  space.protect(start, start + length, protection);
  space.unmap(old, oldEnd);
  return start;
}

function protectionAt({ space }: Kernel, address: number): number {
  return (
    space.regions().find(({ start, end }) => start <= address && address < end)?.protection ?? 0
  );
}

/** For whole ranges of mapped pages. */
function onPages(
  work: (kernel: Kernel, start: number, end: number, argument: number) => number,
): Handler {
  return (kernel, [address, size, argument]) => {
    if (size === 0 && address % PAGE === 0) return 0;
    const end = rangeEnd(address, size);
    if (end === undefined) return FAIL.EINVAL;
    return work(kernel, address, end, argument);
  };
}

const mapped = onPages(({ space }, start, end) => (space.isMapped(start, end) ? 0 : FAIL.ENOMEM));

export const memory = {
  brk({ heap, space, hart }, [wanted]) {
    if (wanted < heap.start || hart.plain(BigInt(heap.start), wanted - heap.start) === undefined) {
      return heap.end;
    }
    const [from, to] = [pageCeil(heap.end), pageCeil(wanted)];
    if (to > from) {
      if (!space.isFree(from, to)) return heap.end;
      space.map(from, to, PROTECTION.read | PROTECTION.write);
    } else if (to < from) space.unmap(to, from);
    heap.end = wanted;
    return wanted;
  },
  mmap,
  mremap,
  munmap(kernel, [address, size]) {
    const end = rangeEnd(address, size);
    if (end === undefined) return FAIL.EINVAL;
    if (isFull(kernel)) return FAIL.ENOMEM;
    // Beyond the window nothing is mapped.
    if (inWindow(kernel, address, end)) kernel.space.unmap(address, end);
    return 0;
  },
  mprotect: onPages((kernel, start, end, protection) =>
    !isFull(kernel) && kernel.space.protect(start, end, protection & 7) ? 0 : FAIL.ENOMEM,
  ),
  madvise: onPages(({ space }, start, end, advice) => {
    if (!ADVICES.has(advice)) return FAIL.EINVAL;
    if (advice === ADVICE_DONTNEED) space.discard(start, end);
    return space.isMapped(start, end) ? 0 : FAIL.ENOMEM;
  }),
  msync: mapped,
  mlock: mapped,
  munlock: mapped,
} satisfies Partial<Record<CallName, Handler>>;
