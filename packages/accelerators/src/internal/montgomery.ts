import { FunctionWriter, VALUE_TYPE } from '@hart/wasm';

/** Bits of a limb. Nine limbs' products of 58 bits each add up in 64 bits with no carry in between. */
export const LIMB_BITS = 29;
const LIMB_MASK = 2 ** LIMB_BITS - 1;

/**
 * A prime field in Montgomery form for kernels: a number is `limbs` signed 64-bit words of 29 bits each,
 * least significant first, and stands for itself times 2^-(29 · limbs).
 *
 * Nothing is ever compared with the prime. A product of |a| and |b| below 5 p lies between -p and 2 p; its
 * limbs are below 2^29 and not negative, but for the top one, which has the sign. Sums and differences are
 * made limb by limb: those of two products can be multiplied again, larger ones are made tidy first
 * (|limb of a| · |limb of b| must stay below 2^59.5).
 */
export interface Field {
  prime: bigint;
  limbs: number;
  /** The prime in limbs between -2^28 and 2^28, of which primes such as 2^256 - 2^32 - 977 have few that are not 0. */
  primeLimbs: readonly number[];
  /** -prime^-1 modulo 2^29. */
  negativeInverse: number;
  /** Bytes of a number in the kernel's memory. */
  bytes: number;
}

/** `spareBits` more than the prime has, so that sums of several numbers need no reduction. */
export function createField(prime: bigint, spareBits = 5): Field {
  const limbs = Math.ceil((prime.toString(2).length + spareBits) / LIMB_BITS);
  const primeLimbs: number[] = [];
  let rest = prime;
  for (let n = 0; n < limbs; n++) {
    const low = Number(BigInt.asIntN(LIMB_BITS, rest));
    primeLimbs.push(low);
    rest = (rest - BigInt(low)) >> BigInt(LIMB_BITS);
  }
  let inverse = 1n;
  for (let bits = 1; bits < LIMB_BITS; bits *= 2) inverse *= 2n - prime * inverse;
  const negativeInverse = Number(BigInt.asUintN(LIMB_BITS, -inverse));
  return { prime, limbs, primeLimbs, negativeInverse, bytes: 8 * limbs };
}

/** `a · 2^(29 · limbs)` modulo the prime, how a number stands in memory. */
export function toMontgomery({ prime, limbs }: Field, value: bigint): bigint {
  return (value << BigInt(LIMB_BITS * limbs)) % prime;
}

/**
 * Product of the numbers at parameters 1 and 2 (with `square`, of parameter 1 with itself) to parameter 0, which
 * may be one of them: columns of the product from the lowest on, each with the multiple of the prime that
 * makes its low limb zero (Montgomery's reduction, finely integrated product scanning).
 */
export function multiply(field: Field, square = false): FunctionWriter {
  const { limbs, primeLimbs, negativeInverse } = field;
  const w = new FunctionWriter(square ? 2 : 3);
  const locals = (): number[] => Array.from({ length: limbs }, () => w.local(VALUE_TYPE.i64));
  const a = locals();
  const b = locals();
  const multiples = locals();
  const sum = w.local(VALUE_TYPE.i64);
  for (let n = 0; n < limbs; n++) {
    w.get(1);
    w.memory('i64.load', 8 * n, 3);
    w.set(a[n]!);
    if (square) {
      // for the products that come twice
      w.get(a[n]!);
      w.i64(1);
      w.op('i64.shl');
    } else {
      w.get(2);
      w.memory('i64.load', 8 * n, 3);
    }
    w.set(b[n]!);
  }
  /** Adds the multiple `n` of the prime's limb to what is on the stack. */
  const addMultiple = (n: number, limb: number): void => {
    if (limb === 0) return;
    const size = Math.abs(limb);
    w.get(multiples[n]!);
    if ((size & (size - 1)) !== 0) {
      w.i64(size);
      w.op('i64.mul');
    } else if (size > 1) {
      w.i64(Math.log2(size));
      w.op('i64.shl');
    }
    w.op(limb > 0 ? 'i64.add' : 'i64.sub');
  };
  for (let column = 0; column < 2 * limbs - 1; column++) {
    const first = Math.max(0, column - limbs + 1);
    const last = Math.min(column, limbs - 1);
    let terms = 0;
    for (let n = first; n <= last; n++) {
      const other = column - n;
      if (square && n > other) break;
      w.get(square && n === other ? a[n]! : b[n]!);
      w.get(a[other]!);
      w.op('i64.mul');
      if (terms++ > 0) w.op('i64.add');
    }
    // The carry comes last, so that columns do not wait for each other.
    w.get(sum);
    w.op('i64.add');
    for (let n = first; n <= last && n < column; n++) addMultiple(n, primeLimbs[column - n]!);
    w.set(sum);
    if (column < limbs) {
      w.get(sum);
      w.i64(negativeInverse);
      w.op('i64.mul');
      w.i64(LIMB_MASK);
      w.op('i64.and');
      w.set(multiples[column]!);
      w.get(sum);
      addMultiple(column, primeLimbs[0]!);
      w.set(sum);
    } else {
      w.get(0);
      w.get(sum);
      w.i64(LIMB_MASK);
      w.op('i64.and');
      w.memory('i64.store', 8 * (column - limbs), 3);
    }
    w.get(sum);
    w.i64(LIMB_BITS);
    w.op('i64.shr_s');
    w.set(sum);
  }
  w.get(0);
  w.get(sum);
  w.memory('i64.store', 8 * (limbs - 1), 3);
  return w;
}

