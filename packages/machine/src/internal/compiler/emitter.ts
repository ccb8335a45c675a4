import type { Instruction } from '@hart/riscv';
import { type FunctionType, FunctionWriter, type MemoryOpcode, VALUE_TYPE } from '@hart/wasm';
import type { AddressRange, MemoryMap } from '../../environment.ts';
import { EXIT, GUEST_ORIGIN, STATE } from '../state.ts';
import type { AccessGroup, GroupedAccess } from './access-groups.ts';
import { Constants } from './constants.ts';
import type { RegisterSet } from './dataflow.ts';
import { FloatEmission } from './emit-float.ts';
import { ProfileEmission, type ProfileLinkage } from './emit-profile.ts';
import type { ExitPoint } from './exit-points.ts';

/** Parameters of every translated function; see {@link FUNCTION_TYPE}. */
export const PARAMETER = {
  /** i64: steps left until the boundary; the result has the rest, or is negative when unwinding. */
  steps: 0,
  /** i64: the address at which the caller goes on. A jump there is a return. */
  returnTo: 1,
  /** i32: how many more calls may nest; the negative of it to start at the entry in {@link STATE.entry}. */
  depth: 2,
  /** i32, with a trace only: linear address where the next value read goes; also the second result. */
  log: 3,
} as const;

/** Type of translated functions that keep a trace or do not; a profile adds a parameter at the end. */
export function functionType(traced: boolean, profiled: boolean): FunctionType {
  const { i32, i64 } = VALUE_TYPE;
  const record = profiled ? [i32] : [];
  return traced
    ? { parameters: [i64, i64, i32, i32, ...record], results: [i64, i32] }
    : { parameters: [i64, i64, i32, ...record], results: [i64] };
}

/** Result of a function that unwinds. */
export const UNWINDING = -1;

/**
 * Writes the straight-line part of translated code: registers as locals, checked memory accesses and
 * the exits to the interpreter. Control flow is `emit-function.ts`'s business.
 */
export class Emitter {
  readonly writer: FunctionWriter;
  readonly map: MemoryMap;
  /** Scratch locals. */
  readonly address: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  /** i32: linear address of an atomic. */
  readonly linear: number;
  /** i32: number of the exit point being taken. */
  readonly exitPoint: number;
  readonly exitPoints: ExitPoint[] = [];
  /** i64: target of the dynamic jump being taken. */
  readonly target: number;
  readonly #registers: number[] = [];
  /** Label of the exit that writes back a set of registers. */
  readonly exits = new Map<RegisterSet, number>();

  /** Registers whose local differs from the register file, at the current instruction. */
  dirty: RegisterSet = 0;
  /** Address of the current instruction. */
  pc = 0;
  /** Steps of the current block that are already subtracted but not executed yet. */
  unexecuted = 0;
  /** Values logged since the log pointer was last moved. */
  logged = 0;
  constants = new Constants();
  /** The group of the current instruction, if it is in one. */
  access: GroupedAccess | undefined;
  /** Locals with the linear addresses of the groups that are under way, and those to be used again. */
  readonly #groupAddresses = new Map<AccessGroup, number>();
  readonly #freeAddresses: number[] = [];
  readonly traced: boolean;
  readonly profile: ProfileEmission | undefined;
  readonly floats = new FloatEmission(this);

  constructor(map: MemoryMap, traced: boolean, profile: ProfileLinkage | undefined) {
    this.map = map;
    this.traced = traced;
    const { parameters } = functionType(traced, profile !== undefined);
    this.writer = new FunctionWriter(parameters.length);
    const { writer } = this;
    this.address = writer.local(VALUE_TYPE.i64);
    this.a = writer.local(VALUE_TYPE.i64);
    this.b = writer.local(VALUE_TYPE.i64);
    this.c = writer.local(VALUE_TYPE.i64);
    this.d = writer.local(VALUE_TYPE.i64);
    this.linear = writer.local(VALUE_TYPE.i32);
    this.exitPoint = writer.local(VALUE_TYPE.i32);
    this.target = writer.local(VALUE_TYPE.i64);
    this.profile = profile && new ProfileEmission(writer, profile, parameters.length - 1);
  }

