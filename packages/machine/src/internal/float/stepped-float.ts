import { type Instruction, OP } from '@hart/riscv';
import { type FunctionWriter, type PlainOpcode, VALUE_TYPE } from '@hart/wasm';
import { BOX, LEAST, LIMIT, NEAREST_AND_INEXACT, SINGLE_NAN } from './checks.ts';
import {
  computeFloat,
  FLOAT_MNEMONICS,
  type FloatMnemonic,
  type FloatState,
} from './float-unit.ts';
import { fusesNatively, pushFused } from './fused-natively.ts';
import { createQuickFloat } from './quick-float.ts';
import { ROUNDING } from './rounding.ts';

/** Bits of a word of a kernel's table: where rd, rs1 and rs2 are. */
const FIELD = { rd: 16, rs1: 21, rs2: 26 } as const;

/** What a kernel that steps through instructions lends for floating point. */
export interface FloatKernel {
  readonly w: FunctionWriter;
  /** i64 locals: the table's word, the immediate, the value of x[rs1], and where the result goes. */
  readonly word: number;
  readonly imm: number;
  readonly a: number;
  readonly result: number;
  /** Linear addresses of f0..f31, of `fcsr`, and of an i64 for what the host computes. */
  readonly floats: number;
  readonly fcsr: number;
  readonly hostResult: number;
  /** Index of the function {@link SteppedHost}. */
  readonly hostIndex: number;
  /** Pushes 8 times the register number at bit `shift` of the word. */
  registerOffset(shift: number): void;
  /** What the kernel does with an instruction that is illegal. */
  illegal(): void;
}

/** Executes an instruction by its op, the low half of its word and its immediate; 0 if it is illegal. */
export type SteppedHost = (op: number, low: number, imm: number, x: bigint) => number;

const { i32, i64 } = VALUE_TYPE;

/** Type of {@link SteppedHost}. */
export const STEPPED_HOST_TYPE = { parameters: [i32, i32, i32, i64], results: [i32] };

/** @param settle takes the value of the destination. */
export function createSteppedHost(state: FloatState, settle: (bits: bigint) => void): SteppedHost {
  const quick = createQuickFloat(state);
  const i: Instruction = { op: 0, rd: 0, rs1: 0, rs2: 0, imm: 0, size: 4, raw: 0 };
  return (op, low, imm, x) => {
    i.op = op;
    i.rd = (low >>> FIELD.rd) & 31;
    i.rs1 = (low >>> FIELD.rs1) & 31;
    i.rs2 = (low >>> FIELD.rs2) & 31;
    i.imm = imm;
    // Only what writes a floating-point register is quick.
    const result = quick(i) ? state.f[i.rd] : computeFloat(state, i, x);
    if (result === undefined) return 0;
    settle(result);
    return 1;
  };
}

type Precision = 'd' | 's';

const ARITHMETIC: Readonly<Record<string, 'add' | 'sub' | 'mul' | 'div'>> = {
  fadd: 'add',
  fsub: 'sub',
  fmul: 'mul',
  fdiv: 'div',
};
const COMPARISONS: Readonly<Record<string, 'eq' | 'lt' | 'le'>> = {
  feq: 'eq',
  flt: 'lt',
  fle: 'le',
};

/**
 * Executes one instruction of F or D in a kernel; leaves the destination's value in `result`. The common
 * ones are done here, by the rule that compiled code follows: once inexact is set and the mode is to
 * nearest, a plain result is right. The host does the others.
 */
function emitSteppedFloat(k: FloatKernel, name: FloatMnemonic): void {
  const { w } = k;
  const done = w.block();
  new SteppedFloat(k, done).emit(name);
  w.i32(OP[name]);
  w.get(k.word);
  w.op('i32.wrap_i64');
  w.get(k.imm);
  w.op('i32.wrap_i64');
  w.get(k.a);
  w.call(k.hostIndex);
  w.op('i32.eqz');
  w.if(0);
  k.illegal();
  w.end();
  w.i32(0);
  w.memory('i64.load', k.hostResult, 3);
  w.set(k.result);
  w.end();
}

/** The first op number of F and D; all of them follow each other. */
export const FIRST_FLOAT_OP = OP.flw;

/**
 * Executes whichever instruction of F or D it is, by the op number less {@link FIRST_FLOAT_OP} that
 * `pushNumber` pushes: before it what `before` writes, then what `after` writes, which must not fall
 * through.
 */
export function emitSteppedFloats(
  k: FloatKernel,
  pushNumber: () => void,
  before: (name: FloatMnemonic) => void,
  after: (name: FloatMnemonic) => void,
): void {
  const { w } = k;
  const none = w.block();
  const labels = FLOAT_MNEMONICS.map(() => w.block()).reverse();
  const table: number[] = [];
  for (const [at, name] of FLOAT_MNEMONICS.entries()) {
    table[OP[name] - FIRST_FLOAT_OP] = labels[at] as number;
  }
  pushNumber();
  w.brTable(
    Array.from(table, (label) => label ?? none),
    none,
  );
  for (const name of FLOAT_MNEMONICS) {
    w.end();
    before(name);
    emitSteppedFloat(k, name);
    after(name);
  }
  w.end();
  w.op('unreachable');
}

