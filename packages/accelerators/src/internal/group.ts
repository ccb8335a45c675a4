import { bigEndian, isZero } from './bytes.ts';
import { lazily } from './kernel.ts';
import type { PairingCurve } from './pairing-curve.ts';
import { recode } from './recode.ts';

/** Digits of scalars have so many bits: a point's table holds its odd multiples up to 15. */
const WINDOW = 5;
const ENTRIES = 2 ** (WINDOW - 2);
/** Points whose multiples are added up together. */
const CHUNK = 32;
const SCALAR_BYTES = 32;

/** A sum under way: Jacobian coordinates at an address, or the point at infinity. */
export interface Accumulator {
  at: number;
  infinite: boolean;
}

/** One of the two groups of a pairing curve: `degree` 1 has coordinates in Fp, 2 in Fp2. */
export interface Group {
  /** Numbers of an affine point. */
  numbers: number;
  pointBytes: number;
  accumulator(): Accumulator;
  /** Reads an affine point; `undefined` if it is none of the curve's. All zero is infinity. */
  read(at: number, bytes: Uint8Array): 'point' | 'infinity' | undefined;
  /** Writes a sum as bytes. */
  write(bytes: Uint8Array, sum: Accumulator): void;
  double(sum: Accumulator): void;
  /** Adds the affine point at an address, whatever the two are. */
  add(sum: Accumulator, point: number): void;
  isInfinite(sum: Accumulator): boolean;
  /** The affine coordinates of a sum that is not infinite. */
  toAffine(at: number, sum: Accumulator): void;
  /** -point, affine. */
  negate(to: number, point: number): void;
  /** scalar · point to a sum, bit by bit: for any point of the curve. */
  multiply(sum: Accumulator, scalar: bigint, point: number): void;
  /**
   * Adds up multiples of points of the subgroup: pairs of bytes, a point and a number of 256 bits. False, with the sum
   * undefined, if a point is not on the curve or `isMember` says no.
   */
  weightedSum(sum: Accumulator, pairs: Uint8Array, isMember?: (point: number) => boolean): boolean;
}

