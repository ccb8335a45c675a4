import { FunctionWriter, VALUE_TYPE } from '@hart/wasm';
import { type Field, LIMB_BITS } from './montgomery.ts';

/** Division steps at a time, and bits of a limb here: a batch's matrix has entries of so many bits. */
const BATCH = 30;
const MASK = 2 ** BATCH - 1;

/** Limbs of 30 bits for numbers between -2 and 2 times the prime. */
function limbCount({ prime }: Field): number {
  return Math.ceil((prime.toString(2).length + 2) / BATCH);
}

/** Bytes that {@link inverse} needs: four numbers. */
export function inverseBytes(field: Field): number {
  return 4 * 8 * limbCount(field);
}

/** Moves a number between memory's limbs and those of the inverse. */
export interface InverseNumbers {
  /** From a product, not negative, to what is inverted. */
  take(from: number): void;
  /** The inverse, which may be negative, as tidy limbs. */
  give(to: number): void;
}

export function inverseNumbers(field: Field, area: number, words: Int32Array): InverseNumbers {
  const count = limbCount(field);
  const [taken, given] = [(area + 8 * count) >> 2, (area + 16 * count) >> 2];
  /** Bits `from` on of limbs of `bits` bits; two limbs have enough of them. */
  const slice = (base: number, limbs: number, bits: number, from: number): number => {
    const limb = Math.floor(from / bits);
    const shift = from % bits;
    const low = words[base + 2 * Math.min(limb, limbs - 1)]!;
    if (limb >= limbs) return low >> 31;
    const high = limb + 1 < limbs ? words[base + 2 * limb + 2]! : low >> 31;
    return (low >> shift) | (high << (bits - shift));
  };
  return {
    take(from) {
      for (let n = 0; n < count; n++) {
        words[taken + 2 * n] = slice(from >> 2, field.limbs, LIMB_BITS, BATCH * n) & MASK;
        words[taken + 2 * n + 1] = 0;
      }
    },
    give(to) {
      for (let n = 0; n < field.limbs; n++) {
        const bits = slice(given, count, BATCH, LIMB_BITS * n);
        const limb = n < field.limbs - 1 ? bits & (2 ** LIMB_BITS - 1) : bits;
        words[(to >> 2) + 2 * n] = limb;
        words[(to >> 2) + 2 * n + 1] = limb >> 31;
      }
    },
  };
}

/**
 * The inverse of g modulo the prime to d (0 of 0), by Bernstein and Yang's division steps (ePrint 2019/266) in
 * batches, with variable time. At `area` follow f, g, d and e, each with limbs of 30 bits in words of 64, of
 * which the top one has the sign.
 */
