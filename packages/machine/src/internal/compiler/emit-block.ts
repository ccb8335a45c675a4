import { type Instruction, OP } from '@hart/riscv';
import { type PlainOpcode, VALUE_TYPE } from '@hart/wasm';
import type { AddressRange, MemoryMap } from '../../environment.ts';
import { BRANCHES } from '../arithmetic.ts';
import { isLink } from '../profiler/profiler.ts';
import { TRANSFER } from '../profiler/records.ts';
import { EXIT, HOST_ANSWER, STATE } from '../state.ts';
import { planAccesses } from './access-groups.ts';
import { Constants } from './constants.ts';
import { type Dataflow, written } from './dataflow.ts';
import type { ProfileLinkage } from './emit-profile.ts';
import { type Emitter, PARAMETER, UNWINDING } from './emitter.ts';
import { LOWER } from './lower/lower.ts';
import type { Block } from './region.ts';

/** What a translated function refers to outside itself. */
export interface Linkage {
  map: MemoryMap;
  /** Whether functions log what they read, for a trace. */
  traced: boolean;
  /** Whether one check may stand for several accesses. */
  grouped: boolean;
  /** Range of pcs that have a word in the slot map. */
  codeRegion: AddressRange;
  slotMapOrigin: number;
  /** Table slot of the function at `pc`, reserved for it if it is not translated yet. */
  slotOf(pc: number): number;
  /** Function index if the function at `pc` is in the same module. */
  directIndexOf(pc: number): number | undefined;
  functionType: number;
  /** Index of the imported function that executes one instruction on the host. */
  hostIndex: number;
  /** Index of the imported function that every exit ends in. */
  leaveIndex: number;
  /** Present if functions count what they execute, for a profile. */
  profile?: ProfileLinkage;
}

/** Widest table of labels, in halfwords of code. */
const MAX_TABLE_SPAN = 4096;

/** The slot that no function is ever put into. */
const EMPTY_SLOT = 0;

const CONDITION: ReadonlyMap<number, PlainOpcode> = new Map(
  Object.entries(BRANCHES).map(([name, comparison]) => [
    OP[name as keyof typeof BRANCHES],
    comparison,
  ]),
);

/** Not with watched ranges, which a group could touch, nor where no store succeeds. */
function storesCanBeGrouped({ watched, writable }: MemoryMap): boolean {
  return watched.length === 0 && writable.size > 0;
}

/** Label of a node where it has one. */
type LabelOf = (to: number) => number | undefined;

/** Labels outside the function's body that blocks leave by. */
export interface Ways {
  /** After a call: unwinds if the callee did, or if too few steps are left. */
  afterCall: number;
  /** To the address in the emitter's `target`, which only the trampoline can resolve. */
  dynamicJump: number;
}

/** Writes blocks: step checks, straight-line code, and what ends them. */
export class BlockEmission {
  readonly #emitter: Emitter;
  readonly #blocks: readonly Block[];
  readonly #linkage: Linkage;
  readonly #facts: Dataflow;
  readonly #ways: Ways;

  constructor(
    emitter: Emitter,
    blocks: readonly Block[],
    linkage: Linkage,
    facts: Dataflow,
    ways: Ways,
  ) {
    this.#emitter = emitter;
    this.#blocks = blocks;
    this.#linkage = linkage;
    this.#facts = facts;
    this.#ways = ways;
  }

