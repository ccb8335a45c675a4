import { createHash } from 'node:crypto';

/** One item's bytes for the guest, and the bytes that it must answer. */
interface Item {
  input: Uint8Array;
  output: Uint8Array;
}

export interface Workload {
  about: string;
  /** How often it is done when measured: in software some ten million steps or more in all. */
  items: number;
  /** How often when only outputs count: each kind of item once. */
  few: number;
  item(index: number): Item;
}

/** Bytes that look random and follow from their name. */
export function bytesOf(name: string, length: number): Uint8Array {
  const blocks: Buffer[] = [];
  for (let block = 0; 32 * block < length; block++) {
    blocks.push(createHash('sha256').update(`${name} ${block}`).digest());
  }
  return Buffer.concat(blocks).subarray(0, length);
}

/** A number from 1 to `below` - 1 that follows from its name. */
export function numberOf(name: string, below: bigint): bigint {
  return 1n + (BigInt(`0x${hexOf(bytesOf(name, 48))}`) % (below - 1n));
}

/** Big-endian. */
export function bigEndian(value: bigint, length: number): Uint8Array {
  return Buffer.from(value.toString(16).padStart(2 * length, '0'), 'hex');
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
