import { type Instruction, OP } from '@hart/riscv';
import { isCallCsr } from '../../environment.ts';
import type { Code } from '../code.ts';
import { isLink } from '../profiler/profiler.ts';
import { Constants } from './constants.ts';
import type { FunctionBounds } from './function-index.ts';
import { recoverJumpTable } from './jump-table.ts';

/** How a block hands over. Successors are block numbers. */
type Terminator =
  /** Falls into the next block; no instruction of its own. */
  | { kind: 'fall'; to: number }
  | { kind: 'branch'; taken: number; fall: number }
  | { kind: 'jump'; to: number }
  /** `jal rd` or a fused `auipc; jalr rd`: calls the function at `target`. */
  | { kind: 'call'; target: number; after: number }
  /** `jalr rd`: calls what the register holds. */
  | { kind: 'call-indirect'; after: number }
  /** `jalr x0`: a return, a tail call, or a jump through a table with these likely targets. */
  | { kind: 'jump-indirect'; targets: number[] }
  /**
   * One instruction that the host executes in place: `ecall`, a CSR, `fence.i`, one that is probed. `skip` is where a CSR call goes on
   * when the next instruction is its operand.
   */
  | { kind: 'host'; after: number; skip?: number }
  /** Control leaves the region for `target`; no instruction of its own. */
  | { kind: 'leave'; target: number }
  /** The instruction at the block's end cannot be translated: the interpreter decides. */
  | { kind: 'interpret' };

/** A straight run of instructions. The terminator's own instruction, if it has one, is the last. */
export interface Block {
  pc: number;
  instructions: Instruction[];
  /** Address of each instruction. */
  addresses: number[];
  /**
   * Where a call, or an instruction that the host executed, comes back: nothing else leads here, and
   * all registers are in the register file.
   */
  landing: boolean;
  end: Terminator;
}

/** What is translated into one Wasm function: the code reachable from `entry` inside `bounds`. */
export interface Region {
  entry: number;
  blocks: Block[];
}

/** A region of more instructions is cut: its rest is left for regions of its own. */
export const MAX_INSTRUCTIONS = 40_000;
/** Targets of jump tables that one region follows, so that hostile tables cannot blow it up. */
const MAX_TABLE_TARGETS = 8192;
/** A straight run is split here, so that the interpreter never has much to finish at a boundary. */
const MAX_STRAIGHT = 128;

const BRANCHES: ReadonlySet<number> = new Set([OP.beq, OP.bne, OP.blt, OP.bge, OP.bltu, OP.bgeu]);
const HOST: ReadonlySet<number> = new Set([
  OP.ecall,
  OP['fence.i'],
  OP.csrrw,
  OP.csrrs,
  OP.csrrc,
  OP.csrrwi,
  OP.csrrsi,
  OP.csrrci,
]);
const UNTRANSLATED: ReadonlySet<number> = new Set([OP.ebreak, OP.mret, OP.wfi]);

/**
 * Finds the region of `entry`. Jumps out of `bounds` (the function, where symbols tell) leave the
 * region, and so does what is beyond `limit` instructions. Never looks at code pages that fetch has not
 * seen yet. With a profile (`profiled`), jumps that may be returns are left as they are.
 */
export function discoverRegion(
  code: Code,
  readMemory: ReadMemory,
  entry: number,
  bounds: FunctionBounds,
  limit = MAX_INSTRUCTIONS,
  profiled = false,
): Region {
  const leaders = new Set<number>([entry]);
  const targetsOf = new Map<number, number[]>();
  // Constants that held where a leader was found first. They may not hold on other ways to it, so
  // they only serve to guess jump tables, whose base is often computed far from the jump.
  const pending: [number, Constants][] = [[entry, new Constants()]];
  const scanned = new Set<number>();
  let budget = limit;
  let targetBudget = MAX_TABLE_TARGETS;

  const inside = (pc: number): boolean => pc >= bounds.start && pc < bounds.end;

  for (let head = pending.pop(); head !== undefined; head = pending.pop()) {
    let [pc, constants] = head;
    const lead = (to: number, holds: 'all' | 'preserved' = 'all'): void => {
      if (!inside(to) || leaders.has(to)) return;
      leaders.add(to);
      pending.push([to, constants.copy(holds)]);
    };
    let straight = 0;
    while (!scanned.has(pc) && inside(pc) && budget > 0 && translatable(code, pc)) {
      const i = code.peek(pc) as Instruction;
      scanned.add(pc);
      budget--;
      const next: number = pc + i.size;
      if (HOST.has(i.op) || code.isProbe(pc)) {
        lead(next, 'preserved');
        const skip = skipTarget(code, i, next);
        if (skip !== undefined) lead(skip, 'preserved');
        break;
      }
      if (i.op === OP.jal) {
        if (i.rd === 0) lead(pc + i.imm);
        else lead(next, 'preserved');
        break;
      }
      if (i.op === OP.jalr) {
        const target = constantTarget(constants, i, profiled);
        if (i.rd !== 0) lead(next, 'preserved');
        else if (target !== undefined) lead(target);
        else {
          const targets = recoverJumpTable(constants, i, readMemory, bounds).slice(0, targetBudget);
          targetBudget -= targets.length;
          targetsOf.set(pc, targets);
          for (const likely of targets) lead(likely);
        }
        break;
      }
      if (BRANCHES.has(i.op)) {
        lead(pc + i.imm);
        lead(next);
        break;
      }
      constants.apply(i, pc);
      if (++straight === MAX_STRAIGHT) {
        lead(next);
        break;
      }
      pc = next;
    }
  }
  return { entry, blocks: buildBlocks(code, leaders, scanned, targetsOf, entry, profiled) };
}

