import type { Instruction } from '@hart/riscv';
import { type MemoryOpcode, type PlainOpcode, VALUE_TYPE } from '@hart/wasm';
import { fusesNatively, pushFused } from '../float/fused-natively.ts';
import { DYNAMIC, ROUNDING } from '../float/rounding.ts';
import { EXIT, STATE } from '../state.ts';
import type { Emitter } from './emitter.ts';
import { FLOAT_FUNCTION } from './float-functions.ts';

/** The precisions; `d` and `s` are the suffixes of the instructions' names. */
export type Precision = 'd' | 's';

/**
 * What a check of a result compares with: shifted left by one, so that the sign is out, results of
 * doubles whose exponent is neither the lowest nor the highest two lie below this. 0 instead lets every
 * check fail.
 */
const DOUBLE_LIMIT = BigInt.asIntN(64, (0x7fen << 53n) - 2n);
/** Of its upper half, what makes the same limit for singles. */
const SINGLE_LIMIT_MASK = 0xfdffffff | 0;
/** Subtracted first where results that are zero or subnormal, or the least normal ones, must fail. */
const LEAST = { d: 2 ** 53 + 2, s: 2 ** 24 + 2 } as const;

const SINGLE_NAN = 0x7fc00000;
const NEAREST_AND_INEXACT = 0xe1;
/** `fcsr` from here on has a rounding mode that does not exist. */
const RESERVED_MODES = 0xa0;
const BOX = -0x100000000;

/** How results tell that there may be flags beside inexact. */
type Check =
  /** Not a number, or infinite. */
  | 'finite'
  /** That, or so small that it may have underflowed. */
  | 'normal';

/**
 * Floating point in compiled code. WebAssembly has no flags and one rounding mode. But the inexact flag
 * is sticky, and nearly all results are inexact: so once it is set, and while the mode is to nearest, an
 * operation needs no more than its WebAssembly counterpart, as long as the result is a plain number;
 * only others could raise another flag. Everything else is the business of the host's exact
 * arithmetic, which takes its operands from the register file. So each result is written there at once,
 * while locals serve reads within a block.
 */
export class FloatEmission {
  readonly #e: Emitter;
  /** Locals by precision and register. */
  readonly #locals: Record<Precision, number[]> = { d: [], s: [] };
  /** Registers whose local is right, as sets. */
  readonly #known: Record<Precision, number> = { d: 0, s: 0 };
  /** i64 locals with the limit of this block, by rounding mode. */
  readonly #limits = new Map<number, number>();
  /** Those that are computed in this block, with `s` the ones for singles. */
  readonly #computed = new Set<string>();
  readonly #singleLimits = new Map<number, number>();
  readonly #scratch: Partial<Record<'d' | 's' | 'i', number>> = {};

  constructor(emitter: Emitter) {
    this.#e = emitter;
  }

  /** Forgets what was known in another block. */
  begin(): void {
    this.#known.d = 0;
    this.#known.s = 0;
    this.#computed.clear();
  }

