import { INSTRUCTIONS, type Instruction } from '@hart/riscv';
import type { Precision } from './float-registers.ts';
import type { FlowGraph } from './flow-graph.ts';
import { type Block, type Region, successors } from './region.ts';

/** Sets of floating-point registers, bit n is fn, by precision. */
export type FloatSets = Readonly<Record<Precision, number>>;

export const NO_FLOATS: FloatSets = { d: 0, s: 0 };

/** What an instruction does with the locals of floating-point registers. */
interface Effect {
  /** Precision in which it reads fs1, fs2, fs3 into locals; undefined if it reads none so. */
  readonly reads: Precision | undefined;
  readonly sources: readonly ('fs1' | 'fs2' | 'fs3')[];
  /** Precision of what it writes to fd. */
  readonly writes: Precision | undefined;
}

/** By op number; undefined for instructions without floating-point registers. */
const EFFECTS: readonly (Effect | undefined)[] = INSTRUCTIONS.map(({ name, operands }) => {
  const used: readonly string[] = operands;
  const sources = (['fs1', 'fs2', 'fs3'] as const).filter((source) => used.includes(source));
  const writes = used.includes('fd') ? precisionOf(name, 1) : undefined;
  if (sources.length === 0 && writes === undefined) return undefined;
  // Stores, moves and classes take bits from the register file.
  const intoLocals = /^f(n?m?(add|sub)|mul|div|sqrt|sgnj[nx]?|min|max|eq|lt|le|cvt)\./.test(name);
  return { reads: intoLocals ? precisionOf(name, -1) : undefined, sources, writes };
});

/** Of the first suffix, which is the destination's, or the last, which is the source's. */
function precisionOf(name: string, at: 1 | -1): Precision {
  const suffix = name.split('.').at(at) as string;
  return suffix === 's' || suffix === 'w' || name === 'flw' ? 's' : 'd';
}

/** Modes in which WebAssembly rounds; in others operands are not read into locals. */
const readsInMode = ({ imm }: Instruction): boolean => (imm & 7) === 7 || (imm & 7) === 0;

const bit = (register: number): number => 1 << register;

/** What a block does, all of it together. */
interface Summary {
  /** Read before they are written. */
  uses: Record<Precision, number>;
  /** Right in their locals at the end, whatever was before. */
  makes: Record<Precision, number>;
  /** Right in their locals at the end if they were so before. */
  keeps: Record<Precision, number>;
}

function summarise({ instructions }: Block): Summary {
  const uses = { d: 0, s: 0 };
  const makes = { d: 0, s: 0 };
  const keeps = { d: -1, s: -1 };
  const written = { d: 0, s: 0 };
  for (const i of instructions) {
    const effect = EFFECTS[i.op];
    if (effect === undefined) continue;
    const { reads, sources, writes } = effect;
    if (reads !== undefined && (readsInMode(i) || !hasMode(i))) {
      for (const source of sources) {
        const register = { fs1: i.rs1, fs2: i.rs2, fs3: i.imm >> 3 }[source];
        uses[reads] |= bit(register) & ~written[reads];
        makes[reads] |= bit(register);
      }
    }
    if (writes === undefined) continue;
    const other = writes === 'd' ? 's' : 'd';
    makes[writes] |= bit(i.rd);
    makes[other] &= ~bit(i.rd);
    keeps[other] &= ~bit(i.rd);
    written.d |= bit(i.rd);
    written.s |= bit(i.rd);
  }
  return { uses, makes, keeps };
}

const rounding: readonly boolean[] = INSTRUCTIONS.map(({ operands }) =>
  (operands as readonly string[]).includes('rm'),
);
const hasMode = ({ op }: Instruction): boolean => rounding[op] as boolean;

/**
 * Which locals of floating-point registers are right when a block starts, and are read before they are
 * written. Whoever comes from outside to such a block loads them. Undefined for a region without floating
 * point. Since results are in the register file too, a local that is not in the set is just read again.
 */
export function analyseFloats({ blocks }: Region, graph: FlowGraph): FloatSets[] | undefined {
  const touches = blocks.some(({ instructions }) =>
    instructions.some(({ op }) => EFFECTS[op] !== undefined),
  );
  if (!touches) return undefined;
  const summaries = blocks.map(summarise);
  const into = { d: new Int32Array(blocks.length), s: new Int32Array(blocks.length) };
  for (const precision of ['d', 's'] as const) {
    const live = solveLive(blocks, graph, summaries, precision);
    solveRight(blocks, graph, summaries, live, into[precision], precision);
  }
  return blocks.map((_, index) => ({ d: into.d[index] as number, s: into.s[index] as number }));
}

function solveLive(
  blocks: readonly Block[],
  graph: FlowGraph,
  summaries: readonly Summary[],
  precision: Precision,
): Int32Array {
  const live = new Int32Array(blocks.length);
  for (let changed = true; changed; ) {
    changed = false;
    for (let at = graph.order.length - 1; at >= 0; at--) {
      const index = graph.order[at] as number;
      const { uses, makes, keeps } = summaries[index] as Summary;
      let out = 0;
      for (const to of successors(blocks[index] as Block)) {
        if (!blocks[to]?.landing) out |= live[to] as number;
      }
      // What is made right here, or spoiled, need not be right before.
      const passed = out & keeps[precision] & ~makes[precision];
      const found = uses[precision] | passed;
      if (found === live[index]) continue;
      live[index] = found;
      changed = true;
    }
  }
  return live;
}

/** The greatest solution: what is right at the end of all predecessors. */
function solveRight(
  blocks: readonly Block[],
  graph: FlowGraph,
  summaries: readonly Summary[],
  live: Int32Array,
  into: Int32Array,
  precision: Precision,
): void {
  // After a call nothing is known, as everything may have changed.
  for (const index of graph.order) into[index] = blocks[index]?.landing ? 0 : live[index]!;
  for (let changed = true; changed; ) {
    changed = false;
    for (const index of graph.order) {
      const { makes, keeps } = summaries[index] as Summary;
      const out = ((into[index] as number) & keeps[precision]) | makes[precision];
      for (const to of successors(blocks[index] as Block)) {
        const met = (into[to] as number) & out;
        if (met === into[to]) continue;
        into[to] = met;
        changed = true;
      }
    }
  }
}
