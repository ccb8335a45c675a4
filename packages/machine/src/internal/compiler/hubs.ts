/**
 * Nodes to add to a graph so that it becomes reducible: a loop with several ways in gets a hub, which
 * becomes the one way in. Edges to what were its ways in lead to the hub instead, which goes on from
 * there by the number that the edge has set. (The same repair as LLVM's "fix irreducible control flow"
 * for WebAssembly.)
 */
export interface Hubs {
  /** The nodes that each hub leads to, by their number there. */
  readonly targets: readonly (readonly number[])[];
  /** Where edges to a node lead instead: a hub, and the node's number there. */
  readonly detours: ReadonlyMap<number, Detour>;
}

interface Detour {
  hub: number;
  number: number;
}

export const NO_HUBS: Hubs = { targets: [], detours: new Map() };

/** Loops nest so deep at most, so that hostile code costs no more than this many passes. */
const MAX_NESTING = 64;

/**
 * Plans hubs for a graph that starts at node 0. A node is in at most one hub. Undefined if loops nest too
 * deeply.
 */
export function planHubs(successors: readonly (readonly number[])[]): Hubs | undefined {
  const targets: number[][] = [];
  const detours = new Map<number, Detour>();
  // Nodes that were found to be the only way into a loop: edges to them close no loop any more.
  const cut = new Uint8Array(successors.length);
  for (let level = 0; level < MAX_NESTING; level++) {
    const component = components(successors, (to) => cut[to] === 0);
    const waysIn = new Map<number, Set<number>>();
    const cyclic = new Set<number>();
    const isWayIn = (node: number): void => {
      const found = waysIn.get(component[node] as number);
      if (found === undefined) waysIn.set(component[node] as number, new Set([node]));
      else found.add(node);
    };
    isWayIn(0);
    for (const [from, edges] of successors.entries()) {
      if (component[from] === -1) continue;
      for (const to of edges) {
        if (cut[to]) continue;
        if (component[to] === component[from]) cyclic.add(component[to] as number);
        else isWayIn(to);
      }
    }
    if (cyclic.size === 0) return { targets, detours };
    for (const loop of cyclic) {
      const nodes = [...(waysIn.get(loop) as Set<number>)];
      for (const node of nodes) cut[node] = 1;
      if (nodes.length === 1) continue;
      nodes.forEach((node, number) => {
        detours.set(node, { hub: targets.length, number });
      });
      targets.push(nodes);
    }
  }
  return undefined;
}

/**
 * Strongly connected component of each node that is reachable from node 0, -1 for others. Edges that are
 * not `kept` still lead on, but connect nothing. (Tarjan's algorithm, without recursion.)
 */
function components(
  successors: readonly (readonly number[])[],
  kept: (to: number) => boolean,
): Int32Array {
  const size = successors.length;
  const component = new Int32Array(size).fill(-1);
  const index = new Int32Array(size).fill(-1);
  const low = new Int32Array(size);
  const next = new Int32Array(size);
  const open: number[] = [];
  const path: number[] = [];
  const roots = [0];
  let indices = 0;
  let found = 0;
  const enter = (node: number): void => {
    index[node] = low[node] = indices++;
    open.push(node);
    path.push(node);
  };
  for (let root = roots.pop(); root !== undefined; root = roots.pop()) {
    if (index[root] !== -1) continue;
    enter(root);
    while (path.length > 0) {
      const node = path.at(-1) as number;
      const to = successors[node]![next[node]!];
      if (to !== undefined) {
        next[node]!++;
        if (!kept(to)) roots.push(to);
        else if (index[to] === -1) enter(to);
        else if (component[to] === -1) low[node] = Math.min(low[node]!, index[to]!);
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent !== undefined) low[parent] = Math.min(low[parent]!, low[node]!);
      if (low[node] !== index[node]) continue;
      let member: number;
      do {
        member = open.pop() as number;
        component[member] = found;
      } while (member !== node);
      found++;
    }
  }
  return component;
}