export function inverse(field: Field, area: number): FunctionWriter {
  const { prime } = field;
  const count = limbCount(field);
  const primeLimbs = Array.from({ length: count }, (_, n) =>
    Number(BigInt.asUintN(BATCH, prime >> BigInt(BATCH * n))),
  );
  let inverseOfPrime = 1n;
  for (let bits = 1; bits < BATCH; bits *= 2) inverseOfPrime *= 2n - prime * inverseOfPrime;
  const primeInverse = Number(BigInt.asUintN(BATCH, inverseOfPrime));

  const w = new FunctionWriter(0);
  const zero = w.local(VALUE_TYPE.i32);
  const local = (): number => w.local(VALUE_TYPE.i64);
  const [u, v, q, r] = [local(), local(), local(), local()];
  const [f, g, eta, left, t, s] = [local(), local(), local(), local(), local(), local()];
  const [first, second, md, me] = [local(), local(), local(), local()];
  const [F, G, D, E] = [0, 1, 2, 3].map((n) => area + 8 * count * n) as [
    number,
    number,
    number,
    number,
  ];
  const load = (number: number, limb: number): void => {
    w.get(zero);
    w.memory('i64.load', number + 8 * limb, 3);
  };
  const store = (number: number, limb: number, value: () => void): void => {
    w.get(zero);
    value();
    w.memory('i64.store', number + 8 * limb, 3);
  };
  const assign = (to: number, value: number): void => {
    w.i64(value);
    w.set(to);
  };
  /** a · x + b · y, of limbs. */
  const combined = (a: number, x: () => void, b: number, y: () => void): void => {
    w.get(a);
    x();
    w.op('i64.mul');
    w.get(b);
    y();
    w.op('i64.mul');
    w.op('i64.add');
  };
  const shift = (value: number): void => {
    w.get(value);
    w.i64(BATCH);
    w.op('i64.shr_s');
    w.set(value);
  };
  const low = (value: number): void => {
    w.get(value);
    w.i64(MASK);
    w.op('i64.and');
  };

  for (const [n, limb] of primeLimbs.entries()) {
    store(F, n, () => w.i64(limb));
    store(D, n, () => w.i64(0));
    store(E, n, () => w.i64(n === 0 ? 1 : 0));
  }
  assign(eta, -1);
  const done = w.block();
  const again = w.loop();
  for (let n = 0; n < count; n++) {
    load(G, n);
    if (n > 0) w.op('i64.or');
  }
  w.op('i64.eqz');
  w.brIf(done);

  // A batch of steps on the low limbs; the matrix (u v, q r) says what they did, times 2^30.
  assign(u, 1);
  assign(v, 0);
  assign(q, 0);
  assign(r, 1);
  assign(left, BATCH);
  load(F, 0);
  w.set(f);
  load(G, 0);
  w.set(g);
  const stepped = w.block();
  const step = w.loop();
  // all even steps at once, no more than are left
  w.get(g);
  w.i64(-1);
  w.get(left);
  w.op('i64.shl');
  w.op('i64.or');
  w.op('i64.ctz');
  w.set(t);
  for (const [value, op] of [
    [g, 'i64.shr_s'],
    [u, 'i64.shl'],
    [v, 'i64.shl'],
    [eta, 'i64.sub'],
    [left, 'i64.sub'],
  ] as const) {
    w.get(value);
    w.get(t);
    w.op(op);
    w.set(value);
  }
  w.get(left);
  w.op('i64.eqz');
  w.brIf(stepped);
  w.get(eta);
  w.i64(0);
  w.op('i64.lt_s');
  w.if();
  w.i64(0);
  w.get(eta);
  w.op('i64.sub');
  w.set(eta);
  for (const [a, b] of [
    [f, g],
    [u, q],
    [v, r],
  ] as const) {
    w.i64(0);
    w.get(a);
    w.op('i64.sub');
    w.get(b);
    w.set(a);
    w.set(b);
  }
  w.end();
  // a multiple of f clears up to six low bits of g: f (f² - 2) = -1/f modulo 64
  w.get(eta);
  w.i64(1);
  w.op('i64.add');
  w.tee(t);
  w.get(left);
  w.get(t);
  w.get(left);
  w.op('i64.lt_s');
  w.op('select');
  w.set(t);
  w.get(f);
  w.get(g);
  w.op('i64.mul');
  w.get(f);
  w.get(f);
  w.op('i64.mul');
  w.i64(2);
  w.op('i64.sub');
  w.op('i64.mul');
  w.i64(63);
  w.op('i64.and');
  w.i64(-1);
  w.i64(64);
  w.get(t);
  w.op('i64.sub');
  w.op('i64.shr_u');
  w.op('i64.and');
  w.set(s);
  for (const [to, from] of [
    [g, f],
    [q, u],
    [r, v],
  ] as const) {
    w.get(to);
    w.get(from);
    w.get(s);
    w.op('i64.mul');
    w.op('i64.add');
    w.set(to);
  }
  w.br(step);
  w.end();
  w.end();

  // d and e: with multiples of the prime that make their low limbs zero; both stay between -2 and 1 times it
  for (const [multiple, a, b] of [
    [md, u, v],
    [me, q, r],
  ] as const) {
    for (const [n, [factor, number]] of (
      [
        [a, D],
        [b, E],
      ] as const
    ).entries()) {
      w.get(factor);
      load(number, count - 1);
      w.i64(63);
      w.op('i64.shr_s');
      w.op('i64.and');
      if (n > 0) w.op('i64.add');
    }
    w.set(multiple);
  }
  for (let n = 0; n < count; n++) {
    load(D, n);
    w.set(t);
    load(E, n);
    w.set(s);
    for (const [sum, multiple, a, b] of [
      [first, md, u, v],
      [second, me, q, r],
    ] as const) {
      combined(
        a,
        () => w.get(t),
        b,
        () => w.get(s),
      );
      if (n > 0) {
        w.get(sum);
        w.op('i64.add');
      }
      w.set(sum);
      if (n === 0) {
        w.get(multiple);
        w.i64(primeInverse);
        w.get(sum);
        w.op('i64.mul');
        w.get(multiple);
        w.op('i64.add');
        w.i64(MASK);
        w.op('i64.and');
        w.op('i64.sub');
        w.set(multiple);
      }
      w.get(sum);
      w.get(multiple);
      w.i64(primeLimbs[n]!);
      w.op('i64.mul');
      w.op('i64.add');
      w.set(sum);
    }
    if (n > 0) {
      store(D, n - 1, () => low(first));
      store(E, n - 1, () => low(second));
    }
    shift(first);
    shift(second);
  }
  store(D, count - 1, () => w.get(first));
  store(E, count - 1, () => w.get(second));

  // f and g: exact quotients by 2^30
  for (let n = 0; n < count; n++) {
    load(F, n);
    w.set(t);
    load(G, n);
    w.set(s);
    for (const [sum, a, b] of [
      [first, u, v],
      [second, q, r],
    ] as const) {
      combined(
        a,
        () => w.get(t),
        b,
        () => w.get(s),
      );
      if (n > 0) {
        w.get(sum);
        w.op('i64.add');
      }
      w.set(sum);
    }
    if (n > 0) {
      store(F, n - 1, () => low(first));
      store(G, n - 1, () => low(second));
    }
    shift(first);
    shift(second);
  }
  store(F, count - 1, () => w.get(first));
  store(G, count - 1, () => w.get(second));
  w.br(again);
  w.end();
  w.end();

  // f is 1 or -1 now, and d the inverse times it; limbs stay in range but for the sign
  load(F, count - 1);
  w.i64(63);
  w.op('i64.shr_s');
  w.set(s);
  assign(first, 0);
  for (let n = 0; n < count; n++) {
    load(D, n);
    w.get(s);
    w.op('i64.xor');
    w.get(s);
    w.op('i64.sub');
    w.get(first);
    w.op('i64.add');
    w.set(first);
    store(D, n, () => (n < count - 1 ? low(first) : w.get(first)));
    shift(first);
  }
  return w;
}
