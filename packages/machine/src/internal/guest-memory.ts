import type { AddressRange, MemoryMap } from '../environment.ts';
import { GUEST_ORIGIN } from './state.ts';

const WASM_PAGE = 65536;

/** Guest memory and machine state in one linear memory, shared by interpreter and compiled code. */
export interface GuestMemory {
  readonly wasm: WebAssembly.Memory;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly view: DataView;
  readonly window: AddressRange;
  /** Linear-memory address of the map from code halfwords to table slots, after the window. */
  readonly slotMapOrigin: number;
  /** Linear-memory address of the trace's log, after the slot map. */
  readonly logOrigin: number;
  /** Linear-memory address of the profile's cache and records, after the log. */
  readonly profileOrigin: number;
}

/**
 * Reserves linear memory for the machine's state, the window of `map`, a slot map of `slotMapBytes`,
 * a log of `logBytes` and a profile of `profileBytes`. Untouched pages cost address space only.
 */
export function createGuestMemory(
  map: MemoryMap,
  slotMapBytes: number,
  logBytes: number,
  profileBytes: number,
): GuestMemory {
  const slotMapOrigin = GUEST_ORIGIN + Math.ceil(map.window.size / WASM_PAGE) * WASM_PAGE;
  const logOrigin = slotMapOrigin + Math.ceil(slotMapBytes / WASM_PAGE) * WASM_PAGE;
  const profileOrigin = logOrigin + Math.ceil(logBytes / WASM_PAGE) * WASM_PAGE;
  const pages = Math.ceil((profileOrigin + profileBytes) / WASM_PAGE);
  const wasm = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const buffer = wasm.buffer as ArrayBuffer;
  return {
    wasm,
    bytes: new Uint8Array(buffer),
    view: new DataView(buffer),
    window: map.window,
    slotMapOrigin,
    logOrigin,
    profileOrigin,
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
