import type { Profile } from '@hart/machine';
import { createSymbolizer, decode, type Elf, type Instruction, MNEMONICS, OP } from '@hart/riscv';
import { demangle } from './demangle.ts';

/** What a function executed itself, without what it called. */
export interface FunctionInstructions {
  /** By the ELF's symbols, demangled; what was inlined into it counts here. */
  name: string;
  steps: number;
  /** How often each instruction was executed, by the names of {@link instructionCounts}. */
  instructions: Map<string, number>;
  /** Environment calls by number, as far as the code in front of the `ecall` says it. */
  calls: Map<number, number>;
}

/**
 * How often each instruction was executed, by mnemonic; of `addi` the cases that assemblers write as `li`, `mv` and
 * `nop` are counted by these names. Their sum is the number of steps. Compressed instructions count as
 * what they stand for. The program's code must not have changed.
 */
export function instructionCounts(profile: Profile, elf: Elf): Map<string, number> {
  const counts = new Map<string, number>();
  const code = createCode(elf);
  for (const [pc, times] of countsByAddress(profile)) add(counts, code.nameAt(pc), times);
  return counts;
}

/** The same for each function, the most expensive ones first. */
export function functionInstructions(profile: Profile, elf: Elf): FunctionInstructions[] {
  const symbolize = createSymbolizer(elf);
  const code = createCode(elf);
  const functions = new Map<string, FunctionInstructions>();
  for (const [pc, times] of countsByAddress(profile)) {
    const linkageName = symbolize(pc)?.name ?? `0x${pc.toString(16)}`;
    let found = functions.get(linkageName);
    if (found === undefined) {
      const name = demangle(linkageName);
      found = { name, steps: 0, instructions: new Map(), calls: new Map() };
      functions.set(linkageName, found);
    }
    const name = code.nameAt(pc);
    found.steps += times;
    add(found.instructions, name, times);
    const call = name === 'ecall' ? code.callAt(pc) : undefined;
    if (call !== undefined) add(found.calls, call, times);
  }
  return [...functions.values()].sort((a, b) => b.steps - a.steps || (a.name < b.name ? -1 : 1));
}

function add<Key>(counts: Map<Key, number>, key: Key, times: number): void {
  counts.set(key, (counts.get(key) ?? 0) + times);
}

function countsByAddress(profile: Profile): Map<number, number> {
  const counts = new Map<number, number>();
  for (const node of profile.nodes) {
    node.blocks((addresses, times) => {
      for (const pc of addresses) add(counts, pc, times);
    });
  }
  for (const [pc, times] of counts) if (times === 0) counts.delete(pc);
  return counts;
}

/** Register of the call's number. */
const A7 = 17;
/** Bytes in front of an `ecall` in which its number is looked for. */
const LOOK_BACK = 64;

function createCode(elf: Elf) {
  function at(pc: number): Instruction | undefined {
    const segment = elf.segments.find(
      ({ address, data }) => pc >= address && pc + 2 <= address + data.length,
    );
    if (segment === undefined) return undefined;
    const offset = pc - segment.address;
    const word = [3, 2, 1, 0].reduce((sum, n) => sum * 256 + (segment.data[offset + n] ?? 0), 0);
    return decode(word);
  }

  /**
   * The constant in a7 at an `ecall`, by the last instructions that write it: `li`, or `lui` and `addi`. Assumes
   * instructions of four bytes, as SDKs are built; where that is wrong, nothing is found.
   */
  function callAt(pc: number): number | undefined {
    let low = 0;
    for (let before = pc - 4; before >= pc - LOOK_BACK; before -= 4) {
      const i = at(before);
      if (i?.rd !== A7 || i.size !== 4) continue;
      if (i.op === OP.lui) return i.imm + low;
      if (i.op !== OP.addi && i.op !== OP.addiw) return undefined;
      if (i.rs1 === 0) return i.imm + low;
      if (i.rs1 !== A7) return undefined;
      low += i.imm;
    }
    return undefined;
  }

  return {
    nameAt(pc: number): string {
      const instruction = at(pc);
      return instruction === undefined ? 'unknown' : nameOf(instruction);
    },
    callAt,
  };
}

function nameOf({ op, rd, rs1, imm }: Instruction): string {
  const name = MNEMONICS[op] as string;
  if (name !== 'addi') return name;
  if (rs1 === 0) return rd === 0 && imm === 0 ? 'nop' : 'li';
  return imm === 0 ? 'mv' : name;
}