/**
 * Whether the number at parameter 0, tidy, is a multiple of the prime from -2 to 2 times it: as good as zero for
 * a product and a difference of three.
 */
export function isZero({ prime, limbs }: Field): FunctionWriter {
  const w = new FunctionWriter(1);
  for (const [n, multiple] of [-2n, -1n, 0n, 1n, 2n].entries()) {
    for (let limb = 0; limb < limbs; limb++) {
      w.get(0);
      w.memory('i64.load', 8 * limb, 3);
      const rest = (multiple * prime) >> BigInt(LIMB_BITS * limb);
      w.i64(Number(limb === limbs - 1 ? rest : BigInt.asUintN(LIMB_BITS, rest)));
      w.op('i64.xor');
      if (limb > 0) w.op('i64.or');
    }
    w.op('i64.eqz');
    if (n > 0) w.op('i32.or');
  }
  return w;
}

/** Squares the number at parameter 0 in place, parameter 1 times (at least once). */
export function squareRepeatedly(squareFunction: number): FunctionWriter {
  const w = new FunctionWriter(2);
  const again = w.loop();
  w.get(0);
  w.get(0);
  w.call(squareFunction);
  w.get(1);
  w.i32(-1);
  w.op('i32.add');
  w.tee(1);
  w.brIf(again);
  w.end();
  return w;
}

/** A number in memory: at an offset from an address in a local, or from 0. */
export interface Place {
  base?: number;
  offset: number;
}

/** Puts the address of a place on the stack. */
export function pushAddress(w: FunctionWriter, { base, offset }: Place): void {
  if (base === undefined) {
    w.i32(offset);
    return;
  }
  w.get(base);
  if (offset === 0) return;
  w.i32(offset);
  w.op('i32.add');
}

/** Writes the parts of formulas on numbers in memory. */
export interface Formula {
  product(out: Place, a: Place, b: Place): void;
  square(out: Place, a: Place): void;
  /** The sum of numbers times small factors; with `tidy`, limbs are below 2^29 afterwards. */
  sum(out: Place, terms: readonly (readonly [factor: number, Place])[], tidy?: 'tidy'): void;
  /** A number whose double is `a` modulo the prime. `a` is tidy; the limbs of its half are below 1.25 · 2^29. */
  half(out: Place, a: Place): void;
}

export function formulaWriter(
  w: FunctionWriter,
  { limbs, primeLimbs }: Field,
  functions: { multiply: number; square: number },
): Formula {
  const carry = w.local(VALUE_TYPE.i64);
  const odd = w.local(VALUE_TYPE.i64);
  const address = (place: Place): void => pushAddress(w, place);
  const at = ({ base }: Place): void => {
    if (base === undefined) w.i32(0);
    else w.get(base);
  };
  const load = (place: Place, limb: number): void => {
    at(place);
    w.memory('i64.load', place.offset + 8 * limb, 3);
  };
  const store = (place: Place, limb: number, value: () => void): void => {
    at(place);
    value();
    w.memory('i64.store', place.offset + 8 * limb, 3);
  };
  return {
    product(out, a, b) {
      address(out);
      address(a);
      address(b);
      w.call(functions.multiply);
    },
    square(out, a) {
      address(out);
      address(a);
      w.call(functions.square);
    },
    sum(out, terms, tidy) {
      for (let limb = 0; limb < limbs; limb++) {
        const value = (): void => {
          for (const [n, [factor, place]] of terms.entries()) {
            if (n === 0 && factor < 0) w.i64(0);
            load(place, limb);
            if (Math.abs(factor) > 1) {
              w.i64(Math.abs(factor));
              w.op('i64.mul');
            }
            if (factor < 0) w.op('i64.sub');
            else if (n > 0) w.op('i64.add');
          }
        };
        if (tidy === undefined) {
          store(out, limb, value);
          continue;
        }
        value();
        if (limb > 0) {
          w.get(carry);
          w.op('i64.add');
        }
        w.set(carry);
        store(out, limb, () => {
          w.get(carry);
          if (limb === limbs - 1) return;
          w.i64(LIMB_MASK);
          w.op('i64.and');
        });
        w.get(carry);
        w.i64(LIMB_BITS);
        w.op('i64.shr_s');
        w.set(carry);
      }
    },
    half(out, a) {
      // all ones if the number is odd: then the prime makes it even
      w.i64(0);
      load(a, 0);
      w.i64(1);
      w.op('i64.and');
      w.op('i64.sub');
      w.set(odd);
      const even = (limb: number): void => {
        load(a, limb);
        if (primeLimbs[limb] === 0) return;
        w.get(odd);
        w.i64(primeLimbs[limb]!);
        w.op('i64.and');
        w.op('i64.add');
      };
      even(0);
      w.set(carry);
      for (let limb = 0; limb < limbs; limb++) {
        store(out, limb, () => {
          w.get(carry);
          w.i64(1);
          w.op('i64.shr_s');
          if (limb === limbs - 1) return;
          even(limb + 1);
          w.tee(carry);
          w.i64(1);
          w.op('i64.and');
          w.i64(LIMB_BITS - 1);
          w.op('i64.shl');
          w.op('i64.add');
        });
      }
    },
  };
}
