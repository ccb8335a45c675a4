import type { Block } from '../compiler/region.ts';

/** Bytes before the first counter: the layout's id and the node's, an i32 each. */
const HEADER_BYTES = 8;

/**
 * How a region's record for one node lies in memory: an i64 counter for each block with instructions,
 * then an i32 for each direct call or jump into another region, where the callee's record is kept.
 */
export interface RegionLayout {
  /** Not 0; the first word of each of its records. */
  readonly id: number;
  /** By block: offset of its counter, 0 if it has none. */
  readonly counters: Int32Array;
  /** By block: offset of its link, 0 if it has none. */
  readonly links: Int32Array;
  readonly bytes: number;
  /** Addresses of the instructions of each block; a call is the last one. */
  readonly addresses: readonly (readonly number[])[];
}

export function createLayout(id: number, blocks: readonly Block[]): RegionLayout {
  const counters = new Int32Array(blocks.length);
  const links = new Int32Array(blocks.length);
  let bytes = HEADER_BYTES;
  for (const [index, { instructions }] of blocks.entries()) {
    if (instructions.length === 0) continue;
    counters[index] = bytes;
    bytes += 8;
  }
  for (const [index, { end }] of blocks.entries()) {
    if (end.kind !== 'call' && end.kind !== 'leave') continue;
    links[index] = bytes;
    bytes += 4;
  }
  return { id, counters, links, bytes, addresses: blocks.map(({ addresses }) => addresses) };
}

/** Whether records of one layout can be used under the other. */
export function sameLayout(a: RegionLayout, b: RegionLayout): boolean {
  const equal = (left: ArrayLike<number>, right: ArrayLike<number>): boolean =>
    left.length === right.length && Array.prototype.every.call(left, (n, at) => n === right[at]);
  return (
    equal(a.links, b.links) &&
    a.addresses.length === b.addresses.length &&
    a.addresses.every((addresses, block) => equal(addresses, b.addresses[block] as number[]))
  );
}
