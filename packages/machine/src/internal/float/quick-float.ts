import { type Instruction, MNEMONICS, type Mnemonic, OP } from '@hart/riscv';
import type { FloatState } from './float-unit.ts';
import { DYNAMIC, FLAG, ROUNDING } from './rounding.ts';

/**
 * Executes an instruction with the host's own arithmetic if that is certain to be right: to nearest, of
 * common kinds, with results in the middle of the range, of which it also knows whether they are exact.
 * False if it is not; then nothing was done.
 */
export type QuickFloat = (i: Instruction) => boolean;

/** Registers as numbers. */
interface Views {
  /** f0..f31. */
  readonly d: Float64Array;
  /** Lower and upper halves. */
  readonly s: Float32Array;
  readonly halves: Int32Array;
}

/** A rounded result, NaN where it may not be right, and what says by being 0 that it is exact. */
interface Outcome {
  result: number;
  error: number;
}

/** Factors, quotients and roots within these bounds have exact products; results are normal. */
const [LEAST, MOST] = [2 ** -400, 2 ** 400];
const SPLITTER = 2 ** 27 + 1;
const LEAST_SINGLE = 2 ** -126;

const within = (value: number): boolean => Math.abs(value) > LEAST && Math.abs(value) < MOST;

/** What rounding a + b to `sum` has lost (Knuth). */
function lostBySum(a: number, b: number, sum: number): number {
  const other = sum - a;
  return a - (sum - other) + (b - other);
}

/** What rounding a × b to `product` has lost (Dekker); all of them {@link within}. */
function lostByProduct(a: number, b: number, product: number): number {
  const [wideA, wideB] = [SPLITTER * a, SPLITTER * b];
  const highA = wideA - (wideA - a);
  const highB = wideB - (wideB - b);
  const [lowA, lowB] = [a - highA, b - highB];
  return highA * highB - product + highA * lowB + lowA * highB + lowA * lowB;
}

type Quick = (a: number, b: number, c: number, to: Outcome) => void;

const add: Quick = (a, b, _, to) => {
  to.result = a + b;
  to.error = lostBySum(a, b, to.result);
};

const multiply: Quick = (a, b, _, to) => {
  const product = a * b;
  if (within(a) && within(b) && within(product)) {
    to.result = product;
    to.error = lostByProduct(a, b, product);
  } else if (product === 0 && (a === 0 || b === 0)) {
    to.result = product;
    to.error = 0;
  } else to.result = Number.NaN;
};

const divide: Quick = (a, b, _, to) => {
  const quotient = a / b;
  if (within(a) && within(b) && within(quotient)) {
    to.result = quotient;
    const back = quotient * b;
    to.error = back === a ? lostByProduct(quotient, b, back) : 1;
  } else if (a === 0 && b !== 0 && quotient === 0) {
    to.result = quotient;
    to.error = 0;
  } else to.result = Number.NaN;
};

const squareRoot: Quick = (a, _, __, to) => {
  const root = Math.sqrt(a);
  to.result = within(a) || a === 0 ? root : Number.NaN;
  const back = root * root;
  to.error = a === 0 ? 0 : back === a ? lostByProduct(root, root, back) : 1;
};

/** Only where the product is exact; so is the sum's error then. */
const fused: Quick = (a, b, c, to) => {
  multiply(a, b, 0, to);
  if (to.error !== 0) to.result = Number.NaN;
  else add(to.result, c, 0, to);
};

// What two singles make is rounded to a double first, which does no harm: it has more than twice their bits.
const addSingles: Quick = (a, b, _, to) => {
  const sum = a + b;
  to.result = Math.fround(sum);
  to.error = to.result === sum ? lostBySum(a, b, sum) : 1;
};

const multiplySingles: Quick = (a, b, _, to) => {
  const product = a * b;
  to.result = Math.fround(product);
  to.error = to.result === product ? 0 : 1;
};

const divideSingles: Quick = (a, b, _, to) => {
  to.result = b === 0 ? Number.NaN : Math.fround(a / b);
  to.error = to.result * b === a ? 0 : 1;
};

const squareRootSingle: Quick = (a, _, __, to) => {
  to.result = Math.fround(Math.sqrt(a));
  to.error = to.result * to.result === a ? 0 : 1;
};

const narrow: Quick = (a, _, __, to) => {
  to.result = Math.fround(a);
  to.error = to.result === a ? 0 : 1;
};

/** What a single result has to be besides: exactly zero, or normal. */
const settled = ({ result, error }: Outcome): boolean =>
  Math.abs(result) > LEAST_SINGLE || (result === 0 && error === 0);

const negated =
  (compute: Quick, product: boolean, addend: boolean): Quick =>
  (a, b, c, to) =>
    compute(product ? -a : a, b, addend ? -c : c, to);

const subtracting =
  (compute: Quick): Quick =>
  (a, b, c, to) =>
    compute(a, -b, c, to);

const QUICK: Partial<Record<Mnemonic, Quick>> = {
  'fadd.d': add,
  'fsub.d': subtracting(add),
  'fmul.d': multiply,
  'fdiv.d': divide,
  'fsqrt.d': squareRoot,
  'fmadd.d': fused,
  'fmsub.d': negated(fused, false, true),
  'fnmsub.d': negated(fused, true, false),
  'fnmadd.d': negated(fused, true, true),
  'fadd.s': addSingles,
  'fsub.s': subtracting(addSingles),
  'fmul.s': multiplySingles,
  'fdiv.s': divideSingles,
  'fsqrt.s': squareRootSingle,
  'fcvt.s.d': narrow,
};

const quickAt = MNEMONICS.map((name) => QUICK[name]);
const isSingle = MNEMONICS.map((name) => name.endsWith('.s'));
const NARROW = OP['fcvt.s.d'];
const ROOT = OP['fsqrt.s'];

export function createQuickFloat(state: FloatState): QuickFloat {
  const { buffer, byteOffset } = state.f;
  const views: Views = {
    d: new Float64Array(buffer, byteOffset, 32),
    s: new Float32Array(buffer, byteOffset, 64),
    halves: new Int32Array(buffer, byteOffset, 64),
  };
  const to: Outcome = { result: 0, error: 0 };
  return (i) => {
    const compute = quickAt[i.op];
    if (compute === undefined) return false;
    const mode = i.imm & 7;
    const { fcsr } = state;
    const nearest = mode === ROUNDING.nearestEven || (mode === DYNAMIC && fcsr >> 5 === 0);
    if (!nearest) return false;
    const { rd, rs1, rs2 } = i;
    if (i.op === NARROW) compute(views.d[rs1]!, 0, 0, to);
    else if (!isSingle[i.op]) compute(views.d[rs1]!, views.d[rs2]!, views.d[i.imm >> 3]!, to);
    else {
      const boxed = (register: number): boolean => views.halves[2 * register + 1] === -1;
      if (!boxed(rs1) || (i.op !== ROOT && !boxed(rs2))) return false;
      compute(views.s[2 * rs1]!, views.s[2 * rs2]!, 0, to);
    }
    if (!Number.isFinite(to.result) || Number.isNaN(to.error)) return false;
    if (isSingle[i.op] || i.op === NARROW) {
      if (!settled(to)) return false;
      views.s[2 * rd] = to.result;
      views.halves[2 * rd + 1] = -1;
    } else views.d[rd] = to.result;
    if (to.error !== 0) state.fcsr = fcsr | FLAG.inexact;
    return true;
  };
}
