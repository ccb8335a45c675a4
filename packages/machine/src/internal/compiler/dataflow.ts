import { INSTRUCTIONS, type Instruction } from '@hart/riscv';
import { analyseFloats, type FloatSets } from './float-flow.ts';
import type { FlowGraph } from './flow-graph.ts';
import { type Block, type Region, successors } from './region.ts';

/** A set of registers: bit n is xn. x0 is never in one. */
export type RegisterSet = number;

/** Facts about a region's registers and steps, indexed by block number. */
export interface Dataflow {
  /** Registers whose local may differ from the register file when the block starts. */
  dirtyIn: Int32Array;
  /** Registers whose local must be right when the block starts (or, after a call, be loaded there). */
  liveIn: Int32Array;
  /** At least 1 where the block starts with a step check: the most steps until the next check. */
  stepsNeeded: Int32Array;
  /**
   * Every dirty set with which the region may unwind, with a subset of it that is there too and comes
   * before it: what it writes back beyond that one is little. The empty set is first.
   */
  exitSets: ReadonlyMap<RegisterSet, RegisterSet>;
  /** See {@link analyseFloats}. */
  floatsIn: readonly FloatSets[] | undefined;
}

/** A checkpoint is added where a path without one would get longer than this. */
const MAX_PATH = 128;

const canLeave: readonly boolean[] = INSTRUCTIONS.map(
  ({ name, operands }) =>
    /^(f?l[bhwd]u?|f?s[bhwd]|lr\.|sc\.|amo)/.test(name) ||
    (operands as readonly string[]).includes('rm'),
);

/** Whether the instruction may need the interpreter: it loads, stores or rounds in a mode that may not exist. */
function mayLeave({ op }: Instruction): boolean {
  return canLeave[op] as boolean;
}

const bit = (register: number): RegisterSet => (1 << register) & ~1;

const writesRegister: readonly boolean[] = INSTRUCTIONS.map(({ operands }) =>
  (operands as readonly string[]).includes('rd'),
);

const operandIn = (...names: string[]): boolean[] =>
  INSTRUCTIONS.map(({ operands }) =>
    (operands as readonly string[]).some((name) => names.includes(name)),
  );
// In these fields, others have floating-point registers, constants or nothing.
const readsRs1 = operandIn('rs1', '(rs1)', 'imm(rs1)');
const readsRs2 = operandIn('rs2');

function read(i: Instruction): RegisterSet {
  return (readsRs1[i.op] ? bit(i.rs1) : 0) | (readsRs2[i.op] ? bit(i.rs2) : 0);
}

export function written(i: Instruction): RegisterSet {
  return writesRegister[i.op] ? bit(i.rd) : 0;
}

export function analyse(region: Region, graph: FlowGraph): Dataflow {
  const { blocks } = region;
  const dirtyIn = solveDirty(blocks, graph);
  return {
    dirtyIn,
    liveIn: solveLive(blocks, graph, dirtyIn),
    stepsNeeded: placeChecks(blocks, graph),
    exitSets: collectExitSets(blocks, dirtyIn),
    floatsIn: analyseFloats(region, graph),
  };
}

function collectExitSets(
  blocks: readonly Block[],
  dirtyIn: Int32Array,
): Map<RegisterSet, RegisterSet> {
  const sets = new Map<RegisterSet, RegisterSet>([[0, 0]]);
  const starts = [...new Set(dirtyIn)].sort((a, b) => count(a) - count(b));
  for (const [index, start] of starts.entries()) {
    const subset = starts.slice(0, index).findLast((other) => (other & ~start) === 0);
    if (start !== 0) sets.set(start, subset ?? 0);
  }
  for (const [index, block] of blocks.entries()) {
    let dirty = dirtyIn[index] as number;
    let previous = dirty;
    const add = (): void => {
      if (!sets.has(dirty)) sets.set(dirty, previous);
      previous = dirty;
    };
    for (const i of block.instructions) {
      if (mayLeave(i)) add();
      dirty |= written(i);
    }
    add();
  }
  return sets;
}

