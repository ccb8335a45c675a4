import { type MemoryOpcode, VALUE_TYPE } from '@hart/wasm';
import { BOX, LIMIT, NEAREST_AND_INEXACT, SINGLE_NAN } from '../float/checks.ts';
import { DYNAMIC } from '../float/rounding.ts';
import { EXIT, STATE } from '../state.ts';
import type { Emitter } from './emitter.ts';
import type { FloatSets } from './float-flow.ts';

/** The precisions; `d` and `s` are the suffixes of the instructions' names. */
export type Precision = 'd' | 's';

/** A limit for doubles, its upper half masked, is one for singles. */
const SINGLE_LIMIT_MASK = Number(BigInt.asIntN(32, LIMIT.s));

/** `fcsr` from here on has a rounding mode that does not exist. */
const RESERVED_MODES = 0xa0;

/**
 * The floating-point registers and `fcsr` in compiled code. What is written goes to the register file at
 * once; locals serve reads within a block.
 */
export class FloatRegisters {
  readonly #e: Emitter;
  /** Locals by precision and register. */
  readonly #locals: Record<Precision, number[]> = { d: [], s: [] };
  /** Registers whose local is right, as sets. */
  readonly #known: Record<Precision, number> = { d: 0, s: 0 };
  /** i64 locals with the limit of this block, by rounding mode. */
  readonly #limits = new Map<number, number>();
  /** The same for singles, in i32 locals. */
  readonly #singleLimits = new Map<number, number>();
  /** Which of both are computed in this block. */
  readonly #computed = new Set<string>();
  readonly #scratch: Partial<Record<'d' | 's' | 'i', number>> = {};

  constructor(emitter: Emitter) {
    this.#e = emitter;
  }

  /** Starts a block in which these registers are in their locals. */
  begin(known: FloatSets): void {
    this.#known.d = known.d;
    this.#known.s = known.s;
    this.#computed.clear();
  }

  /** The local of a register, right or not. */
  local(precision: Precision, register: number): number {
    const locals = this.#locals[precision];
    locals[register] ??= this.#e.writer.local(VALUE_TYPE[precision === 'd' ? 'f64' : 'f32']);
    return locals[register];
  }

  /** A local for a value under way, of one instruction. */
  scratchLocal(kind: 'd' | 's' | 'i'): number {
    const type = { d: VALUE_TYPE.f64, s: VALUE_TYPE.f32, i: VALUE_TYPE.i32 }[kind];
    this.#scratch[kind] ??= this.#e.writer.local(type);
    return this.#scratch[kind];
  }

  /** Pushes what is at an address. */
  load(opcode: MemoryOpcode, address: number): void {
    this.#e.writer.i32(0);
    this.#e.writer.memory(opcode, address, 2);
  }

  /** Makes the local of an operand right and returns it. Not to be called where code is conditional. */
  operand(precision: Precision, register: number): number {
    const { writer: w } = this.#e;
    const local = this.local(precision, register);
    if (this.knows(precision, register)) return local;
    const at = STATE.floats + 8 * register;
    if (precision === 'd') this.load('f64.load', at);
    else {
      this.load('f32.load', at);
      w.i32(SINGLE_NAN);
      w.op('f32.reinterpret_i32');
      this.load('i32.load', at + 4);
      w.i32(-1);
      w.op('i32.eq');
      w.op('select');
    }
    w.set(local);
    this.#known[precision] |= 1 << register;
    return local;
  }

  /** Whether the register's local is right. */
  knows(precision: Precision, register: number): boolean {
    return ((this.#known[precision] >>> register) & 1) === 1;
  }

  /** Pops a value into a register. */
  write(precision: Precision, register: number): void {
    const { writer: w } = this.#e;
    const local = this.local(precision, register);
    w.set(local);
    w.i32(0);
    w.get(local);
    if (precision === 'd') w.memory('f64.store', STATE.floats + 8 * register, 3);
    else {
      w.op('i32.reinterpret_f32');
      w.op('i64.extend_i32_u');
      w.i64(BOX);
      w.op('i64.or');
      w.memory('i64.store', STATE.floats + 8 * register, 3);
    }
    this.wrote(precision, register);
  }

  /** Takes note that the register has a new value, which its local has too. */
  wrote(precision: Precision, register: number): void {
    const other = precision === 'd' ? 's' : 'd';
    this.#known[precision] |= 1 << register;
    this.#known[other] &= ~(1 << register);
  }

  /** Pushes the 64 bits of a register. */
  bits(register: number): void {
    const { writer: w } = this.#e;
    if (this.knows('d', register)) {
      w.get(this.local('d', register));
      w.op('i64.reinterpret_f64');
    } else this.load('i64.load', STATE.floats + 8 * register);
  }

  /**
   * The local with what results may not reach in this block: 0 unless an inexact result changes nothing
   * and is rounded to nearest, or by the fixed `mode`. Leaves if the dynamic mode is reserved.
   */
  limit(mode: number): number {
    const { writer: w } = this.#e;
    let limit = this.#limits.get(mode);
    if (limit === undefined) {
      limit = w.local(VALUE_TYPE.i64);
      this.#limits.set(mode, limit);
    }
    if (this.#computed.has(`d${mode}`)) return limit;
    this.#computed.add(`d${mode}`);
    const fcsr = this.scratchLocal('i');
    this.load('i32.load', STATE.fcsr);
    w.tee(fcsr);
    w.i32(mode === DYNAMIC ? NEAREST_AND_INEXACT : 1);
    w.op('i32.and');
    w.i32(1);
    w.op('i32.eq');
    w.if(1, VALUE_TYPE.i64);
    w.i64Big(BigInt.asIntN(64, LIMIT.d));
    w.else();
    if (mode === DYNAMIC) {
      w.get(fcsr);
      w.i32(RESERVED_MODES);
      w.op('i32.ge_u');
      w.if(0);
      this.#e.exit(EXIT.interpret);
      w.end();
    }
    w.i64(0);
    w.end();
    w.set(limit);
    return limit;
  }

  /** The same for singles. */
  singleLimit(mode: number): number {
    const { writer: w } = this.#e;
    const limit = this.limit(mode);
    let single = this.#singleLimits.get(mode);
    if (single === undefined) {
      single = w.local(VALUE_TYPE.i32);
      this.#singleLimits.set(mode, single);
    }
    if (this.#computed.has(`s${mode}`)) return single;
    this.#computed.add(`s${mode}`);
    w.get(limit);
    w.i64(32);
    w.op('i64.shr_u');
    w.op('i32.wrap_i64');
    w.i32(SINGLE_LIMIT_MASK);
    w.op('i32.and');
    w.set(single);
    return single;
  }
}
