import { HartError } from '@hart/errors';
import type { Elf } from '@hart/riscv';
import type { AddressRange, MemoryMap } from '../environment.ts';
import { type GuestMemory, offsetIn } from './guest-memory.ts';

const hex = (value: number): string => `0x${value.toString(16)}`;

/**
 * Refuses a program that does not fit the memory map, before memory is made for it.
 *
 * @throws {HartError} `MACHINE_SEGMENT_OUTSIDE` for a segment outside plain memory,
 * `MACHINE_SEGMENT_WRITABLE_CODE` for code that stores could reach under write-xor-execute.
 */
export function checkSegments(elf: Elf, { window, writable, code }: MemoryMap): void {
  for (const segment of elf.segments) {
    const { address, memorySize } = segment;
    if (memorySize === 0) continue;
    const end = address + memorySize;
    if (address < window.base || end > window.base + window.size) {
      throw new HartError('MACHINE_SEGMENT_OUTSIDE', {
        start: hex(address),
        end: hex(end),
        windowStart: hex(window.base),
        windowEnd: hex(window.base + window.size),
      });
    }
    if (code !== 'write-xor-execute' || !segment.executable) continue;
    if (segment.writable || overlaps(writable, address, end)) {
      throw new HartError('MACHINE_SEGMENT_WRITABLE_CODE', { start: hex(address), end: hex(end) });
    }
  }
}

function overlaps({ base, size }: AddressRange, start: number, end: number): boolean {
  return start < base + size && base < end;
}

/**
 * Copies the program's segments, which have passed {@link checkSegments}, into guest memory; the rest
 * of a segment and of memory is zero.
 */
export function loadSegments(elf: Elf, memory: GuestMemory): void {
  for (const { address, data } of elf.segments) {
    if (data.length === 0) continue;
    memory.bytes.set(data, offsetIn(memory, memory.window, address, data.length));
  }
}