/** Whether the instruction's destination is a floating-point register. */
export function writesFloatRegister(name: FloatMnemonic): boolean {
  return !/^(f(eq|lt|le|class)\.|fmv\.x\.|fcvt\.[wl]u?\.)/.test(name);
}

/** The way without the host; branches to `done` where it has the result. */
class SteppedFloat {
  readonly #k: FloatKernel;
  readonly #w: FunctionWriter;
  readonly #done: number;

  constructor(k: FloatKernel, done: number) {
    this.#k = k;
    this.#w = k.w;
    this.#done = done;
  }

  emit(name: FloatMnemonic): void {
    const [base = '', first = '', second = ''] = name.split('.');
    const precision = (second === '' ? first : second) as Precision;
    const w = this.#w;
    if (base === 'fmv') this.#move(first, second);
    else if (base === 'fcvt') this.#convert(first, second);
    else if (base in ARITHMETIC) {
      const opcode = ARITHMETIC[base] as 'add' | 'sub' | 'mul' | 'div';
      this.#double(precision, FIELD.rs1);
      this.#double(precision, FIELD.rs2);
      w.op(`${precision === 'd' ? 'f64' : 'f32'}.${opcode}` as PlainOpcode);
      this.#settle(precision, opcode === 'mul' || opcode === 'div');
    } else if (base === 'fsqrt') {
      this.#double(precision, FIELD.rs1);
      w.op(precision === 'd' ? 'f64.sqrt' : 'f32.sqrt');
      this.#settle(precision, false);
    } else if (base in COMPARISONS) this.#compare(precision, COMPARISONS[base] as 'eq');
    else if (base.startsWith('fsgnj')) this.#sign(precision, base);
    else if (/^fn?m(add|sub)$/.test(base) && fusesNatively()) {
      this.#fused(precision, base);
    }
  }

