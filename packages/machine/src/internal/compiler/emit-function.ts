import { type Instruction, OP } from '@hart/riscv';
import { type FunctionWriter, type PlainOpcode, VALUE_TYPE } from '@hart/wasm';
import type { AddressRange, MemoryMap } from '../../environment.ts';
import { EXIT, STATE } from '../state.ts';
import { createConstants } from './constants.ts';
import { analyse, type Dataflow, written } from './dataflow.ts';
import { Emitter, type ExitPoint, PARAMETER, UNWINDING } from './emitter.ts';
import { createFlowGraph, enclosingLoops, type FlowGraph } from './flow-graph.ts';
import { LOWER } from './lower/lower.ts';
import { type Block, type Region, successors } from './region.ts';
import { emitDispatched, emitStructured, type NodeEmitter } from './structure.ts';

/** What a translated function refers to outside itself. */
export interface Linkage {
  map: MemoryMap;
  /** Range of pcs that have a word in the slot map. */
  codeRegion: AddressRange;
  slotMapOrigin: number;
  /** Table slot of the function at `pc`, reserved for it if it is not translated yet. */
  slotOf(pc: number): number;
  /** Function index if the function at `pc` is in the same module. */
  directIndexOf(pc: number): number | undefined;
  functionType: number;
  /** Index of the imported function that executes one instruction on the host. */
  hostIndex: number;
}

/** How deep calls nest in Wasm before the stack is unwound to the trampoline. */
export const MAX_DEPTH = 200;

/** A translated function and the pcs at which it can be entered, by entry number. */
export interface EmittedFunction {
  writer: FunctionWriter;
  entries: number[];
  exitPoints: readonly ExitPoint[];
}

/** Widest table of labels, in halfwords of code. */
const MAX_TABLE_SPAN = 4096;

/** Beyond this the recursion over the dominator tree would be too deep. */
const MAX_DOMINATOR_DEPTH = 1000;

const CONDITION: ReadonlyMap<number, PlainOpcode> = new Map([
  [OP.beq, 'i64.eq'],
  [OP.bne, 'i64.ne'],
  [OP.blt, 'i64.lt_s'],
  [OP.bge, 'i64.ge_s'],
  [OP.bltu, 'i64.lt_u'],
  [OP.bgeu, 'i64.ge_u'],
]);

/**
 * Translates a region into one function.
 *
 * Guest registers are locals between the places where control comes from or goes outside. Besides
 * the region's first block, every loop head and every return address is an entry: the Wasm stack is
 * only a cache of the guest's, so code can unwind at any check and go on later from the register
 * file. An entry is a stub node that loads the live registers; the root reaches it through the
 * dispatching headers of the loops around it, which keeps the graph reducible.
 */
export function emitFunction(region: Region, linkage: Linkage): EmittedFunction {
  const { blocks } = region;
  const plain = createFlowGraph(blocks.map(successors), 0);
  const entryBlocks = [0];
  for (const index of plain.order) {
    if (index !== 0 && (plain.isLoopHeader[index] || landsInside(blocks, index)))
      entryBlocks.push(index);
  }
  const facts = analyse(region, plain);
  const emission = new FunctionEmission(region, linkage, facts, plain, entryBlocks);
  emission.emit();
  return {
    writer: emission.emitter.writer,
    entries: entryBlocks.map((index) => (blocks[index] as Block).pc),
    exitPoints: emission.emitter.exitPoints,
  };
}

/**
 * Whether control that comes back to this block goes on in this region. Where a call was the last
 * thing in its function, the return address belongs to the next one and must not be entered here.
 */
function landsInside(blocks: readonly Block[], index: number): boolean {
  const { landing, end } = blocks[index] as Block;
  return landing && end.kind === 'fall' && blocks[end.to]?.end.kind !== 'leave';
}

class FunctionEmission implements NodeEmitter {
  readonly emitter: Emitter;
  readonly #blocks: readonly Block[];
  readonly #linkage: Linkage;
  readonly #facts: Dataflow;
  readonly #entryBlocks: readonly number[];
  readonly #graph: FlowGraph;
  /** First node on the way to each entry, from the root and from each dispatching loop header. */
  readonly #dispatch: Map<number, number[]>;
  readonly #structured: boolean;
  readonly #entryNumber: number;
  #afterCall = 0;
  #dynamicJump = 0;

