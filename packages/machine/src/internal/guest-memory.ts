import type { AddressRange, MemoryMap } from '../environment.ts';
import { GUEST_ORIGIN } from './state.ts';

const WASM_PAGE = 65536;

/** Guest memory and machine state in one linear memory, shared by interpreter and compiled code. */
export interface GuestMemory {
  readonly wasm: WebAssembly.Memory;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly view: DataView;
  readonly window: AddressRange;
  /** Linear addresses of what lies behind the window. */
  readonly areas: Readonly<Record<Area, number>>;
}

/** What the engine keeps in linear memory behind the guest's. */
export type Area =
  /** One i32 for each halfword of code: the table slot of the function that starts there. */
  | 'slotMap'
  /** The stepper's code table and numbers of arrivals. */
  | 'codeTable'
  | 'arrivals'
  /** The trace's log. */
  | 'log'
  /** The profile's cache and records. */
  | 'profile';

/**
 * Reserves linear memory for the machine's state, the window of `map`, and for each area as many bytes
 * as `sizes` says. Untouched pages cost address space only.
 */
export function createGuestMemory(map: MemoryMap, sizes: Record<Area, number>): GuestMemory {
  let end = GUEST_ORIGIN + map.window.size;
  const reserve = (size: number): number => {
    const origin = Math.ceil(end / WASM_PAGE) * WASM_PAGE;
    end = origin + size;
    return origin;
  };
  const areas = {
    slotMap: reserve(sizes.slotMap),
    codeTable: reserve(sizes.codeTable),
    arrivals: reserve(sizes.arrivals),
    log: reserve(sizes.log),
    profile: reserve(sizes.profile),
  };
  const pages = Math.ceil(end / WASM_PAGE);
  const wasm = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const buffer = wasm.buffer as ArrayBuffer;
  return {
    wasm,
    bytes: new Uint8Array(buffer),
    view: new DataView(buffer),
    window: map.window,
    areas,
  };
}

/**
 * Offset of `address` in linear memory if `size` bytes from there lie in `range`, else -1. Addresses
 * with high bits set never alias: as signed or unsigned numbers they stay outside every range, exact
 * or not, since every range ends far below 2^53.
 */
export function offsetIn(
  memory: GuestMemory,
  range: AddressRange,
  address: number,
  size: number,
): number {
  const offset = address - range.base;
  if (offset < 0 || offset + size > range.size) return -1;
  return offset + range.base - memory.window.base + GUEST_ORIGIN;
}

const PAGE = 4096;

/** Bytes of the window's pages that are not all zero. Looks at the whole window, which takes a while. */
export function countBytesInUse({ bytes, window }: GuestMemory): number {
  const words = new BigUint64Array(bytes.buffer, GUEST_ORIGIN, Math.floor(window.size / 8));
  const wordsInPage = PAGE / 8;
  let pages = 0;
  for (let page = 0; page < words.length; page += wordsInPage) {
    const end = Math.min(page + wordsInPage, words.length);
    for (let at = page; at < end; at++) {
      if (words[at] === 0n) continue;
      pages++;
      break;
    }
  }
  return pages * PAGE;
}
