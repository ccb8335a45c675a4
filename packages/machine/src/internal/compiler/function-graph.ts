import { createFlowGraph, enclosingLoops, type FlowGraph } from './flow-graph.ts';
import { type Hubs, NO_HUBS, planHubs } from './hubs.ts';

/**
 * The graph by which a function is written. Nodes are numbered: the region's blocks, the hubs of loops
 * with several ways in, one stub for each entry, the root. The stub loads what its block needs; the root
 * reaches it through the dispatching headers of the loops around the block, which keeps the graph
 * reducible.
 */
export interface FunctionGraph {
  readonly flow: FlowGraph;
  /** Whether it can be written by structured control flow. */
  readonly structured: boolean;
  readonly hubs: Hubs;
  readonly firstHub: number;
  readonly firstStub: number;
  readonly root: number;
  /** First node on the way to each entry, by entry number, from the root and from each dispatching loop header. */
  readonly dispatch: ReadonlyMap<number, readonly number[]>;
}

/** Beyond this the recursion over the dominator tree would be too deep. */
const MAX_DOMINATOR_DEPTH = 1000;

/**
 * @param successors of each block
 * @param entryBlocks block of each entry; block 0 is the first
 */
export function createFunctionGraph(
  successors: readonly (readonly number[])[],
  entryBlocks: readonly number[],
): FunctionGraph {
  for (const hubs of [NO_HUBS, planHubs(successors)]) {
    if (hubs === undefined) break;
    const plain = withHubs(successors, hubs);
    const start = hubs.detours.get(0);
    // A function that starts in a loop with several ways in starts outside that loop, before its hub.
    plain.push([start === undefined ? 0 : successors.length + start.hub]);
    const flow = createFlowGraph(plain, plain.length - 1);
    if (!isStructured(flow)) continue;
    const planned = plan(successors, hubs, entryBlocks, enclosingLoops(flow));
    if (isStructured(planned.flow)) return { ...planned, structured: true };
  }
  return { ...plan(successors, NO_HUBS, entryBlocks, undefined), structured: false };
}

const isStructured = ({ reducible, depth }: FlowGraph): boolean =>
  reducible && depth < MAX_DOMINATOR_DEPTH;

/** Successors of blocks and hubs. */
function withHubs(successors: readonly (readonly number[])[], hubs: Hubs): number[][] {
  const detour = (to: number): number => {
    const hub = hubs.detours.get(to)?.hub;
    return hub === undefined ? to : successors.length + hub;
  };
  return [...successors.map((edges) => edges.map(detour)), ...hubs.targets.map((to) => [...to])];
}

function plan(
  successors: readonly (readonly number[])[],
  hubs: Hubs,
  entryBlocks: readonly number[],
  loops: Int32Array | undefined,
): Omit<FunctionGraph, 'structured'> {
  const firstHub = successors.length;
  const firstStub = firstHub + hubs.targets.length;
  const root = firstStub + entryBlocks.length;
  const dispatch = new Map<number, number[]>([[root, []]]);
  const at = (node: number): number[] => {
    let targets = dispatch.get(node);
    if (targets === undefined) {
      targets = [];
      dispatch.set(node, targets);
    }
    return targets;
  };
  for (const [entry, block] of entryBlocks.entries()) {
    let next = firstStub + entry;
    // Entry 0 is what no header dispatches.
    let loop = entry === 0 ? -1 : (loops?.[block] ?? -1);
    for (; loop !== -1; loop = loops?.[loop] ?? -1) {
      at(loop)[entry] = next;
      next = loop;
    }
    at(root)[entry] = next;
  }
  const onward = (node: number): number[] => [...new Set(Object.values(dispatch.get(node) ?? []))];
  const edges = withHubs(successors, hubs);
  for (const [node, to] of edges.entries()) to.push(...onward(node));
  for (const [entry, block] of entryBlocks.entries()) {
    const start = entry === 0 ? hubs.detours.get(0) : undefined;
    edges.push([start === undefined ? block : firstHub + start.hub]);
  }
  edges.push(onward(root));
  return { flow: createFlowGraph(edges, root), hubs, firstHub, firstStub, root, dispatch };
}
