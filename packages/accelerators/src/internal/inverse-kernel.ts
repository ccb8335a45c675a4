import { FunctionWriter, VALUE_TYPE } from '@hart/wasm';
import { createKernel } from './kernel.ts';
import { putInteger, toInteger } from './words.ts';

/** Bits of a limb. Two products of limbs by 31-bit factors, and as many again, add up in 64 bits. */
const BITS = 30;
const MASK = 2 ** BITS - 1;

/** Leaves one number on Wasm's stack. */
type Expression = () => void;

/** Writes arithmetic on 64-bit numbers as expressions. */
function expressions(w: FunctionWriter) {
  const binary =
    (name: Parameters<FunctionWriter['op']>[0]) => (a: Expression, b: Expression) => () => {
      a();
      b();
      w.op(name);
    };
  const constant =
    (value: number): Expression =>
    () =>
      w.i64(value);
  const get =
    (local: number): Expression =>
    () =>
      w.get(local);
  const sub = binary('i64.sub');
  return {
    constant,
    get,
    sub,
    add: binary('i64.add'),
    mul: binary('i64.mul'),
    and: binary('i64.and'),
    or: binary('i64.or'),
    shl: binary('i64.shl'),
    shr: binary('i64.shr_s'),
    negate: (a: Expression) => sub(constant(0), a),
    set(local: number, value: Expression): void {
      value();
      w.set(local);
    },
  };
}

/** Limbs with a sign for numbers between ±2·2^(64·words): the top one is below 0 for negative numbers. */
function limbsOf(words: number): number {
  return Math.ceil((64 * words + 2) / BITS);
}

/**
 * The inverse of the number at address 0 modulo an odd prime below 2^(64 · words), to address 0; returns 0 if there is none.
 * Bernstein and Yang's division steps (https://eprint.iacr.org/2019/266) with the variable-time tricks of
 * Pieter Wuille's description (https://github.com/bitcoin-core/secp256k1/blob/master/doc/safegcd_implementation.md): thirty steps at
 * a time on the lowest limbs give a matrix, which is then applied to all limbs.
 */
