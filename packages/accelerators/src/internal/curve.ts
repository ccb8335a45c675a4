import { createCurveKernel, layout } from './curve-kernel.ts';
import { inverseNumbers } from './inverse.ts';
import { createField, type Field, LIMB_BITS, toMontgomery } from './montgomery.ts';
import { POWER_WINDOW, type Power } from './power.ts';
import { recode } from './recode.ts';

/** A curve y² = x³ + a x + b of prime order, SEC 2. */
export interface CurveParameters {
  p: bigint;
  a: 0 | -3;
  b: bigint;
  n: bigint;
  generator: Affine;
  /** An endomorphism (x, y) -> (beta x, y) that multiplies by lambda, and how scalars are split for it. */
  endomorphism?: {
    beta: bigint;
    /** k1 and k2 of about half the length with k1 + lambda k2 = k modulo n. */
    split(scalar: bigint): [bigint, bigint];
  };
}

export interface Affine {
  x: bigint;
  y: bigint;
}

/** Arithmetic with the kernel of a curve. */
export interface Curve extends CurveParameters {
  /** u G + v P; undefined for the point at infinity. All of u and v below n, P on the curve. */
  sum(u: bigint, v: bigint, point: Affine): Affine | undefined;
  /** value ^ -1 modulo n. */
  invertScalar(value: bigint): bigint;
  /** value ^ exponent modulo p. */
  power(value: bigint, exponent: Power): bigint;
}