  constructor(
    region: Region,
    linkage: Linkage,
    facts: Dataflow,
    plain: FlowGraph,
    entryBlocks: readonly number[],
  ) {
    this.emitter = new Emitter(linkage.map);
    this.#entryNumber = this.emitter.writer.local(VALUE_TYPE.i32);
    this.#blocks = region.blocks;
    this.#linkage = linkage;
    this.#facts = facts;
    this.#entryBlocks = entryBlocks;
    const structured = plain.reducible && plain.depth < MAX_DOMINATOR_DEPTH;
    this.#dispatch = this.#planDispatch(structured ? enclosingLoops(plain) : undefined);
    this.#graph = createFlowGraph(this.#augmentedSuccessors(), this.#root);
    this.#structured =
      structured && this.#graph.reducible && this.#graph.depth < MAX_DOMINATOR_DEPTH;
  }

  // Nodes: blocks, then one stub for each entry, then the root.
  get #root(): number {
    return this.#blocks.length + this.#entryBlocks.length;
  }

  #stub(entry: number): number {
    return this.#blocks.length + entry;
  }

  #planDispatch(loops: Int32Array | undefined): Map<number, number[]> {
    const dispatch = new Map<number, number[]>([[this.#root, []]]);
    const at = (node: number): number[] => {
      let targets = dispatch.get(node);
      if (targets === undefined) {
        targets = [];
        dispatch.set(node, targets);
      }
      return targets;
    };
    for (const [entry, block] of this.#entryBlocks.entries()) {
      let next = this.#stub(entry);
      for (let loop = loops?.[block] ?? -1; loop !== -1; loop = loops?.[loop] ?? -1) {
        at(loop)[entry] = next;
        next = loop;
      }
      at(this.#root)[entry] = next;
    }
    return dispatch;
  }

  #augmentedSuccessors(): number[][] {
    const edges = this.#blocks.map((block, index) => [
      ...successors(block),
      ...new Set(Object.values(this.#dispatch.get(index) ?? [])),
    ]);
    for (const block of this.#entryBlocks) edges.push([block]);
    edges.push([...new Set(Object.values(this.#dispatch.get(this.#root) ?? []))]);
    return edges;
  }

  emit(): void {
    const { emitter } = this;
    const { writer } = emitter;
    const sets = [...this.#facts.exitSets];
    this.#afterCall = writer.block();
    this.#dynamicJump = writer.block();
    for (const [set] of sets) emitter.exits.set(set, writer.block());
    this.#prologue();
    if (this.#structured) emitStructured(this.#graph, writer, this);
    else emitDispatched(this.#graph, writer, this);
    writer.op('unreachable');
    for (const [set, subset] of sets.reverse()) {
      writer.end();
      emitter.flush(set & ~subset);
      if (set !== 0) writer.br(emitter.exits.get(subset) as number);
      else this.#unwind();
    }
    // A jump to an address that only the trampoline can resolve; registers are written back.
    writer.end();
    writer.i32(0);
    writer.get(emitter.target);
    writer.memory('i64.store', STATE.target, 3);
    this.emitter.unexecuted = 0;
    this.emitter.setExitPoint(EXIT.target);
    this.#unwind();
    // Too few steps after a call, or the callee is unwinding already.
    writer.end();
    writer.get(PARAMETER.steps);
    writer.i64(0);
    writer.op('i64.lt_s');
    writer.if();
    writer.i64(UNWINDING);
    writer.op('return');
    writer.end();
    this.#unwind(false);
  }

  #unwind(returns = true): void {
    const { writer } = this.emitter;
    this.#storeExitPoint();
    writer.i32(0);
    writer.get(PARAMETER.steps);
    writer.memory('i64.store', STATE.remaining, 3);
    writer.i64(UNWINDING);
    if (returns) writer.op('return');
  }

  #storeExitPoint(): void {
    const { writer, exitPoint } = this.emitter;
    writer.i32(0);
    writer.get(exitPoint);
    writer.memory('i32.store', STATE.exitPoint, 2);
    writer.i32(0);
    writer.i32(this.#linkage.slotOf(this.#blocks[0]!.pc));
    writer.memory('i32.store', STATE.exitFunction, 2);
  }

  /** Depth limit and entry number; a normal call has a positive depth and starts at entry 0. */
  #prologue(): void {
    const { writer } = this.emitter;
    // Without loops and calls there is nowhere else to start, and nothing nests.
    if (this.#entryBlocks.length === 1) return;
    writer.get(PARAMETER.depth);
    writer.i32(0);
    writer.op('i32.le_s');
    writer.if(0);
    writer.get(PARAMETER.depth);
    writer.op('i32.eqz');
    writer.if(0);
    this.emitter.pc = this.#blocks[0]!.pc;
    this.emitter.dirty = 0;
    this.emitter.unexecuted = 0;
    this.emitter.exit(EXIT.jump);
    writer.end();
    writer.i32(0);
    writer.memory('i32.load', STATE.entry, 2);
    writer.set(this.#entryNumber);
    writer.i32(MAX_DEPTH);
    writer.set(PARAMETER.depth);
    writer.end();
  }

  /** Emits one node of the graph; `branch` transfers to a successor. */
  node(
    node: number,
    branch: (to: number) => void,
    label: (to: number) => number | undefined,
  ): void {
    if (node < this.#blocks.length) {
      this.#emitDispatch(node, label);
      this.#emitBlock(node, branch, label);
    } else if (node === this.#root) {
      this.#emitDispatch(node, label);
      branch((this.#dispatch.get(node) as number[])[0] as number);
    } else {
      const entry = node - this.#blocks.length;
      const block = this.#entryBlocks[entry] as number;
      const { writer } = this.emitter;
      if (entry !== 0) {
        writer.i32(0);
        writer.set(this.#entryNumber);
      }
      if (!this.#blocks[block]?.landing) this.emitter.load(this.#facts.liveIn[block] as number);
      branch(block);
    }
  }

  /** Nodes that are branched to by a table and so need a label. */
  needsLabel(): ReadonlySet<number> {
    const nodes = new Set<number>();
    for (const [node, targets] of this.#dispatch) {
      if (node === this.#root && this.#entryBlocks.length === 1) continue;
      for (const to of Object.values(targets)) nodes.add(to);
    }
    for (const { end } of this.#blocks) {
      if (end.kind === 'jump-indirect') for (const to of end.targets) nodes.add(to);
    }
    return nodes;
  }

  /** At the root and at loop headers: on to the entry that was asked for, if one was. */
  #emitDispatch(node: number, label: (to: number) => number | undefined): void {
    const targets = this.#dispatch.get(node);
    if (targets === undefined || (node === this.#root && this.#entryBlocks.length === 1)) return;
    const { writer } = this.emitter;
    writer.get(this.#entryNumber);
    writer.if(0);
    const fallback = label(Object.values(targets)[0] as number) as number;
    const labels = Array.from({ length: targets.length }, (_, entry) =>
      targets[entry] === undefined ? fallback : (label(targets[entry]) as number),
    );
    writer.get(this.#entryNumber);
    writer.brTable(labels, fallback);
    writer.end();
  }

  #emitBlock(
    index: number,
    branch: (to: number) => void,
    label: (to: number) => number | undefined,
  ): void {
    const { emitter } = this;
    const { writer } = emitter;
    const block = this.#blocks[index] as Block;
    const count = block.instructions.length;
    emitter.dirty = this.#facts.dirtyIn[index] as number;
    emitter.pc = block.pc;
    emitter.unexecuted = 0;
    emitter.constants = createConstants();

    const needed = this.#facts.stepsNeeded[index] as number;
    if (needed > 0) {
      writer.get(PARAMETER.steps);
      writer.i64(needed);
      writer.op('i64.lt_s');
      if (block.landing) {
        emitter.setExitPoint(EXIT.steps);
        writer.brIf(this.#afterCall, 0);
      } else {
        writer.if(0);
        emitter.exit(EXIT.steps);
        writer.end();
      }
    }
    if (block.landing) emitter.load(this.#facts.liveIn[index] as number);
    if (count > 0) {
      writer.get(PARAMETER.steps);
      writer.i64(count);
      writer.op('i64.sub');
      writer.set(PARAMETER.steps);
    }
    const own =
      block.end.kind === 'fall' || block.end.kind === 'interpret' || block.end.kind === 'leave'
        ? 0
        : 1;
    for (let at = 0; at < count - own; at++) {
      const i = block.instructions[at]!;
      emitter.pc = block.addresses[at]!;
      emitter.unexecuted = count - at;
      LOWER[i.op]!(emitter, i);
      emitter.dirty |= written(i);
      emitter.constants.apply(i, emitter.pc);
    }
    if (own === 1) {
      emitter.pc = block.addresses[count - 1]!;
      emitter.unexecuted = 1;
    } else {
      const last = block.instructions[count - 1];
      emitter.pc = last === undefined ? block.pc : block.addresses[count - 1]! + last.size;
      emitter.unexecuted = 0;
    }
    this.#emitEnd(block, branch, label);
  }

  #emitEnd(
    block: Block,
    branch: (to: number) => void,
    label: (to: number) => number | undefined,
  ): void {
    const { emitter } = this;
    const { writer } = emitter;
    const { end } = block;
    const last = block.instructions.at(-1)!;
    switch (end.kind) {
      case 'fall':
      case 'jump':
        branch(end.to);
        break;
      case 'branch': {
        emitter.read(last.rs1);
        emitter.read(last.rs2);
        writer.op(CONDITION.get(last.op) as PlainOpcode);
        const taken = label(end.taken);
        if (taken !== undefined) {
          writer.brIf(taken);
          branch(end.fall);
          break;
        }
        writer.if();
        branch(end.taken);
        writer.end();
        branch(end.fall);
        break;
      }
      case 'call':
        writer.i64(emitter.pc + last.size);
        emitter.write(last.rd);
        emitter.dirty |= written(last);
        emitter.flush(emitter.dirty);
        this.#pushArguments(emitter.pc + last.size);
        this.#callDirect(end.target);
        branch(end.after);
        break;
      case 'call-indirect':
        this.#computeTarget(last);
        writer.i64(emitter.pc + last.size);
        emitter.write(last.rd);
        emitter.dirty |= written(last);
        emitter.flush(emitter.dirty);
        this.#checkTarget();
        this.#pushArguments(emitter.pc + last.size);
        this.#pushSlot();
        writer.callIndirect(this.#linkage.functionType);
        writer.set(PARAMETER.steps);
        branch(end.after);
        break;
      case 'jump-indirect':
        this.#emitJumpIndirect(last, end.targets, label);
        break;
      case 'host':
        this.#emitHost();
        branch(end.after);
        break;
      case 'leave':
        this.#emitLeave(end.target);
        break;
      case 'interpret':
        emitter.exit(EXIT.interpret);
        break;
    }
  }

  #pushArguments(returnTo: number): void {
    const { writer } = this.emitter;
    writer.get(PARAMETER.steps);
    writer.i64(returnTo);
    writer.get(PARAMETER.depth);
    writer.i32(1);
    writer.op('i32.sub');
  }

  /** Records where a call through the table wants to go, for the case that nothing is there yet. */
  #storeTarget(target: number): void {
    const { writer } = this.emitter;
    writer.i32(0);
    writer.i64(target);
    writer.memory('i64.store', STATE.target, 3);
  }

  #callDirect(target: number): void {
    const { writer } = this.emitter;
    const index = this.#linkage.directIndexOf(target);
    if (index !== undefined) writer.call(index);
    else {
      this.#storeTarget(target);
      writer.i32(this.#linkage.slotOf(target));
      writer.callIndirect(this.#linkage.functionType);
    }
    writer.set(PARAMETER.steps);
  }

  /** target := (rs1 + imm) with bit 0 cleared, of the `jalr` that ends the block. */
  #computeTarget({ rs1, imm }: Instruction): void {
    const { emitter } = this;
    const { writer } = emitter;
    emitter.read(rs1);
    if (imm !== 0) {
      writer.i64(imm);
      writer.op('i64.add');
    }
    writer.i64(-2);
    writer.op('i64.and');
    writer.set(emitter.target);
  }

  /** Leaves for the trampoline unless the target is in the code region; a := its offset there. */
  #checkTarget(): void {
    const { emitter } = this;
    const { writer } = emitter;
    const { base, size } = this.#linkage.codeRegion;
    writer.get(emitter.target);
    writer.i64(base);
    writer.op('i64.sub');
    writer.tee(emitter.a);
    writer.i64(size);
    writer.op('i64.ge_u');
    writer.brIf(this.#dynamicJump, 0);
    writer.i32(0);
    writer.get(emitter.target);
    writer.memory('i64.store', STATE.target, 3);
  }

  /** Pushes the table slot of the checked target: the slot map has one i32 for each halfword of code. */
  #pushSlot(): void {
    const { emitter } = this;
    const { writer } = emitter;
    writer.get(emitter.a);
    writer.op('i32.wrap_i64');
    writer.i32(1);
    writer.op('i32.shl');
    writer.memory('i32.load', this.#linkage.slotMapOrigin, 2);
  }

  #emitJumpIndirect(
    jalr: Instruction,
    targets: readonly number[],
    label: (to: number) => number | undefined,
  ): void {
    const { emitter } = this;
    const { writer } = emitter;
    this.#computeTarget(jalr);
    if (targets.length > 0) this.#emitTable(targets, label);
    emitter.flush(emitter.dirty);
    writer.get(emitter.target);
    writer.get(PARAMETER.returnTo);
    writer.op('i64.eq');
    writer.if(1);
    writer.get(PARAMETER.steps);
    writer.op('return');
    writer.end();
    this.#checkTarget();
    writer.get(PARAMETER.steps);
    writer.get(PARAMETER.returnTo);
    writer.get(PARAMETER.depth);
    this.#pushSlot();
    writer.returnCallIndirect(this.#linkage.functionType);
  }

  /** Branches to whichever of the likely targets it is; goes on if it is none of them. */
  #emitTable(targets: readonly number[], label: (to: number) => number | undefined): void {
    const { writer, target, a } = this.emitter;
    const cases = targets
      .map((to) => ({ pc: this.#blocks[to]!.pc, label: label(to) as number }))
      .sort((left, right) => left.pc - right.pc);
    const lowest = cases[0]!.pc;
    const span = (cases.at(-1)!.pc - lowest) / 2 + 1;
    if (span > MAX_TABLE_SPAN) {
      this.#emitSearch(cases);
      return;
    }
    const none = writer.block();
    const labels: number[] = new Array(span).fill(none);
    for (const entry of cases) labels[(entry.pc - lowest) / 2] = entry.label;
    writer.get(target);
    writer.i64(lowest);
    writer.op('i64.sub');
    writer.tee(a);
    writer.i64(span * 2);
    writer.op('i64.ge_u');
    writer.brIf(none, 0);
    writer.get(a);
    writer.op('i32.wrap_i64');
    writer.i32(1);
    writer.op('i32.shr_u');
    writer.brTable(labels, none);
    writer.end();
  }

  /** Binary search, for targets that lie far apart. */
  #emitSearch(cases: readonly { pc: number; label: number }[]): void {
    const { writer, target } = this.emitter;
    writer.get(target);
    if (cases.length === 1) {
      writer.i64(cases[0]!.pc);
      writer.op('i64.eq');
      writer.brIf(cases[0]!.label);
      return;
    }
    const middle = cases.length >>> 1;
    writer.i64(cases[middle]!.pc);
    writer.op('i64.lt_u');
    writer.if();
    this.#emitSearch(cases.slice(0, middle));
    writer.else();
    this.#emitSearch(cases.slice(middle));
    writer.end();
  }

  #emitHost(): void {
    const { emitter } = this;
    const { writer } = emitter;
    emitter.flush(emitter.dirty);
    emitter.setExitPoint(EXIT.host);
    this.#storeExitPoint();
    writer.i32(0);
    writer.get(PARAMETER.steps);
    writer.memory('i64.store', STATE.remaining, 3);
    writer.call(this.#linkage.hostIndex);
    writer.if(0);
    writer.i64(UNWINDING);
    writer.op('return');
    writer.end();
    writer.i32(0);
    writer.memory('i64.load', STATE.remaining, 3);
    writer.set(PARAMETER.steps);
  }

  #emitLeave(target: number): void {
    const { emitter } = this;
    const { writer } = emitter;
    const { base, size } = this.#linkage.codeRegion;
    if (target < base || target >= base + size) {
      emitter.exit(EXIT.jump);
      return;
    }
    emitter.flush(emitter.dirty);
    const index = this.#linkage.directIndexOf(target);
    if (index === undefined) this.#storeTarget(target);
    writer.get(PARAMETER.steps);
    writer.get(PARAMETER.returnTo);
    writer.get(PARAMETER.depth);
    if (index !== undefined) writer.returnCall(index);
    else {
      writer.i32(this.#linkage.slotOf(target));
      writer.returnCallIndirect(this.#linkage.functionType);
    }
  }
}
