import type { Handled, HartView } from '@hart/machine';
import { fault } from '../refusal.ts';
import { PROGRAM, RAM } from './memory-map.ts';

/** Bytes of an operand, or the trap that touching them is. */
export type Operand = Uint8Array<ArrayBuffer> | Handled;

export function isBytes(operand: Operand): operand is Uint8Array<ArrayBuffer> {
  return operand instanceof Uint8Array;
}

/** `size` bytes that a call reads. */
export function readable(hart: HartView, address: bigint, size: number, name: string): Operand {
  return (
    hart.plain(address, size) ??
    fault('load-access-fault', address, `${name}: ${size} bytes that are not all memory`)
  );
}

/** `size` bytes that a call writes: RAM, not the input and not the program. */
export function writable(hart: HartView, address: bigint, size: number, name: string): Operand {
  const bytes = address >= RAM ? hart.plain(address, size) : undefined;
  if (bytes !== undefined) return bytes;
  const where = address < PROGRAM ? 'the input' : address < RAM ? 'the program' : 'no memory';
  return fault('store-access-fault', address, `${name}: ${size} bytes to write in ${where}`);
}

/** Operands that accelerators take must be aligned to words. */
export function words(operand: Uint8Array<ArrayBuffer>): BigUint64Array<ArrayBuffer> {
  return new BigUint64Array(operand.buffer, operand.byteOffset, operand.byteLength >>> 3);
}
