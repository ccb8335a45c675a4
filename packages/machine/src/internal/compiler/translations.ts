import type { Elf } from '@hart/riscv';
import type { MemoryMap } from '../../environment.ts';
import { createLayout, type RegionLayout, sameLayout } from '../profiler/layout.ts';
import type { ExitPoint } from './emitter.ts';
import type { Region } from './region.ts';

/** One translated region, independent of the run it was made for. */
export interface TranslatedRegion {
  module: WebAssembly.Module;
  /** Where it starts. */
  pc: number;
  /** Pcs where it can be entered, by entry number. */
  entries: readonly number[];
  exitPoints: readonly ExitPoint[];
  /** With a profile. */
  layout: RegionLayout | undefined;
}

/** What is translated of a program, and the table slots that its modules agree on. */
export interface Translations {
  /** Slot of each function start; 0 is the one that always misses. */
  slots: Map<number, number>;
  regions: Map<number, TranslatedRegion>;
  /** With a profile: layouts by their id minus 1, and the last one of each region start. */
  layouts: RegionLayout[];
  layoutAt: Map<number, RegionLayout>;
}

export function createTranslations(): Translations {
  return { slots: new Map(), regions: new Map(), layouts: [], layoutAt: new Map() };
}

const shared = new WeakMap<Elf, Map<string, Translations>>();

/**
 * Translations that all runs of this `elf` object under the same memory map share, so that only the
 * first pays for them. Only for code that cannot change.
 */
export function sharedTranslations(
  elf: Elf,
  map: MemoryMap,
  traced: boolean,
  profiled: boolean,
): Translations {
  let byMap = shared.get(elf);
  if (byMap === undefined) {
    byMap = new Map();
    shared.set(elf, byMap);
  }
  const key = JSON.stringify({ ...map, traced, profiled });
  let translations = byMap.get(key);
  if (translations === undefined) {
    translations = createTranslations();
    byMap.set(key, translations);
  }
  return translations;
}

/** The layout for profiling a region: the one it had before, unless its blocks have changed. */
export function layoutFor({ layouts, layoutAt }: Translations, region: Region): RegionLayout {
  const known = layoutAt.get(region.entry);
  const layout = createLayout(layouts.length + 1, region.blocks);
  if (known !== undefined && sameLayout(known, layout)) return known;
  layouts.push(layout);
  layoutAt.set(region.entry, layout);
  return layout;
}
