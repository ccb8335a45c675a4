import type { FunctionIndex } from '../compiler/function-index.ts';

/** A function on one path of calls, each from one place. */
export interface CallNode {
  /** Counts up from 0 in the order of creation, so parents come before children. */
  readonly id: number;
  readonly parent: CallNode | undefined;
  /** Start of the function; where there is no symbol, the address at which it was entered. */
  readonly address: number;
  /** `cut` stands for all that is called below its parent, where the tree would become too large. */
  readonly kind: 'named' | 'unnamed' | 'cut';
  readonly depth: number;
  /** Address of the call in the parent; NaN where the program starts. */
  readonly callSite: number;
  /** By call site, then by address. */
  readonly children: Map<number, Map<number, CallNode>>;
  cut: CallNode | undefined;
  /** Steps by pc, beside what compiled code counts: interpreted ones, minus those counted too early. */
  readonly counts: Map<number, number>;
}

/** What keeps the profile of a hostile program small. */
export interface ProfileLimits {
  /** Nodes of the tree; twice as many with those that stand for what is cut off. */
  nodes: number;
  depth: number;
  /** How often one function may stand on a path; further calls of it go on in its innermost node. */
  recursion: number;
  /** Linear memory for what compiled code counts; what is not touched costs address space only. */
  bytes: number;
}

export const PROFILE_LIMITS: ProfileLimits = {
  nodes: 2 ** 17,
  depth: 512,
  recursion: 16,
  bytes: 2 ** 29,
};

/** The tree of calls: which node control is in after a call or a jump. Both engines ask it. */
export interface CallTree {
  /** By id; never longer than twice the limit, since every node may get a `cut` one. */
  readonly nodes: readonly CallNode[];
  /** Where the program starts. */
  readonly start: CallNode;
  /** The node of the function at `pc`, called by the instruction at `callSite` in `node`. */
  child(node: CallNode, callSite: number, pc: number): CallNode;
  /** From now on, what is called for the first time goes to one node for all of it. */
  close(): void;
  /** The node after control moved from `node` to `pc` without a call: another one if the function is. */
  arrive(node: CallNode, pc: number): CallNode;
}

/** @param entry where the program starts */
export function createCallTree(
  functions: FunctionIndex,
  entry: number,
  limits: ProfileLimits,
): CallTree {
  const nodes: CallNode[] = [];
  /** The function looked up last: most jumps stay in it. */
  let from = 0;
  let to = 0;
  let named = false;
  let closed = false;

  function add(
    parent: CallNode | undefined,
    callSite: number,
    address: number,
    kind: CallNode['kind'],
  ): CallNode {
    const node: CallNode = {
      id: nodes.length,
      parent,
      address,
      kind,
      depth: parent === undefined ? 0 : parent.depth + 1,
      callSite,
      children: new Map(),
      cut: undefined,
      counts: new Map(),
    };
    nodes.push(node);
    return node;
  }

  function find(pc: number): void {
    if (pc >= from && pc < to) return;
    ({ start: from, end: to } = functions.boundsOf(pc));
    named = functions.nameOf(from) !== undefined;
  }

  /** Innermost node of the function on the path, if it already stands there as often as it may. */
  function repeated(node: CallNode, address: number, kind: CallNode['kind']): CallNode | undefined {
    let innermost: CallNode | undefined;
    let count = 0;
    for (let at: CallNode | undefined = node; at !== undefined; at = at.parent) {
      if (at.address !== address || at.kind !== kind) continue;
      innermost ??= at;
      count++;
    }
    return count >= limits.recursion ? innermost : undefined;
  }

  function cut(node: CallNode, callSite: number): CallNode {
    node.cut ??= add(node, callSite, Number.NaN, 'cut');
    return node.cut;
  }

  function child(node: CallNode, callSite: number, pc: number): CallNode {
    if (node.kind === 'cut') return node;
    find(pc);
    const address = named ? from : pc;
    const known = node.children.get(callSite)?.get(address);
    if (known !== undefined) return known;
    const kind = named ? 'named' : 'unnamed';
    const again = repeated(node, address, kind);
    if (again !== undefined) return again;
    if (nodes.length >= limits.nodes) closed = true;
    if (closed) return cut(root, Number.NaN);
    if (node.depth >= limits.depth) return cut(node, callSite);
    const made = add(node, callSite, address, kind);
    const siblings = node.children.get(callSite);
    if (siblings === undefined) node.children.set(callSite, new Map([[address, made]]));
    else siblings.set(address, made);
    return made;
  }

  function arrive(node: CallNode, pc: number): CallNode {
    if (node.kind === 'cut') return node;
    find(pc);
    const same = named ? node.kind === 'named' && node.address === from : node.kind === 'unnamed';
    return same ? node : child(node.parent as CallNode, node.callSite, pc);
  }

  const root = add(undefined, Number.NaN, Number.NaN, 'named');
  return {
    nodes,
    start: child(root, Number.NaN, entry),
    child,
    arrive,
    close() {
      closed = true;
    },
  };
}