  emit(index: number, branch: (to: number) => void, label: LabelOf): void {
    const emitter = this.#emitter;
    const { writer } = emitter;
    const block = this.#blocks[index] as Block;
    const count = block.instructions.length;
    emitter.dirty = this.#facts.dirtyIn[index] as number;
    emitter.pc = block.pc;
    emitter.unexecuted = 0;
    emitter.constants = new Constants();
    emitter.floats.begin(this.#facts.floatsIn?.[index]);

    const needed = this.#facts.stepsNeeded[index] as number;
    if (needed > 0) {
      writer.get(PARAMETER.steps);
      writer.i64(needed);
      writer.op('i64.lt_s');
      if (block.landing) {
        emitter.setExitPoint(EXIT.steps);
        writer.brIf(this.#ways.afterCall, 0);
      } else {
        writer.if(0);
        emitter.exit(EXIT.steps);
        writer.end();
      }
    }
    if (block.landing) emitter.load(this.#facts.liveIn[index] as number);
    if (count > 0) {
      writer.get(PARAMETER.steps);
      writer.i64(count);
      writer.op('i64.sub');
      writer.set(PARAMETER.steps);
      emitter.profile?.count(index);
    }
    const own =
      block.end.kind === 'fall' || block.end.kind === 'interpret' || block.end.kind === 'leave'
        ? 0
        : 1;
    const accesses = this.#linkage.grouped
      ? planAccesses(block.instructions, storesCanBeGrouped(emitter.map))
      : undefined;
    for (let at = 0; at < count - own; at++) {
      emitter.access = accesses?.get(at);
      const i = block.instructions[at]!;
      emitter.pc = block.addresses[at]!;
      emitter.unexecuted = count - at;
      LOWER[i.op]!(emitter, i);
      emitter.dirty |= written(i);
      emitter.constants.apply(i, emitter.pc);
    }
    emitter.access = undefined;
    if (own === 1) {
      emitter.pc = block.addresses[count - 1]!;
      emitter.unexecuted = 1;
    } else {
      const last = block.instructions[count - 1];
      emitter.pc = last === undefined ? block.pc : block.addresses[count - 1]! + last.size;
      emitter.unexecuted = 0;
    }
    emitter.settleLog();
    this.#emitEnd(index, branch, label);
  }

  #emitEnd(index: number, branch: (to: number) => void, label: LabelOf): void {
    const emitter = this.#emitter;
    const { writer, profile } = emitter;
    const block = this.#blocks[index] as Block;
    const { end } = block;
    const last = block.instructions.at(-1)!;
    switch (end.kind) {
      case 'fall':
      case 'jump':
        branch(end.to);
        break;
      case 'branch': {
        emitter.read(last.rs1);
        emitter.read(last.rs2);
        writer.op(CONDITION.get(last.op) as PlainOpcode);
        const taken = label(end.taken);
        if (taken !== undefined) {
          writer.brIf(taken);
          branch(end.fall);
          break;
        }
        writer.if();
        branch(end.taken);
        writer.end();
        branch(end.fall);
        break;
      }
      case 'call':
        writer.i64(emitter.pc + last.size);
        emitter.write(last.rd);
        emitter.dirty |= written(last);
        emitter.flush(emitter.dirty);
        profile?.link(TRANSFER.call, index, end.target);
        this.#pushArguments(emitter.pc + last.size);
        this.#callDirect(end.target);
        branch(end.after);
        break;
      case 'call-indirect':
        this.#computeTarget(last);
        writer.i64(emitter.pc + last.size);
        emitter.write(last.rd);
        emitter.dirty |= written(last);
        emitter.flush(emitter.dirty);
        profile?.lookUp(TRANSFER.indirectCall, index, emitter.target);
        this.#checkTarget();
        this.#pushArguments(emitter.pc + last.size);
        this.#pushSlot();
        writer.callIndirect(this.#linkage.functionType);
        emitter.setResults();
        branch(end.after);
        break;
      case 'jump-indirect':
        this.#emitJumpIndirect(index, last, end.targets, label);
        break;
      case 'host':
        this.#emitHost(end.skip, branch);
        branch(end.after);
        break;
      case 'leave':
        this.#emitLeave(index, end.target);
        break;
      case 'interpret':
        emitter.exit(EXIT.interpret);
        break;
    }
  }

  #pushArguments(returnTo: number): void {
    const { writer } = this.#emitter;
    writer.get(PARAMETER.steps);
    writer.i64(returnTo);
    writer.get(PARAMETER.depth);
    writer.i32(1);
    writer.op('i32.sub');
    this.#emitter.pushLog();
  }

  /** The arguments of a tail call: this function's own. */
  #passArguments(): void {
    const { writer } = this.#emitter;
    writer.get(PARAMETER.steps);
    writer.get(PARAMETER.returnTo);
    writer.get(PARAMETER.depth);
    this.#emitter.pushLog();
  }

  /** Records where a call through the table wants to go, for the case that nothing is there yet. */
  #storeTarget(target: number): void {
    const { writer } = this.#emitter;
    writer.i32(0);
    writer.i64(target);
    writer.memory('i64.store', STATE.target, 3);
  }

