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
  return arrange(
    id,
    blocks.map(({ addresses }) => addresses),
    blocks.map(({ end }) => end.kind === 'call' || end.kind === 'leave'),
  );
}

/** @param linked by block: whether it has a link */
function arrange(
  id: number,
  addresses: RegionLayout['addresses'],
  linked: readonly boolean[],
): RegionLayout {
  const counters = new Int32Array(addresses.length);
  const links = new Int32Array(addresses.length);
  let bytes = HEADER_BYTES;
  for (const [block, { length }] of addresses.entries()) {
    if (length === 0) continue;
    counters[block] = bytes;
    bytes += 8;
  }
  for (const block of linked.keys()) {
    if (!linked[block]) continue;
    links[block] = bytes;
    bytes += 4;
  }
  return { id, counters, links, bytes, addresses };
}

/**
 * A layout as numbers to be kept: its id, then for each block twice its length, plus 1 if it has a link, and
 * its addresses.
 */
export function layoutToNumbers({ id, links, addresses }: RegionLayout): number[] {
  const blocks = addresses.map((block, n) => [2 * block.length + Number(links[n] !== 0), ...block]);
  return [id, ...blocks.flat()];
}

export function layoutFromNumbers(numbers: Float64Array): RegionLayout {
  const addresses: number[][] = [];
  const linked: boolean[] = [];
  for (let at = 1; at < numbers.length; ) {
    const head = numbers[at] as number;
    const end = at + 1 + (head >>> 1);
    addresses.push([...numbers.subarray(at + 1, end)]);
    linked.push(head % 2 === 1);
    at = end;
  }
  return arrange(numbers[0] as number, addresses, linked);
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
