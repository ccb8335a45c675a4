import type { Elf } from '@hart/riscv';
import { encodeModule, type Import } from '@hart/wasm';
import type { MemoryMap } from '../../environment.ts';
import type { Code } from '../code.ts';
import { type GuestMemory, offsetIn } from '../guest-memory.ts';
import { EXIT, STATE } from '../state.ts';
import type { Linkage } from './emit-block.ts';
import { type EmittedFunction, emitFunction, MAX_DEPTH } from './emit-function.ts';
import type { ExitPoint } from './emitter.ts';
import { createFunctionIndex } from './function-index.ts';
import { createGates, moduleTypes, TYPE } from './gates.ts';
import { discoverRegion, MAX_INSTRUCTIONS, type ReadMemory, translatable } from './region.ts';
import { createTranslations, sharedTranslations, type TranslatedRegion } from './translations.ts';

/** Where compiled code can be entered for a pc. */
export interface Entry {
  slot: number;
  /** Entry number in its function; 0 is the function's start. */
  number: number;
}

/** Translates code on demand and keeps what is translated. */
export interface Translator {
  /** Takes over what other runs of the program have translated. Calls `onEntry` with each new entry's pc. */
  begin(onEntry: (pc: number) => void): void;
  entryAt(pc: number): Entry | undefined;
  /** Translates the function that contains `pc`, and `pc` itself if that does not make it an entry. */
  translate(pc: number): Entry | undefined;
  /** Where compiled code unwound, or asked the host for something. */
  exitPoint(): ExitPoint;
  /**
   * Takes note that the function at the exit point failed a check for several accesses. True for one
   * that does so again and again, for instance because it works on misaligned data: {@link ungroup} it.
   */
  countGroupFailure(): boolean;
  /** Translates the function at the exit point again, with a check for each access. */
  ungroup(): void;
  /** Runs compiled code until it unwinds; see {@link STATE.remaining}. */
  enter(entry: Entry): void;
  /** Drops everything translated, because code has changed. */
  reset(): void;
  readonly statistics: TranslatorStatistics;
}

export interface TranslatorStatistics {
  /** Translated functions in use. */
  functions: number;
  /** WebAssembly newly made for them; less than all if another run of the program had some. */
  wasmBytes: number;
  /** Time spent in translation and Wasm compilation, which happens during the run. */
  seconds: number;
}

/** What hostile code may make the translator produce before the rest is interpreted. */
const MAX_WASM_BYTES = 256 * 1024 * 1024;
/** V8 takes function bodies of up to 7,654,321 bytes. */
const MAX_BODY_BYTES = 6_000_000;
const MAX_TABLE_SLOTS = 1_000_000;
const MAX_FUNCTIONS = 100_000;

/** After so many failed checks for several accesses, a function gets one for each. */
const MAX_GROUP_FAILURES = 100;

/** What compiled code asks of its host. */
export interface CompiledHost {
  /**
   * Executes the instruction at the exit point with {@link STATE.remaining} steps left; 0 to go on behind
   * it, 1 to unwind.
   */
  execute(): number;
  /**
   * Compiled code left at the exit point. Returns the table slot where it goes on, at the entry in
   * {@link STATE.entry} with {@link STATE.remaining} steps left, or `UNWIND`, or `RETURN` to go on in the
   * caller, which expects {@link STATE.returnTo}.
   */
  settle(): number;
}