/**
 * Where a CSR call may go on if it takes the next instruction for its operand; undefined for what is no such call, and
 * where the next instruction hands over control itself, so that a pc is behind one call only.
 */
function skipTarget(code: Code, i: Instruction, next: number): number | undefined {
  if (!HOST.has(i.op) || i.op === OP.ecall || i.op === OP['fence.i']) return undefined;
  if (!isCallCsr(i.imm)) return undefined;
  const operand = code.peek(next);
  if (operand === undefined || operand === null) return undefined;
  const { op, size } = operand;
  const hands = op === OP.jal || op === OP.jalr || BRANCHES.has(op) || HOST.has(op);
  return hands || UNTRANSLATED.has(op) ? undefined : next + size;
}

/** Whether there is a known, legal instruction at `pc` that has a translation. */
export function translatable(code: Code, pc: number): boolean {
  const i = code.peek(pc);
  return i !== undefined && i !== null && !UNTRANSLATED.has(i.op);
}

/**
 * Where a `jalr` goes if its register is a known address below 4 GiB. With a profile, not for what may be
 * a return.
 */
function constantTarget(
  constants: Constants,
  { rd, rs1, imm }: Instruction,
  profiled: boolean,
): number | undefined {
  if (profiled && rd === 0 && isLink(rs1)) return undefined;
  const base = constants.get(rs1);
  if (base === undefined || base + imm < 0) return undefined;
  const target = base + imm;
  return target - (target % 2);
}

/** Reads `size` bytes (4: signed, 8) of plain memory, or undefined. */
export type ReadMemory = (address: number, size: 4 | 8) => number | undefined;

function buildBlocks(
  code: Code,
  leaders: ReadonlySet<number>,
  scanned: ReadonlySet<number>,
  targetsOf: ReadonlyMap<number, number[]>,
  entry: number,
  profiled: boolean,
): Block[] {
  const blocks: Block[] = [];
  const numbers = new Map<number, number>();
  const queue: number[] = [];

  /** Block that starts at `pc`; one that was not scanned leaves, or has nothing to translate. */
  function blockAt(pc: number): number {
    let number = numbers.get(pc);
    if (number === undefined) {
      number = blocks.length;
      numbers.set(pc, number);
      const end: Terminator = translatable(code, pc)
        ? { kind: 'leave', target: pc }
        : { kind: 'interpret' };
      blocks.push({ pc, instructions: [], addresses: [], landing: false, end });
      if (leaders.has(pc) && scanned.has(pc)) queue.push(number);
    }
    return number;
  }

  /** A landing of its own in front of the block at `pc`. */
  function landingAt(pc: number): number {
    const end: Terminator = { kind: 'fall', to: blockAt(pc) };
    return blocks.push({ pc, instructions: [], addresses: [], landing: true, end }) - 1;
  }

  blockAt(entry);
  for (let number = queue.shift(); number !== undefined; number = queue.shift()) {
    const block = blocks[number] as Block;
    const constants = new Constants();
    let pc = block.pc;
    for (;;) {
      const i = scanned.has(pc) ? code.peek(pc) : undefined;
      if (i === undefined || i === null) {
        block.end =
          block.instructions.length === 0
            ? { kind: 'interpret' }
            : { kind: 'fall', to: blockAt(pc) };
        break;
      }
      block.instructions.push(i);
      block.addresses.push(pc);
      const next = pc + i.size;
      if (HOST.has(i.op) || code.isProbe(pc)) {
        const skip = profiled ? undefined : skipTarget(code, i, next);
        block.end = {
          ...{ kind: 'host', after: landingAt(next) },
          ...(skip !== undefined && { skip: landingAt(skip) }),
        };
        break;
      }
      if (i.op === OP.jal) {
        block.end =
          i.rd === 0
            ? { kind: 'jump', to: blockAt(pc + i.imm) }
            : { kind: 'call', target: pc + i.imm, after: landingAt(next) };
        break;
      }
      if (i.op === OP.jalr) {
        const target = constantTarget(constants, i, profiled);
        if (i.rd === 0) {
          block.end =
            target === undefined
              ? { kind: 'jump-indirect', targets: (targetsOf.get(pc) ?? []).map(blockAt) }
              : { kind: 'jump', to: blockAt(target) };
        } else {
          block.end =
            target === undefined
              ? { kind: 'call-indirect', after: landingAt(next) }
              : { kind: 'call', target, after: landingAt(next) };
        }
        break;
      }
      if (BRANCHES.has(i.op)) {
        block.end = { kind: 'branch', taken: blockAt(pc + i.imm), fall: blockAt(next) };
        break;
      }
      constants.apply(i, pc);
      pc = next;
      if (leaders.has(pc) || !scanned.has(pc)) {
        block.end = { kind: 'fall', to: blockAt(pc) };
        break;
      }
    }
  }
  return blocks;
}

/** Successors of a block inside its region. */
export function successors({ end }: Block): readonly number[] {
  switch (end.kind) {
    case 'fall':
    case 'jump':
      return [end.to];
    case 'branch':
      return [end.taken, end.fall];
    case 'call':
    case 'call-indirect':
      return [end.after];
    case 'host':
      return end.skip === undefined ? [end.after] : [end.after, end.skip];
    case 'jump-indirect':
      return end.targets;
    case 'leave':
    case 'interpret':
      return [];
  }
}