  #callDirect(target: number): void {
    const { writer } = this.#emitter;
    const index = this.#linkage.directIndexOf(target);
    if (index !== undefined) writer.call(index);
    else {
      this.#storeTarget(target);
      writer.i32(this.#linkage.slotOf(target));
      writer.callIndirect(this.#linkage.functionType);
    }
    this.#emitter.setResults();
  }

  /** target := (rs1 + imm) with bit 0 cleared, of the `jalr` that ends the block. */
  #computeTarget({ rs1, imm }: Instruction): void {
    const emitter = this.#emitter;
    const { writer } = emitter;
    emitter.read(rs1);
    if (imm !== 0) {
      writer.i64(imm);
      writer.op('i64.add');
    }
    writer.i64(-2);
    writer.op('i64.and');
    writer.set(emitter.target);
  }

  /**
   * Leaves for the trampoline unless the target is in the code region; a := its offset there. With a
   * profile it goes through an empty slot instead, as the record of where control goes is known now.
   */
  #checkTarget(): void {
    const emitter = this.#emitter;
    const { writer, profile } = emitter;
    const { base, size } = this.#linkage.codeRegion;
    writer.get(emitter.target);
    writer.i64(base);
    writer.op('i64.sub');
    if (profile === undefined) {
      writer.tee(emitter.a);
      writer.i64(size);
      writer.op('i64.ge_u');
      writer.brIf(this.#ways.dynamicJump, 0);
    } else {
      writer.set(emitter.a);
    }
    writer.i32(0);
    writer.get(emitter.target);
    writer.memory('i64.store', STATE.target, 3);
  }

