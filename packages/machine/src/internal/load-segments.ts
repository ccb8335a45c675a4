import { HartError } from '@hart/errors';
import type { Elf } from '@hart/riscv';
import type { MemoryMap } from '../environment.ts';
import { type GuestMemory, offsetIn } from './guest-memory.ts';

/**
 * Copies the program's segments into guest memory; the rest of a segment and of memory is zero.
 *
 * @throws {HartError} `MACHINE_SEGMENT_OUTSIDE` for a segment outside plain memory,
 * `MACHINE_SEGMENT_WRITABLE_CODE` for code that is writable under write-xor-execute.
 */
export function loadSegments(elf: Elf, memory: GuestMemory, map: MemoryMap): void {
  const hex = (value: number): string => `0x${value.toString(16)}`;
  for (const { address, memorySize, data, writable, executable } of elf.segments) {
    if (memorySize === 0) continue;
    const offset = offsetIn(memory, map.window, BigInt(address), memorySize);
    if (offset < 0) {
      throw new HartError('MACHINE_SEGMENT_OUTSIDE', {
        start: hex(address),
        end: hex(address + memorySize),
        windowStart: hex(map.window.base),
        windowEnd: hex(map.window.base + map.window.size),
      });
    }
    if (map.code === 'write-xor-execute' && executable) {
      const reachable = offsetIn(memory, map.writable, BigInt(address + memorySize - 1), 1) >= 0;
      if (writable || reachable) {
        throw new HartError('MACHINE_SEGMENT_WRITABLE_CODE', {
          start: hex(address),
          end: hex(address + memorySize),
        });
      }
    }
    memory.bytes.set(data, offset);
  }
}
