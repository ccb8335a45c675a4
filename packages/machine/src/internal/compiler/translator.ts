import type { Elf } from '@hart/riscv';
import {
  compileModule,
  encodeBody,
  encodeModule,
  hasTiers,
  type Import,
  type Tier,
} from '@hart/wasm';
import type { MemoryMap } from '../../environment.ts';
import type { Code } from '../code.ts';
import { type GuestMemory, offsetIn } from '../guest-memory.ts';
import type { RegionLayout } from '../profiler/layout.ts';
import type { Records } from '../profiler/records.ts';
import { EXIT, STATE } from '../state.ts';
import type { Linkage } from './emit-block.ts';
import { type EmittedFunction, emitFunction, MAX_DEPTH } from './emit-function.ts';
import { type ExitPoint, exitPointAt } from './exit-points.ts';
import { createFusedFunctions, type ExactFloat } from './float-functions.ts';
import { createFunctionIndex } from './function-index.ts';
import { createGates, moduleTypes, TYPE } from './gates.ts';
import { discoverRegion, MAX_INSTRUCTIONS, type ReadMemory, translatable } from './region.ts';
import { decodeTranslations, encodeTranslations } from './translation-file.ts';
import {
  createTranslations,
  dropReplacedModules,
  keepLayout,
  layoutFor,
  type RegionModule,
  sharedTranslations,
  type TranslatedRegion,
  translationKey,
} from './translations.ts';

/** Where compiled code can be entered for a pc. */
export interface Entry {
  slot: number;
  /** Entry number in its function; 0 is the function's start. */
  number: number;
}

/** Translates code on demand and keeps what is translated. */
export interface Translator {
  /** Runs that have used the translations so far, with this one. */
  readonly runs: number;
  /** Takes over what other runs of the program have translated. Calls `onEntry` with each new entry's pc. */
  begin(onEntry: (pc: number) => void): void;
  /** Notes that the function at `pc` is the one that executes, for `weight` steps or so. */
  sample(pc: number, weight: number): void;
  /** Hands what is translated to the store, if there is something that it has not given. */
  save(): void;
  entryAt(pc: number): Entry | undefined;
  /** Start of the function that contains `pc`, or `pc` where no symbol tells. */
  startOf(pc: number): number;
  /**
   * Translates the function that contains `pc`, or what begins at `pc` if that has been done already.
   * Returns the entry at `pc`; not every place in a function is one.
   *
   * @param inside control came to `pc` from near it, and will soon come to an entry if a translation has it.
   */
  translate(pc: number, inside: boolean): Entry | undefined;
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
  /** Time spent in translation and Wasm compilation, before the run and during it. */
  seconds: number;
}

/** What hostile code may make the translator produce before the rest is interpreted. */
const MAX_WASM_BYTES = 256 * 1024 * 1024;
/** V8 takes function bodies of up to 7,654,321 bytes. */
const MAX_BODY_BYTES = 6_000_000;
const MAX_TABLE_SLOTS = 1_000_000;
const MAX_FUNCTIONS = 100_000;

/**
 * A function is compiled again, to faster code, once as much time has gone into executing it as that
 * takes: about 0.2 ms for a sample's steps in baseline code, 0.2 us for each byte. What earlier runs have
 * taught is compiled so before the run.
 */
const BYTES_PER_SAMPLE = 1000;
/** Steps that count as one sample. */
export const SAMPLE_STEPS = 2 ** 18;

/** Modules of a tier beyond which they are joined, which costs compiling them again. */
const MAX_MODULES = 64;

const NO_HINTS = new Uint32Array();

/** After so many failed checks for several accesses, a function gets one for each. */
const MAX_GROUP_FAILURES = 100;

/** Keeps translations from one process to the next. One store is for one program. */
export interface TranslationStore {
  /** What was saved under this key, unchanged, or undefined. */
  load(key: string): Uint8Array<ArrayBuffer> | undefined;
  save(key: string, bytes: Uint8Array<ArrayBuffer>): void;
  /** Functions worth translating before the first run, when nothing is stored. */
  profile?: readonly FunctionSamples[];
}

/** How often a function was the one that executes, every {@link SAMPLE_STEPS} steps of a run. */
export interface FunctionSamples {
  /** Where it starts. */
  pc: number;
  samples: number;
}

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
  /** Executes a floating-point instruction; see {@link ExactFloat}. */
  exactFloat: ExactFloat;
}

