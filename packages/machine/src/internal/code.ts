import { decode, type Elf, type Instruction } from '@hart/riscv';
import type { AddressRange, HartView, MemoryMap } from '../environment.ts';
import { type GuestMemory, offsetIn } from './guest-memory.ts';

const PAGE = 4096;

/** Decoded instructions of a page by halfword; null is an illegal one. */
type Decoded = (Instruction | null | undefined)[];

interface CodePage {
  /** What instruction fetch sees: guest memory itself where it cannot change, else a copy. */
  bytes: Uint8Array;
  decoded: Decoded;
}

/** What is done before the instruction at an address, each time. */
export type Probes = ReadonlyMap<number, (hart: HartView) => void>;

const NO_PROBES: Probes = new Map();

/** Decoded pages of programs whose code cannot change, for all their runs. */
const decodedPages = new WeakMap<Elf, Map<number, Decoded>>();

function decodedPagesOf(elf: Elf): Map<number, Decoded> {
  let pages = decodedPages.get(elf);
  if (pages === undefined) {
    pages = new Map();
    decodedPages.set(elf, pages);
  }
  return pages;
}

/** What a fetch yields when nothing can be executed at the address. */
export const NOT_EXECUTABLE = Symbol('not executable');

/**
 * Instruction memory as fetch sees it. Under `fence.i` rules a page is copied when it is first
 * fetched (what an executable segment brings: at the start) and copied again at `fence.i`, so that a store to code
 * becomes visible then and not before, in both engines alike. The compiler only ever looks at pages
 * that are already copied ({@link peek}), so reading ahead cannot change what a page holds.
 */
export interface Code {
  /** The instruction at `pc` for execution. */
  fetch(pc: number): Instruction | null | typeof NOT_EXECUTABLE;
  /** The instruction at `pc` for translation; undefined if it may not be looked at yet. */
  peek(pc: number): Instruction | null | undefined;
  /** Copies every known page again; true if one of them had changed. */
  refresh(): boolean;
  /** See {@link codeRegion}. */
  readonly region: AddressRange;
  /** Addresses of probes, in order. */
  readonly probes: readonly number[];
  /** Whether the host wants to know when the instruction at `pc` is about to be executed. */
  isProbe(pc: number): boolean;
}

function halfword(bytes: Uint8Array, offset: number): number {
  return (bytes[offset] as number) | ((bytes[offset + 1] as number) << 8);
}

/** Beyond this, code is still executed, but found by slower means. */
const MAX_REGION_BYTES = 2 ** 28;

function executableRanges(elf: Elf): AddressRange[] {
  return elf.segments
    .filter(({ executable, memorySize }) => executable && memorySize > 0)
    .map(({ address, memorySize }) => ({ base: address, size: memorySize }));
}

/**
 * Smallest range that holds all executable segments, cut off where it becomes too large for tables
 * with an element for each halfword.
 */
export function codeRegion(elf: Elf): AddressRange {
  const ranges = executableRanges(elf);
  if (ranges.length === 0) return { base: 0, size: 0 };
  const base = ranges.reduce((low, range) => Math.min(low, range.base), Number.MAX_SAFE_INTEGER);
  const end = ranges.reduce((high, range) => Math.max(high, range.base + range.size), 0);
  return { base, size: Math.min(end - base, MAX_REGION_BYTES) };
}

export function createCode(
  elf: Elf,
  memory: GuestMemory,
  map: MemoryMap,
  probes: Probes = NO_PROBES,
): Code {
  const fixed = map.code === 'write-xor-execute';
  const ranges = fixed ? executableRanges(elf) : [map.window];
  const pages = new Map<number, CodePage>();
  const known = fixed ? decodedPagesOf(elf) : new Map<number, Decoded>();
  let lastNumber = -1;
  let lastPage: CodePage | undefined;

  function executable(pc: number): boolean {
    for (const { base, size } of ranges) if (pc >= base && pc - base < size) return true;
    return false;
  }

  function pageBytes(number: number): Uint8Array {
    const start = offsetIn(memory, memory.window, number * PAGE, PAGE);
    const view = memory.bytes.subarray(start, start + PAGE);
    return fixed ? view : view.slice();
  }

  function page(number: number): CodePage {
    if (number === lastNumber && lastPage !== undefined) return lastPage;
    let found = pages.get(number);
    if (found === undefined) {
      found = { bytes: pageBytes(number), decoded: known.get(number) ?? new Array(PAGE / 2) };
      pages.set(number, found);
      if (fixed) known.set(number, found.decoded);
    }
    lastNumber = number;
    lastPage = found;
    return found;
  }

  function fetch(pc: number): Instruction | null | typeof NOT_EXECUTABLE {
    // The hot path; bit operations are exact below 4 GiB, where all code is.
    if (lastPage !== undefined && pc >>> 12 === lastNumber && pc < 0x100000000) {
      const cached = lastPage.decoded[(pc & 0xfff) >>> 1];
      if (cached !== undefined) return cached;
    }
    // Jumps clear bit 0, but an entry point may be odd.
    if (pc % 2 !== 0 || !executable(pc) || !executable(pc + 1)) return NOT_EXECUTABLE;
    const offset = pc & (PAGE - 1);
    const { bytes, decoded } = page(pc >>> 12);
    let word = halfword(bytes, offset);
    if ((word & 3) === 3) {
      if (!executable(pc + 2) || !executable(pc + 3)) return NOT_EXECUTABLE;
      const high =
        offset < PAGE - 2 ? halfword(bytes, offset + 2) : halfword(page((pc + 2) >>> 12).bytes, 0);
      word |= high << 16;
    }
    const instruction = decode(word >>> 0) ?? null;
    decoded[offset >>> 1] = instruction;
    return instruction;
  }

  function peek(pc: number): Instruction | null | undefined {
    if (!fixed) {
      const first = pc >>> 12;
      const last = (pc + 3) >>> 12;
      if (!pages.has(first) || (last !== first && !pages.has(last))) return undefined;
    }
    const instruction = fetch(pc);
    return instruction === NOT_EXECUTABLE ? undefined : instruction;
  }

  function refresh(): boolean {
    if (fixed) return false;
    let changed = false;
    for (const [number, old] of pages) {
      const bytes = pageBytes(number);
      if (bytes.every((byte, index) => byte === old.bytes[index])) continue;
      changed = true;
      pages.set(number, { bytes, decoded: new Array(PAGE / 2) });
    }
    if (!changed) return false;
    // An instruction may straddle two pages, so every decoded form may be stale.
    for (const entry of pages.values()) entry.decoded = new Array(PAGE / 2);
    lastNumber = -1;
    lastPage = undefined;
    return true;
  }

  if (!fixed) {
    for (const { address, data, executable } of elf.segments) {
      if (!executable) continue;
      const end = address + data.length;
      for (let number = Math.floor(address / PAGE); number * PAGE < end; number++) page(number);
    }
  }
  return {
    ...{ fetch, peek, refresh, region: codeRegion(elf) },
    probes: [...probes.keys()].sort((a, b) => a - b),
    isProbe: (pc) => probes.has(pc),
  };
}
