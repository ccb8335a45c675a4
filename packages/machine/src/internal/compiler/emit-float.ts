import type { Instruction } from '@hart/riscv';
import { type PlainOpcode, VALUE_TYPE } from '@hart/wasm';
import { LEAST } from '../float/checks.ts';
import { fusesNatively, pushFused } from '../float/fused-natively.ts';
import { DYNAMIC, ROUNDING } from '../float/rounding.ts';
import { EXIT, STATE } from '../state.ts';
import type { Emitter } from './emitter.ts';
import { type FloatSets, NO_FLOATS } from './float-flow.ts';
import { FLOAT_FUNCTION } from './float-functions.ts';
import { FloatRegisters, type Precision } from './float-registers.ts';

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
  readonly #r: FloatRegisters;

  constructor(emitter: Emitter) {
    this.#e = emitter;
    this.#r = new FloatRegisters(emitter);
  }

  /** Starts a block in which these registers are in their locals. */
  begin(known: FloatSets = NO_FLOATS): void {
    this.#r.begin(known);
  }

  /** Puts registers into their locals, on the way to a block that expects them there. */
  loadAll(wanted: FloatSets = NO_FLOATS): void {
    this.#r.begin(NO_FLOATS);
    for (const precision of ['d', 's'] as const) {
      for (let register = 0; register < 32; register++) {
        if (((wanted[precision] >>> register) & 1) === 1) this.#r.operand(precision, register);
      }
    }
  }

  /** Pushes whether the result in `local` may have raised a flag that is not set. */
  #pushDoubtful(precision: Precision, local: number, mode: number, check: Check): void {
    const { writer: w } = this.#e;
    const limit = precision === 'd' ? this.#r.limit(mode) : this.#r.singleLimit(mode);
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
    this.#r.load(precision === 'd' ? 'f64.load' : 'f32.load', STATE.floats + 8 * i.rd);
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
    const result = this.#r.scratchLocal(precision);
    w.set(result);
    this.#pushDoubtful(precision, result, mode, check);
    w.if(0);
    if (zeroSources.length > 0) {
      // A zero that a zero operand gives is exact.
      w.get(this.#r.limit(mode));
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
    this.#r.write(precision, i.rd);
  }

  /** Whether WebAssembly can round so; if not, the host computes. */
  #nearest(i: Instruction, precision: Precision): boolean {
    const mode = i.imm & 7;
    if (mode === DYNAMIC || mode === ROUNDING.nearestEven) return true;
    if (mode > ROUNDING.nearestMaxMagnitude) this.#e.exit(EXIT.interpret);
    else {
      const local = this.#r.local(precision, i.rd);
      this.#recompute(i, precision, local);
      this.#r.wrote(precision, i.rd);
    }
    return false;
  }

  /** fd := fs1 op fs2. */
  binary(i: Instruction, precision: Precision, opcode: PlainOpcode, check: Check): void {
    if (!this.#nearest(i, precision)) return;
    const { writer: w } = this.#e;
    const [a, b] = [this.#r.operand(precision, i.rs1), this.#r.operand(precision, i.rs2)];
    this.#r.limit(i.imm & 7);
    if (precision === 's') this.#r.singleLimit(i.imm & 7);
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
    w.get(this.#r.operand(precision, i.rs1));
    w.op(precision === 'd' ? 'f64.sqrt' : 'f32.sqrt');
    this.#settle(i, precision, 'finite', []);
  }

  /** fd := ±(fs1 × fs2) ± fs3. */
  fused(i: Instruction, precision: Precision, negateProduct: boolean, negateAddend: boolean): void {
    if (!this.#nearest(i, precision)) return;
    const { writer: w } = this.#e;
    const negate = precision === 'd' ? 'f64.neg' : 'f32.neg';
    const a = this.#r.operand(precision, i.rs1);
    const b = this.#r.operand(precision, i.rs2);
    const c = this.#r.operand(precision, i.imm >> 3);
    if (precision === 's') this.#r.singleLimit(i.imm & 7);
    const limit = this.#r.limit(i.imm & 7);
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
    this.#r.write(precision, i.rd);
  }

  /** Of operands that are numbers WebAssembly's minimum and maximum are those of RISC-V. */
  extreme(i: Instruction, precision: Precision, opcode: PlainOpcode): void {
    const { writer: w } = this.#e;
    const [a, b] = [this.#r.operand(precision, i.rs1), this.#r.operand(precision, i.rs2)];
    const result = this.#r.scratchLocal(precision);
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
    this.#r.write(precision, i.rd);
  }

  /** fd := fs1 with a sign that fs2 decides on. */
  sign(i: Instruction, precision: Precision, how: 'copy' | 'not' | 'xor'): void {
    const { writer: w } = this.#e;
    const wide = precision === 'd';
    const [a, b] = [this.#r.operand(precision, i.rs1), this.#r.operand(precision, i.rs2)];
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
    this.#r.write(precision, i.rd);
  }

  /** rd := comparison; whoever compares a NaN may raise a flag. */
  compare(i: Instruction, precision: Precision, opcode: PlainOpcode): void {
    const { writer: w } = this.#e;
    const [a, b] = [this.#r.operand(precision, i.rs1), this.#r.operand(precision, i.rs2)];
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
    const operand = this.#r.operand(precision, i.rs1);
    const limit = this.#r.limit(mode);
    const rounded = this.#r.scratchLocal('d');
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
    const limit = exact && mode !== DYNAMIC ? undefined : this.#r.limit(mode);
    const type = precision === 'd' ? 'f64' : 'f32';
    const result = this.#r.scratchLocal(precision);
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
    this.#r.write(precision, i.rd);
  }

  #nearestInteger(i: Instruction, precision: Precision): boolean {
    const mode = i.imm & 7;
    if (mode === DYNAMIC || mode === ROUNDING.nearestEven) return true;
    if (mode > ROUNDING.nearestMaxMagnitude) this.#e.exit(EXIT.interpret);
    else {
      this.#recompute(i, precision, this.#r.local(precision, i.rd), true);
      this.#r.wrote(precision, i.rd);
    }
    return false;
  }

  /** fcvt.s.d */
  narrow(i: Instruction): void {
    if (!this.#nearest(i, 's')) return;
    const a = this.#r.operand('d', i.rs1);
    this.#r.singleLimit(i.imm & 7);
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
    const a = this.#r.operand('s', i.rs1);
    if (mode === DYNAMIC) this.#r.limit(mode);
    const result = this.#r.scratchLocal('d');
    w.get(a);
    w.op('f64.promote_f32');
    w.tee(result);
    w.get(result);
    w.op('f64.ne');
    w.if(0);
    this.#recompute(i, 'd', result);
    w.end();
    w.get(result);
    this.#r.write('d', i.rd);
  }

  /** rd := bits of fs1. */
  moveToInteger(i: Instruction, width: 32 | 64): void {
    const { writer: w } = this.#e;
    this.#r.bits(i.rs1);
    if (width === 32) w.op('i64.extend32_s');
    this.#e.write(i.rd);
  }

  /** fd := bits of rs1. */
  moveFromInteger(i: Instruction, precision: Precision): void {
    const { writer: w } = this.#e;
    this.#e.read(i.rs1);
    if (precision === 's') w.op('i32.wrap_i64');
    w.op(precision === 'd' ? 'f64.reinterpret_i64' : 'f32.reinterpret_i32');
    this.#r.write(precision, i.rd);
  }

  /** flw, fld. */
  load(i: Instruction, precision: Precision): void {
    const e = this.#e;
    const { writer: w } = e;
    const wide = precision === 'd';
    const offset = e.checkedAddress(e.map.window, i, wide ? 3 : 2, 'counted');
    w.memory(wide ? 'f64.load' : 'f32.load', offset);
    this.#r.write(precision, i.rd);
    if (!e.traced) return;
    this.#r.load('i64.load', STATE.floats + 8 * i.rd);
    w.set(e.a);
    e.log(e.a);
  }

  /** fsw, fsd. */
  store(i: Instruction, width: 32 | 64): void {
    const e = this.#e;
    const { writer: w } = e;
    const { writable, watched } = e.map;
    const offset = e.checkedAddress(writable, i, width === 64 ? 3 : 2, 'counted', watched);
    const known = (precision: Precision): boolean => this.#r.knows(precision, i.rs2);
    if (width === 64 && known('d')) {
      w.get(this.#r.local('d', i.rs2));
      w.memory('f64.store', offset);
      return;
    }
    this.#r.bits(i.rs2);
    w.memory(width === 64 ? 'i64.store' : 'i64.store32', offset);
  }
}
