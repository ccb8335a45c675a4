import { type FunctionWriter, VALUE_TYPE } from '@hart/wasm';
import { EXIT, STATE } from '../state.ts';
import { analyse, type Dataflow } from './dataflow.ts';
import { BlockEmission, type Linkage } from './emit-block.ts';
import { Emitter, PARAMETER, UNWINDING } from './emitter.ts';
import { type ExitPoints, packExitPoints } from './exit-points.ts';
import { createFlowGraph, enclosingLoops, type FlowGraph } from './flow-graph.ts';
import { type Block, type Region, successors } from './region.ts';
import { emitDispatched, emitStructured, type NodeEmitter } from './structure.ts';

/** How deep calls nest in Wasm before the stack is unwound to the trampoline. */
export const MAX_DEPTH = 200;

/** A translated function and the pcs at which it can be entered, by entry number. */
export interface EmittedFunction {
  writer: FunctionWriter;
  entries: number[];
  /** Start and end, in turns, of the pieces of code that it has. */
  pieces: number[];
  exitPoints: ExitPoints;
}

/** Beyond this the recursion over the dominator tree would be too deep. */
const MAX_DOMINATOR_DEPTH = 1000;

/**
 * Translates a region into one function.
 *
 * Guest registers are locals between the places where control comes from or goes outside. Besides
 * the region's first block, every block with a step check is an entry, among them every loop head and
 * return address: the Wasm stack is only a cache of the guest's, so code can unwind at any check and
 * go on later from the register file. An entry is a stub node that loads the live registers; the root reaches it through the
 * dispatching headers of the loops around it, which keeps the graph reducible.
 */
export function emitFunction(region: Region, linkage: Linkage): EmittedFunction {
  const { blocks } = region;
  const plain = createFlowGraph(blocks.map(successors), 0);
  const facts = analyse(region, plain);
  const entryBlocks = [0];
  for (const index of plain.order) {
    if (index !== 0 && facts.stepsNeeded[index]! > 0 && landsInside(blocks, index)) {
      entryBlocks.push(index);
    }
  }
  const emission = new FunctionEmission(region, linkage, facts, plain, entryBlocks);
  emission.emit();
  return {
    writer: emission.emitter.writer,
    entries: entryBlocks.map((index) => (blocks[index] as Block).pc),
    pieces: piecesOf(blocks),
    exitPoints: packExitPoints(emission.emitter.exitPoints),
  };
}

function piecesOf(blocks: readonly Block[]): number[] {
  const pieces: number[] = [];
  for (const { pc, instructions, addresses } of blocks) {
    const last = instructions.at(-1);
    if (last !== undefined) pieces.push(pc, (addresses.at(-1) as number) + last.size);
  }
  return pieces;
}

/**
 * Whether entering this block gets anywhere in this region. Where a call was the last thing in its
 * function, the return address belongs to the next one and must not be entered here.
 */
function landsInside(blocks: readonly Block[], index: number): boolean {
  const { landing, end } = blocks[index] as Block;
  if (!landing) return end.kind !== 'leave';
  return end.kind === 'fall' && blocks[end.to]?.end.kind !== 'leave';
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
  #blockEmission: BlockEmission | undefined;

  constructor(
    region: Region,
    linkage: Linkage,
    facts: Dataflow,
    plain: FlowGraph,
    entryBlocks: readonly number[],
  ) {
    this.emitter = new Emitter(linkage.map, linkage.traced, linkage.profile);
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
    const ways = { afterCall: writer.block(), dynamicJump: writer.block() };
    this.#blockEmission = new BlockEmission(
      emitter,
      this.#blocks,
      this.#linkage,
      this.#facts,
      ways,
    );
    for (const [set] of sets) emitter.exits.set(set, writer.block());
    this.#prologue();
    if (this.#structured) emitStructured(this.#graph, writer, this);
    else emitDispatched(this.#graph, writer, this);
    writer.op('unreachable');
    for (const [set, subset] of sets.reverse()) {
      writer.end();
      emitter.flush(set & ~subset);
      if (set !== 0) writer.br(emitter.exits.get(subset) as number);
      else this.#leave();
    }
    // A jump to an address that only the trampoline can resolve; registers are written back.
    writer.end();
    writer.i32(0);
    writer.get(emitter.target);
    writer.memory('i64.store', STATE.target, 3);
    this.emitter.unexecuted = 0;
    this.emitter.setExitPoint(emitter.profile === undefined ? EXIT.target : EXIT.back);
    this.#leave();
    // Too few steps after a call, or the callee is unwinding already.
    writer.end();
    writer.get(PARAMETER.steps);
    writer.i64(0);
    writer.op('i64.lt_s');
    writer.if();
    emitter.pushResults(UNWINDING);
    writer.op('return');
    writer.end();
    this.#leave();
  }

  /** On in the imported function that asks the host where to go on; with a profile, unwinds. */
  #leave(): void {
    const { writer } = this.emitter;
    this.emitter.storeExitPoint(this.#linkage.slotOf(this.#blocks[0]!.pc));
    writer.i32(0);
    writer.get(PARAMETER.steps);
    writer.memory('i64.store', STATE.remaining, 3);
    this.emitter.storeLog();
    if (this.emitter.profile !== undefined) {
      // The host must know the whole path, so every frame has to say where it is.
      this.emitter.pushResults(UNWINDING);
      writer.op('return');
      return;
    }
    writer.get(PARAMETER.returnTo);
    writer.get(PARAMETER.depth);
    writer.returnCall(this.#linkage.leaveIndex);
  }

  /** Depth limit and entry number; a normal call has a positive depth and starts at entry 0. */
  #prologue(): void {
    const { writer } = this.emitter;
    this.emitter.profile?.prologue(() => this.#exitAtStart());
    const nests = this.#blocks.some(
      ({ end }) => end.kind === 'call' || end.kind === 'call-indirect',
    );
    if (this.#entryBlocks.length === 1 && !nests) return;
    writer.get(PARAMETER.depth);
    writer.i32(0);
    writer.op('i32.le_s');
    writer.if(0);
    writer.get(PARAMETER.depth);
    writer.op('i32.eqz');
    writer.if(0);
    this.#exitAtStart();
    writer.end();
    writer.i32(0);
    writer.memory('i32.load', STATE.entry, 2);
    writer.set(this.#entryNumber);
    writer.i32(0);
    writer.get(PARAMETER.depth);
    writer.op('i32.sub');
    writer.set(PARAMETER.depth);
    writer.end();
  }

  /** Leaves where nothing of the function was done yet. */
  #exitAtStart(): void {
    const { emitter } = this;
    emitter.pc = this.#blocks[0]!.pc;
    emitter.dirty = 0;
    emitter.unexecuted = 0;
    emitter.exit(EXIT.depth);
  }

  /** Emits one node of the graph; `branch` transfers to a successor. */
  node(
    node: number,
    branch: (to: number) => void,
    label: (to: number) => number | undefined,
  ): void {
    if (node < this.#blocks.length) {
      this.#emitDispatch(node, label);
      this.#blockEmission?.emit(node, branch, label);
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
      this.emitter.floats.loadAll(this.#facts.floatsIn?.[block]);
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
}