export function createTranslator(
  elf: Elf,
  memory: GuestMemory,
  code: Code,
  map: MemoryMap,
  host: CompiledHost,
  traced: boolean,
): Translator {
  const functions = createFunctionIndex(elf, code.region);
  const table = new WebAssembly.Table({ element: 'anyfunc', initial: 1024 });
  const { enter: enterWasm, leave, miss } = createGates(memory.wasm, table, host.settle, traced);
  const pages = memory.wasm.buffer.byteLength / 65536;
  const imports: Import[] = [
    { kind: 'memory', module: 'hart', name: 'memory', minimum: pages, maximum: pages },
    { kind: 'table', module: 'hart', name: 'table', minimum: 1 },
    { kind: 'function', module: 'hart', name: 'host', type: TYPE.host },
    { kind: 'function', module: 'hart', name: 'leave', type: TYPE.leave },
  ];
  const importObject = { hart: { memory: memory.wasm, table, host: host.execute, leave } };

  const translations =
    map.code === 'write-xor-execute' ? sharedTranslations(elf, map, traced) : createTranslations();
  const { slots, regions } = translations;
  // The trampoline asks for an entry after every instruction that it interprets, so entries inside the
  // code region are found by index: one number for each halfword, 0 for none.
  const entryNumbers = new Int32Array(Math.ceil(code.region.size / 2));
  const entryList: Entry[] = [];
  /** Entries of code outside the region, which only `fence.i` environments have. */
  const farEntries = new Map<number, Entry>();
  const regionsBySlot = new Map<number, TranslatedRegion>();
  /** How often a check for several accesses failed, by slot. */
  const failures = new Map<number, number>();
  const statistics: TranslatorStatistics = { functions: 0, wasmBytes: 0, seconds: 0 };
  let onEntry: (pc: number) => void = () => {};
  fillTable(0);

  /** Puts the miss function into every slot from `first` on that may be used. */
  function fillTable(first: number): void {
    if (slots.size >= table.length)
      table.grow(Math.max(slots.size + 1 - table.length, table.length));
    for (let slot = first; slot < table.length; slot++) table.set(slot, miss);
  }

  function reset(): void {
    slots.clear();
    regions.clear();
    entryNumbers.fill(0);
    entryList.length = 0;
    farEntries.clear();
    regionsBySlot.clear();
    failures.clear();
    fillTable(0);
    const bytes = slotMapBytes(code.region.size);
    memory.bytes.fill(0, memory.areas.slotMap, memory.areas.slotMap + bytes);
  }

  function slotOf(pc: number): number {
    let slot = slots.get(pc);
    if (slot === undefined) {
      // Slot 0 always misses.
      slot = slots.size + 1;
      slots.set(pc, slot);
      if (slot >= table.length) fillTable(slot);
    }
    return slot;
  }

  const readMemory: ReadMemory = (address, size) => {
    const at = offsetIn(memory, map.window, address, size);
    if (at < 0) return undefined;
    if (size === 4) return memory.view.getInt32(at, true);
    const value = memory.view.getBigUint64(at, true);
    return value < 0x100000000n ? Number(value) : undefined;
  };

  const linkage: Linkage = {
    map,
    traced,
    grouped: true,
    codeRegion: code.region,
    slotMapOrigin: memory.areas.slotMap,
    slotOf,
    directIndexOf: () => undefined,
    functionType: TYPE.translated,
    hostIndex: 0,
    leaveIndex: 1,
  };

  function entryAt(pc: number): Entry | undefined {
    const offset = pc - code.region.base;
    // Asked this way round, NaN (a pc beyond 2^53) is outside.
    const inside = offset >= 0 && offset < code.region.size;
    return inside ? entryList[(entryNumbers[offset >>> 1] as number) - 1] : farEntries.get(pc);
  }

  function setEntry(pc: number, entry: Entry): void {
    const offset = pc - code.region.base;
    if (offset < 0 || offset >= code.region.size) farEntries.set(pc, entry);
    else entryNumbers[offset >>> 1] = entryList.push(entry);
    onEntry(pc);
  }

  /** A smaller region where a function would become too large for the WebAssembly engine. */
  function emitRegion(pc: number, grouped: boolean): EmittedFunction {
    for (let limit = MAX_INSTRUCTIONS; ; limit = Math.ceil(limit / 8)) {
      const region = discoverRegion(code, readMemory, pc, functions.boundsOf(pc), limit);
      const emitted = emitFunction(region, { ...linkage, grouped });
      if (emitted.writer.code.length < MAX_BODY_BYTES || limit === 1) return emitted;
    }
  }

  function translateRegion(pc: number, grouped: boolean): TranslatedRegion {
    const { writer, entries: entryPcs, exitPoints: exits } = emitRegion(pc, grouped);
    const name = functions.nameOf(pc) ?? `0x${pc.toString(16)}`;
    const bytes = encodeModule({
      types: moduleTypes(traced),
      imports,
      functions: [{ type: TYPE.translated, body: writer, name, tableSlot: slotOf(pc) }],
    });
    statistics.wasmBytes += bytes.length;
    return { module: new WebAssembly.Module(bytes), pc, entries: entryPcs, exitPoints: exits };
  }

  function addRegion(pc: number): void {
    let region = regions.get(pc);
    if (region === undefined) {
      region = translateRegion(pc, true);
      regions.set(pc, region);
    }
    const slot = slotOf(pc);
    new WebAssembly.Instance(region.module, importObject);
    statistics.functions++;
    regionsBySlot.set(slot, region);
    for (const [number, entryPc] of region.entries.entries()) {
      if (number === 0 || entryAt(entryPc) === undefined) setEntry(entryPc, { slot, number });
    }
    const offset = pc - code.region.base;
    if (offset >= 0 && offset < code.region.size) {
      memory.view.setUint32(memory.areas.slotMap + offset * 2, slot, true);
    }
  }

  function isFull(): boolean {
    return (
      statistics.functions >= MAX_FUNCTIONS ||
      statistics.wasmBytes >= MAX_WASM_BYTES ||
      slots.size >= MAX_TABLE_SLOTS
    );
  }

  function translate(pc: number): Entry | undefined {
    if (isFull() || !translatable(code, pc)) return undefined;
    const { start } = functions.boundsOf(pc);
    timed(() => {
      if (
        entryAt(start) === undefined &&
        functions.nameOf(start) !== undefined &&
        translatable(code, start)
      ) {
        addRegion(start);
      }
      if (entryAt(pc) === undefined) addRegion(pc);
    });
    return entryAt(pc);
  }

  function timed(work: () => void): void {
    const started = performance.now();
    work();
    statistics.seconds += (performance.now() - started) / 1000;
  }

  return {
    begin(listener) {
      onEntry = listener;
      timed(() => {
        for (const pc of regions.keys()) addRegion(pc);
      });
    },
    entryAt,
    translate,
    exitPoint() {
      const slot = memory.view.getInt32(STATE.exitFunction, true);
      const number = memory.view.getInt32(STATE.exitPoint, true);
      return regionsBySlot.get(slot)?.exitPoints[number] ?? MISS;
    },
    countGroupFailure() {
      const slot = memory.view.getInt32(STATE.exitFunction, true);
      const count = (failures.get(slot) ?? 0) + 1;
      failures.set(slot, count);
      return count === MAX_GROUP_FAILURES;
    },
    ungroup() {
      const region = regionsBySlot.get(memory.view.getInt32(STATE.exitFunction, true));
      if (region === undefined || isFull()) return;
      timed(() => {
        regions.set(region.pc, translateRegion(region.pc, false));
        addRegion(region.pc);
      });
    },
    enter({ slot, number }) {
      memory.view.setInt32(STATE.entry, number, true);
      enterWasm(slot, number === 0 ? MAX_DEPTH : -MAX_DEPTH);
    },
    reset,
    statistics,
  };
}

/** Bytes of the slot map for a code region of `size` bytes: one i32 a halfword. */
export function slotMapBytes(size: number): number {
  return (size + 2) * 2;
}

/** Where the gate `miss` leaves; it is no function's exit point. */
const MISS: ExitPoint = {
  pc: 0,
  reason: EXIT.target,
  unexecuted: 0,
  logged: 0,
  grouped: false,
};
