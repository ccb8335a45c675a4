import { type Instruction, MNEMONICS, OP } from '@hart/riscv';
import { written } from './dataflow.ts';

/** A plain load or store. */
interface Access {
  store: boolean;
  log2Size: number;
}

const LOG2_SIZE = { b: 0, h: 1, w: 2, d: 3 } as const;

/** The plain loads and stores by op number; atomics are checked one by one. */
const ACCESSES: readonly (Access | undefined)[] = MNEMONICS.map((name) => {
  const [, kind, size] = /^f?([ls])([bhwd])u?$/.exec(name) ?? [];
  if (size === undefined) return undefined;
  return { store: kind === 's', log2Size: LOG2_SIZE[size as keyof typeof LOG2_SIZE] };
});

/**
 * Accesses of one block near one base, such as the fields of a struct or the slots of a stack frame:
 * one check before the first covers them all.
 */
export interface AccessGroup {
  /** Lowest address of the group minus the value of the base register at the first access. */
  low: number;
  /** Bytes from the lowest address to the end of the highest access. */
  span: number;
  /** Alignment that the lowest address must have for all of them to be aligned. */
  log2Align: number;
  /** Some access is a store. */
  stores: boolean;
  /** Number of accesses. */
  size: number;
  /** Base register of the first access. */
  base: number;
}

/** What an instruction has to do with its group. */
export interface GroupedAccess {
  group: AccessGroup;
  first: boolean;
  last: boolean;
  /** Address of this access minus the group's lowest. */
  offset: number;
}

/** A group must not reach further than this, so that all of it lies in one object. */
const MAX_SPAN = 4096;

interface Member {
  at: number;
  /** Address relative to the root value. */
  address: number;
  access: Access;
}

interface Candidates {
  base: number;
  baseOffset: number;
  members: Member[];
}

const NONE: ReadonlyMap<number, GroupedAccess> = new Map();

// Root value of each register, by number, and the constant added to it. Used anew for every block.
const rootOf = new Int32Array(32);
const offsetOf = new Int32Array(32);

/**
 * Finds the groups of a straight run. A register belongs to the root value that it was computed from
 * by adding constants, so a moved stack pointer does not end its group.
 */
export function planAccesses(
  instructions: readonly Instruction[],
  allowStores: boolean,
): ReadonlyMap<number, GroupedAccess> {
  let accesses = 0;
  for (const { op } of instructions) if (ACCESSES[op] !== undefined) accesses++;
  if (accesses < 2) return NONE;

  for (let register = 0; register < 32; register++) rootOf[register] = register;
  offsetOf.fill(0);
  let nextRoot = 32;
  const byRoot = new Map<number, Candidates>();
  for (let at = 0; at < instructions.length; at++) {
    const i = instructions[at]!;
    const access = ACCESSES[i.op];
    if (access !== undefined && i.rs1 !== 0 && (allowStores || !access.store)) {
      const root = rootOf[i.rs1]!;
      const baseOffset = offsetOf[i.rs1]!;
      let found = byRoot.get(root);
      if (found === undefined) {
        found = { base: i.rs1, baseOffset, members: [] };
        byRoot.set(root, found);
      }
      found.members.push({ at, address: baseOffset + i.imm, access });
    }
    if (written(i) === 0) continue;
    const moved = i.op === OP.addi && i.rs1 !== 0;
    rootOf[i.rd] = moved ? rootOf[i.rs1]! : nextRoot++;
    offsetOf[i.rd] = moved ? offsetOf[i.rs1]! + i.imm : 0;
  }

  const plan = new Map<number, GroupedAccess>();
  for (const candidates of byRoot.values()) addGroup(plan, candidates);
  return plan;
}

function addGroup(
  plan: Map<number, GroupedAccess>,
  { base, baseOffset, members: candidates }: Candidates,
): void {
  if (candidates.length < 2) return;
  const low = Math.min(...candidates.map(({ address }) => address));
  const aligned = candidates.filter(
    ({ address, access }) => (address - low) % (1 << access.log2Size) === 0,
  );
  const end = Math.max(...aligned.map(({ address, access }) => address + (1 << access.log2Size)));
  if (aligned.length < 2 || end - low > MAX_SPAN || aligned[0] !== candidates[0]) return;
  const group: AccessGroup = {
    low: low - baseOffset,
    span: end - low,
    log2Align: Math.max(...aligned.map(({ access }) => access.log2Size)),
    stores: aligned.some(({ access }) => access.store),
    size: aligned.length,
    base,
  };
  for (const [n, { at, address }] of aligned.entries()) {
    plan.set(at, {
      group,
      first: n === 0,
      last: n === aligned.length - 1,
      offset: address - low,
    });
  }
}
