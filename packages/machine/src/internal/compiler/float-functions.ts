import { compileModule, encodeModule, FunctionWriter, VALUE_TYPE } from '@hart/wasm';
import { LEAST, LIMIT } from '../float/checks.ts';

/** Indices of the functions for floating point among those that every module imports. */
export const FLOAT_FUNCTION = { exact: 2, fusedDouble: 3, fusedSingle: 4 } as const;

const { i32, i64, f32, f64 } = VALUE_TYPE;

/**
 * Types of these functions. `exact` takes the instruction word and the value of an integer source. The
 * fused ones compute a × b + c, and take besides the block's limit (0: let the host compute), the word
 * and where the register file has the destination.
 */
export const FLOAT_TYPES = {
  exact: { parameters: [i32, i64], results: [i64] },
  fusedDouble: { parameters: [f64, f64, f64, i64, i32, i32], results: [f64] },
  fusedSingle: { parameters: [f32, f32, f32, i64, i32, i32], results: [f32] },
} as const;

/** Executes an instruction exactly; returns an integer destination's value. */
export type ExactFloat = (word: number, x: bigint) => bigint;

export interface FusedFunctions {
  fusedDouble: WebAssembly.ExportValue;
  fusedSingle: WebAssembly.ExportValue;
}

/** Makes the functions that compiled code calls for fused operations, which WebAssembly has not. */
export function createFusedFunctions(
  memory: WebAssembly.Memory,
  exact: ExactFloat,
): FusedFunctions {
  compiled ??= compileFusedFunctions();
  const { exports } = new WebAssembly.Instance(compiled, { hart: { memory, exact } });
  return exports as unknown as FusedFunctions;
}

/** The same for every memory. */
let compiled: WebAssembly.Module | undefined;

function compileFusedFunctions(): WebAssembly.Module {
  const bytes = encodeModule({
    types: Object.values(FLOAT_TYPES).map(({ parameters, results }) => ({
      parameters: [...parameters],
      results: [...results],
    })),
    imports: [
      { kind: 'memory', module: 'hart', name: 'memory', minimum: 1, maximum: 65536 },
      { kind: 'function', module: 'hart', name: 'exact', type: 0 },
    ],
    functions: [
      { type: 1, body: writeFusedDouble(), name: 'fusedDouble', exportAs: 'fusedDouble' },
      { type: 2, body: writeFusedSingle(), name: 'fusedSingle', exportAs: 'fusedSingle' },
    ],
  });
  return compileModule(bytes, 'optimised');
}

/** Parameters of both. */
const [A, B, C, READY, WORD, DESTINATION] = [0, 1, 2, 3, 4, 5];

/** Returns what the host computes. */
function returnExact(w: FunctionWriter, load: 'f64.load' | 'f32.load'): void {
  w.get(WORD);
  w.i64(0);
  w.call(0);
  w.op('drop');
  w.get(DESTINATION);
  w.memory(load, 0, 2);
  w.op('return');
}

/** `x y op`, put into a local. */
function compute(
  w: FunctionWriter,
  to: number,
  a: number,
  op: 'f64.add' | 'f64.sub' | 'f64.mul',
  b: number,
): void {
  w.get(a);
  w.get(b);
  w.op(op);
  w.set(to);
}

/** sum := a + b rounded, error := what rounding lost (Knuth's exact addition). */
function addExactly(
  w: FunctionWriter,
  { a, b, sum, error, scratch }: Record<'a' | 'b' | 'sum' | 'error' | 'scratch', number>,
): void {
  compute(w, sum, a, 'f64.add', b);
  compute(w, scratch, sum, 'f64.sub', a);
  // (a - (sum - scratch)) + (b - scratch)
  w.get(a);
  w.get(sum);
  w.get(scratch);
  w.op('f64.sub');
  w.op('f64.sub');
  w.get(b);
  w.get(scratch);
  w.op('f64.sub');
  w.op('f64.add');
  w.set(error);
}

/**
 * Makes `sum`, a rounded sum that lost `error`, the one of its two neighbours that is odd: it can then be
 * rounded once more without harm.
 */
function roundToOdd(w: FunctionWriter, sum: number, error: number): void {
  const zero = (): void => {
    w.i64(0);
    w.op('f64.reinterpret_i64');
  };
  const bits = (): void => {
    w.get(sum);
    w.op('i64.reinterpret_f64');
  };
  w.get(error);
  zero();
  w.op('f64.ne');
  bits();
  w.op('i32.wrap_i64');
  w.i32(1);
  w.op('i32.and');
  w.op('i32.eqz');
  w.op('i32.and');
  w.if();
  bits();
  w.i64(1);
  w.i64(-1);
  w.get(error);
  zero();
  w.op('f64.gt');
  w.get(sum);
  zero();
  w.op('f64.gt');
  w.op('i32.eq');
  w.op('select');
  w.op('i64.add');
  w.op('f64.reinterpret_i64');
  w.set(sum);
  w.end();
}

/** Pushes 1 unless the exponent field of a double lies in a range. */
function pushBeyond(w: FunctionWriter, value: number, low: number, high: number): void {
  w.get(value);
  w.op('i64.reinterpret_f64');
  w.i64(1);
  w.op('i64.shl');
  w.i64Big(BigInt.asIntN(64, BigInt(low) << 53n));
  w.op('i64.sub');
  w.i64Big(BigInt.asIntN(64, BigInt(high - low) << 53n));
  w.op('i64.ge_u');
}

