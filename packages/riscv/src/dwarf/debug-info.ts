import { type HartError, isHartError } from '@hart/errors';
import { createAbbreviations } from './internal/abbreviations.ts';
import { FORM } from './internal/forms.ts';
import { createIntervals, type Interval } from './internal/intervals.ts';
import { type LineTable, lastAtMost, readLineTable } from './internal/line-table.ts';
import { rangesOf } from './internal/ranges.ts';
import { callSite, readScopes, type Scope } from './internal/scopes.ts';
import { findDebugSections } from './internal/sections.ts';
import { ATTRIBUTE, readEntry, readUnit, textOf, type Unit, type Value } from './internal/units.ts';

/** A place in the source: a function and, as far as they are known, file and line in it. */
export interface SourceFrame {
  /** As the linker knows it, mangled, else as it is written. */
  function: string | undefined;
  file: string | undefined;
  /** 0 if the code belongs to no line. */
  line: number;
}

/** What compilers left in a program about where its code comes from. */
export interface DebugInfo {
  /**
   * Where the instruction at `pc` comes from: the innermost of inlined functions first, then where each
   * was called, the function itself last. Empty if nothing is known.
   */
  locate(pc: number): SourceFrame[];
  /** What was found to be unreadable so far, each reported once; the rest is used. */
  readonly problems: readonly HartError[];
}

/** A unit's parts, read when an address in it is asked for. */
interface UnitContents {
  scopeAt: (pc: number) => Scope | undefined;
  lines: LineTable | undefined;
}

/** References from entry to entry that are followed for a name. */
const MAX_REFERENCES = 16;

/**
 * Reads DWARF, versions 2 to 5, of an ELF file: `.debug_info` with `.debug_abbrev` for functions and inlined
 * calls, `.debug_line` for lines, and what they refer to. Only the units that are asked for are read. Split
 * and compressed debug information is not. The work is limited in proportion to the size of the sections.
 *
 * @throws {HartError} `ELF_TRUNCATED`, `ELF_MALFORMED` for section headers that make no sense; anything
 * wrong inside the sections is in `problems`
 */
export function readDebugInfo(bytes: Uint8Array): DebugInfo {
  const problems: HartError[] = [];
  const sections = findDebugSections(bytes, problems);
  const abbreviationsAt = createAbbreviations(sections.abbrev);
  const units: Unit[] = [];
  const contents = new Map<Unit, UnitContents>();
  /** Names of entries by their position, and of scopes: each costs work only once. */
  const names = new Map<number, string | undefined>();
  const scopeNames = new Map<Scope, string | undefined>();
  const unitAt = attempt(indexUnits, () => undefined);

  /** The result of reading something, or `otherwise` if that is malformed. */
  function attempt<T>(read: () => T, otherwise: T): T {
    try {
      return read();
    } catch (error) {
      if (!isHartError(error)) throw error;
      problems.push(error);
      return otherwise;
    }
  }

  /** Finds all units and the addresses that they say they cover. */
  function indexUnits(): (pc: number) => Unit | undefined {
    const intervals: Interval<Unit>[] = [];
    const cursor = sections.info.from(0);
    while (cursor.at < cursor.end) {
      const unit = readUnit(sections, cursor, abbreviationsAt);
      if (unit === undefined) continue;
      units.push(unit);
      for (const [start, end] of rangesOf(sections, unit, unit.root)) {
        intervals.push({ start, end, depth: 0, owner: unit });
      }
    }
    return createIntervals(intervals);
  }

  function contentsOf(unit: Unit): UnitContents {
    const known = contents.get(unit);
    if (known !== undefined) return known;
    const program = unit.root.values.get(ATTRIBUTE.stmtList);
    const read = {
      scopeAt: attempt(
        () => readScopes(sections, unit),
        () => undefined,
      ),
      lines: attempt(
        () => program && readLineTable(sections, program.number, unit.directory),
        undefined,
      ),
    };
    contents.set(unit, read);
    return read;
  }

  /** The position in .debug_info that an attribute refers to. */
  function reference(unit: Unit, { form, number }: Value): number | undefined {
    switch (form) {
      case FORM.ref1:
      case FORM.ref2:
      case FORM.ref4:
      case FORM.ref8:
      case FORM.refUdata:
        return unit.start + number;
      case FORM.refAddr:
        return number;
      default:
        return undefined;
    }
  }

  /** Name of the function that an entry describes, perhaps in other entries that it refers to. */
  function nameOf(unit: Unit, values: ReadonlyMap<number, Value>, depth = 0): string | undefined {
    const linkage = values.get(ATTRIBUTE.linkageName) ?? values.get(ATTRIBUTE.vendorLinkageName);
    const own = textOf(sections, unit, linkage);
    if (own !== undefined) return own;
    const origin = values.get(ATTRIBUTE.abstractOrigin) ?? values.get(ATTRIBUTE.specification);
    const at = origin && depth < MAX_REFERENCES ? reference(unit, origin) : undefined;
    const further = at === undefined ? undefined : nameAt(at, depth + 1);
    return further ?? textOf(sections, unit, values.get(ATTRIBUTE.name));
  }

  function nameAt(at: number, depth: number): string | undefined {
    if (names.has(at)) return names.get(at);
    const unit = units[lastAtMost(units.length, (n) => units[n]!.start, at)];
    if (unit === undefined || at < unit.first || at >= unit.end) return undefined;
    const entry = readEntry(sections.info.from(at, unit.end), unit);
    const name = entry && nameOf(unit, entry.values, depth);
    names.set(at, name);
    return name;
  }

  function scopeName(unit: Unit, scope: Scope): string | undefined {
    if (scopeNames.has(scope)) return scopeNames.get(scope);
    const name = attempt(() => nameOf(unit, scope.entry.values), undefined);
    scopeNames.set(scope, name);
    return name;
  }

  return {
    problems,
    locate(pc) {
      const unit = unitAt(pc);
      if (unit === undefined) return [];
      const { scopeAt, lines } = contentsOf(unit);
      let { file, line } = lines?.find(pc) ?? { file: undefined, line: 0 };
      const frames: SourceFrame[] = [];
      for (let scope = scopeAt(pc); scope !== undefined; scope = scope.outer) {
        frames.push({ function: scopeName(unit, scope), file, line });
        const call = callSite(scope);
        file = lines?.fileName(call.file);
        line = call.line;
      }
      if (frames.length === 0 && line > 0) frames.push({ function: undefined, file, line });
      return frames;
    },
  };
}
