import { type Instruction, OP } from '@hart/riscv';
import type { AddBlock, Profile, ProfileNode } from '../../profile.ts';
import type { CallNode, CallTree } from './call-tree.ts';

/** A deeper stack forgets its outer half; returns to there are then taken for jumps. */
const MAX_FRAMES = 2 ** 20;
/** How far down the stack a return looks for its caller, as after `longjmp`. */
const MAX_POPPED = 256;

/** Instructions beyond these, once for each node, count for the start of their function. */
const MAX_PLACES = 2 ** 23;

/** Whether a jump through the register is a return, by the hints of the ISA manual (`jalr`). */
export function isLink(register: number): boolean {
  return register === 1 || register === 5;
}

/**
 * Follows calls and counts steps, one instruction at a time: all there is for the interpreter, and for
 * compiled code what happens outside it.
 */
export interface Profiler {
  /** Where control is now. */
  node: CallNode;
  /** Takes note that the instruction at `pc` was executed and the next one is at `nextPc`. */
  step(pc: number, instruction: Instruction, nextPc: number): void;
  /** Adds to how often the instruction at `pc` was executed in a node. */
  count(node: CallNode, pc: number, times: number): void;
  /** Now in `callee`, which was called from `caller` and returns to `returnTo`. */
  call(caller: CallNode, returnTo: number, callee: CallNode): void;
  /** A jump through a link register to `pc`, which is a return if a call goes on there. */
  comeBack(pc: number): void;
  /** Control goes on at `pc`, where it came without a call. */
  arrive(pc: number): void;
}

export function createProfiler(tree: CallTree): Profiler {
  const callers: CallNode[] = [];
  const returnAddresses: number[] = [];
  /** Instructions counted here, once for each node. */
  let places = 0;

  const profiler: Profiler = {
    node: tree.start,
    step(pc, { op, rd, rs1, size }, nextPc) {
      profiler.count(profiler.node, pc, 1);
      if (op === OP.jal || op === OP.jalr) {
        if (rd !== 0) {
          profiler.call(profiler.node, pc + size, tree.child(profiler.node, pc, nextPc));
        } else if (op === OP.jalr && isLink(rs1)) {
          profiler.comeBack(nextPc);
        }
      }
      profiler.node = tree.arrive(profiler.node, nextPc);
    },
    count(node, pc, times) {
      const { counts } = node;
      const known = counts.get(pc);
      if (known !== undefined) counts.set(pc, known + times);
      else if (places++ < MAX_PLACES || times < 0 || node.kind === 'cut') counts.set(pc, times);
      else counts.set(node.address, (counts.get(node.address) ?? 0) + times);
    },
    call(caller, returnTo, callee) {
      if (callers.length >= MAX_FRAMES) {
        callers.splice(0, MAX_FRAMES / 2);
        returnAddresses.splice(0, MAX_FRAMES / 2);
      }
      callers.push(caller);
      returnAddresses.push(returnTo);
      profiler.node = callee;
    },
    comeBack(pc) {
      const lowest = Math.max(0, callers.length - MAX_POPPED);
      for (let at = callers.length - 1; at >= lowest; at--) {
        if (returnAddresses[at] !== pc) continue;
        profiler.node = callers[at] as CallNode;
        callers.length = at;
        returnAddresses.length = at;
        return;
      }
    },
    arrive(pc) {
      profiler.node = tree.arrive(profiler.node, pc);
    },
  };
  return profiler;
}

/** What compiled code counted in a node. */
export type CountedSteps = (node: CallNode, add: AddBlock) => void;

/** The profile so far. `compiled` is undefined in the interpreter. */
export function summarize(
  tree: CallTree,
  steps: number,
  compiled: CountedSteps | undefined,
): Profile {
  const samplesOf = (node: CallNode): Map<number, number> => {
    const samples = new Map(node.counts);
    compiled?.(node, (addresses, times) => {
      for (const pc of addresses) samples.set(pc, (samples.get(pc) ?? 0) + times);
    });
    for (const [pc, count] of samples) if (count === 0) samples.delete(pc);
    return samples;
  };
  const addBlocks = (node: CallNode, add: AddBlock): void => {
    // What compiled code counted too early has to go first.
    const early = [...node.counts.values()].some((count) => count < 0);
    for (const [pc, count] of early ? samplesOf(node) : node.counts) {
      if (count !== 0) add([pc], count);
    }
    if (!early) compiled?.(node, add);
  };
  const own = tree.nodes.map((node) => {
    let sum = 0;
    for (const count of node.counts.values()) sum += count;
    compiled?.(node, (addresses, times) => {
      sum += addresses.length * times;
    });
    return sum;
  });
  const used = new Uint8Array(own.length);
  for (const { id, parent } of tree.nodes.toReversed()) {
    if (own[id] !== 0) used[id] = 1;
    if (used[id] === 1 && parent !== undefined) used[parent.id] = 1;
  }
  const indices = new Map<CallNode, number>();
  const nodes: ProfileNode[] = [];
  for (const node of tree.nodes) {
    // The first node is not a function but what calls the program's entry.
    if (used[node.id] === 0 || node.parent === undefined) continue;
    indices.set(node, nodes.length);
    nodes.push({
      parent: indices.get(node.parent) ?? -1,
      callSite: Number.isNaN(node.callSite) ? undefined : node.callSite,
      address: node.kind === 'cut' ? undefined : node.address,
      steps: own[node.id] as number,
      samples: () => samplesOf(node),
      blocks: (add) => addBlocks(node, add),
    });
  }
  return { steps, nodes };
}
