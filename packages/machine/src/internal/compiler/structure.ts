import type { FunctionWriter } from '@hart/wasm';
import { VALUE_TYPE } from '@hart/wasm';
import type { FlowGraph } from './flow-graph.ts';

/** Writes the code of graph nodes; the functions below put it into Wasm's structured control flow. */
export interface NodeEmitter {
  /**
   * Writes a node's code. It must end by transferring control: `branch(to)` does so for a successor;
   * `label(to)` is the label to branch to where there is one (always for {@link needsLabel} nodes).
   */
  node(node: number, branch: (to: number) => void, label: (to: number) => number | undefined): void;
  /** Nodes that must have a label because tables branch to them. */
  needsLabel(): ReadonlySet<number>;
}

/**
 * Structured control flow from the dominator tree of a reducible graph (Ramsey, "Beyond Relooper",
 * ICFP 2022): a loop header becomes a `loop`, a node with several ways in follows the `block` that
 * its immediate dominator opens for it, any other node stands where it is branched to.
 */
export function emitStructured(
  graph: FlowGraph,
  writer: FunctionWriter,
  emitter: NodeEmitter,
): void {
  const { position, successors, order } = graph;
  const forwardEdges = new Int32Array(graph.size);
  for (const node of order) {
    for (const to of successors[node]!) if (position[to]! > position[node]!) forwardEdges[to]!++;
  }
  const labelled = emitter.needsLabel();
  const follows = (node: number): boolean => forwardEdges[node]! > 1 || labelled.has(node);
  const blockLabel = new Int32Array(graph.size).fill(-1);
  const loopLabel = new Int32Array(graph.size).fill(-1);

  function emitTree(node: number): void {
    if (graph.isLoopHeader[node]) loopLabel[node] = writer.loop();
    const after = graph.children[node]!.filter(follows);
    for (const child of after.toReversed()) blockLabel[child] = writer.block();
    const label = (to: number): number | undefined => {
      if (position[to]! <= position[node]!) return loopLabel[to]!;
      return follows(to) ? blockLabel[to]! : undefined;
    };
    emitter.node(
      node,
      (to) => {
        const at = label(to);
        if (at === undefined) emitTree(to);
        else writer.br(at);
      },
      label,
    );
    for (const child of after) {
      writer.end();
      emitTree(child);
    }
    if (graph.isLoopHeader[node]) writer.end();
  }
  emitTree(order[0]!);
}

/** Any graph at all: a loop around a table of all nodes. */
export function emitDispatched(
  graph: FlowGraph,
  writer: FunctionWriter,
  emitter: NodeEmitter,
): void {
  const { order, position } = graph;
  const next = writer.local(VALUE_TYPE.i32);
  const loop = writer.loop();
  const labelled = emitter.needsLabel();
  const labels: number[] = new Array(order.length);
  for (let at = order.length - 1; at >= 0; at--) labels[at] = writer.block();
  writer.get(next);
  // `next` starts as 0, the root's position.
  writer.brTable(labels, labels[0]!);
  for (const node of order) {
    writer.end();
    const branch = (to: number): void => {
      writer.i32(position[to]!);
      writer.set(next);
      writer.br(loop);
    };
    // Tables cannot set `next`, so each of their targets gets a landing pad around the node.
    const pads = new Map<number, number>();
    for (const target of graph.successors[node]!.filter((to) => labelled.has(to)).toReversed()) {
      if (!pads.has(target)) pads.set(target, writer.block());
    }
    emitter.node(node, branch, (to) => pads.get(to));
    for (const target of [...pads.keys()].toReversed()) {
      writer.end();
      branch(target);
    }
  }
  writer.end();
}