export function createGroup(curve: PairingCurve, degree: 1 | 2): Group {
  const { call, size, coordinateBytes, r, copy } = curve;
  const width = degree * size;
  const numbers = 2 * degree;
  const pointBytes = numbers * coordinateBytes;
  const [multiply, square, negate, subtract] =
    degree === 1
      ? [call.multiply, call.square, call.negate1, call.subtract1]
      : [call.multiply2, call.square2, call.negate2, call.subtract2];
  const [double, add] =
    degree === 1 ? [call.double1, call.addPoint1] : [call.double2, call.addPoint2];
  const [s, t] = [curve.reserve(degree), curve.reserve(degree)];
  const one = curve.reserve(degree);
  copy(one, curve.one, 1);
  if (degree === 2) curve.put(one + size, 0n);

  /** Bytes of a coordinate's parts, in the order of memory. */
  const part = (bytes: Uint8Array, n: number): Uint8Array => {
    const swapped = degree === 2 && curve.firstPart === 'imaginary' ? n ^ 1 : n;
    return bytes.subarray(swapped * coordinateBytes, (swapped + 1) * coordinateBytes);
  };
  const invert = (at: number): void => {
    if (degree === 1) {
      curve.invert(at);
      return;
    }
    call.conjugate2(t, at);
    call.multiply2(at, at, t);
    curve.invert(at);
    call.scale2(t, t, at);
    copy(at, t, 2);
  };
  const isOnCurve = (at: number): boolean => {
    square(s, at);
    multiply(s, s, at);
    square(t, at + width);
    subtract(t, t, s);
    subtract(t, t, degree === 1 ? curve.b1 : curve.b2);
    return curve.isZero(t, degree);
  };

  const accumulator = (): Accumulator => ({ at: curve.reserve(3 * degree), infinite: true });
  const start = (sum: Accumulator, x: number, y: number): void => {
    copy(sum.at, x, degree);
    copy(sum.at + width, y, degree);
    copy(sum.at + 2 * width, one, degree);
    sum.infinite = false;
  };
  const addPoint = (sum: Accumulator, x: number, y: number): void => {
    if (sum.infinite) {
      start(sum, x, y);
      return;
    }
    if (add(sum.at, sum.at, x, y) === 0) return;
    const z = sum.at + 2 * width;
    if (curve.isZero(z, degree)) {
      start(sum, x, y);
      return;
    }
    // the same x: is it the same y?
    square(s, z);
    multiply(s, s, z);
    multiply(s, s, y);
    for (let n = 0; n < degree; n++) {
      if (curve.read(s + n * size) === curve.read(sum.at + width + n * size)) continue;
      sum.infinite = true;
      return;
    }
    double(sum.at, sum.at);
  };
  const isInfinite = (sum: Accumulator): boolean =>
    sum.infinite || curve.isZero(sum.at + 2 * width, degree);
  const toAffine = (at: number, sum: Accumulator): void => {
    copy(s, sum.at + 2 * width, degree);
    invert(s);
    square(t, s);
    multiply(at, sum.at, t);
    multiply(t, t, s);
    multiply(at + width, sum.at + width, t);
  };
  const affine = curve.reserve(numbers);

  const scratch = lazily(() => ({
    /** Entries of a table: Jacobian coordinates at first, then x, y and -y. */
    table: curve.reserve(3 * degree * ENTRIES * CHUNK),
    products: curve.reserve(degree * ENTRIES * CHUNK),
    twice: curve.reserve(3 * degree),
    point: curve.reserve(3 * degree),
    inverse: curve.reserve(degree),
    digits: Array.from({ length: CHUNK }, () => new Int16Array(8 * SCALAR_BYTES + 2)),
  }));

  /** Odd multiples of the affine point at `point` to a table, Jacobian. */
  const buildTable = (table: number): void => {
    const { twice, point } = scratch();
    copy(point + 2 * width, one, degree);
    double(twice, point);
    // On the isomorphic curve on which twice the point has z = 1, additions are mixed ones.
    const z = twice + 2 * width;
    square(s, z);
    multiply(table, point, s);
    multiply(s, s, z);
    multiply(table + width, point + width, s);
    copy(table + 2 * width, one, degree);
    for (let n = 1; n < ENTRIES; n++) {
      const at = table + 3 * n * width;
      add(at, at - 3 * width, twice, twice + width);
    }
    for (let n = 0; n < ENTRIES; n++) {
      const at = table + (3 * n + 2) * width;
      multiply(at, at, z);
    }
  };
  /** Makes `count` entries affine, with all z inverted together (Montgomery's trick). */
  const normalise = (count: number): void => {
    const { table, products, inverse } = scratch();
    const z = (n: number): number => table + (3 * n + 2) * width;
    copy(products, z(0), degree);
    for (let n = 1; n < count; n++) {
      multiply(products + n * width, products + (n - 1) * width, z(n));
    }
    copy(inverse, products + (count - 1) * width, degree);
    invert(inverse);
    for (let n = count - 1; n >= 0; n--) {
      const at = table + 3 * n * width;
      if (n > 0) multiply(s, inverse, products + (n - 1) * width);
      else copy(s, inverse, degree);
      multiply(inverse, inverse, z(n));
      square(t, s);
      multiply(at, at, t);
      multiply(t, t, s);
      multiply(at + width, at + width, t);
      negate(at + 2 * width, at + width);
    }
  };
  const addChunk = (sum: Accumulator, count: number): void => {
    const { table, digits } = scratch();
    for (let bit = digits[0]!.length - 1; bit >= 0; bit--) {
      if (!sum.infinite) double(sum.at, sum.at);
      for (let n = 0; n < count; n++) {
        const digit = digits[n]![bit]!;
        if (digit === 0) continue;
        const at = table + 3 * width * (n * ENTRIES + ((Math.abs(digit) - 1) >> 1));
        addPoint(sum, at, at + (digit > 0 ? width : 2 * width));
      }
    }
  };
  const chunkSum = lazily(accumulator);

  return {
    numbers,
    pointBytes,
    accumulator,
    read(at, bytes) {
      if (isZero(bytes)) return 'infinity';
      for (let coordinate = 0; coordinate < 2; coordinate++) {
        const from = bytes.subarray(coordinate * degree * coordinateBytes);
        for (let n = 0; n < degree; n++) {
          const to = at + coordinate * width + n * size;
          if (!curve.fromBytes(to, part(from, n))) return undefined;
        }
      }
      return isOnCurve(at) ? 'point' : undefined;
    },
    write(bytes, sum) {
      if (isInfinite(sum)) {
        bytes.fill(0, 0, pointBytes);
        return;
      }
      toAffine(affine, sum);
      for (let coordinate = 0; coordinate < 2; coordinate++) {
        const to = bytes.subarray(coordinate * degree * coordinateBytes);
        for (let n = 0; n < degree; n++) {
          curve.toBytes(part(to, n), affine + coordinate * width + n * size);
        }
      }
    },
    double(sum) {
      if (!sum.infinite) double(sum.at, sum.at);
    },
    add(sum, point) {
      addPoint(sum, point, point + width);
    },
    isInfinite,
    toAffine,
    negate(to, point) {
      copy(to, point, degree);
      negate(to + width, point + width);
    },
    multiply(sum, scalar, point) {
      sum.infinite = true;
      for (const digit of scalar.toString(2)) {
        if (!sum.infinite) double(sum.at, sum.at);
        if (digit === '1') addPoint(sum, point, point + width);
      }
    },
    weightedSum(sum, pairs, isMember = () => true) {
      const { table, point, digits } = scratch();
      const unit = pointBytes + SCALAR_BYTES;
      sum.infinite = true;
      for (let from = 0; from < pairs.length; ) {
        let count = 0;
        for (; from < pairs.length && count < CHUNK; from += unit) {
          const kind = this.read(point, pairs.subarray(from, from + pointBytes));
          if (kind === undefined) return false;
          if (kind === 'infinity') continue;
          if (!isMember(point)) return false;
          const scalar = bigEndian(pairs.subarray(from + pointBytes, from + unit));
          recode(digits[count]!, scalar % r, WINDOW);
          buildTable(table + 3 * width * ENTRIES * count++);
        }
        if (count === 0) continue;
        normalise(count * ENTRIES);
        const part = chunkSum();
        part.infinite = true;
        addChunk(part, count);
        if (isInfinite(part)) continue;
        toAffine(point, part);
        addPoint(sum, point, point + width);
      }
      return true;
    },
  };
}