function invertFunction(modulus: bigint, words: number): FunctionWriter {
  const w = new FunctionWriter(0);
  const { constant, get, add, sub, mul, and, or, shl, shr, negate, set } = expressions(w);
  const local = () => w.local(VALUE_TYPE.i64);
  const limbs = limbsOf(words);
  const top = limbs - 1;
  const array = () => Array.from({ length: limbs }, local);
  // f = d·x and g = e·x modulo the modulus at all times, where x is the number
  const [d, e, f, g] = [array(), array(), array(), array()] as const;
  const [u, v, q, r] = [local(), local(), local(), local()] as const;
  const [eta, left, low, other, factor, spare] = [
    local(),
    local(),
    local(),
    local(),
    local(),
    local(),
  ] as const;
  const [carry1, carry2, multiple1, multiple2] = [local(), local(), local(), local()] as const;
  const zero = w.local(VALUE_TYPE.i32);
  const modulusLimbs = Array.from({ length: limbs }, (_, n) =>
    Number((modulus >> BigInt(BITS * n)) & BigInt(MASK)),
  );
  /** 1/modulus modulo 2^30. */
  let inverse = 1n;
  for (let bits = 1; bits < BITS; bits *= 2) inverse *= 2n - modulus * inverse;
  const modulusInverse = Number(BigInt.asUintN(BITS, inverse));

  const word =
    (n: number): Expression =>
    () => {
      w.get(zero);
      w.memory('i64.load', 8 * n, 3);
    };
  const logicalShift =
    (a: Expression, bits: number): Expression =>
    () => {
      a();
      w.i64(bits);
      w.op('i64.shr_u');
    };

  for (let n = 0; n < limbs; n++) {
    const bit = BITS * n;
    const [index, offset] = [bit >> 6, bit & 63];
    let value: Expression = constant(0);
    if (index < words) value = logicalShift(word(index), offset);
    if (offset > 64 - BITS && index + 1 < words) {
      value = or(value, shl(word(index + 1), constant(64 - offset)));
    }
    set(g[n]!, and(value, constant(MASK)));
    set(f[n]!, constant(modulusLimbs[n]!));
  }
  set(e[0]!, constant(1));
  set(eta, constant(-1));

  const again = w.loop();
  set(low, get(f[0]!));
  set(other, get(g[0]!));
  set(u, constant(1));
  set(v, constant(0));
  set(q, constant(0));
  set(r, constant(1));
  set(left, constant(BITS));

  const done = w.block();
  const steps = w.loop();
  // as many steps at once as g has zeros at its end
  or(get(other), shl(constant(-1), get(left)))();
  w.op('i64.ctz');
  w.set(factor);
  set(other, shr(get(other), get(factor)));
  set(u, shl(get(u), get(factor)));
  set(v, shl(get(v), get(factor)));
  set(eta, sub(get(eta), get(factor)));
  set(left, sub(get(left), get(factor)));
  get(left)();
  w.op('i64.eqz');
  w.brIf(done);
  get(eta)();
  constant(0)();
  w.op('i64.lt_s');
  w.if();
  set(eta, negate(get(eta)));
  for (const [a, b] of [
    [low, other],
    [u, q],
    [v, r],
  ] as const) {
    set(spare, get(a));
    set(a, get(b));
    set(b, negate(get(spare)));
  }
  w.end();
  // a multiple of f that makes up to six bits of g zero, but not more than steps that have the same form
  set(spare, add(get(eta), constant(1)));
  get(spare)();
  get(left)();
  get(spare)();
  get(left)();
  w.op('i64.lt_s');
  w.op('select');
  w.set(spare);
  const inverted = mul(get(low), sub(mul(get(low), get(low)), constant(2)));
  const limit = and(sub(shl(constant(1), get(spare)), constant(1)), constant(63));
  set(factor, and(mul(get(other), inverted), limit));
  set(other, add(get(other), mul(get(low), get(factor))));
  set(q, add(get(q), mul(get(u), get(factor))));
  set(r, add(get(r), mul(get(v), get(factor))));
  w.br(steps);
  w.end();
  w.end();

  const row = (a: number, b: number, x: number, y: number) =>
    add(mul(get(a), get(x)), mul(get(b), get(y)));
  // d and e: with multiples of the modulus, so that the low limb is zero and the size stays
  const sign = (limb: number) => shr(get(limb), constant(63));
  set(multiple1, add(and(get(u), sign(d[top]!)), and(get(v), sign(e[top]!))));
  set(multiple2, add(and(get(q), sign(d[top]!)), and(get(r), sign(e[top]!))));
  for (let n = 0; n < limbs; n++) {
    const before1 = row(u, v, d[n]!, e[n]!);
    const before2 = row(q, r, d[n]!, e[n]!);
    if (n === 0) {
      set(carry1, before1);
      set(carry2, before2);
      for (const [multiple, carry] of [
        [multiple1, carry1],
        [multiple2, carry2],
      ] as const) {
        const wanted = add(mul(constant(modulusInverse), get(carry)), get(multiple));
        set(multiple, sub(get(multiple), and(wanted, constant(MASK))));
      }
    } else {
      set(carry1, add(get(carry1), before1));
      set(carry2, add(get(carry2), before2));
    }
    for (const [multiple, carry, target] of [
      [multiple1, carry1, d],
      [multiple2, carry2, e],
    ] as const) {
      if (modulusLimbs[n] !== 0) {
        set(carry, add(get(carry), mul(constant(modulusLimbs[n]!), get(multiple))));
      }
      if (n > 0) set(target[n - 1]!, and(get(carry), constant(MASK)));
      set(carry, shr(get(carry), constant(BITS)));
    }
  }
  set(d[top]!, get(carry1));
  set(e[top]!, get(carry2));

  // f and g: their low limbs are zero by themselves
  for (let n = 0; n < limbs; n++) {
    const [row1, row2] = [row(u, v, f[n]!, g[n]!), row(q, r, f[n]!, g[n]!)];
    set(carry1, n === 0 ? row1 : add(get(carry1), row1));
    set(carry2, n === 0 ? row2 : add(get(carry2), row2));
    if (n > 0) {
      set(f[n - 1]!, and(get(carry1), constant(MASK)));
      set(g[n - 1]!, and(get(carry2), constant(MASK)));
    }
    set(carry1, shr(get(carry1), constant(BITS)));
    set(carry2, shr(get(carry2), constant(BITS)));
  }
  set(f[top]!, get(carry1));
  set(g[top]!, get(carry2));

  g.map(get).reduce(or)();
  constant(0)();
  w.op('i64.ne');
  w.brIf(again);
  w.end();

  /** Brings the limbs of a number into order, which may be negated before. */
  const tidy = (number: readonly number[], value: (n: number) => Expression): void => {
    for (let n = 0; n < limbs; n++) {
      set(carry1, n === 0 ? value(n) : add(value(n), get(carry1)));
      set(number[n]!, n === top ? get(carry1) : and(get(carry1), constant(MASK)));
      set(carry1, shr(get(carry1), constant(BITS)));
    }
  };
  // f is the greatest common divisor, or its negative
  get(f[top]!)();
  constant(0)();
  w.op('i64.lt_s');
  w.if();
  tidy(f, (n) => negate(get(f[n]!)));
  tidy(d, (n) => negate(get(d[n]!)));
  w.end();
  // -2·modulus < d < 2·modulus, which has more bits than there is room for
  get(d[top]!)();
  constant(0)();
  w.op('i64.ge_s');
  w.if();
  tidy(d, (n) => sub(get(d[n]!), constant(modulusLimbs[n]!)));
  w.end();
  for (let turn = 0; turn < 2; turn++) {
    get(d[top]!)();
    constant(0)();
    w.op('i64.lt_s');
    w.if();
    tidy(d, (n) => add(get(d[n]!), constant(modulusLimbs[n]!)));
    w.end();
  }
  for (let n = 0; n < words; n++) {
    let value: Expression = constant(0);
    for (let limb = 0; limb < limbs; limb++) {
      const shift = BITS * limb - 64 * n;
      if (shift <= -BITS || shift >= 64) continue;
      const part = get(d[limb]!);
      value = or(value, shift >= 0 ? shl(part, constant(shift)) : logicalShift(part, -shift));
    }
    w.get(zero);
    value();
    w.memory('i64.store', 8 * n, 3);
  }
  [sub(get(f[0]!), constant(1)), ...f.slice(1).map(get)].reduce(or)();
  w.op('i64.eqz');
  return w;
}

/** Inverts modulo one odd prime; undefined for multiples of it. */
export function createInverter(prime: bigint): (value: bigint) => bigint | undefined {
  const words = Math.ceil(prime.toString(16).length / 16);
  const { bytes, call } = createKernel({
    invert: { parameters: 0, returns: true, body: invertFunction(prime, words) },
  });
  const memory = new BigUint64Array(bytes.buffer, 0, words);
  return (value) => {
    const rest = value % prime;
    putInteger(memory, 0, words, rest < 0n ? rest + prime : rest);
    if (call.invert() === 0) return undefined;
    return toInteger(memory, 0, words);
  };
}
