import { ADDRESS_END } from './memory-map.ts';

const PAGE = 4096;
const PAGE_BITS = 12n;
const OFFSET = BigInt(PAGE - 1);
/** Pages that a guest can have here: 1 GiB. */
const MAX_PAGES = 2 ** 18;

/**
 * The memory outside the plain one, by pages that are made when something is written. Guests with SP1's standard
 * allocator keep their inputs there, from 0x1c00000000 on; each access is a call of the environment.
 */
export interface FarMemory {
  /** `size` bytes at `address`, little-endian; undefined outside of memory. */
  load(address: bigint, size: number): bigint | undefined;
  /** False outside of memory, or if there is no room left. */
  store(address: bigint, size: number, value: bigint): boolean;
  read(address: bigint, size: number): Uint8Array | undefined;
  write(address: bigint, bytes: Uint8Array): boolean;
  /** Keeps all as it is now; the function that it returns makes it so again. */
  keep(): () => void;
}

export function createFarMemory(maxPages: number = MAX_PAGES): FarMemory {
  const pages = new Map<bigint, Uint8Array>();
  let last: { number: bigint; page: Uint8Array } = { number: -1n, page: new Uint8Array() };

  function find(number: bigint): Uint8Array | undefined {
    if (number === last.number) return last.page;
    const page = pages.get(number);
    if (page !== undefined) last = { number, page };
    return page;
  }

  function make(number: bigint): Uint8Array | undefined {
    const found = find(number);
    if (found !== undefined || pages.size >= maxPages) return found;
    const page = new Uint8Array(PAGE);
    pages.set(number, page);
    return page;
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
      const page = find(number);
      if (page !== undefined) bytes.set(page.subarray(start, start + length), done);
    }
    return bytes;
  }

  function write(address: bigint, bytes: Uint8Array): boolean {
    if (!isInside(address, bytes.length)) return false;
    for (const { number, start, length, done } of pieces(address, bytes.length)) {
      const page = make(number);
      if (page === undefined) return false;
      page.set(bytes.subarray(done, done + length), start);
    }
    return true;
  }

  return {
    load(address, size) {
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
    keep() {
      const kept = new Map([...pages].map(([number, page]) => [number, page.slice()]));
      return () => {
        pages.clear();
        for (const [number, page] of kept) pages.set(number, page);
        last = { number: -1n, page: new Uint8Array() };
      };
    },
  };
}