const BIAS = 1023;

/**
 * For factors between 2^-250 and 2^250 and an addend that is zero or between 2^-600 and 2^600: the product
 * and both sums as pairs of result and error, which are exact there, and of what is left the odd rounding
 * (Boldo and Melquiond, "Emulation of a FMA and correctly rounded sums", 2008). Inexact is set already,
 * and nothing in this range raises another flag.
 */
function writeFusedDouble(): FunctionWriter {
  const w = new FunctionWriter(6);
  const locals = Array.from({ length: 12 }, () => w.local(f64)) as [number, ...number[]];
  const [highA, lowA, highB, lowB, product, rest, sum, lost, total, low, odd, scratch] =
    locals as unknown as readonly [
      ...[number, number, number, number, number, number],
      ...[number, number, number, number, number, number],
    ];
  const isZero = (local: number): void => {
    w.get(local);
    w.i64(0);
    w.op('f64.reinterpret_i64');
    w.op('f64.eq');
  };
  pushBeyond(w, A, BIAS - 250, BIAS + 250);
  pushBeyond(w, B, BIAS - 250, BIAS + 250);
  w.op('i32.or');
  pushBeyond(w, C, BIAS - 600, BIAS + 600);
  isZero(C);
  w.op('i32.eqz');
  w.op('i32.and');
  w.op('i32.or');
  w.get(READY);
  w.op('i64.eqz');
  w.op('i32.or');
  w.if(0);
  // A product that is zero changes at most the sign of a zero.
  isZero(A);
  isZero(B);
  w.op('i32.or');
  w.get(READY);
  w.op('i64.eqz');
  w.op('i32.eqz');
  w.op('i32.and');
  w.if();
  w.get(A);
  w.get(B);
  w.op('f64.mul');
  w.get(C);
  w.op('f64.add');
  w.set(total);
  w.get(total);
  w.op('i64.reinterpret_f64');
  w.i64(1);
  w.op('i64.shl');
  w.get(READY);
  w.op('i64.lt_u');
  w.if();
  w.get(total);
  w.op('return');
  w.end();
  w.end();
  returnExact(w, 'f64.load');
  w.end();
  for (const [value, high, rest] of [
    [A, highA, lowA],
    [B, highB, lowB],
  ] as const) {
    // Veltkamp's splitting: the upper 26 bits, and the rest.
    w.get(value);
    w.i64(2 ** 27 + 1);
    w.op('f64.convert_i64_s');
    w.op('f64.mul');
    w.tee(scratch);
    w.get(scratch);
    w.get(value);
    w.op('f64.sub');
    w.op('f64.sub');
    w.set(high);
    compute(w, rest, value, 'f64.sub', high);
  }
  compute(w, product, A, 'f64.mul', B);
  w.get(highA);
  w.get(highB);
  w.op('f64.mul');
  w.get(product);
  w.op('f64.sub');
  for (const [x, y] of [
    [highA, lowB],
    [lowA, highB],
    [lowA, lowB],
  ] as const) {
    w.get(x);
    w.get(y);
    w.op('f64.mul');
    w.op('f64.add');
  }
  w.set(rest);
  addExactly(w, { a: C, b: rest, sum, error: lost, scratch });
  addExactly(w, { a: product, b: sum, sum: total, error: low, scratch });
  addExactly(w, { a: lost, b: low, sum: odd, error: rest, scratch });
  roundToOdd(w, odd, rest);
  w.get(total);
  w.get(odd);
  w.op('f64.add');
  return w;
}

/** A product of singles is a double; the sum is rounded to odd, and then to a single. */
function writeFusedSingle(): FunctionWriter {
  const w = new FunctionWriter(6);
  const [product, addend, sum, error, scratch] = [
    w.local(f64),
    w.local(f64),
    w.local(f64),
    w.local(f64),
    w.local(f64),
  ];
  const result = w.local(f32);
  w.get(A);
  w.op('f64.promote_f32');
  w.get(B);
  w.op('f64.promote_f32');
  w.op('f64.mul');
  w.set(product);
  w.get(C);
  w.op('f64.promote_f32');
  w.set(addend);
  addExactly(w, { a: product, b: addend, sum, error, scratch });
  roundToOdd(w, sum, error);
  w.get(sum);
  w.op('f32.demote_f64');
  w.tee(result);
  // Small, infinite or not a number; a zero that the exact sum is, is none of these.
  w.op('i32.reinterpret_f32');
  w.i32(1);
  w.op('i32.shl');
  w.i32(LEAST.s);
  w.op('i32.sub');
  w.i32(Number(BigInt.asIntN(32, LIMIT.s)));
  w.op('i32.ge_u');
  w.get(sum);
  w.i64(0);
  w.op('f64.reinterpret_i64');
  w.op('f64.ne');
  w.op('i32.and');
  w.get(READY);
  w.op('i64.eqz');
  w.op('i32.or');
  w.if(0);
  returnExact(w, 'f32.load');
  w.end();
  w.get(result);
  return w;
}
