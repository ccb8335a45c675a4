import type { AddressRange } from '@hart/machine';
import type { Elf } from '@hart/riscv';

export const PAGE = 4096;
/** The lowest address that is memory (Linux: `vm.mmap_min_addr`), and so where programs may begin. */
export const WINDOW_START = 0x10000;
/**
 * The address space ends here. WebAssembly's memory ends at 4 GiB, and behind the guest's the engine
 * keeps its tables of the program's code.
 */
const WINDOW_END = 0xc0000000;
export const MAX_RAM_BYTES = WINDOW_END - WINDOW_START;
/** The main thread's stack, at the top. */
export const STACK_BYTES = 8 * 1024 * 1024;
/** The least memory that a program can be given. */
export const MIN_RAM_BYTES = 2 * STACK_BYTES;

export const pageFloor = (address: number): number => address - (address % PAGE);
export const pageCeil = (address: number): number => Math.ceil(address / PAGE) * PAGE;

/** Where the program ends and its heap begins. */
export function programEnd(elf: Elf): number {
  return pageCeil(
    elf.segments.reduce((end, { address, memorySize }) => Math.max(end, address + memorySize), 0),
  );
}

/** The part that stores reach: from the first writable segment on, behind code and constants. */
export function writableRange(elf: Elf, end: number): AddressRange {
  const writable = elf.segments.filter((segment) => segment.writable && segment.memorySize > 0);
  const base = writable.reduce(
    (low, { address }) => Math.min(low, pageFloor(address)),
    programEnd(elf),
  );
  return { base, size: end - base };
}
