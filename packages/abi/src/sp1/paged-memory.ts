import { ADDRESS_END } from './memory-map.ts';

const PAGE = 4096;
const PAGE_BITS = 12n;
const OFFSET = BigInt(PAGE - 1);
/** Pages that a guest can have in one of these memories: 1 GiB. */
const MAX_PAGES = 2 ** 18;

/** The bytes of one page. */
type Page = Uint8Array;

/** Memory of 48 bits of addresses, by pages of 4 KiB that are made when something is written. */
export interface PagedMemory {
  /** `size` bytes at `address`, little-endian; undefined outside of memory. */
  load(address: bigint, size: number): bigint | undefined;
  /** False outside of memory, or if there is no room left. */
  store(address: bigint, size: number, value: bigint): boolean;
  read(address: bigint, size: number): Uint8Array | undefined;
  write(address: bigint, bytes: Uint8Array): boolean;
  /** The page with this number, not to be changed; undefined if nothing was written there. */
  page(number: bigint): Page | undefined;
}

export interface PagedMemoryOptions {
  maxPages?: number;
  /**
   * What shows through where nothing was written; a page that is written begins as a copy of it. The page that
   * it gives must stay the one that is below. Default zeros.
   */
  below?: (number: bigint) => Page | undefined;
}

/** A page as it is seen: one of the memory's own, or one from below. */
interface Seen {
  number: bigint;
  bytes: Page;
  view: DataView;
  own: boolean;
}

export function createPagedMemory({
  maxPages = MAX_PAGES,
  below = () => undefined,
}: PagedMemoryOptions = {}): PagedMemory {
  const pages = new Map<bigint, Seen>();
  let own = 0;
  let last: Seen | undefined;

  function see(number: bigint, bytes: Page, isOwn: boolean): Seen {
    const view = new DataView(bytes.buffer, bytes.byteOffset, PAGE);
    const seen = { number, bytes, view, own: isOwn };
    pages.set(number, seen);
    if (isOwn) own++;
    return seen;
  }

  function find(number: bigint): Seen | undefined {
    if (number === last?.number) return last;
    let seen = pages.get(number);
    if (seen === undefined) {
      const bytes = below(number);
      if (bytes === undefined) return undefined;
      seen = see(number, bytes, false);
    }
    last = seen;
    return seen;
  }

  function make(number: bigint): Seen | undefined {
    const seen = find(number);
    if (seen?.own) return seen;
    if (own >= maxPages) return undefined;
    last = see(number, seen?.bytes.slice() ?? new Uint8Array(PAGE), true);
    return last;
  }

  function isInside(address: bigint, size: number): boolean {
    return address + BigInt(size) <= ADDRESS_END;
  }

  /** The pieces of a range, page by page. */
  function* pieces(address: bigint, size: number) {
    for (let done = 0; done < size; ) {
      const at = address + BigInt(done);
      const start = Number(at & OFFSET);
      const length = Math.min(PAGE - start, size - done);
      yield { number: at >> PAGE_BITS, start, length, done };
      done += length;
    }
  }

  function read(address: bigint, size: number): Uint8Array | undefined {
    if (!isInside(address, size)) return undefined;
    const bytes = new Uint8Array(size);
    for (const { number, start, length, done } of pieces(address, size)) {
      const page = find(number)?.bytes;
      if (page !== undefined) bytes.set(page.subarray(start, start + length), done);
    }
    return bytes;
  }

  function write(address: bigint, bytes: Uint8Array): boolean {
    if (!isInside(address, bytes.length)) return false;
    for (const { number, start, length, done } of pieces(address, bytes.length)) {
      const page = make(number)?.bytes;
      if (page === undefined) return false;
      page.set(bytes.subarray(done, done + length), start);
    }
    return true;
  }

  return {
    load(address, size) {
      const start = Number(address & OFFSET);
      if (start + size <= PAGE) {
        if (address >= ADDRESS_END) return undefined;
        const seen = find(address >> PAGE_BITS);
        return seen === undefined ? 0n : loadFrom(seen.view, start, size);
      }
      const bytes = read(address, size);
      if (bytes === undefined) return undefined;
      let value = 0n;
      for (let index = size - 1; index >= 0; index--) {
        value = (value << 8n) | BigInt(bytes[index] as number);
      }
      return value;
    },
    store(address, size, value) {
      const bytes = new Uint8Array(8);
      new DataView(bytes.buffer).setBigUint64(0, value, true);
      return write(address, bytes.subarray(0, size));
    },
    read,
    write,
    page(number) {
      const seen = pages.get(number);
      return seen?.own ? seen.bytes : undefined;
    },
  };
}

function loadFrom(view: DataView, at: number, size: number): bigint {
  switch (size) {
    case 1:
      return BigInt(view.getUint8(at));
    case 2:
      return BigInt(view.getUint16(at, true));
    case 4:
      return BigInt(view.getUint32(at, true));
    default:
      return view.getBigUint64(at, true);
  }
}
