import type { Elf } from '@hart/riscv';
import {
  type DefinedFunction,
  encodeModule,
  type FunctionType,
  FunctionWriter,
  type Import,
  VALUE_TYPE,
} from '@hart/wasm';
import type { MemoryMap } from '../../environment.ts';
import type { Code } from '../code.ts';
import { type GuestMemory, offsetIn } from '../guest-memory.ts';
import type { RegionLayout } from '../profiler/layout.ts';
import type { Records } from '../profiler/records.ts';
import { EXIT, STATE } from '../state.ts';
import type { Linkage } from './emit-block.ts';
import { type EmittedFunction, emitFunction, MAX_DEPTH } from './emit-function.ts';
import { leaveFrame } from './emit-profile.ts';
import { type ExitPoint, functionType, PARAMETER, UNWINDING } from './emitter.ts';
import { createFunctionIndex } from './function-index.ts';
import { discoverRegion, MAX_INSTRUCTIONS, type ReadMemory, translatable } from './region.ts';
import {
  createTranslations,
  layoutFor,
  sharedTranslations,
  type TranslatedRegion,
} from './translations.ts';

/** Where compiled code can be entered for a pc. */
export interface Entry {
  slot: number;
  /** Entry number in its function; 0 is the function's start. */
  number: number;
}

/** Translates code on demand and keeps what is translated. */
export interface Translator {
  entryAt(pc: number): Entry | undefined;
  /** Translates the function that contains `pc`, and `pc` itself if that does not make it an entry. */
  translate(pc: number): Entry | undefined;
  /** Where compiled code unwound, or asked the host for something. */
  exitPoint(): ExitPoint;
  /**
   * Takes note that the function at the exit point failed a check for several accesses. One that does
   * so again and again, for instance because it works on misaligned data, is translated without them.
   */
  ungroup(): void;
  /** Runs compiled code until it unwinds; see {@link exitPoint} and {@link STATE.remaining}. */
  enter(entry: Entry): void;
  /** With a profile: how the region that starts at `pc` is counted, if it is translated in this run. */
  layoutAt(pc: number): RegionLayout | undefined;
  /** With a profile: the layout with this id. */
  layoutOf(id: number): RegionLayout;
  /** With a profile: how the region of an entry is counted. */
  layoutBehind(entry: Entry): RegionLayout;
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

/** Type indices in every module, the last two with a profile only. */
const TYPE = { translated: 0, host: 1, enter: 2, attach: 3, transfer: 4 } as const;
function moduleTypes(traced: boolean, profiled: boolean): FunctionType[] {
  const { i32, i64 } = VALUE_TYPE;
  const profiling = [
    { parameters: [i32, i32], results: [i32] },
    { parameters: [i32, i32, i64, i32, i32], results: [i32] },
  ];
  return [
    functionType(traced, profiled),
    { parameters: [], results: [i32] },
    { parameters: [i32, i32], results: [] },
    ...(profiled ? profiling : []),
  ];
}

/**
 * @param host executes the instruction at the exit point with {@link STATE.remaining} steps left, and returns 0 to go on behind it or 1 to unwind.
 * @param profile what compiled code asks of a profile; undefined without one
 */
export function createTranslator(
  elf: Elf,
  memory: GuestMemory,
  code: Code,
  map: MemoryMap,
  host: () => number,
  traced: boolean,
  profile: Records['imports'] | undefined,
): Translator {
  const profiled = profile !== undefined;
  const functions = createFunctionIndex(elf, code.region);
  const table = new WebAssembly.Table({ element: 'anyfunc', initial: 1024 });
  const pages = memory.wasm.buffer.byteLength / 65536;
  const imports: Import[] = [
    { kind: 'memory', module: 'hart', name: 'memory', minimum: pages, maximum: pages },
    { kind: 'table', module: 'hart', name: 'table', minimum: 1 },
    { kind: 'function', module: 'hart', name: 'host', type: TYPE.host },
  ];
  if (profiled) {
    imports.push({ kind: 'function', module: 'hart', name: 'attach', type: TYPE.attach });
    imports.push({ kind: 'function', module: 'hart', name: 'transfer', type: TYPE.transfer });
  }
  const importObject = { hart: { memory: memory.wasm, table, host, ...profile } };
  const base = instantiate(
    new WebAssembly.Module(
      encode([missFunction(traced, profiled), enterFunction(traced, profiled)]),
    ),
  );
  const miss = base.exports.miss as () => void;
  const enterWasm = base.exports.enter as (slot: number, depth: number) => void;

  const translations =
    map.code === 'write-xor-execute'
      ? sharedTranslations(elf, map, traced, profiled)
      : createTranslations();
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
    memory.bytes.fill(0, memory.slotMapOrigin, memory.slotMapOrigin + bytes);
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
    slotMapOrigin: memory.slotMapOrigin,
    slotOf,
    directIndexOf: () => undefined,
    functionType: TYPE.translated,
    hostIndex: 0,
  };

  function instantiate(module: WebAssembly.Module): WebAssembly.Instance {
    return new WebAssembly.Instance(module, importObject);
  }