/** Digits of the generator's scalars have so many bits, those of others the second number. */
const GENERATOR_WINDOW = 9;
const WINDOW = 5;
export function createCurve(parameters: CurveParameters): Curve {
  const { p, a, n, generator, endomorphism } = parameters;
  const field = createField(p);
  const order = createField(n);
  const size = field.bytes;
  const scalarBits = endomorphism === undefined ? n.toString(2).length : n.toString(2).length / 2;
  const generatorEntries = 2 ** (GENERATOR_WINDOW - 2);
  const entries = 2 ** (WINDOW - 2);

  const areas = layout(field, order);
  let { free } = areas;
  const place = (numbers: number): number => {
    free += numbers * size;
    return free - numbers * size;
  };
  const [one, toField, fromField, toOrder, beta] = [
    place(1),
    place(1),
    place(1),
    place(1),
    place(1),
  ];
  const [number, scratch, twice, accumulator] = [place(1), place(1), place(3), place(3)];
  const powers = place(2 ** (POWER_WINDOW - 1));
  // A table has x, y and -y of odd multiples; other x are those of the endomorphism.
  const table = place(3 * entries);
  const otherX = place(entries);
  const generatorTables = [place(3 * generatorEntries)];
  if (endomorphism !== undefined) generatorTables.push(place(3 * generatorEntries));
  const jacobian = place(3 * generatorEntries);
  const products = place(generatorEntries);

  const { bytes, call } = createCurveKernel(field, a, order, Math.ceil(free / 65_536));
  const words = new Int32Array(bytes.buffer);
  const copy = (to: number, from: number, numbers = 1): void => {
    bytes.copyWithin(to, from, from + numbers * size);
  };

  /** Writes limbs as they are. */
  const put = (at: number, value: bigint): void => {
    let rest = value;
    for (let word = at >> 2; word < (at + size) >> 2; word += 2) {
      words[word] = Number(BigInt.asUintN(LIMB_BITS, rest));
      words[word + 1] = 0;
      rest >>= BigInt(LIMB_BITS);
    }
  };
  /** Reads what a product has left: not negative because a factor was small. */
  const get = (at: number, { prime, limbs }: Field): bigint => {
    let value = 0n;
    for (let limb = limbs - 1; limb >= 0; limb--) {
      value = (value << BigInt(LIMB_BITS)) | BigInt(words[(at >> 2) + 2 * limb]!);
    }
    return value % prime;
  };
  const load = (at: number, value: bigint): void => {
    put(at, value);
    call.multiply(at, at, toField);
  };
  const read = (at: number): bigint => {
    call.multiply(scratch, at, fromField);
    return get(scratch, field);
  };

  /** number ^ exponent in place. */
  const raise = (steps: Power): void => {
    call.square(scratch, number);
    copy(powers, number);
    for (let odd = 3; odd < 2 ** POWER_WINDOW; odd += 2) {
      const at = powers + (odd >> 1) * size;
      call.multiply(at, at - size, scratch);
    }
    for (const [step, { squarings, odd }] of steps.entries()) {
      if (step === 0) {
        copy(number, powers + (odd >> 1) * size);
        continue;
      }
      call.squareRepeatedly(number, squarings);
      if (odd > 0) call.multiply(number, number, powers + (odd >> 1) * size);
    }
  };
  const inverses = inverseNumbers(field, areas.prime, words);
  const orderInverses = inverseNumbers(order, areas.order, words);
  /** number ^ -1 in place. */
  const invert = (): void => {
    call.multiply(scratch, number, fromField);
    inverses.take(scratch);
    call.invert();
    inverses.give(number);
    call.multiply(number, number, toField);
  };

  /** The affine coordinates of `accumulator` in place. */
  const makeAffine = (): void => {
    copy(number, accumulator + 2 * size);
    invert();
    call.square(twice, number);
    call.multiply(accumulator, accumulator, twice);
    call.multiply(twice, twice, number);
    call.multiply(accumulator + size, accumulator + size, twice);
  };

  /** Odd multiples 1, 3, 5, … of the point at `accumulator` (affine) to a table. */
  const buildTable = (to: number, count: number): void => {
    const [x, y] = [accumulator, accumulator + size];
    copy(x + 2 * size, one);
    call.double(twice, accumulator);
    // On the isomorphic curve on which twice the point has z = 1, additions are mixed ones.
    call.square(scratch, twice + 2 * size);
    call.multiply(jacobian, x, scratch);
    call.multiply(scratch, scratch, twice + 2 * size);
    call.multiply(jacobian + size, y, scratch);
    copy(jacobian + 2 * size, one);
    for (let n = 1; n < count; n++) {
      const at = jacobian + 3 * n * size;
      call.add(at, at - 3 * size, twice, twice + size);
    }
    // All z are inverted together (Montgomery's trick).
    const z = (n: number): number => jacobian + (3 * n + 2) * size;
    for (let n = 0; n < count; n++) call.multiply(z(n), z(n), twice + 2 * size);
    copy(products, z(0));
    for (let n = 1; n < count; n++) {
      call.multiply(products + n * size, products + (n - 1) * size, z(n));
    }
    copy(number, products + (count - 1) * size);
    invert();
    for (let n = count - 1; n >= 0; n--) {
      const [from, at] = [jacobian + 3 * n * size, to + 3 * n * size];
      if (n > 0) call.multiply(scratch, number, products + (n - 1) * size);
      else copy(scratch, number);
      call.multiply(number, number, z(n));
      call.square(twice, scratch);
      call.multiply(at, from, twice);
      call.multiply(twice, twice, scratch);
      call.multiply(at + size, from + size, twice);
      for (let word = 0; word < size >> 2; word += 2) {
        const [y, negative] = [(at + size) >> 2, (at + 2 * size) >> 2];
        const limb = -words[y + word]!;
        words[negative + word] = limb;
        words[negative + word + 1] = limb >> 31;
      }
    }
  };

  put(fromField, 1n);
  put(one, toMontgomery(field, 1n));
  put(toField, toMontgomery(field, toMontgomery(field, 1n)));
  put(toOrder, toMontgomery(order, toMontgomery(order, 1n)));
  if (endomorphism !== undefined) put(beta, toMontgomery(field, endomorphism.beta));
  load(accumulator, generator.x);
  load(accumulator + size, generator.y);
  for (const [n, at] of generatorTables.entries()) {
    if (n > 0) {
      for (let bit = 0; bit < scalarBits; bit++) call.double(accumulator, accumulator);
      makeAffine();
    }
    buildTable(at, generatorEntries);
  }

  const streams = generatorTables.map((at) => ({
    digits: new Int16Array(scalarBits + 2),
    entry: (digit: number): number => at + 3 * size * ((Math.abs(digit) - 1) >> 1),
    x: (digit: number): number => at + 3 * size * ((Math.abs(digit) - 1) >> 1),
  }));
  const tableEntry = (digit: number): number => table + 3 * size * ((Math.abs(digit) - 1) >> 1);
  streams.push({ digits: new Int16Array(scalarBits + 2), entry: tableEntry, x: tableEntry });
  if (endomorphism !== undefined) {
    streams.push({
      digits: new Int16Array(scalarBits + 2),
      entry: tableEntry,
      x: (digit) => otherX + size * ((Math.abs(digit) - 1) >> 1),
    });
  }

  /** Adds an affine point to `accumulator`; false if that gives the point at infinity. */
  const addPoint = (x: number, y: number): boolean => {
    if (call.add(accumulator, accumulator, x, y) === 0) return true;
    // the same x: is it the same y?
    const z = accumulator + 2 * size;
    call.square(number, z);
    call.multiply(number, number, z);
    call.multiply(number, number, y);
    if (read(number) !== read(accumulator + size)) return false;
    call.double(accumulator, accumulator);
    return true;
  };

  /** u G + v P to `accumulator`, Jacobian; false if it is the point at infinity. */
  const combine = (u: bigint, v: bigint): boolean => {
    const scalars =
      endomorphism === undefined
        ? [u, v]
        : [BigInt.asUintN(scalarBits, u), u >> BigInt(scalarBits), ...endomorphism.split(v)];
    for (const [n, scalar] of scalars.entries()) {
      const window = n < generatorTables.length ? GENERATOR_WINDOW : WINDOW;
      recode(streams[n]!.digits, scalar, window);
    }
    let started = false;
    for (let bit = scalarBits + 1; bit >= 0; bit--) {
      if (started) call.double(accumulator, accumulator);
      for (const { digits, entry, x } of streams) {
        const digit = digits[bit]!;
        if (digit === 0) continue;
        const y = entry(digit) + (digit > 0 ? size : 2 * size);
        if (started) {
          started = addPoint(x(digit), y);
        } else {
          copy(accumulator, x(digit));
          copy(accumulator + size, y);
          copy(accumulator + 2 * size, one);
          started = true;
        }
      }
    }
    return started;
  };

  return {
    ...parameters,
    sum(u, v, point) {
      load(accumulator, point.x);
      load(accumulator + size, point.y);
      buildTable(table, entries);
      if (endomorphism !== undefined) {
        for (let n = 0; n < entries; n++) {
          call.multiply(otherX + n * size, table + 3 * n * size, beta);
        }
      }
      if (!combine(u, v)) return undefined;
      makeAffine();
      return { x: read(accumulator), y: read(accumulator + size) };
    },
    invertScalar(value) {
      put(number, value);
      orderInverses.take(number);
      call.invertScalar();
      orderInverses.give(number);
      // makes it a number from 0 on
      call.multiplyScalar(number, number, toOrder);
      call.multiplyScalar(number, number, fromField);
      return get(number, order);
    },
    power(value, exponent) {
      load(number, value);
      raise(exponent);
      return read(number);
    },
  };
}
