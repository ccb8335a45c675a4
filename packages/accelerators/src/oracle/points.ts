import { bls12_381 } from '@noble/curves/bls12-381.js';
import { bn254 } from '@noble/curves/bn254.js';
import { bigEndian, isZero, putBigEndian } from '../internal/bytes.ts';
import type { Random } from './random.ts';

/** What is used of noble's points; both curves and both groups have it. */
export interface Point<Coordinate> {
  is0(): boolean;
  toAffine(): { x: Coordinate; y: Coordinate };
  toBytes(): Uint8Array;
  add(other: this): this;
  double(): this;
  negate(): this;
  multiplyUnsafe(scalar: bigint): this;
  isTorsionFree(): boolean;
  assertValidity(): void;
  equals(other: this): boolean;
}

/** Points of a group of noble's as bytes of the accelerators' interface. */
export interface Encoding<P> {
  bytes: number;
  order: bigint;
  base: P;
  zero: P;
  /** Undefined if the bytes are no point of the curve; the subgroup is not looked at. */
  read(bytes: Uint8Array): P | undefined;
  write(point: P): Uint8Array;
  /** A point of the curve, mostly of the subgroup, now and then infinity or bytes that are no point. */
  sample(random: Random): Uint8Array;
  /** A point of the subgroup that is not infinity. */
  member(random: Random): P;
}

interface Coordinates<Coordinate> {
  bytes: number;
  read(bytes: Uint8Array): Coordinate | undefined;
  write(value: Coordinate): Uint8Array;
  /** A point with x, wherever it lies; undefined if there is none. */
  lift(x: Coordinate): { x: Coordinate; y: Coordinate } | undefined;
}

function createEncoding<Coordinate, P extends Point<Coordinate>>(
  group: { BASE: P; ZERO: P; fromAffine(point: { x: Coordinate; y: Coordinate }): P },
  order: bigint,
  { bytes, read, write, lift }: Coordinates<Coordinate>,
): Encoding<P> {
  const encode = (point: P): Uint8Array => {
    const out = new Uint8Array(2 * bytes);
    if (point.is0()) return out;
    const { x, y } = point.toAffine();
    out.set(write(x));
    out.set(write(y), bytes);
    return out;
  };
  const member = (random: Random): P => {
    const scalar = random.oneIn(3) ? BigInt(1 + random.below(8)) : random.number(64) + 1n;
    const point = group.BASE.multiplyUnsafe(scalar);
    return random.oneIn(2) ? point : point.negate();
  };
  return {
    bytes: 2 * bytes,
    order,
    base: group.BASE,
    zero: group.ZERO,
    member,
    read(from) {
      if (isZero(from)) return group.ZERO;
      const x = read(from.subarray(0, bytes));
      const y = read(from.subarray(bytes));
      if (x === undefined || y === undefined) return undefined;
      let point: P | undefined;
      try {
        // refuses 0 as a coordinate, which no point has
        point = group.fromAffine({ x, y });
        point.assertValidity();
      } catch {
        // noble also refuses what is not in the subgroup
        const lifted = lift(x);
        if (point === undefined || lifted === undefined) return undefined;
        const found = group.fromAffine(lifted);
        if (!found.equals(point) && !found.negate().equals(point)) return undefined;
      }
      return point;
    },
    write: encode,
    sample(random) {
      switch (random.below(12)) {
        case 0:
          return new Uint8Array(2 * bytes);
        case 1: {
          // on the curve, most likely not in the subgroup
          for (;;) {
            const x = read(
              random
                .bytes(bytes)
                .fill(0, 0, 1)
                .fill(0, bytes / 2, bytes / 2 + 1),
            );
            const point = x === undefined ? undefined : lift(x);
            if (point !== undefined) return encode(group.fromAffine(point));
          }
        }
        case 2: {
          const wrong = encode(member(random));
          wrong[random.below(wrong.length)]! ^= 1 << random.below(8);
          return wrong;
        }
        case 3:
          return random.oddBytes(2 * bytes);
        default:
          return encode(member(random));
      }
    },
  };
}

function prime(
  p: bigint,
  bytes: number,
  b: bigint,
  sqrt: (value: bigint) => bigint,
): Coordinates<bigint> {
  return {
    bytes,
    read(from) {
      const value = bigEndian(from);
      return value < p ? value : undefined;
    },
    write(value) {
      const out = new Uint8Array(bytes);
      putBigEndian(out, value);
      return out;
    },
    lift(x) {
      try {
        return { x, y: sqrt((x * x * x + b) % p) };
      } catch {
        return undefined;
      }
    },
  };
}

interface Fp2 {
  c0: bigint;
  c1: bigint;
}

function quadratic(
  part: Coordinates<bigint>,
  firstPart: 'real' | 'imaginary',
  field: { add(a: Fp2, b: Fp2): Fp2; mul(a: Fp2, b: Fp2): Fp2; sqrt(a: Fp2): Fp2 },
  b: Fp2,
): Coordinates<Fp2> {
  const { bytes } = part;
  return {
    bytes: 2 * bytes,
    read(from) {
      const first = part.read(from.subarray(0, bytes));
      const second = part.read(from.subarray(bytes));
      if (first === undefined || second === undefined) return undefined;
      return firstPart === 'real' ? { c0: first, c1: second } : { c0: second, c1: first };
    },
    write({ c0, c1 }) {
      const out = new Uint8Array(2 * bytes);
      out.set(part.write(firstPart === 'real' ? c0 : c1));
      out.set(part.write(firstPart === 'real' ? c1 : c0), bytes);
      return out;
    },
    lift(x) {
      try {
        return { x, y: field.sqrt(field.add(field.mul(field.mul(x, x), x), b)) };
      } catch {
        return undefined;
      }
    },
  };
}

const bnFields = bn254.fields;
const bnPrime = prime(bnFields.Fp.ORDER, 32, 3n, (value) => bnFields.Fp.sqrt(value));
const bnTwistB = bnFields.Fp2.div({ c0: 3n, c1: 0n }, { c0: 9n, c1: 1n });
export const BN_G1 = createEncoding(bn254.G1.Point, bnFields.Fr.ORDER, bnPrime);
export const BN_G2 = createEncoding(
  bn254.G2.Point,
  bnFields.Fr.ORDER,
  quadratic(bnPrime, 'imaginary', bnFields.Fp2, bnTwistB),
);

const blsFields = bls12_381.fields;
const blsPrime = prime(blsFields.Fp.ORDER, 48, 4n, (value) => blsFields.Fp.sqrt(value));
export const BLS_G1 = createEncoding(bls12_381.G1.Point, blsFields.Fr.ORDER, blsPrime);
export const BLS_G2 = createEncoding(
  bls12_381.G2.Point,
  blsFields.Fr.ORDER,
  quadratic(blsPrime, 'real', blsFields.Fp2, { c0: 4n, c1: 4n }),
);
