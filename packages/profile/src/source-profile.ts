import type { Profile } from '@hart/machine';
import { createSymbolizer, type DebugInfo, type Elf } from '@hart/riscv';
import { demangle } from './demangle.ts';

/** A function in the source; with debug information, also one that was inlined. */
export interface SourceFunction {
  /** For people; demangled if it is Rust's. */
  name: string;
  /** As the linker knows it. */
  linkageName: string;
  /** Path of the source, as the compiler recorded it. */
  file: string | undefined;
}

/** A place in the code: a line, and the calls around it that were inlined. */
export interface SourceLocation {
  /** Of some instruction there. */
  address: number;
  /** Innermost first, the function that was really called last; numbers of functions, line 0 if unknown. */
  lines: readonly { function: number; line: number }[];
}

/** A node of the call tree. */
export interface SourceNode {
  /** Index of the caller's node, -1 for where the program starts. */
  parent: number;
  /** Index of the location of the call in the parent, -1 where the program starts. */
  call: number;
  /** Steps of the node itself by location. */
  samples: readonly { location: number; steps: number }[];
}

/** A profile in terms of the source. */
export interface SourceProfile {
  /** The exact sum over all samples. */
  steps: number;
  functions: readonly SourceFunction[];
  locations: readonly SourceLocation[];
  /** Parents before children. */
  nodes: readonly SourceNode[];
}

/** What stands for the functions below a place where the call tree had to be cut. */
const CUT = '(deeper)';

/** What was looked up: locations by address, and for blocks how many instructions are at each. */
interface Known {
  byAddress: Map<number, number>;
  byBlock: Map<readonly number[], Map<number, number>>;
}

function createKnown(): Known {
  return { byAddress: new Map(), byBlock: new Map() };
}

/**
 * Names what a profile counted: by the ELF's symbols and, if there is debug information, by lines and
 * inlined functions. What neither knows is named by its address.
 */
export function nameProfile(profile: Profile, elf: Elf, debug?: DebugInfo): SourceProfile {
  const symbolize = createSymbolizer(elf);
  const functions: SourceFunction[] = [];
  const functionNumbers = new Map<string, number>();
  const locations: SourceLocation[] = [];
  const locationNumbers = new Map<string, number>();
  /** For nodes that were not cut off and those that were. */
  const known = [createKnown(), createKnown()] as const;

  function functionNumber(linkageName: string, file: string | undefined): number {
    const key = `${linkageName}\0${file ?? ''}`;
    let number = functionNumbers.get(key);
    if (number === undefined) {
      number = functions.push({ name: demangle(linkageName), linkageName, file }) - 1;
      functionNumbers.set(key, number);
    }
    return number;
  }

  /** @param entry where the function was entered, undefined below a cut */
  function linesAt(pc: number, entry: number | undefined): SourceLocation['lines'] {
    const name = symbolize(pc)?.name ?? `0x${(entry ?? pc).toString(16)}`;
    const frames = debug?.locate(pc) ?? [];
    const last = frames.length - 1;
    // The function itself is called what its symbol says, with and without debug information.
    const lines = frames.map(({ function: inlined = name, file, line }, n) => ({
      function: functionNumber(n === last ? name : inlined, file),
      line,
    }));
    if (lines.length === 0) lines.push({ function: functionNumber(name, undefined), line: 0 });
    if (entry === undefined) lines.push({ function: functionNumber(CUT, undefined), line: 0 });
    return lines;
  }

  function locationOf(pc: number, entry: number | undefined): number {
    const { byAddress } = known[entry === undefined ? 1 : 0];
    const seen = byAddress.get(pc);
    if (seen !== undefined) return seen;
    const lines = linesAt(pc, entry);
    const key = lines.map(({ function: number, line }) => `${number}:${line}`).join();
    let number = locationNumbers.get(key);
    if (number === undefined) {
      number = locations.push({ address: pc, lines }) - 1;
      locationNumbers.set(key, number);
    }
    // Without a symbol, what a place belongs to depends on where its function was entered.
    if (symbolize(pc) !== undefined) byAddress.set(pc, number);
    return number;
  }

  /** The locations of a block's instructions, each with how many of them are there. */
  function locationsOf(block: readonly number[], entry: number | undefined): Map<number, number> {
    const { byBlock } = known[entry === undefined ? 1 : 0];
    const seen = byBlock.get(block);
    if (seen !== undefined) return seen;
    const counts = new Map<number, number>();
    for (const pc of block) {
      const location = locationOf(pc, entry);
      counts.set(location, (counts.get(location) ?? 0) + 1);
    }
    if (block.every((pc) => symbolize(pc) !== undefined)) byBlock.set(block, counts);
    return counts;
  }

  const nodes = profile.nodes.map(({ parent, callSite, address, blocks }): SourceNode => {
    const steps = new Map<number, number>();
    const add = (location: number, count: number): void => {
      steps.set(location, (steps.get(location) ?? 0) + count);
    };
    blocks((block, times) => {
      // The interpreter's come alone, and never again.
      if (block.length === 1) add(locationOf(block[0] as number, address), times);
      else
        for (const [location, count] of locationsOf(block, address)) add(location, count * times);
    });
    const caller = profile.nodes[parent];
    const call =
      callSite === undefined || caller === undefined ? -1 : locationOf(callSite, caller.address);
    return {
      parent,
      call,
      samples: [...steps].map(([location, count]) => ({ location, steps: count })),
    };
  });
  return { steps: profile.steps, functions, locations, nodes };
}