  /** Pushes an operand as a number. */
  #double(precision: Precision, shift: number): void {
    const { w, floats } = this.#k;
    if (precision === 'd') {
      this.#k.registerOffset(shift);
      w.memory('f64.load', floats, 3);
    } else {
      this.#bits('s', shift);
      w.op('i32.wrap_i64');
      w.op('f32.reinterpret_i32');
    }
  }

  /** Pushes an operand's bits as an i64; a single that is not boxed is a NaN. */
  #bits(precision: Precision, shift: number): void {
    const { w, floats } = this.#k;
    if (precision === 's') {
      this.#k.registerOffset(shift);
      w.memory('i64.load32_u', floats, 2);
      w.i64(SINGLE_NAN);
      this.#k.registerOffset(shift);
      w.memory('i32.load', floats + 4, 2);
      w.i32(-1);
      w.op('i32.eq');
      w.op('select');
    } else {
      this.#k.registerOffset(shift);
      w.memory('i64.load', floats, 3);
    }
  }

  /** Pops a number; leaves its bits in `result`, boxed if `box`. */
  #setResult(precision: Precision): void {
    const { w, result } = this.#k;
    if (precision === 'd') w.op('i64.reinterpret_f64');
    else {
      w.op('i32.reinterpret_f32');
      w.op('i64.extend_i32_u');
      w.i64(BOX);
      w.op('i64.or');
    }
    w.set(result);
  }

  /** Pushes whether inexact is set and the mode is to nearest. */
  #pushReady(): void {
    const { w, imm, fcsr } = this.#k;
    w.i32(0);
    w.memory('i32.load', fcsr, 2);
    w.i32(NEAREST_AND_INEXACT);
    w.op('i32.and');
    w.i32(1);
    w.op('i32.eq');
    // 7 and 0, the modes that are to nearest then, are those that are a multiple of 7.
    w.get(imm);
    w.i64(1);
    w.op('i64.add');
    w.i64(6);
    w.op('i64.and');
    w.op('i64.eqz');
    w.op('i32.and');
  }

  /** Pops a result to nearest; done if it raises nothing but inexact. */
  #settle(precision: Precision, mayUnderflow: boolean): void {
    const { w, result } = this.#k;
    this.#setResult(precision);
    w.get(result);
    w.i64(1);
    w.op('i64.shl');
    if (precision === 's') {
      w.i64(0xffffffff);
      w.op('i64.and');
    }
    if (mayUnderflow) {
      w.i64(LEAST[precision]);
      w.op('i64.sub');
    }
    w.i64Big(BigInt.asIntN(64, LIMIT[precision]));
    w.op('i64.lt_u');
    this.#pushReady();
    w.op('i32.and');
    w.brIf(this.#done);
  }

  #fused(precision: Precision, base: string): void {
    const { w, imm, floats } = this.#k;
    const negate = precision === 'd' ? 'f64.neg' : 'f32.neg';
    const third = (): void => {
      w.get(imm);
      w.op('i32.wrap_i64');
      w.i32(0xf8);
      w.op('i32.and');
    };
    pushFused(w, precision, [
      () => {
        this.#double(precision, FIELD.rs1);
        if (base.startsWith('fnm')) w.op(negate);
      },
      () => this.#double(precision, FIELD.rs2),
      () => {
        third();
        if (precision === 'd') w.memory('f64.load', floats, 3);
        else {
          w.memory('f32.load', floats, 2);
          w.i32(SINGLE_NAN);
          w.op('f32.reinterpret_i32');
          third();
          w.memory('i32.load', floats + 4, 2);
          w.i32(-1);
          w.op('i32.eq');
          w.op('select');
        }
        if (base === 'fmsub' || base === 'fnmadd') w.op(negate);
      },
    ]);
    // What of the third register is above the mode changes nothing there.
    this.#settle(precision, true);
  }

  #compare(precision: Precision, how: 'eq' | 'lt' | 'le'): void {
    const { w, result } = this.#k;
    const type = precision === 'd' ? 'f64' : 'f32';
    const pair = (first: number, second: number): void => {
      this.#double(precision, first);
      this.#double(precision, second);
    };
    pair(FIELD.rs1, FIELD.rs2);
    w.op(`${type}.${how}`);
    w.op('i64.extend_i32_u');
    w.set(result);
    for (const shift of [FIELD.rs1, FIELD.rs2]) {
      pair(shift, shift);
      w.op(`${type}.eq`);
    }
    w.op('i32.and');
    w.brIf(this.#done);
  }

  #sign(precision: Precision, base: string): void {
    const { w, result } = this.#k;
    const sign = precision === 'd' ? -(2n ** 63n) : 2n ** 31n;
    this.#bits(precision, FIELD.rs1);
    if (base !== 'fsgnjx') {
      w.i64Big(~sign);
      w.op('i64.and');
    }
    this.#bits(precision, FIELD.rs2);
    if (base === 'fsgnjn') {
      w.i64(-1);
      w.op('i64.xor');
    }
    w.i64Big(sign);
    w.op('i64.and');
    w.op('i64.xor');
    if (precision === 's') {
      w.i64(BOX);
      w.op('i64.or');
    }
    w.set(result);
    w.br(this.#done);
  }

  #move(to: string, from: string): void {
    const { w, a, result } = this.#k;
    if (to === 'x') {
      this.#k.registerOffset(FIELD.rs1);
      w.memory(from === 'd' ? 'i64.load' : 'i64.load32_s', this.#k.floats, 2);
    } else {
      w.get(a);
      if (to === 'w') {
        w.i64(0xffffffff);
        w.op('i64.and');
        w.i64(BOX);
        w.op('i64.or');
      }
    }
    w.set(result);
    w.br(this.#done);
  }

  /** To a double what is exact, to an integer what is cut off; the host does the others. */
  #convert(to: string, from: string): void {
    const { w, a, imm, result, fcsr } = this.#k;
    if (to === 'd' && (from === 'w' || from === 'wu' || from === 'l')) {
      w.get(a);
      if (from !== 'l') w.op('i32.wrap_i64');
      const opcode = { w: 'i32_s', wu: 'i32_u', l: 'i64_s' } as const;
      w.op(`f64.convert_${opcode[from]}`);
      this.#settle('d', false);
    } else if (to === 's' && from === 'd') {
      this.#double('d', FIELD.rs1);
      w.op('f32.demote_f64');
      this.#settle('s', true);
    } else if (to === 'd' && from === 's') {
      this.#double('s', FIELD.rs1);
      w.op('f64.promote_f32');
      this.#settle('d', false);
    } else if (from === 'd' && (to === 'w' || to === 'l')) {
      const end = to === 'w' ? 2 ** 31 : 2 ** 63;
      const cut = (): void => {
        this.#double('d', FIELD.rs1);
        w.op('f64.trunc');
      };
      cut();
      this.#constant(-end);
      w.op('f64.ge');
      cut();
      this.#constant(end);
      w.op('f64.lt');
      w.op('i32.and');
      w.get(imm);
      w.i64(7);
      w.op('i64.and');
      w.i64(ROUNDING.towardZero);
      w.op('i64.eq');
      w.op('i32.and');
      w.i32(0);
      w.memory('i32.load', fcsr, 2);
      w.op('i32.and');
      w.if();
      cut();
      w.op('i64.trunc_f64_s');
      w.set(result);
      w.br(this.#done);
      w.end();
    }
  }

  #constant(value: number): void {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, value);
    this.#w.i64Big(view.getBigInt64(0));
    this.#w.op('f64.reinterpret_i64');
  }
}