  #local(register: number): number {
    let local = this.#registers[register];
    if (local === undefined) {
      local = this.writer.local(VALUE_TYPE.i64);
      this.#registers[register] = local;
    }
    return local;
  }

  /** Pushes a register. */
  read(register: number): void {
    if (register === 0) this.writer.i64(0);
    else this.writer.get(this.#local(register));
  }

  /** Pops into a register. */
  write(register: number): void {
    if (register === 0) this.writer.op('drop');
    else this.writer.set(this.#local(register));
  }

  /** Loads registers from the register file. */
  load(set: RegisterSet): void {
    for (let register = 1; register < 32; register++) {
      if (((set >>> register) & 1) === 0) continue;
      this.writer.i32(0);
      this.writer.memory('i64.load', STATE.registers + register * 8, 3);
      this.writer.set(this.#local(register));
    }
  }

  /** Writes registers back to the register file. */
  flush(set: RegisterSet): void {
    for (let register = 1; register < 32; register++) {
      if (((set >>> register) & 1) === 0) continue;
      this.writer.i32(0);
      this.writer.get(this.#local(register));
      this.writer.memory('i64.store', STATE.registers + register * 8, 3);
    }
  }

  /** Leaves for the trampoline at the current pc, with all registers written back. */
  exit(reason: number, grouped = false): void {
    this.setExitPoint(reason, grouped);
    this.writer.br(this.exits.get(this.dirty) as number);
  }

  /** Says where and why the exit that follows is taken. */
  setExitPoint(reason: number, grouped = false): void {
    const { exitPoints, pc, unexecuted, logged } = this;
    this.writer.i32(exitPoints.length);
    this.writer.set(this.exitPoint);
    exitPoints.push({ pc, reason, unexecuted, logged, grouped });
  }

  /** Leaves for the host where this function, which is in table slot `slot`, stands. */
  storeExitPoint(slot: number): void {
    const { writer, exitPoint } = this;
    writer.i32(0);
    writer.get(exitPoint);
    writer.memory('i32.store', STATE.exitPoint, 2);
    writer.i32(0);
    writer.i32(slot);
    writer.memory('i32.store', STATE.exitFunction, 2);
  }

  /**
   * Checks an access of 2^`log2Size` bytes at rs1 + imm and leaves its linear address, an i32, on the
   * stack, to be used with the memory offset returned. One comparison covers the window and
   * alignment: rotating right by log2(size) moves misaligned bits to the top. What fails it is
   * counted if it is only misaligned (and `misaligned` allows it), and left to the interpreter
   * otherwise: devices, faults.
   */
  checkedAddress(
    range: AddressRange,
    i: Instruction,
    log2Size: number,
    misaligned: 'counted' | 'interpreted',
    watched: readonly AddressRange[] = [],
  ): number {
    const { writer } = this;
    if (this.access !== undefined) return this.#groupedAddress(this.access);
    const size = 1 << log2Size;
    const rangeOrigin = this.#origin(range);
    const base = this.constants.get(i.rs1);
    const known = base === undefined ? -1 : base + i.imm - range.base;
    if (known >= 0 && known % size === 0 && known + size <= range.size && watched.length === 0) {
      writer.i32(0);
      return rangeOrigin + known;
    }
    this.read(i.rs1);
    writer.i64(i.imm - range.base);
    writer.op('i64.add');
    writer.tee(this.address);
    // First, so that a misaligned store that the environment takes is not counted.
    for (const { base: start, size: length } of watched) {
      // Any byte of the access inside the watched range.
      writer.get(this.address);
      writer.i64(start - range.base - (size - 1));
      writer.op('i64.sub');
      writer.i64(length + size - 1);
      writer.op('i64.lt_u');
      writer.if(0);
      this.exit(EXIT.interpret);
      writer.end();
    }
    if (log2Size > 0) {
      writer.i64(log2Size);
      writer.op('i64.rotr');
    }
    writer.i64(Math.floor(range.size / size));
    writer.op('i64.ge_u');
    writer.if(0);
    // Where the range is empty, nothing is merely misaligned.
    if (log2Size > 0 && misaligned === 'counted' && range.size > 0) {
      writer.get(this.address);
      writer.i64(range.size - size);
      writer.op('i64.gt_u');
      writer.if(0);
      this.exit(EXIT.interpret);
      writer.end();
      writer.i32(0);
      writer.i32(0);
      writer.memory('i64.load', STATE.misaligned, 3);
      writer.i64(1);
      writer.op('i64.add');
      writer.memory('i64.store', STATE.misaligned, 3);
    } else {
      this.exit(EXIT.interpret);
    }
    writer.end();
    writer.get(this.address);
    writer.op('i32.wrap_i64');
    return rangeOrigin;
  }

  /** Linear address of the range's first byte. */
  #origin(range: AddressRange): number {
    return GUEST_ORIGIN + range.base - this.map.window.base;
  }

  /**
   * Pushes the linear address of a group, checked once for all of it; what fails is left to the
   * interpreter before any access of the group is done.
   */
  #groupedAddress({ group, first, last, offset }: GroupedAccess): number {
    const { writer } = this;
    const range = group.stores ? this.map.writable : this.map.window;
    let local = this.#groupAddresses.get(group);
    if (first) {
      local = this.#freeAddresses.pop() ?? writer.local(VALUE_TYPE.i32);
      this.#groupAddresses.set(group, local);
      this.read(group.base);
      writer.i64(group.low - range.base);
      writer.op('i64.add');
      writer.tee(this.address);
      if (group.log2Align > 0) {
        writer.i64(group.log2Align);
        writer.op('i64.rotr');
      }
      writer.i64(Math.floor((range.size - group.span) / 2 ** group.log2Align));
      writer.op('i64.gt_u');
      writer.if(0);
      this.exit(EXIT.interpret, true);
      writer.end();
      writer.get(this.address);
      writer.op('i32.wrap_i64');
      writer.set(local);
    }
    writer.get(local as number);
    if (last) {
      this.#groupAddresses.delete(group);
      this.#freeAddresses.push(local as number);
    }
    return this.#origin(range) + offset;
  }

  loadMemory(i: Instruction, opcode: MemoryOpcode, log2Size: number): void {
    const offset = this.checkedAddress(this.map.window, i, log2Size, 'counted');
    this.writer.memory(opcode, offset);
    if (i.rd === 0 && !this.traced) {
      this.writer.op('drop');
      return;
    }
    const local = i.rd === 0 ? this.a : this.#local(i.rd);
    this.writer.set(local);
    this.log(local);
  }

  /** With a trace, logs a value that was read from memory; replay takes it from there. */
  log(local: number): void {
    if (!this.traced) return;
    const { writer } = this;
    writer.get(PARAMETER.log);
    writer.get(local);
    writer.memory('i64.store', 8 * this.logged, 3);
    this.logged++;
  }

  /** Moves the log pointer past what was logged; due before control goes anywhere. */
  settleLog(): void {
    if (this.logged === 0) return;
    const { writer } = this;
    writer.get(PARAMETER.log);
    writer.i32(8 * this.logged);
    writer.op('i32.add');
    writer.set(PARAMETER.log);
    this.logged = 0;
  }

  /** Pushes a function's results. */
  pushResults(steps: number | 'remaining'): void {
    const { writer } = this;
    if (steps === UNWINDING) this.profile?.leaveFrame(PARAMETER.returnTo);
    if (steps === 'remaining') writer.get(PARAMETER.steps);
    else writer.i64(steps);
    if (this.traced) writer.get(PARAMETER.log);
  }

  /** Pops the results of a call. */
  setResults(): void {
    if (this.traced) this.writer.set(PARAMETER.log);
    this.writer.set(PARAMETER.steps);
  }

  /** Pushes the log pointer, and the callee's record, as a call's last arguments. */
  pushLog(): void {
    if (this.traced) this.writer.get(PARAMETER.log);
    this.profile?.pushNext();
  }

  /** Hands the log pointer to the host. */
  storeLog(): void {
    if (!this.traced) return;
    this.writer.i32(0);
    this.writer.get(PARAMETER.log);
    this.writer.memory('i32.store', STATE.log, 2);
  }

  storeMemory(i: Instruction, opcode: MemoryOpcode, log2Size: number): void {
    const offset = this.checkedAddress(this.map.writable, i, log2Size, 'counted', this.map.watched);
    this.read(i.rs2);
    this.writer.memory(opcode, offset);
  }
}
