import type { Elf } from '@hart/riscv';
import type { MemoryMap } from '../../environment.ts';
import type { ExitPoint } from './emitter.ts';

/** One translated region, independent of the run it was made for. */
export interface TranslatedRegion {
  module: WebAssembly.Module;
  /** Where it starts. */
  pc: number;
  /** Pcs where it can be entered, by entry number. */
  entries: readonly number[];
  exitPoints: readonly ExitPoint[];
}

/** What is translated of a program, and the table slots that its modules agree on. */
export interface Translations {
  /** Slot of each function start; 0 is the one that always misses. */
  slots: Map<number, number>;
  regions: Map<number, TranslatedRegion>;
}

export function createTranslations(): Translations {
  return { slots: new Map(), regions: new Map() };
}

const shared = new WeakMap<Elf, Map<string, Translations>>();

/**
 * Translations that all runs of this `elf` object under the same memory map share, so that only the
 * first pays for them. Only for code that cannot change.
 */
export function sharedTranslations(elf: Elf, map: MemoryMap, traced: boolean): Translations {
  let byMap = shared.get(elf);
  if (byMap === undefined) {
    byMap = new Map();
    shared.set(elf, byMap);
  }
  const key = JSON.stringify({ ...map, traced });
  let translations = byMap.get(key);
  if (translations === undefined) {
    translations = createTranslations();
    byMap.set(key, translations);
  }
  return translations;
}