  /** Pushes the table slot of the checked target: the slot map has one i32 for each halfword of code. */
  #pushSlot(): void {
    const emitter = this.#emitter;
    const { writer, profile } = emitter;
    if (profile !== undefined) {
      writer.get(emitter.a);
      writer.i64(this.#linkage.codeRegion.size);
      writer.op('i64.ge_u');
      writer.if(0, VALUE_TYPE.i32);
      writer.i32(EMPTY_SLOT);
      writer.else();
    }
    writer.get(emitter.a);
    writer.op('i32.wrap_i64');
    writer.i32(1);
    writer.op('i32.shl');
    writer.memory('i32.load', this.#linkage.slotMapOrigin, 2);
    if (profile !== undefined) writer.end();
  }

  #emitJumpIndirect(
    block: number,
    jalr: Instruction,
    targets: readonly number[],
    label: LabelOf,
  ): void {
    const emitter = this.#emitter;
    const { writer, profile } = emitter;
    // A profile goes by what is a return for everybody.
    const link = isLink(jalr.rs1);
    this.#computeTarget(jalr);
    if (targets.length > 0 && !(profile && link)) this.#emitTable(targets, label);
    emitter.flush(emitter.dirty);
    if (profile === undefined || link) this.#emitReturn();
    if (profile && link) {
      writer.br(this.#ways.dynamicJump);
      return;
    }
    profile?.lookUp(TRANSFER.indirectJump, block, emitter.target);
    this.#checkTarget();
    this.#passArguments();
    this.#pushSlot();
    writer.returnCallIndirect(this.#linkage.functionType);
  }

  /** Returns if the target is where the caller goes on. */
  #emitReturn(): void {
    const { writer, target } = this.#emitter;
    writer.get(target);
    writer.get(PARAMETER.returnTo);
    writer.op('i64.eq');
    writer.if(1);
    this.#emitter.pushResults('remaining');
    writer.op('return');
    writer.end();
  }

  /** Branches to whichever of the likely targets it is; goes on if it is none of them. */
  #emitTable(targets: readonly number[], label: LabelOf): void {
    const { writer, target, a } = this.#emitter;
    const cases = targets
      .map((to) => ({ pc: this.#blocks[to]!.pc, label: label(to) as number }))
      .sort((left, right) => left.pc - right.pc);
    const lowest = cases[0]!.pc;
    const span = (cases.at(-1)!.pc - lowest) / 2 + 1;
    if (span > MAX_TABLE_SPAN) {
      this.#emitSearch(cases);
      return;
    }
    const none = writer.block();
    const labels: number[] = new Array(span).fill(none);
    for (const entry of cases) labels[(entry.pc - lowest) / 2] = entry.label;
    writer.get(target);
    writer.i64(lowest);
    writer.op('i64.sub');
    writer.tee(a);
    writer.i64(span * 2);
    writer.op('i64.ge_u');
    writer.brIf(none, 0);
    writer.get(a);
    writer.op('i32.wrap_i64');
    writer.i32(1);
    writer.op('i32.shr_u');
    writer.brTable(labels, none);
    writer.end();
  }

  /** Binary search, for targets that lie far apart. */
  #emitSearch(cases: readonly { pc: number; label: number }[]): void {
    const { writer, target } = this.#emitter;
    writer.get(target);
    if (cases.length === 1) {
      writer.i64(cases[0]!.pc);
      writer.op('i64.eq');
      writer.brIf(cases[0]!.label);
      return;
    }
    const middle = cases.length >>> 1;
    writer.i64(cases[middle]!.pc);
    writer.op('i64.lt_u');
    writer.if();
    this.#emitSearch(cases.slice(0, middle));
    writer.else();
    this.#emitSearch(cases.slice(middle));
    writer.end();
  }

  #emitHost(skip: number | undefined, branch: (to: number) => void): void {
    const emitter = this.#emitter;
    const { writer } = emitter;
    emitter.flush(emitter.dirty);
    emitter.setExitPoint(EXIT.host);
    emitter.storeExitPoint(this.#linkage.slotOf(this.#blocks[0]!.pc));
    writer.i32(0);
    writer.get(PARAMETER.steps);
    writer.memory('i64.store', STATE.remaining, 3);
    emitter.storeLog();
    emitter.profile?.storeRecord();
    writer.call(this.#linkage.hostIndex);
    if (skip !== undefined) writer.tee(emitter.linear);
    writer.if(0);
    if (skip !== undefined) {
      writer.get(emitter.linear);
      writer.i32(HOST_ANSWER.skip);
      writer.op('i32.eq');
      writer.if(0);
      this.#resume();
      branch(skip);
      writer.end();
    }
    emitter.pushResults(UNWINDING);
    writer.op('return');
    writer.end();
    this.#resume();
  }

  /** Takes over from the host what it may have changed. */
  #resume(): void {
    const emitter = this.#emitter;
    const { writer } = emitter;
    writer.i32(0);
    writer.memory('i64.load', STATE.remaining, 3);
    writer.set(PARAMETER.steps);
    if (emitter.traced) {
      writer.i32(0);
      writer.memory('i32.load', STATE.log, 2);
      writer.set(PARAMETER.log);
    }
  }

  #emitLeave(block: number, target: number): void {
    const emitter = this.#emitter;
    const { writer } = emitter;
    const { base, size } = this.#linkage.codeRegion;
    if (target < base || target >= base + size) {
      emitter.exit(EXIT.jump);
      return;
    }
    emitter.flush(emitter.dirty);
    emitter.profile?.link(TRANSFER.jump, block, target);
    const index = this.#linkage.directIndexOf(target);
    if (index === undefined) this.#storeTarget(target);
    this.#passArguments();
    if (index !== undefined) writer.returnCall(index);
    else {
      writer.i32(this.#linkage.slotOf(target));
      writer.returnCallIndirect(this.#linkage.functionType);
    }
  }
}