/** Number of registers in a set. */
function count(set: RegisterSet): number {
  let rest = set;
  let found = 0;
  for (; rest !== 0; rest &= rest - 1) found++;
  return found;
}

/** Forward: what the block's end leaves dirty reaches its successors, unless it flushes. */
function solveDirty(blocks: readonly Block[], graph: FlowGraph): Int32Array {
  const dirtyIn = new Int32Array(blocks.length);
  const writes = blocks.map(({ instructions }) =>
    instructions.reduce((set, i) => set | written(i), 0),
  );
  for (let changed = true; changed; ) {
    changed = false;
    for (const index of graph.order) {
      const block = blocks[index] as Block;
      const out = (dirtyIn[index] as number) | (writes[index] as number);
      for (const to of successors(block)) {
        // Everything was written back before control left for where it lands from.
        if (blocks[to]?.landing) continue;
        const merged = (dirtyIn[to] as number) | out;
        if (merged === dirtyIn[to]) continue;
        dirtyIn[to] = merged;
        changed = true;
      }
    }
  }
  return dirtyIn;
}

/** Backward: a register is used by instructions and by every exit that would write it back. */
function solveLive(blocks: readonly Block[], graph: FlowGraph, dirtyIn: Int32Array): Int32Array {
  const uses = new Int32Array(blocks.length);
  const kills = new Int32Array(blocks.length);
  for (const [index, block] of blocks.entries()) {
    let defined = 0;
    let used = 0;
    let dirty = dirtyIn[index] as number;
    // The step check at the block's start, if there is one, may exit too.
    used |= dirty;
    for (const i of block.instructions) {
      used |= read(i) & ~defined;
      if (mayLeave(i)) used |= dirty & ~defined;
      defined |= written(i);
      dirty |= written(i);
    }
    const hasSuccessor =
      block.end.kind === 'fall' || block.end.kind === 'jump' || block.end.kind === 'branch';
    if (!hasSuccessor) used |= dirty & ~defined;
    uses[index] = used;
    kills[index] = defined;
  }
  const liveIn = new Int32Array(blocks.length);
  for (let changed = true; changed; ) {
    changed = false;
    for (let at = graph.order.length - 1; at >= 0; at--) {
      const index = graph.order[at] as number;
      const block = blocks[index] as Block;
      let out = 0;
      // A landing loads what it needs from the register file.
      for (const to of successors(block)) if (!blocks[to]?.landing) out |= liveIn[to] as number;
      const live = (uses[index] as number) | (out & ~(kills[index] as number));
      if (live === liveIn[index]) continue;
      liveIn[index] = live;
      changed = true;
    }
  }
  return liveIn;
}

/**
 * Steps are checked at the start, at landings and wherever control may come round again, and in between often
 * enough that no unchecked path is long. Between checks code just counts down.
 */
function placeChecks(blocks: readonly Block[], graph: FlowGraph): Int32Array {
  const checked = new Uint8Array(blocks.length);
  checked[0] = 1;
  for (const [index, { landing }] of blocks.entries()) if (landing) checked[index] = 1;
  for (const index of graph.order) {
    for (const to of successors(blocks[index] as Block)) {
      if ((graph.position[to] as number) <= (graph.position[index] as number)) checked[to] = 1;
    }
  }
  const longest = new Int32Array(blocks.length);
  for (let at = graph.order.length - 1; at >= 0; at--) {
    const index = graph.order[at] as number;
    const block = blocks[index] as Block;
    const own = block.instructions.length;
    let beyond = 0;
    for (const to of successors(block)) {
      if (!checked[to] && own + (longest[to] as number) > MAX_PATH) checked[to] = 1;
      if (!checked[to]) beyond = Math.max(beyond, longest[to] as number);
    }
    longest[index] = own + beyond;
  }
  return longest.map((steps, index) => (checked[index] ? Math.max(steps, 1) : 0));
}
