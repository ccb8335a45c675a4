import { type PairingCurve, twistFrobenius } from './pairing-curve.ts';

/** Pairs whose Miller loops share their squarings. */
const CHUNK = 16;

/**
 * Squarings in the cyclotomic subgroup that may follow each other: each adds twice what was there to products, so that
 * the multiples of the prime in it double.
 */
const MAX_SQUARINGS = 4;

/** Computes products of pairings, pair by pair. */
export interface Pairing {
  begin(): void;
  /** Where the next pair goes, affine. */
  next(): { p: number; q: number };
  /** The pair is there. */
  take(): void;
  /** Whether the product of the pairings of all taken pairs is 1. */
  isOne(): boolean;
}

/** What the two curves do differently. */
export interface PairingSteps {
  /** Digits of the Miller loop's scalar from the one below the top on. */
  loop: readonly number[];
  /** The scalar is negative. */
  isNegative: boolean;
  /** Two more additions of Frobenius images (BN). */
  hasFrobeniusSteps: boolean;
  /** x of the curve's family, absolute. */
  x: bigint;
  /** The last part of the final exponentiation. */
  hardPart(engine: PairingEngine): void;
}

/** Arithmetic in the cyclotomic subgroup of Fp12 for final exponentiations, on places that `places` gives. */
interface PairingEngine {
  f: number;
  place(n: number): number;
  copy(to: number, from: number): void;
  multiply(to: number, a: number, b: number): void;
  square(to: number, a: number): void;
  conjugate(to: number, a: number): void;
  /** a ^ (p ^ n) */
  frobenius(to: number, a: number, n: 1 | 2 | 3): void;
  /** a ^ |x| */
  powerOfX(to: number, a: number): void;
}

export function createPairing(curve: PairingCurve, steps: PairingSteps): Pairing {
  const { call, size, copy, reserve } = curve;
  const [f, product, line, scratch] = [reserve(12), reserve(12), reserve(6), reserve(12)];
  const places = Array.from({ length: 8 }, () => reserve(12));
  const pairs = Array.from({ length: CHUNK }, () => ({
    p: reserve(2),
    q: reserve(4),
    negative: reserve(4),
    t: reserve(6),
  }));
  const image = reserve(4);
  const setOne = (at: number): void => {
    for (let n = 0; n < 12; n++) curve.put(at + n * size, n === 0 ? 1n : 0n);
  };
  let count = 0;

  /** The Miller loops of all pairs so far into the product. */
  const flush = (): void => {
    if (count === 0) return;
    const used = pairs.slice(0, count);
    setOne(f);
    for (const { q, negative, t } of used) {
      copy(t, q, 4);
      copy(t + 4 * size, curve.one, 1);
      curve.put(t + 5 * size, 0n);
      copy(negative, q, 2);
      call.negate2(negative + 2 * size, q + 2 * size);
    }
    for (const [n, digit] of steps.loop.entries()) {
      if (n > 0) call.square12(f, f);
      for (const { p, q, negative, t } of used) {
        call.lineDouble(t, line);
        call.applyLine(f, line, p);
        if (digit === 0) continue;
        call.lineAdd(t, line, digit > 0 ? q : negative);
        call.applyLine(f, line, p);
      }
    }
    if (steps.isNegative) call.conjugate12(f, f);
    if (steps.hasFrobeniusSteps) {
      for (const { p, q, t } of used) {
        twistFrobenius(curve, image, q);
        call.lineAdd(t, line, image);
        call.applyLine(f, line, p);
        twistFrobenius(curve, image, image);
        call.negate2(image + 2 * size, image + 2 * size);
        call.lineAdd(t, line, image);
        call.applyLine(f, line, p);
      }
    }
    call.multiply12(product, product, f);
    count = 0;
  };

  const engine: PairingEngine = {
    f,
    place: (n) => places[n]!,
    copy: (to, from) => copy(to, from, 12),
    multiply: (to, a, b) => {
      call.multiply12(to, a, b);
    },
    square: (to, a) => {
      call.cyclotomicSquare12(to, a);
    },
    conjugate: (to, a) => {
      call.conjugate12(to, a);
    },
    frobenius(to, a, n) {
      for (let k = 0; k < 6; k++) {
        // w^k is coefficient k >> 1 of the part k & 1
        const offset = 2 * size * (3 * (k & 1) + (k >> 1));
        if (n % 2 === 1) call.conjugate2(to + offset, a + offset);
        else copy(to + offset, a + offset, 2);
        if (k === 0) continue;
        const gamma = curve.frobeniusPowers + 2 * size * (5 * (n - 1) + k - 1);
        call.multiply2(to + offset, to + offset, gamma);
      }
    },
    powerOfX(to, a) {
      copy(scratch, a, 12);
      copy(to, a, 12);
      let squarings = 0;
      for (const digit of steps.x.toString(2).slice(1)) {
        call.cyclotomicSquare12(to, to);
        squarings++;
        if (digit === '1') {
          call.multiply12(to, to, scratch);
          squarings = 0;
        } else if (squarings === MAX_SQUARINGS) {
          for (let n = 0; n < 12; n++) call.multiply(to + n * size, to + n * size, curve.one);
          squarings = 0;
        }
      }
    },
  };

  /** f^-1 from the norms to Fp6, Fp2 and Fp. */
  const invert12 = (to: number, a: number): void => {
    const [n6, t6, u6] = [places[5]!, places[6]!, places[7]!];
    // a · conjugate(a) = norm in Fp6
    call.conjugate12(t6, a);
    call.multiply12(n6, a, t6);
    // inverse in Fp6: Devegili and others, §3.2, with adjugates c
    const [a0, a1, a2] = [n6, n6 + 2 * size, n6 + 4 * size];
    const [c0, c1, c2] = [u6, u6 + 2 * size, u6 + 4 * size];
    const [s, t] = [u6 + 6 * size, u6 + 8 * size];
    call.square2(c0, a0);
    call.multiply2(s, a1, a2);
    call.xi2(s, s);
    call.subtract2(c0, c0, s);
    call.square2(c1, a2);
    call.xi2(c1, c1);
    call.multiply2(s, a0, a1);
    call.subtract2(c1, c1, s);
    call.square2(c2, a1);
    call.multiply2(s, a0, a2);
    call.subtract2(c2, c2, s);
    call.multiply2(s, a2, c1);
    call.multiply2(t, a1, c2);
    call.add2(s, s, t);
    call.xi2(s, s);
    call.multiply2(t, a0, c0);
    call.add2(s, s, t);
    // inverse in Fp2
    call.conjugate2(t, s);
    call.multiply2(s, s, t);
    curve.invert(s);
    call.scale2(t, t, s);
    for (const c of [c0, c1, c2]) call.multiply2(c, c, t);
    call.multiply6(to, t6, u6);
    call.multiply6(to + 6 * size, t6 + 6 * size, u6);
  };

  return {
    begin() {
      count = 0;
      setOne(product);
    },
    next: () => pairs[count]!,
    take() {
      count++;
      if (count === CHUNK) flush();
    },
    isOne() {
      flush();
      // f^(p^6 - 1), then ^(p^2 + 1)
      invert12(places[0]!, product);
      call.conjugate12(f, product);
      call.multiply12(f, f, places[0]!);
      engine.frobenius(places[0]!, f, 2);
      call.multiply12(f, f, places[0]!);
      steps.hardPart(engine);
      return curve.read(f) === 1n && curve.isZero(f + size, 11);
    },
  };
}
