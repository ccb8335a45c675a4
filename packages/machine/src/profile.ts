/**
 * Where a run spent its steps: a tree of calls, and for each of its nodes how often every instruction was
 * executed. Nothing is sampled or estimated.
 *
 * A node is a function on one path of calls from the program's entry, each call made by one instruction. Functions are what the ELF's
 * function symbols name, each reaching to the next; code without symbols is split by the addresses that
 * are called. A call is `jal` or `jalr` that links; a return is a jump through `ra` or `t0` to where a
 * call goes on (the hints of the ISA manual), any other way into a function is a jump that takes its place
 * on the path. See docs/profile.md for what happens to endless recursion and very large trees.
 */
export interface Profile {
  /** Instructions executed; exactly the sum over the samples of all nodes. */
  readonly steps: number;
  /** Parents stand before their children. Only nodes in or below which something ran. */
  readonly nodes: readonly ProfileNode[];
}

export interface ProfileNode {
  /** Index of the caller's node, -1 for where the program starts. */
  readonly parent: number;
  /** Address of the call in the parent; undefined where the program starts. */
  readonly callSite: number | undefined;
  /**
   * Where the function starts; for code without a symbol, the address at which it was entered. Undefined for
   * the node that stands for everything called below its parent, where the tree had to be cut.
   */
  readonly address: number | undefined;
  /** Steps in this node itself, without what it called. */
  readonly steps: number;
  /** The same steps by instruction: how often the one at each address was executed. */
  samples(): ReadonlyMap<number, number>;
  /** The same, many instructions at a time, which is faster to go through. */
  blocks(add: AddBlock): void;
}

/**
 * Takes instructions that were executed equally often. The same array may come again for another node, and
 * an address for the same node in another array.
 */
export type AddBlock = (addresses: readonly number[], times: number) => void;