  #local(precision: Precision, register: number): number {
    const locals = this.#locals[precision];
    locals[register] ??= this.#e.writer.local(VALUE_TYPE[precision === 'd' ? 'f64' : 'f32']);
    return locals[register];
  }

  #scratchLocal(kind: 'd' | 's' | 'i'): number {
    const type = { d: VALUE_TYPE.f64, s: VALUE_TYPE.f32, i: VALUE_TYPE.i32 }[kind];
    this.#scratch[kind] ??= this.#e.writer.local(type);
    return this.#scratch[kind];
  }

  #load(opcode: MemoryOpcode, address: number): void {
    this.#e.writer.i32(0);
    this.#e.writer.memory(opcode, address, 2);
  }

  /** Makes the local of an operand right and returns it. Not to be called where code is conditional. */
  #operand(precision: Precision, register: number): number {
    const { writer: w } = this.#e;
    const local = this.#local(precision, register);
    if (((this.#known[precision] >>> register) & 1) === 1) return local;
    const at = STATE.floats + 8 * register;
    if (precision === 'd') this.#load('f64.load', at);
    else {
      this.#load('f32.load', at);
      w.i32(SINGLE_NAN);
      w.op('f32.reinterpret_i32');
      this.#load('i32.load', at + 4);
      w.i32(-1);
      w.op('i32.eq');
      w.op('select');
    }
    w.set(local);
    this.#known[precision] |= 1 << register;
    return local;
  }

  /** Pops a value into a register. */
  #write(precision: Precision, register: number): void {
    const { writer: w } = this.#e;
    const local = this.#local(precision, register);
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
    this.#wrote(precision, register);
  }

  #wrote(precision: Precision, register: number): void {
    const other = precision === 'd' ? 's' : 'd';
    this.#known[precision] |= 1 << register;
    this.#known[other] &= ~(1 << register);
  }

  /** Pushes the 64 bits of a register. */
  #bits(register: number): void {
    const { writer: w } = this.#e;
    if (((this.#known.d >>> register) & 1) === 1) {
      w.get(this.#local('d', register));
      w.op('i64.reinterpret_f64');
    } else this.#load('i64.load', STATE.floats + 8 * register);
  }

  /**
   * The local with what results may not reach in this block: 0 unless an inexact result changes nothing
   * and is rounded to nearest, or by the fixed `mode`. Leaves if the dynamic mode is reserved.
   */
  #limit(mode: number): number {
    const { writer: w } = this.#e;
    let limit = this.#limits.get(mode);
    if (limit === undefined) {
      limit = w.local(VALUE_TYPE.i64);
      this.#limits.set(mode, limit);
    }
    if (this.#computed.has(`d${mode}`)) return limit;
    this.#computed.add(`d${mode}`);
    const fcsr = this.#scratchLocal('i');
    this.#load('i32.load', STATE.fcsr);
    w.tee(fcsr);
    w.i32(mode === DYNAMIC ? NEAREST_AND_INEXACT : 1);
    w.op('i32.and');
    w.i32(1);
    w.op('i32.eq');
    w.if(1, VALUE_TYPE.i64);
    w.i64Big(DOUBLE_LIMIT);
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

  #singleLimit(mode: number): number {
    const { writer: w } = this.#e;
    const limit = this.#limit(mode);
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

  /** Pushes whether the result in `local` may have raised a flag that is not set. */
  #pushDoubtful(precision: Precision, local: number, mode: number, check: Check): void {
    const { writer: w } = this.#e;
    const limit = precision === 'd' ? this.#limit(mode) : this.#singleLimit(mode);
    w.get(local);
    if (precision === 'd') {
      w.op('i64.reinterpret_f64');
      w.i64(1);
      w.op('i64.shl');
      if (check === 'normal') {
        w.i64(LEAST.d);
        w.op('i64.sub');
      }
      w.get(limit);
      w.op('i64.ge_u');
    } else {
      w.op('i32.reinterpret_f32');
      w.i32(1);
      w.op('i32.shl');
      if (check === 'normal') {
        w.i32(LEAST.s);
        w.op('i32.sub');
      }
      w.get(limit);
      w.op('i32.ge_u');
    }
  }

  /** Calls the host's exact arithmetic, which writes the register file; leaves the result's bits. */
  #callHost(i: Instruction, integer = false): void {
    const { writer: w } = this.#e;
    w.i32(i.raw | 0);
    if (integer) this.#e.read(i.rs1);
    else w.i64(0);
    w.call(FLOAT_FUNCTION.exact);
  }

  /** Lets the host compute; `local` becomes what it wrote. */
  #recompute(i: Instruction, precision: Precision, local: number, integer = false): void {
    const { writer: w } = this.#e;
    this.#callHost(i, integer);
    w.op('drop');
    this.#load(precision === 'd' ? 'f64.load' : 'f32.load', STATE.floats + 8 * i.rd);
    w.set(local);
  }

  #zero(precision: Precision): void {
    const { writer: w } = this.#e;
    if (precision === 'd') {
      w.i64(0);
      w.op('f64.reinterpret_i64');
    } else {
      w.i32(0);
      w.op('f32.reinterpret_i32');
    }
  }

  #pushIsNotZero(precision: Precision, local: number): void {
    this.#e.writer.get(local);
    this.#zero(precision);
    this.#e.writer.op(precision === 'd' ? 'f64.ne' : 'f32.ne');
  }

  /** The result on the stack of a computation from `sources`, checked, goes to fd. */
  #settle(
    i: Instruction,
    precision: Precision,
    check: Check,
    zeroSources: readonly (readonly [Precision, number])[],
  ): void {
    const { writer: w } = this.#e;
    const mode = i.imm & 7;
    const result = this.#scratchLocal(precision);
    w.set(result);
    this.#pushDoubtful(precision, result, mode, check);
    w.if(0);
    if (zeroSources.length > 0) {
      // A zero that a zero operand gives is exact.
      w.get(this.#limit(mode));
      w.op('i64.eqz');
      this.#pushIsNotZero(precision, result);
      w.op('i32.or');
      for (const [index, [of, local]] of zeroSources.entries()) {
        this.#pushIsNotZero(of, local);
        if (index > 0) w.op('i32.and');
      }
      w.op('i32.or');
      w.if();
    }
    this.#recompute(i, precision, result);
    if (zeroSources.length > 0) w.end();
    w.end();
    w.get(result);
    this.#write(precision, i.rd);
  }

  /** Whether WebAssembly can round so; if not, the host computes. */
  #nearest(i: Instruction, precision: Precision): boolean {
    const mode = i.imm & 7;
    if (mode === DYNAMIC || mode === ROUNDING.nearestEven) return true;
    if (mode > ROUNDING.nearestMaxMagnitude) this.#e.exit(EXIT.interpret);
    else {
      const local = this.#local(precision, i.rd);
      this.#recompute(i, precision, local);
      this.#wrote(precision, i.rd);
    }
    return false;
  }

  /** fd := fs1 op fs2. */
  binary(i: Instruction, precision: Precision, opcode: PlainOpcode, check: Check): void {
    if (!this.#nearest(i, precision)) return;
    const { writer: w } = this.#e;
    const [a, b] = [this.#operand(precision, i.rs1), this.#operand(precision, i.rs2)];
    this.#limit(i.imm & 7);
    if (precision === 's') this.#singleLimit(i.imm & 7);
    w.get(a);
    w.get(b);
    w.op(opcode);
    const zeros: [Precision, number][] = [];
    if (check === 'normal') zeros.push([precision, a]);
    if (opcode.endsWith('mul')) zeros.push([precision, b]);
    this.#settle(i, precision, check, zeros);
  }

  /** fd := root of fs1, which is never too small. */
  squareRoot(i: Instruction, precision: Precision): void {
    if (!this.#nearest(i, precision)) return;
    const { writer: w } = this.#e;
    w.get(this.#operand(precision, i.rs1));
    w.op(precision === 'd' ? 'f64.sqrt' : 'f32.sqrt');
    this.#settle(i, precision, 'finite', []);
  }

  /** fd := ±(fs1 × fs2) ± fs3. */
  fused(i: Instruction, precision: Precision, negateProduct: boolean, negateAddend: boolean): void {
    if (!this.#nearest(i, precision)) return;
    const { writer: w } = this.#e;
    const negate = precision === 'd' ? 'f64.neg' : 'f32.neg';
    const a = this.#operand(precision, i.rs1);
    const b = this.#operand(precision, i.rs2);
    const c = this.#operand(precision, i.imm >> 3);
    if (precision === 's') this.#singleLimit(i.imm & 7);
    const limit = this.#limit(i.imm & 7);
    if (fusesNatively()) {
      const push = (local: number, negated: boolean) => (): void => {
        w.get(local);
        if (negated) w.op(negate);
      };
      pushFused(w, precision, [push(a, negateProduct), push(b, false), push(c, negateAddend)]);
      this.#settle(i, precision, 'normal', [
        [precision, a],
        [precision, b],
      ]);
      return;
    }
    w.get(a);
    if (negateProduct) w.op(negate);
    w.get(b);
    w.get(c);
    if (negateAddend) w.op(negate);
    w.get(limit);
    w.i32(i.raw | 0);
    w.i32(STATE.floats + 8 * i.rd);
    w.call(FLOAT_FUNCTION[precision === 'd' ? 'fusedDouble' : 'fusedSingle']);
    this.#write(precision, i.rd);
  }

  /** Of operands that are numbers WebAssembly's minimum and maximum are those of RISC-V. */
  extreme(i: Instruction, precision: Precision, opcode: PlainOpcode): void {
    const { writer: w } = this.#e;
    const [a, b] = [this.#operand(precision, i.rs1), this.#operand(precision, i.rs2)];
    const result = this.#scratchLocal(precision);
    w.get(a);
    w.get(b);
    w.op(opcode);
    w.tee(result);
    w.get(result);
    w.op(precision === 'd' ? 'f64.ne' : 'f32.ne');
    w.if(0);
    this.#recompute(i, precision, result);
    w.end();
    w.get(result);
    this.#write(precision, i.rd);
  }

  /** fd := fs1 with a sign that fs2 decides on. */
  sign(i: Instruction, precision: Precision, how: 'copy' | 'not' | 'xor'): void {
    const { writer: w } = this.#e;
    const wide = precision === 'd';
    const [a, b] = [this.#operand(precision, i.rs1), this.#operand(precision, i.rs2)];
    w.get(a);
    if (how === 'xor') {
      w.op(wide ? 'i64.reinterpret_f64' : 'i32.reinterpret_f32');
      w.get(b);
      w.op(wide ? 'i64.reinterpret_f64' : 'i32.reinterpret_f32');
      if (wide) w.i64Big(-(2n ** 63n));
      else w.i32(-0x80000000);
      w.op(wide ? 'i64.and' : 'i32.and');
      w.op(wide ? 'i64.xor' : 'i32.xor');
      w.op(wide ? 'f64.reinterpret_i64' : 'f32.reinterpret_i32');
    } else if (i.rs1 !== i.rs2) {
      w.get(b);
      if (how === 'not') w.op(wide ? 'f64.neg' : 'f32.neg');
      w.op(wide ? 'f64.copysign' : 'f32.copysign');
    } else if (how === 'not') w.op(wide ? 'f64.neg' : 'f32.neg');
    this.#write(precision, i.rd);
  }

  /** rd := comparison; whoever compares a NaN may raise a flag. */
  compare(i: Instruction, precision: Precision, opcode: PlainOpcode): void {
    const { writer: w } = this.#e;
    const [a, b] = [this.#operand(precision, i.rs1), this.#operand(precision, i.rs2)];
    const equal = precision === 'd' ? 'f64.eq' : 'f32.eq';
    w.get(a);
    w.get(a);
    w.op(equal);
    w.get(b);
    w.get(b);
    w.op(equal);
    w.op('i32.and');
    w.if(1, VALUE_TYPE.i64);
    w.get(a);
    w.get(b);
    w.op(opcode);
    w.op('i64.extend_i32_u');
    w.else();
    this.#callHost(i);
    w.end();
    this.#e.write(i.rd);
  }

  /** rd := what only the host computes. */
  host(i: Instruction): void {
    this.#callHost(i);
    this.#e.write(i.rd);
  }

  /** rd := fs1 as an integer. Exact ones raise nothing; all others must be in range. */
  toInteger(i: Instruction, precision: Precision, width: 32 | 64, isSigned: boolean): void {
    const { writer: w } = this.#e;
    const mode = i.imm & 7;
    const rounding = {
      [ROUNDING.nearestEven]: 'f64.nearest',
      [ROUNDING.towardZero]: 'f64.trunc',
      [ROUNDING.down]: 'f64.floor',
      [ROUNDING.up]: 'f64.ceil',
      [DYNAMIC]: 'f64.nearest',
    }[mode] as PlainOpcode | undefined;
    if (rounding === undefined) {
      if (mode > ROUNDING.nearestMaxMagnitude) this.#e.exit(EXIT.interpret);
      else this.host(i);
      return;
    }
    const operand = this.#operand(precision, i.rs1);
    const limit = this.#limit(mode);
    const rounded = this.#scratchLocal('d');
    const value = (): void => {
      w.get(operand);
      if (precision === 's') w.op('f64.promote_f32');
    };
    value();
    w.op(rounding);
    w.tee(rounded);
    this.#double(isSigned ? -(2 ** (width - 1)) : 0);
    w.op('f64.ge');
    w.get(rounded);
    this.#double(2 ** (isSigned ? width - 1 : width));
    w.op('f64.lt');
    w.op('i32.and');
    // In another dynamic mode, what is exact to nearest is exact as well.
    w.get(rounded);
    value();
    w.op('f64.eq');
    w.get(limit);
    w.op('i64.eqz');
    w.op('i32.eqz');
    w.op('i32.or');
    w.op('i32.and');
    w.if(1, VALUE_TYPE.i64);
    w.get(rounded);
    if (width === 64) w.op(isSigned ? 'i64.trunc_f64_s' : 'i64.trunc_f64_u');
    else {
      w.op(isSigned ? 'i32.trunc_f64_s' : 'i32.trunc_f64_u');
      w.op('i64.extend_i32_s');
    }
    w.else();
    this.#callHost(i);
    w.end();
    this.#e.write(i.rd);
  }

  #double(value: number): void {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, value);
    this.#e.writer.i64Big(view.getBigInt64(0));
    this.#e.writer.op('f64.reinterpret_i64');
  }

  /** fd := rs1, an integer. Small ones are exact in every mode. */
  fromInteger(i: Instruction, precision: Precision, width: 32 | 64, isSigned: boolean): void {
    const { writer: w } = this.#e;
    const mode = i.imm & 7;
    const exact = precision === 'd' && width === 32;
    if (!exact && !this.#nearestInteger(i, precision)) return;
    if (mode > ROUNDING.nearestMaxMagnitude && mode !== DYNAMIC) {
      this.#e.exit(EXIT.interpret);
      return;
    }
    // Even if it is exact, a dynamic mode must exist.
    const limit = exact && mode !== DYNAMIC ? undefined : this.#limit(mode);
    const type = precision === 'd' ? 'f64' : 'f32';
    const result = this.#scratchLocal(precision);
    this.#e.read(i.rs1);
    if (width === 32) w.op('i32.wrap_i64');
    w.op(`${type}.convert_i${width}_${isSigned ? 's' : 'u'}`);
    if (!exact && limit !== undefined) {
      w.set(result);
      w.get(limit);
      w.op('i64.eqz');
      w.if(0);
      this.#e.read(i.rs1);
      const magnitude = 2 ** (precision === 'd' ? 53 : 24);
      if (width === 32) {
        w.op('i32.wrap_i64');
        w.op(isSigned ? 'i64.extend_i32_s' : 'i64.extend_i32_u');
      }
      if (isSigned) {
        w.i64(magnitude);
        w.op('i64.add');
      }
      w.i64(isSigned ? 2 * magnitude : magnitude);
      w.op('i64.gt_u');
      w.if();
      this.#recompute(i, precision, result, true);
      w.end();
      w.end();
      w.get(result);
    }
    this.#write(precision, i.rd);
  }

  #nearestInteger(i: Instruction, precision: Precision): boolean {
    const mode = i.imm & 7;
    if (mode === DYNAMIC || mode === ROUNDING.nearestEven) return true;
    if (mode > ROUNDING.nearestMaxMagnitude) this.#e.exit(EXIT.interpret);
    else {
      this.#recompute(i, precision, this.#local(precision, i.rd), true);
      this.#wrote(precision, i.rd);
    }
    return false;
  }

  /** fcvt.s.d */
  narrow(i: Instruction): void {
    if (!this.#nearest(i, 's')) return;
    const a = this.#operand('d', i.rs1);
    this.#singleLimit(i.imm & 7);
    this.#e.writer.get(a);
    this.#e.writer.op('f32.demote_f64');
    this.#settle(i, 's', 'normal', [['d', a]]);
  }

  /** fcvt.d.s, which is exact in every mode that exists. */
  widen(i: Instruction): void {
    const { writer: w } = this.#e;
    const mode = i.imm & 7;
    if (mode > ROUNDING.nearestMaxMagnitude && mode !== DYNAMIC) {
      this.#e.exit(EXIT.interpret);
      return;
    }
    const a = this.#operand('s', i.rs1);
    if (mode === DYNAMIC) this.#limit(mode);
    const result = this.#scratchLocal('d');
    w.get(a);
    w.op('f64.promote_f32');
    w.tee(result);
    w.get(result);
    w.op('f64.ne');
    w.if(0);
    this.#recompute(i, 'd', result);
    w.end();
    w.get(result);
    this.#write('d', i.rd);
  }

  /** rd := bits of fs1. */
  moveToInteger(i: Instruction, width: 32 | 64): void {
    const { writer: w } = this.#e;
    this.#bits(i.rs1);
    if (width === 32) w.op('i64.extend32_s');
    this.#e.write(i.rd);
  }

  /** fd := bits of rs1. */
  moveFromInteger(i: Instruction, precision: Precision): void {
    const { writer: w } = this.#e;
    this.#e.read(i.rs1);
    if (precision === 's') w.op('i32.wrap_i64');
    w.op(precision === 'd' ? 'f64.reinterpret_i64' : 'f32.reinterpret_i32');
    this.#write(precision, i.rd);
  }

  /** flw, fld. */
  load(i: Instruction, precision: Precision): void {
    const e = this.#e;
    const { writer: w } = e;
    const wide = precision === 'd';
    const offset = e.checkedAddress(e.map.window, i, wide ? 3 : 2, 'counted');
    w.memory(wide ? 'f64.load' : 'f32.load', offset);
    this.#write(precision, i.rd);
    if (!e.traced) return;
    this.#load('i64.load', STATE.floats + 8 * i.rd);
    w.set(e.a);
    e.log(e.a);
  }

  /** fsw, fsd. */
  store(i: Instruction, width: 32 | 64): void {
    const e = this.#e;
    const { writer: w } = e;
    const { writable, watched } = e.map;
    const offset = e.checkedAddress(writable, i, width === 64 ? 3 : 2, 'counted', watched);
    const known = (precision: Precision): boolean => ((this.#known[precision] >>> i.rs2) & 1) === 1;
    if (width === 64 && known('d')) {
      w.get(this.#local('d', i.rs2));
      w.memory('f64.store', offset);
      return;
    }
    this.#bits(i.rs2);
    w.memory(width === 64 ? 'i64.store' : 'i64.store32', offset);
  }
}
