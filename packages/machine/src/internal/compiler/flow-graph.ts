/**
 * Control-flow graph with what structured emission needs: reverse postorder, dominator tree, loop
 * headers, merge nodes. (Dominators: Cooper, Harvey, Kennedy, "A Simple, Fast Dominance Algorithm".)
 */
export interface FlowGraph {
  readonly size: number;
  readonly successors: readonly (readonly number[])[];
  /** Nodes reachable from the root, in reverse postorder; the root is first. */
  readonly order: readonly number[];
  /** Position in {@link order}; -1 if unreachable. */
  readonly position: Int32Array;
  readonly immediateDominator: Int32Array;
  /** Children in the dominator tree, in reverse postorder. */
  readonly children: readonly (readonly number[])[];
  readonly isLoopHeader: Uint8Array;
  /** Every retreating edge goes to a dominator of its source. */
  readonly reducible: boolean;
  /** Depth of the dominator tree. */
  readonly depth: number;
}

export function createFlowGraph(
  successors: readonly (readonly number[])[],
  root: number,
): FlowGraph {
  const size = successors.length;
  const order = reversePostorder(successors, root);
  const position = new Int32Array(size).fill(-1);
  order.forEach((node, index) => {
    position[node] = index;
  });
  const predecessors: number[][] = Array.from({ length: size }, () => []);
  for (const node of order) for (const to of successors[node]!) predecessors[to]!.push(node);

  const immediateDominator = dominators(order, position, predecessors, root);
  const children: number[][] = Array.from({ length: size }, () => []);
  const depthOf = new Int32Array(size);
  let depth = 0;
  for (const node of order) {
    if (node === root) continue;
    const parent = immediateDominator[node]!;
    children[parent]!.push(node);
    depthOf[node] = depthOf[parent]! + 1;
    depth = Math.max(depth, depthOf[node]!);
  }

  const isLoopHeader = new Uint8Array(size);
  let reducible = true;
  for (const node of order) {
    for (const to of successors[node]!) {
      if (position[to]! > position[node]!) continue;
      isLoopHeader[to] = 1;
      if (!dominates(immediateDominator, position, to, node)) reducible = false;
    }
  }
  return {
    size,
    successors,
    order,
    position,
    immediateDominator,
    children,
    isLoopHeader,
    reducible,
    depth,
  };
}

function reversePostorder(successors: readonly (readonly number[])[], root: number): number[] {
  const postorder: number[] = [];
  const visited = new Uint8Array(successors.length);
  const nodes = [root];
  const next = [0];
  visited[root] = 1;
  while (nodes.length > 0) {
    const top = nodes.length - 1;
    const node = nodes[top]!;
    const edges = successors[node]!;
    // Last edge first, so that the first successor (the taken branch) ends up latest in the order.
    const index = edges.length - 1 - next[top]!;
    if (index < 0) {
      postorder.push(node);
      nodes.pop();
      next.pop();
      continue;
    }
    next[top]!++;
    const to = edges[index]!;
    if (visited[to]) continue;
    visited[to] = 1;
    nodes.push(to);
    next.push(0);
  }
  return postorder.reverse();
}

function dominators(
  order: readonly number[],
  position: Int32Array,
  predecessors: readonly (readonly number[])[],
  root: number,
): Int32Array {
  const dominator = new Int32Array(position.length).fill(-1);
  dominator[root] = root;
  for (let changed = true; changed; ) {
    changed = false;
    for (const node of order) {
      if (node === root) continue;
      let found = -1;
      for (const from of predecessors[node]!) {
        if (dominator[from] === -1) continue;
        found = found === -1 ? from : intersect(dominator, position, from, found);
      }
      if (dominator[node] === found) continue;
      dominator[node] = found;
      changed = true;
    }
  }
  return dominator;
}

function intersect(dominator: Int32Array, position: Int32Array, a: number, b: number): number {
  let left = a;
  let right = b;
  while (left !== right) {
    while (position[left]! > position[right]!) left = dominator[left]!;
    while (position[right]! > position[left]!) right = dominator[right]!;
  }
  return left;
}

function dominates(dominator: Int32Array, position: Int32Array, a: number, b: number): boolean {
  let node = b;
  while (position[node]! > position[a]!) node = dominator[node]!;
  return node === a;
}

/**
 * Innermost loop header around each node, -1 outside loops; a header's own entry is the loop that
 * surrounds its loop. Only for reducible graphs.
 */
export function enclosingLoops(graph: FlowGraph): Int32Array {
  const { order, position, successors, isLoopHeader, size } = graph;
  const predecessors: number[][] = Array.from({ length: size }, () => []);
  for (const node of order) for (const to of successors[node]!) predecessors[to]!.push(node);
  const enclosing = new Int32Array(size).fill(-1);

  /** Outermost loop header found so far around `node`, or the node itself. */
  const representative = (node: number): number => {
    let found = node;
    while (enclosing[found] !== -1) found = enclosing[found]!;
    return found;
  };
  // Inner headers come later in reverse postorder, so they are handled first.
  for (let index = order.length - 1; index >= 0; index--) {
    const header = order[index]!;
    if (!isLoopHeader[header]) continue;
    const pending: number[] = [];
    for (const from of predecessors[header]!) {
      if (position[from]! >= index) pending.push(from);
    }
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      const outer = representative(node);
      if (outer === header) continue;
      enclosing[outer] = header;
      for (const from of predecessors[outer]!) pending.push(from);
    }
  }
  return enclosing;
}