export function createTranslator(
  elf: Elf,
  memory: GuestMemory,
  code: Code,
  map: MemoryMap,
  host: CompiledHost,
  traced: boolean,
  store: TranslationStore | undefined,
  profile: Records['imports'] | undefined,
): Translator {
  const profiled = profile !== undefined;
  const functions = createFunctionIndex(elf, code.region);
  const table = new WebAssembly.Table({ element: 'anyfunc', initial: 1024 });
  const {
    enter: enterWasm,
    leave,
    miss,
  } = createGates(memory.wasm, table, host.settle, traced, profiled);
  const pages = memory.wasm.buffer.byteLength / 65536;
  const imports: Import[] = [
    { kind: 'memory', module: 'hart', name: 'memory', minimum: pages, maximum: pages },
    { kind: 'table', module: 'hart', name: 'table', minimum: 1 },
    { kind: 'function', module: 'hart', name: 'host', type: TYPE.host },
    { kind: 'function', module: 'hart', name: 'leave', type: TYPE.leave },
    { kind: 'function', module: 'hart', name: 'exact', type: TYPE.exact },
    { kind: 'function', module: 'hart', name: 'fusedDouble', type: TYPE.fusedDouble },
    { kind: 'function', module: 'hart', name: 'fusedSingle', type: TYPE.fusedSingle },
  ];
  if (profiled) {
    imports.push({ kind: 'function', module: 'hart', name: 'attach', type: TYPE.attach });
    imports.push({ kind: 'function', module: 'hart', name: 'transfer', type: TYPE.transfer });
  }
  const importObject = {
    hart: {
      ...{ memory: memory.wasm, table, host: host.execute, leave, exact: host.exactFloat },
      ...createFusedFunctions(memory.wasm, host.exactFloat),
      ...profile,
    },
  };

  const key = translationKey(map, traced, profiled, code.probes);
  const fixed = map.code === 'write-xor-execute';
  const translations = fixed ? sharedTranslations(elf, key) : createTranslations();
  const { slots, regions, modules } = translations;
  /** There is something that the store has not given. */
  let unsaved = false;
  // Entries inside the code region by halfword: an index into the two lists, 0 for none.
  const entryIndices = new Int32Array(Math.ceil(code.region.size / 2));
  const entrySlots = [0];
  const entryNumbers = [0];
  /** Entries of code outside the region, which only `fence.i` environments have. */
  const farEntries = new Map<number, Entry>();
  const regionsBySlot = new Map<number, TranslatedRegion>();
  /** How often a check for several accesses failed, by slot. */
  const failures = new Map<number, number>();
  /** 1 for each halfword of the code region that some translation has. */
  const covered = new Uint8Array(entryIndices.length);
  const statistics: TranslatorStatistics = { functions: 0, wasmBytes: 0, seconds: 0 };
  let onEntry: (pc: number) => void = () => {};
  fillTable(0);

  /** Takes what the store has of this program, or else translates what it says is used most. */
  function restore({ load, profile = [] }: TranslationStore): void {
    const bytes = load(key);
    const stored = bytes && decodeTranslations(bytes);
    if (stored !== undefined) {
      for (const [pc, slot] of stored.slots) slots.set(pc, slot);
      for (const [pc, region] of stored.regions) {
        regions.set(pc, region);
        if (region.layout !== undefined) keepLayout(translations, pc, region.layout);
      }
      translations.runs = stored.runs;
      if (slots.size >= table.length) fillTable(table.length);
    } else {
      translations.runs = 1;
      for (const { pc, samples } of profile) {
        if (translatable(code, pc)) translateRegion(pc, true).samples = samples;
      }
    }
    const all = [...regions.values()];
    const isHot = ({ samples, body }: TranslatedRegion): boolean =>
      (samples / translations.runs) * BYTES_PER_SAMPLE > body.code.length;
    addModule(
      all.filter((region) => !isHot(region)),
      'baseline',
    );
    addModule(all.filter(isHot), 'optimised');
  }

  /** Compiles regions into one module; {@link install} makes a run use it. */
  function addModule(members: readonly TranslatedRegion[], tier: Tier): RegionModule | undefined {
    if (members.length === 0) return undefined;
    for (const region of members) region.tier = tier;
    // An engine that finds the same bytes again may give the same code again.
    const suffix = tier === 'optimised' ? ' (optimised)' : '';
    // Baseline compilers do not read hints, which are many.
    const hinted = tier === 'optimised' || !hasTiers();
    const bytes = encodeModule({
      types: moduleTypes(traced, profiled),
      imports,
      functions: members.map(({ pc, body }) => ({
        ...{ type: TYPE.translated, tableSlot: slotOf(pc) },
        body: hinted ? body : { ...body, hints: NO_HINTS },
        name: `${functions.nameOf(pc) ?? `0x${pc.toString(16)}`}${suffix}`,
      })),
    });
    const entry = { module: compileModule(bytes, tier), regions: members };
    modules.push(entry);
    return entry;
  }

  /**
   * Puts the code of many small modules into one for each tier. It runs faster side by side, and an instance of
   * each module costs every run as much as stepping through some hundred thousand instructions.
   */
  function joinModules(tier: Tier): void {
    const isOfTier = ({ regions: members }: RegionModule): boolean =>
      members.every((region) => region.tier === tier);
    if (modules.filter(isOfTier).length <= MAX_MODULES) return;
    const others = modules.filter((entry) => !isOfTier(entry));
    modules.splice(0, modules.length, ...others);
    addModule(
      [...regions.values()].filter((region) => region.tier === tier),
      tier,
    );
  }

  /** Puts the miss function into every slot from `first` on that may be used. */
  function fillTable(first: number): void {
    if (slots.size >= table.length)
      table.grow(Math.max(slots.size + 1 - table.length, table.length));
    for (let slot = first; slot < table.length; slot++) table.set(slot, miss);
  }

  function reset(): void {
    slots.clear();
    regions.clear();
    modules.length = 0;
    entryIndices.fill(0);
    entrySlots.length = 1;
    entryNumbers.length = 1;
    farEntries.clear();
    regionsBySlot.clear();
    failures.clear();
    covered.fill(0);
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
    if (!(offset >= 0 && offset < code.region.size)) return farEntries.get(pc);
    const index = entryIndices[offset >>> 1] as number;
    if (index === 0) return undefined;
    return { slot: entrySlots[index] as number, number: entryNumbers[index] as number };
  }

  /** An entry at a region's start replaces another there. */
  function setEntry(pc: number, slot: number, number: number): void {
    const offset = pc - code.region.base;
    if (offset < 0 || offset >= code.region.size) {
      if (number === 0 || !farEntries.has(pc)) farEntries.set(pc, { slot, number });
    } else if (number === 0 || entryIndices[offset >>> 1] === 0) {
      entryIndices[offset >>> 1] = entrySlots.push(slot) - 1;
      entryNumbers.push(number);
    } else return;
    onEntry(pc);
  }

  /** A smaller region where a function would become too large for the WebAssembly engine. */
  function emitRegion(pc: number, grouped: boolean): EmittedFunction & { layout?: RegionLayout } {
    for (let limit = MAX_INSTRUCTIONS; ; limit = Math.ceil(limit / 8)) {
      const bounds = functions.boundsOf(pc);
      const region = discoverRegion(code, readMemory, pc, bounds, limit, profiled);
      const layout = profiled ? layoutFor(translations, region) : undefined;
      const counting = layout && {
        profile: { layout, cacheOrigin: memory.areas.profile, attachIndex: 5, transferIndex: 6 },
      };
      const emitted = emitFunction(region, { ...linkage, grouped, ...counting });
      if (emitted.writer.code.length >= MAX_BODY_BYTES && limit > 1) continue;
      return { ...emitted, ...(layout && { layout }) };
    }
  }

  /** Translates what begins at `pc`, without compiling it. */
  function translateRegion(pc: number, grouped: boolean): TranslatedRegion {
    const { writer, entries, pieces, exitPoints, layout } = emitRegion(pc, grouped);
    const { declarations, code, hints } = encodeBody(writer);
    statistics.wasmBytes += code.length;
    unsaved = true;
    const region: TranslatedRegion = {
      ...{
        pc,
        entries: Float64Array.from(entries),
        pieces: Float64Array.from(pieces),
        exitPoints,
        samples: 0,
        fresh: 0,
        tier: 'baseline',
      },
      body: { declarations, code: code.slice(), hints },
      ...(layout && { layout }),
    };
    regions.set(pc, region);
    return region;
  }

  function addRegion(pc: number, grouped: boolean): void {
    install(addModule([translateRegion(pc, grouped)], 'baseline') as RegionModule);
  }

  /** Puts a module's functions into the table. */
  function install({ module, regions: members }: RegionModule): void {
    new WebAssembly.Instance(module, importObject);
    for (const region of members) {
      const { pc, entries, pieces } = region;
      const slot = slotOf(pc);
      if (!regionsBySlot.has(slot)) statistics.functions++;
      regionsBySlot.set(slot, region);
      for (let number = 0; number < entries.length; number++) {
        setEntry(entries[number] as number, slot, number);
      }
      for (let piece = 0; piece < pieces.length; piece += 2) {
        const start = (pieces[piece] as number) - code.region.base;
        const end = (pieces[piece + 1] as number) - code.region.base;
        if (start >= 0) covered.fill(1, start >>> 1, end >>> 1);
      }
      const offset = pc - code.region.base;
      if (offset >= 0 && offset < code.region.size) {
        memory.view.setUint32(memory.areas.slotMap + offset * 2, slot, true);
      }
    }
  }

  function regionAtExit(): TranslatedRegion | undefined {
    return regionsBySlot.get(memory.view.getInt32(STATE.exitFunction, true));
  }

  function startOf(pc: number): number {
    const { start } = functions.boundsOf(pc);
    return functions.nameOf(start) === undefined ? pc : start;
  }

  function isFull(): boolean {
    return (
      statistics.functions >= MAX_FUNCTIONS ||
      statistics.wasmBytes >= MAX_WASM_BYTES ||
      slots.size >= MAX_TABLE_SLOTS
    );
  }

  function translate(pc: number, inside: boolean): Entry | undefined {
    if (isFull() || !translatable(code, pc)) return undefined;
    const { start } = functions.boundsOf(pc);
    const whole =
      entryAt(start) === undefined &&
      functions.nameOf(start) !== undefined &&
      translatable(code, start);
    if (!whole && inside && covered[(pc - code.region.base) >>> 1] === 1) return undefined;
    timed(() => addRegion(whole ? start : pc, true));
    return entryAt(pc);
  }

  function timed(work: () => void): void {
    const started = performance.now();
    work();
    statistics.seconds += (performance.now() - started) / 1000;
  }

  if (fixed && store !== undefined && regions.size === 0) timed(() => restore(store));
  translations.runs++;

  return {
    runs: translations.runs,
    begin(listener) {
      onEntry = listener;
      timed(() => {
        dropReplacedModules(translations);
        joinModules('baseline');
        joinModules('optimised');
        for (const entry of modules) install(entry);
      });
    },
    sample(pc, weight) {
      const region = regions.get(startOf(pc));
      if (region === undefined) return;
      region.samples += weight / SAMPLE_STEPS;
      region.fresh += weight / SAMPLE_STEPS;
      const worth = region.fresh * BYTES_PER_SAMPLE > region.body.code.length;
      if (region.tier === 'optimised' || !worth || !hasTiers()) return;
      unsaved = true;
      timed(() => install(addModule([region], 'optimised') as RegionModule));
    },
    save() {
      if (fixed && unsaved) store?.save(key, encodeTranslations(translations));
      unsaved = false;
    },
    entryAt,
    startOf,
    translate,
    exitPoint() {
      const region = regionAtExit();
      if (region === undefined) return MISS;
      return exitPointAt(region.exitPoints, memory.view.getInt32(STATE.exitPoint, true));
    },
    countGroupFailure() {
      const slot = memory.view.getInt32(STATE.exitFunction, true);
      const count = (failures.get(slot) ?? 0) + 1;
      failures.set(slot, count);
      return count === MAX_GROUP_FAILURES;
    },
    ungroup() {
      const region = regionAtExit();
      if (region === undefined || isFull()) return;
      timed(() => addRegion(region.pc, false));
    },
    enter({ slot, number }) {
      memory.view.setInt32(STATE.entry, number, true);
      enterWasm(slot, number === 0 ? MAX_DEPTH : -MAX_DEPTH);
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

/** Where the gate `miss` leaves; it is no function's exit point. */
const MISS: ExitPoint = {
  pc: 0,
  reason: EXIT.target,
  unexecuted: 0,
  logged: 0,
  grouped: false,
};