  function encode(functions: readonly DefinedFunction[]): Uint8Array<ArrayBuffer> {
    return encodeModule({ types: moduleTypes(traced, profiled), imports, functions });
  }

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
  }

  /** A smaller region where a function would become too large for the WebAssembly engine. */
  function emitRegion(
    pc: number,
    grouped: boolean,
  ): EmittedFunction & { layout: RegionLayout | undefined } {
    for (let limit = MAX_INSTRUCTIONS; ; limit = Math.ceil(limit / 8)) {
      const bounds = functions.boundsOf(pc);
      const region = discoverRegion(code, readMemory, pc, bounds, limit, profiled);
      const layout = profiled ? layoutFor(translations, region) : undefined;
      const counting = layout && {
        profile: { layout, cacheOrigin: memory.profileOrigin, attachIndex: 1, transferIndex: 2 },
      };
      const emitted = emitFunction(region, { ...linkage, grouped, ...counting });
      if (emitted.writer.code.length < MAX_BODY_BYTES || limit === 1) return { ...emitted, layout };
    }
  }

  function translateRegion(pc: number, grouped: boolean): TranslatedRegion {
    const { writer, entries: entryPcs, exitPoints: exits, layout } = emitRegion(pc, grouped);
    const name = functions.nameOf(pc) ?? `0x${pc.toString(16)}`;
    const bytes = encode([{ type: TYPE.translated, body: writer, name, tableSlot: slotOf(pc) }]);
    statistics.wasmBytes += bytes.length;
    const module = new WebAssembly.Module(bytes);
    return { module, pc, entries: entryPcs, exitPoints: exits, layout };
  }

  function addRegion(pc: number): void {
    let region = regions.get(pc);
    if (region === undefined) {
      region = translateRegion(pc, true);
      regions.set(pc, region);
    }
    const slot = slotOf(pc);
    instantiate(region.module);
    statistics.functions++;
    regionsBySlot.set(slot, region);
    for (const [number, entryPc] of region.entries.entries()) {
      if (number === 0 || entryAt(entryPc) === undefined) setEntry(entryPc, { slot, number });
    }
    const offset = pc - code.region.base;
    if (offset >= 0 && offset < code.region.size) {
      memory.view.setUint32(memory.slotMapOrigin + offset * 2, slot, true);
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
    const started = performance.now();
    const { start } = functions.boundsOf(pc);
    if (
      entryAt(start) === undefined &&
      functions.nameOf(start) !== undefined &&
      translatable(code, start)
    ) {
      addRegion(start);
    }
    if (entryAt(pc) === undefined) addRegion(pc);
    statistics.seconds += (performance.now() - started) / 1000;
    return entryAt(pc);
  }

  return {
    entryAt,
    translate,
    exitPoint() {
      const slot = memory.view.getInt32(STATE.exitFunction, true);
      const number = memory.view.getInt32(STATE.exitPoint, true);
      return regionsBySlot.get(slot)?.exitPoints[number] ?? MISS;
    },
    ungroup() {
      const slot = memory.view.getInt32(STATE.exitFunction, true);
      const count = (failures.get(slot) ?? 0) + 1;
      failures.set(slot, count);
      const region = regionsBySlot.get(slot);
      if (count !== MAX_GROUP_FAILURES || region === undefined || isFull()) return;
      const started = performance.now();
      regions.set(region.pc, translateRegion(region.pc, false));
      addRegion(region.pc);
      statistics.seconds += (performance.now() - started) / 1000;
    },
    enter({ slot, number }) {
      memory.view.setInt32(STATE.entry, number, true);
      enterWasm(slot, number === 0 ? MAX_DEPTH : -1);
    },
    layoutAt: (pc) => regionsBySlot.get(slots.get(pc) ?? 0)?.layout,
    layoutOf: (id) => translations.layouts[id - 1] as RegionLayout,
    layoutBehind: ({ slot }) => regionsBySlot.get(slot)?.layout as RegionLayout,
    reset,
    statistics,
  };
}

/** Bytes of the slot map for a code region of `size` bytes: one i32 a halfword. */
export function slotMapBytes(size: number): number {
  return (size + 2) * 2;
}

/** Where the {@link missFunction} unwinds; it is no function's exit point. */
const MISS: ExitPoint = {
  pc: 0,
  reason: EXIT.target,
  unexecuted: 0,
  logged: 0,
  grouped: false,
};

/** Stands in every empty slot: unwinds to the trampoline, which finds the target in the state. */
function missFunction(traced: boolean, profiled: boolean): DefinedFunction {
  const { parameters } = functionType(traced, profiled);
  const body = new FunctionWriter(parameters.length);
  body.i32(0);
  body.i32(0);
  body.memory('i32.store', STATE.exitFunction, 2);
  body.i32(0);
  body.get(PARAMETER.steps);
  body.memory('i64.store', STATE.remaining, 3);
  if (traced) {
    body.i32(0);
    body.get(PARAMETER.log);
    body.memory('i32.store', STATE.log, 2);
  }
  if (profiled) {
    leaveFrame(body, parameters.length - 1, PARAMETER.returnTo, body.local(VALUE_TYPE.i32));
  }
  body.i64(UNWINDING);
  if (traced) body.get(PARAMETER.log);
  return { type: TYPE.translated, body, name: 'miss', exportAs: 'miss' };
}

/** The host's way in: calls a slot with the remaining steps and a return address no jump can have. */
function enterFunction(traced: boolean, profiled: boolean): DefinedFunction {
  const body = new FunctionWriter(2);
  body.i32(0);
  body.memory('i64.load', STATE.remaining, 3);
  body.i64(1);
  body.get(1);
  if (traced) {
    body.i32(0);
    body.memory('i32.load', STATE.log, 2);
  }
  if (profiled) {
    body.i32(0);
    body.memory('i32.load', STATE.record, 2);
  }
  body.get(0);
  body.callIndirect(TYPE.translated);
  if (traced) body.op('drop');
  body.op('drop');
  return { type: TYPE.enter, body, name: 'enter', exportAs: 'enter' };
}
