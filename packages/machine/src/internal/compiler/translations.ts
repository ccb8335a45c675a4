import type { Elf } from '@hart/riscv';
import type { FunctionBody, Tier } from '@hart/wasm';
import type { MemoryMap } from '../../environment.ts';
import { fusesNatively } from '../float/fused-natively.ts';
import { createLayout, type RegionLayout, sameLayout } from '../profiler/layout.ts';
import type { ExitPoints } from './exit-points.ts';
import type { Region } from './region.ts';

/** One translated region, independent of the run it was made for. */
export interface TranslatedRegion {
  /** Where it starts. */
  pc: number;
  body: FunctionBody;
  /** Pcs where it can be entered, by entry number. */
  entries: Float64Array;
  /** Start and end, in turns, of the pieces of code that are in it. */
  pieces: Float64Array;
  exitPoints: ExitPoints;
  /** How often it was the one that executed when the trampoline looked, in {@link Translations.runs} runs. */
  samples: number;
  /** The part of these since it was compiled to baseline code. */
  fresh: number;
  tier: Tier;
  /** With a profile. */
  layout?: RegionLayout;
}

/** A compiled module and the regions whose functions it has. */
export interface RegionModule {
  module: WebAssembly.Module;
  regions: readonly TranslatedRegion[];
}

/** What is translated of a program, and the table slots that its modules agree on. */
export interface Translations {
  /** Slot of each function start; 0 is the one that always misses. */
  slots: Map<number, number>;
  /** The newest translation of each region. */
  regions: Map<number, TranslatedRegion>;
  /** In the order in which they were made: a later one replaces what earlier ones have of its regions. */
  modules: RegionModule[];
  /** Runs that have used them, in this process and before. */
  runs: number;
  /** With a profile: layouts by their id minus 1, where some may be missing, and the last one of each region start. */
  layouts: RegionLayout[];
  layoutAt: Map<number, RegionLayout>;
}

export function createTranslations(): Translations {
  return {
    slots: new Map(),
    regions: new Map(),
    modules: [],
    runs: 0,
    layouts: [],
    layoutAt: new Map(),
  };
}

/** Drops modules of which nothing is in use any more. */
export function dropReplacedModules({ regions, modules }: Translations): void {
  const last = new Map<number, RegionModule>();
  for (const entry of modules) for (const { pc } of entry.regions) last.set(pc, entry);
  const used = new Set([...last].filter(([pc]) => regions.has(pc)).map(([, entry]) => entry));
  const kept = modules.filter((entry) => used.has(entry));
  modules.splice(0, modules.length, ...kept);
}

const shared = new WeakMap<Elf, Map<string, Translations>>();

/** What translations depend on beside the program. */
export function translationKey(
  map: MemoryMap,
  traced: boolean,
  profiled: boolean,
  probes: readonly number[],
): string {
  const changed = { ...(profiled && { profiled }), ...(probes.length > 0 && { probes }) };
  const kind = { traced, ...changed, fuses: fusesNatively() };
  return JSON.stringify({ ...map, ...kind });
}

/**
 * Translations that all runs of this `elf` object under the same `key` share, so that only the first
 * pays for them. Only for code that cannot change.
 */
export function sharedTranslations(elf: Elf, key: string): Translations {
  let byKey = shared.get(elf);
  if (byKey === undefined) {
    byKey = new Map();
    shared.set(elf, byKey);
  }
  let translations = byKey.get(key);
  if (translations === undefined) {
    translations = createTranslations();
    byKey.set(key, translations);
  }
  return translations;
}

/** The layout for profiling a region: the one it had before, unless its blocks have changed. */
export function layoutFor(translations: Translations, region: Region): RegionLayout {
  const known = translations.layoutAt.get(region.entry);
  const layout = createLayout(translations.layouts.length + 1, region.blocks);
  if (known !== undefined && sameLayout(known, layout)) return known;
  keepLayout(translations, region.entry, layout);
  return layout;
}

/** Makes `layout` the one of the region that starts at `pc`. */
export function keepLayout(
  { layouts, layoutAt }: Translations,
  pc: number,
  layout: RegionLayout,
): void {
  layouts[layout.id - 1] = layout;
  layoutAt.set(pc, layout);
}
