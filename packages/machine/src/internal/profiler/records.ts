import type { GuestMemory } from '../guest-memory.ts';
import { STATE } from '../state.ts';
import { type CallNode, type CallTree, PROFILE_LIMITS, type ProfileLimits } from './call-tree.ts';
import type { RegionLayout } from './layout.ts';
import type { CountedSteps, Profiler } from './profiler.ts';

/** Entries of the cache for calls and jumps through registers; a power of two. */
export const CACHE_ENTRIES = 2 ** 15;
export const CACHE_ENTRY_BYTES = 16;
/** Bytes of a node's bare record: the header of a record without counters. */
const BARE_BYTES = 8;

const BARE_ORIGIN = CACHE_ENTRIES * CACHE_ENTRY_BYTES;
const RECORDS_ORIGIN = BARE_ORIGIN + 2 * PROFILE_LIMITS.nodes * BARE_BYTES;
/** The part of memory for records that the tree may fill. */
const GROWING_PART = 3 / 4;

/** How compiled code asks for the record of where it goes. */
export const TRANSFER = {
  /** A call or a jump to a constant target: the answer is kept in the record's link. */
  call: 0,
  jump: 1,
  /** Through a register: the answer is kept in the cache, for the block and target. */
  indirectCall: 2,
  indirectJump: 3,
} as const;

/** Frames that compiled code leaves when it unwinds: the record and the return address of each. */
export const FRAME_BYTES = 16;

/**
 * The counters of compiled code. Every function that runs has the linear address of a *record*, which
 * belongs to one node of the call tree and one translated region. It starts with the region's id and the
 * node's; one with id 0 is *bare*: it only says which node it is. A function that starts with another
 * region's record asks for its own first.
 */
export interface Records {
  /** Functions that compiled code imports, in this order. */
  readonly imports: {
    /** The record of a region for the node of another record, 0 if memory is full. */
    attach(record: number, id: number): number;
    /**
     * The record, perhaps a bare one, of where control goes from the end of a block, and keeps it at a linear
     * address; see {@link TRANSFER}.
     */
    transfer(kind: number, record: number, target: bigint, address: number, block: number): number;
  };
  /** Prepares for entering a region where control is now; false if memory is full. */
  enter(layout: RegionLayout): boolean;
  /** The node of the code that left or called the host last. */
  leftNode(): CallNode;
  /** After compiled code unwound: brings the profiler's stack up to date. */
  settle(): void;
  /** What the counters say. */
  readonly counted: CountedSteps;
}

/** What records need to know of translated code. */
export interface RecordLayouts {
  /** Of the region that starts at `pc`, if it is translated in this run. */
  layoutAt(pc: number): RegionLayout | undefined;
  layoutOf(id: number): RegionLayout;
}

export function createRecords(
  memory: GuestMemory,
  tree: CallTree,
  profiler: Profiler,
  layouts: RecordLayouts,
  { bytes }: ProfileLimits,
): Records {
  const { view } = memory;
  const profileOrigin = memory.areas.profile;
  const bareOrigin = profileOrigin + BARE_ORIGIN;
  const end = profileOrigin + bytes;
  let next = profileOrigin + RECORDS_ORIGIN;
  /** Beyond this the tree grows no more; what is left is for the code that has not run yet. */
  const enough = next + (end - next) * GROWING_PART;
  /** Records of each node by layout. */
  const recordsOf = new Map<CallNode, Map<RegionLayout, number>>();

  function nodeAt(record: number): CallNode {
    return tree.nodes[view.getUint32(record + 4, true)] as CallNode;
  }

  function bare(node: CallNode): number {
    const record = bareOrigin + node.id * BARE_BYTES;
    view.setUint32(record + 4, node.id, true);
    return record;
  }

  function recordOf(node: CallNode, layout: RegionLayout): number {
    let records = recordsOf.get(node);
    if (records === undefined) {
      records = new Map();
      recordsOf.set(node, records);
    }
    const known = records.get(layout);
    if (known !== undefined) return known;
    const record = next;
    if (record + layout.bytes > end) return 0;
    next += Math.ceil(layout.bytes / 8) * 8;
    if (next > enough) tree.close();
    view.setUint32(record, layout.id, true);
    view.setUint32(record + 4, node.id, true);
    records.set(layout, record);
    return record;
  }

  function transfer(
    kind: number,
    from: number,
    target: bigint,
    address: number,
    block: number,
  ): number {
    const exact = Number(BigInt.asUintN(64, target));
    const pc = exact > Number.MAX_SAFE_INTEGER ? Number.NaN : exact;
    const { addresses, counters } = layouts.layoutOf(view.getUint32(from, true));
    const called = kind === TRANSFER.call || kind === TRANSFER.indirectCall;
    const node = called
      ? tree.child(nodeAt(from), addresses[block]?.at(-1) as number, pc)
      : tree.arrive(nodeAt(from), pc);
    const layout = layouts.layoutAt(pc);
    const record = layout === undefined ? 0 : recordOf(node, layout);
    // Not kept: once the target is translated, it will have a better one.
    if (record === 0) return bare(node);
    if (kind >= TRANSFER.indirectCall) {
      view.setBigInt64(address, target, true);
      view.setUint32(address + 8, from + (counters[block] as number), true);
      view.setUint32(address + 12, record, true);
    } else {
      view.setUint32(address, record, true);
    }
    return record;
  }

  return {
    imports: {
      attach: (record, id) => recordOf(nodeAt(record >>> 0), layouts.layoutOf(id)),
      transfer: (kind, record, target, address, block) =>
        transfer(kind, record >>> 0, target, address >>> 0, block),
    },
    enter(layout) {
      const record = recordOf(profiler.node, layout);
      if (record === 0) return false;
      view.setUint32(STATE.record, record, true);
      view.setUint32(STATE.framesEnd, 0, true);
      return true;
    },
    leftNode: () => nodeAt(view.getUint32(STATE.record, true)),
    settle() {
      let at = view.getUint32(STATE.framesEnd, true);
      view.setUint32(STATE.framesEnd, 0, true);
      // The outermost stands last. It was entered from here, so its caller is on the stack already.
      for (let outermost = true; at > 0; outermost = false) {
        at -= FRAME_BYTES;
        const node = nodeAt(view.getUint32(STATE.frames + at, true));
        const returnTo = Number(view.getBigInt64(STATE.frames + at + 8, true));
        if (outermost) profiler.node = node;
        else profiler.call(profiler.node, returnTo, node);
      }
    },
    counted(node, add) {
      for (const [{ counters, addresses }, record] of recordsOf.get(node) ?? []) {
        for (const [block, offset] of counters.entries()) {
          if (offset === 0) continue;
          const times = Number(view.getBigInt64(record + offset, true));
          if (times !== 0) add(addresses[block] as number[], times);
        }
      }
    },
  };
}
