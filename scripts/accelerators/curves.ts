/** Short Weierstrass curves in plain bigint arithmetic, from which inputs of accelerators are made. */

/** A field: a prime one, or its extension by a root of -1. */
interface Field<T> {
  readonly zero: T;
  add(a: T, b: T): T;
  subtract(a: T, b: T): T;
  multiply(a: T, b: T): T;
  invert(a: T): T;
  isZero(a: T): boolean;
  /** Undefined if there is none. */
  squareRoot(a: T): T | undefined;
}

/** Affine coordinates; undefined is the point at infinity. */
export type Point<T> = { readonly x: T; readonly y: T } | undefined;

/** y² = x³ + ax + b. */
export interface Curve<T> {
  readonly field: Field<T>;
  readonly a: T;
  readonly b: T;
  readonly generator: NonNullable<Point<T>>;
  readonly order: bigint;
}

export function modulo(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (let [square, rest] = [modulo(base, modulus), exponent]; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

/** The inverse modulo a prime; 0 has none and gives 0. */
export function invert(value: bigint, prime: bigint): bigint {
  let [a, b, x, y] = [modulo(value, prime), prime, 1n, 0n];
  while (a > 1n) {
    const quotient = b / a;
    [a, b] = [b - quotient * a, a];
    [x, y] = [y - quotient * x, x];
  }
  return a === 0n ? 0n : modulo(x, prime);
}

/** Modulo a prime that is 3 modulo 4. */
function primeField(prime: bigint): Field<bigint> {
  return {
    zero: 0n,
    add: (a, b) => modulo(a + b, prime),
    subtract: (a, b) => modulo(a - b, prime),
    multiply: (a, b) => modulo(a * b, prime),
    invert: (a) => invert(a, prime),
    isZero: (a) => a === 0n,
    squareRoot(a) {
      const root = power(a, (prime + 1n) / 4n, prime);
      return (root * root - a) % prime === 0n ? root : undefined;
    },
  };
}

/** Real and imaginary part. */
export type Complex = readonly [bigint, bigint];

function complexField(prime: bigint): Field<Complex> {
  const base = primeField(prime);
  const multiply = ([a, b]: Complex, [c, d]: Complex): Complex => [
    modulo(a * c - b * d, prime),
    modulo(a * d + b * c, prime),
  ];
  const equal = ([a, b]: Complex, [c, d]: Complex): boolean => a === c && b === d;
  return {
    zero: [0n, 0n],
    add: ([a, b], [c, d]) => [base.add(a, c), base.add(b, d)],
    subtract: ([a, b], [c, d]) => [base.subtract(a, c), base.subtract(b, d)],
    multiply,
    invert([a, b]) {
      const norm = invert(a * a + b * b, prime);
      return [base.multiply(a, norm), base.multiply(prime - b, norm)];
    },
    isZero: ([a, b]) => a === 0n && b === 0n,
    squareRoot(value) {
      // the real part of the root r of a + bi has r² = (a ± |a + bi|) / 2
      const [a, b] = value;
      const length = base.squareRoot(base.add(a * a, b * b));
      if (length === undefined) return undefined;
      const half = invert(2n, prime);
      for (const sign of [1n, -1n]) {
        const real = base.squareRoot(base.multiply(a + sign * length, half));
        if (real === undefined || real === 0n) continue;
        const root: Complex = [real, base.multiply(b, invert(2n * real, prime))];
        if (equal(multiply(root, root), value)) return root;
      }
      return undefined;
    },
  };
}

export function negate<T>({ field }: Curve<T>, point: Point<T>): Point<T> {
  return point && { x: point.x, y: field.subtract(field.zero, point.y) };
}

export function add<T>({ field, a }: Curve<T>, p: Point<T>, q: Point<T>): Point<T> {
  if (p === undefined) return q;
  if (q === undefined) return p;
  const [dx, dy] = [field.subtract(q.x, p.x), field.subtract(q.y, p.y)];
  let slope: T;
  if (!field.isZero(dx)) slope = field.multiply(dy, field.invert(dx));
  else if (!field.isZero(dy) || field.isZero(p.y)) return undefined;
  else {
    const square = field.multiply(p.x, p.x);
    const numerator = field.add(field.add(square, field.add(square, square)), a);
    slope = field.multiply(numerator, field.invert(field.add(p.y, p.y)));
  }
  const x = field.subtract(field.subtract(field.multiply(slope, slope), p.x), q.x);
  return { x, y: field.subtract(field.multiply(slope, field.subtract(p.x, x)), p.y) };
}

export function multiply<T>(curve: Curve<T>, point: Point<T>, scalar: bigint): Point<T> {
  let result: Point<T>;
  for (let [twice, rest] = [point, scalar]; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = add(curve, result, twice);
    twice = add(curve, twice, twice);
  }
  return result;
}

/** A point of the curve, most often outside a smaller subgroup, with this x coordinate; undefined if there is none. */
export function pointAt<T>({ field, a, b }: Curve<T>, x: T): Point<T> {
  const cube = field.multiply(field.multiply(x, x), x);
  const y = field.squareRoot(field.add(cube, field.add(field.multiply(a, x), b)));
  return y === undefined ? undefined : { x, y };
}

const hex = (text: string): bigint => BigInt(`0x${text}`);

const SECP256K1_PRIME = hex('fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f');
export const SECP256K1: Curve<bigint> = {
  field: primeField(SECP256K1_PRIME),
  a: 0n,
  b: 7n,
  order: hex('fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141'),
  generator: {
    x: hex('79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798'),
    y: hex('483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8'),
  },
};

const SECP256R1_PRIME = hex('ffffffff00000001000000000000000000000000ffffffffffffffffffffffff');
export const SECP256R1: Curve<bigint> = {
  field: primeField(SECP256R1_PRIME),
  a: SECP256R1_PRIME - 3n,
  b: hex('5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b'),
  order: hex('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551'),
  generator: {
    x: hex('6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296'),
    y: hex('4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5'),
  },
};

export const BN254_PRIME = hex('30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47');
const BN254_ORDER = hex('30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001');
export const BN254_G1: Curve<bigint> = {
  field: primeField(BN254_PRIME),
  a: 0n,
  b: 3n,
  order: BN254_ORDER,
  generator: { x: 1n, y: 2n },
};
const BN254_COMPLEX = complexField(BN254_PRIME);
export const BN254_G2: Curve<Complex> = {
  field: BN254_COMPLEX,
  a: [0n, 0n],
  // 3 / (9 + i)
  b: BN254_COMPLEX.multiply([3n, 0n], BN254_COMPLEX.invert([9n, 1n])),
  order: BN254_ORDER,
  generator: {
    x: [
      hex('1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed'),
      hex('198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2'),
    ],
    y: [
      hex('12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa'),
      hex('090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b'),
    ],
  },
};

export const BLS12_PRIME = hex(
  '1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab',
);
const BLS12_ORDER = hex('73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001');
export const BLS12_G1: Curve<bigint> = {
  field: primeField(BLS12_PRIME),
  a: 0n,
  b: 4n,
  order: BLS12_ORDER,
  generator: {
    x: hex(
      '17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb',
    ),
    y: hex(
      '08b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3edd03cc744a2888ae40caa232946c5e7e1',
    ),
  },
};
export const BLS12_G2: Curve<Complex> = {
  field: complexField(BLS12_PRIME),
  a: [0n, 0n],
  b: [4n, 4n],
  order: BLS12_ORDER,
  generator: {
    x: [
      hex(
        '024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8',
      ),
      hex(
        '13e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e',
      ),
    ],
    y: [
      hex(
        '0ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a76d429a695160d12c923ac9cc3baca289e193548608b82801',
      ),
      hex(
        '0606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af267492ab572e99ab3f370d275cec1da1aaa9075ff05f79be',
      ),
    ],
  },
};
