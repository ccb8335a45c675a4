/**
 * Inputs of each accelerator: valid ones, edges and malformed ones, the same for the same seed. Points are walks along
 * multiples of a generator, since one addition is all that plain bigint arithmetic can afford for each.
 */
import type { Random } from '../fuzz/random.ts';
import { bigEndian, concatenate, littleEndian } from './calls.ts';
import {
  add,
  BLS12_G1,
  BLS12_G2,
  BLS12_PRIME,
  BN254_G1,
  BN254_G2,
  BN254_PRIME,
  type Complex,
  type Curve,
  invert,
  modulo,
  multiply,
  negate,
  type Point,
  pointAt,
  SECP256K1,
  SECP256R1,
} from './curves.ts';

type Arguments = readonly Uint8Array[];

/** Makes the next input of a function. */
type Generator = () => Arguments;

/** A function, its number and what makes inputs for it. */
export interface Subject {
  readonly name: string;
  readonly number: number;
  /** For inputs that are all valid, `create` with `validOnly`: what steps are measured with. */
  create(random: Random, validOnly: boolean): Generator;
}

function anyBytes(random: Random, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => random.below(256));
}

/** Bytes with one changed. */
function damage(random: Random, bytes: Uint8Array): Uint8Array {
  const at = random.below(bytes.length);
  return bytes.with(at, (bytes[at] as number) ^ (1 << random.below(8)));
}

function anyNumber(random: Random, bits: number): bigint {
  let value = 0n;
  for (let n = 0; n < bits; n += 32) value = (value << 32n) | BigInt(random.below(2 ** 32));
  return BigInt.asUintN(bits, value);
}

/** A scalar of 256 bits, often an edge of the order's. */
function anyScalar(random: Random, order: bigint): bigint {
  const edges = [0n, 1n, 2n, order - 1n, order, order + 1n, 2n * order, 2n ** 256n - 1n];
  return random.oneIn(4) ? random.pick(edges) : anyNumber(random, random.pick([8, 128, 256, 256]));
}

/** Multiples of a curve's generator, one after the other. */
function createWalk<T>(curve: Curve<T>, random: Random): () => { point: Point<T>; scalar: bigint } {
  const step = BigInt(random.between(2, 1000));
  const stride = multiply(curve, curve.generator, step);
  let scalar = BigInt(random.between(1, 2 ** 30));
  let point = multiply(curve, curve.generator, scalar);
  return () => {
    scalar += step;
    point = add(curve, point, stride);
    return { point, scalar };
  };
}

/** How a curve's points are bytes. */
interface Encoding<T> {
  readonly curve: Curve<T>;
  readonly bytes: number;
  coordinate(value: T): Uint8Array;
  /** An x coordinate from a number. */
  x(value: bigint): T;
  readonly prime: bigint;
}

function encode<T>({ bytes, coordinate }: Encoding<T>, point: Point<T>): Uint8Array {
  if (point === undefined) return new Uint8Array(bytes);
  return concatenate([coordinate(point.x), coordinate(point.y)]);
}

const bn254G1: Encoding<bigint> = {
  curve: BN254_G1,
  bytes: 64,
  coordinate: (value) => bigEndian(value, 32),
  x: (value) => value,
  prime: BN254_PRIME,
};
const bn254G2: Encoding<Complex> = {
  curve: BN254_G2,
  bytes: 128,
  coordinate: ([real, imaginary]) => concatenate([bigEndian(imaginary, 32), bigEndian(real, 32)]),
  x: (value) => [value, 1n],
  prime: BN254_PRIME,
};
const bls12G1: Encoding<bigint> = {
  curve: BLS12_G1,
  bytes: 96,
  coordinate: (value) => bigEndian(value, 48),
  x: (value) => value,
  prime: BLS12_PRIME,
};
const bls12G2: Encoding<Complex> = {
  curve: BLS12_G2,
  bytes: 192,
  coordinate: ([real, imaginary]) => concatenate([bigEndian(real, 48), bigEndian(imaginary, 48)]),
  x: (value) => [value, 1n],
  prime: BLS12_PRIME,
};

/** Points as bytes: most are of the group; others at infinity, off the curve, outside the subgroup, or no elements. */
function createPoints<T>(
  encoding: Encoding<T>,
  random: Random,
  validOnly: boolean,
): () => Uint8Array {
  const { curve, bytes, prime } = encoding;
  const walk = createWalk(curve, random);
  const size = bytes / (2 * Math.ceil(encoding.coordinate(curve.generator.x).length / 48));
  return () => {
    const point = encode(encoding, walk().point);
    if (validOnly) return point;
    switch (random.below(16)) {
      case 0:
        return new Uint8Array(bytes);
      case 1:
        return damage(random, point);
      case 2: {
        const x = encoding.x(modulo(anyNumber(random, 384), prime));
        return encode(encoding, pointAt(curve, x));
      }
      case 3: {
        // an element that is not below the modulus
        const width = size > 48 ? 48 : bytes % 96 === 0 ? 48 : 32;
        const tooGreat = bigEndian(prime + BigInt(random.below(3)), width);
        const changed = point.slice();
        changed.set(tooGreat, width * random.below(bytes / width));
        return changed;
      }
      case 4:
        return encode(encoding, negate(curve, curve.generator));
      default:
        return point;
    }
  };
}

/** Two points to add: often the same, or one the other's negative. */
function createSummands<T>(encoding: Encoding<T>, random: Random, validOnly: boolean): Generator {
  const next = createPoints(encoding, random, validOnly);
  const walk = createWalk(encoding.curve, random);
  return () => {
    const first = next();
    if (validOnly || !random.oneIn(4)) return [first, next()];
    if (random.oneIn(2)) return [first, first];
    const { point } = walk();
    return [encode(encoding, point), encode(encoding, negate(encoding.curve, point))];
  };
}

function createTerms<T>(encoding: Encoding<T>, random: Random, validOnly: boolean): Generator {
  const next = createPoints(encoding, random, true);
  const wild = createPoints(encoding, random, validOnly);
  return () => {
    const count = validOnly ? 1 : random.pick([0, 1, 1, 1, 2, 3]);
    const terms = Array.from({ length: count }, () => {
      const scalar = validOnly ? anyNumber(random, 255) : anyScalar(random, encoding.curve.order);
      return concatenate([random.oneIn(3) ? wild() : next(), bigEndian(scalar, 32)]);
    });
    return [concatenate(terms)];
  };
}

/** Pairs whose product is 1 half of the time: aP with Q, and -P with aQ. */
function createPairs<T, U>(
  first: Encoding<T>,
  second: Encoding<U>,
  random: Random,
  validOnly: boolean,
): Generator {
  const [wild1, wild2] = [
    createPoints(first, random, validOnly),
    createPoints(second, random, validOnly),
  ];
  const [walk1, walk2] = [createWalk(first.curve, random), createWalk(second.curve, random)];
  return () => {
    const kind = validOnly ? 7 : random.below(8);
    if (kind === 0) return [new Uint8Array()];
    if (kind === 1) return [concatenate([wild1(), wild2()])];
    const [p, q] = [walk1(), walk2()];
    const small = BigInt(random.between(1, 50));
    const pairs = [
      encode(first, multiply(first.curve, p.point, small)),
      encode(second, q.point),
      encode(first, negate(first.curve, p.point)),
      encode(second, multiply(second.curve, q.point, small)),
    ];
    if (kind === 2) pairs[0] = wild1();
    if (kind === 3) pairs[3] = wild2();
    if (kind === 4) pairs[random.pick([0, 2])] = new Uint8Array(first.bytes);
    return [concatenate(pairs)];
  };
}

/** Message, signature, key: s from the order's side, often wrong, its parts sometimes edges. */
function createSignatures(
  curve: Curve<bigint>,
  random: Random,
  validOnly: boolean,
): () => { message: Uint8Array; signature: Uint8Array; key: Uint8Array; odd: boolean } {
  const [nonces, keys] = [createWalk(curve, random), createWalk(curve, random)];
  const { order } = curve;
  const edges = [0n, 1n, order - 1n, order, order + 1n, 2n ** 256n - 1n];
  return () => {
    const [nonce, key] = [nonces(), keys()];
    let message = anyBytes(random, 32);
    if (random.oneIn(16)) message.fill(random.pick([0, 0xff]));
    const z = BigInt(`0x${Buffer.from(message).toString('hex')}`);
    let r = modulo(nonce.point?.x ?? 0n, order);
    let odd = ((nonce.point?.y ?? 0n) & 1n) === 1n;
    let s = modulo(invert(nonce.scalar, order) * (z + r * key.scalar), order);
    if (random.oneIn(2)) [s, odd] = [order - s, !odd];
    let bytes = concatenate([bigEndian(key.point?.x ?? 0n, 32), bigEndian(key.point?.y ?? 0n, 32)]);
    if (!validOnly) {
      if (random.oneIn(12)) message = anyBytes(random, 32);
      if (random.oneIn(12))
        r = random.oneIn(2) ? random.pick(edges) : BigInt(random.below(2 ** 32));
      if (random.oneIn(12)) s = random.pick(edges);
      if (random.oneIn(12)) bytes = random.oneIn(3) ? new Uint8Array(64) : damage(random, bytes);
      if (random.oneIn(12)) odd = !odd;
    }
    return {
      message,
      signature: concatenate([bigEndian(r, 32), bigEndian(s, 32)]),
      key: bytes,
      odd,
    };
  };
}

function createVerifications(curve: Curve<bigint>): Subject['create'] {
  return (random, validOnly) => {
    const next = createSignatures(curve, random, validOnly);
    return () => {
      const { message, signature, key } = next();
      return [message, signature, key];
    };
  };
}

function createRecoveries(random: Random, validOnly: boolean): Generator {
  const next = createSignatures(SECP256K1, random, validOnly);
  return () => {
    const { message, signature, odd } = next();
    let id = Number(odd);
    if (!validOnly && random.oneIn(8)) id = random.pick([2, 3, 4, 27, 255]);
    // so small an r that r plus the order is below the field's modulus
    if (!validOnly && id >= 2 && random.oneIn(2)) signature.fill(0, 0, 16);
    return [message, signature, Uint8Array.of(id)];
  };
}

/** [τ]G1 of the ceremony: the commitment of the polynomial X. */
const TAU_X = BigInt(
  '0x0d3eb50121139aa34db1d545093ac9374ab7bca2c0f3bf28e27c8dcd8fc7cb42d25926fc0c97b336e9f0fb35e5a04c81',
);

function createOpenings(random: Random, validOnly: boolean): Generator {
  const { order } = BLS12_G1;
  const half = (BLS12_PRIME - 1n) / 2n;
  const compress = (point: Point<bigint>): Uint8Array => {
    if (point === undefined) return Uint8Array.of(0xc0, ...new Uint8Array(47));
    const bytes = bigEndian(point.x, 48);
    bytes[0] = (bytes[0] as number) | (point.y > half ? 0xa0 : 0x80);
    return bytes;
  };
  const tauPoint = pointAt(BLS12_G1, TAU_X);
  const tau = tauPoint && tauPoint.y > half ? tauPoint : negate(BLS12_G1, tauPoint);
  return () => {
    // of aX + b, whose proof is a at every point
    const [a, b] = [BigInt(random.below(40)), BigInt(random.below(40))];
    let z = random.oneIn(8)
      ? random.pick([0n, 1n, order - 1n])
      : modulo(anyNumber(random, 256), order);
    let y = modulo(a * z + b, order);
    let commitment = compress(
      add(BLS12_G1, multiply(BLS12_G1, tau, a), multiply(BLS12_G1, BLS12_G1.generator, b)),
    );
    let proof = compress(multiply(BLS12_G1, BLS12_G1.generator, a));
    if (!validOnly) {
      if (random.oneIn(10)) y = modulo(y + 1n, order);
      if (random.oneIn(10)) z = random.pick([order, order + 1n, 2n ** 256n - 1n]);
      if (random.oneIn(10)) y += order;
      if (random.oneIn(10)) commitment = damage(random, commitment);
      if (random.oneIn(10)) proof = damage(random, proof);
      if (random.oneIn(10)) {
        const point = pointAt(BLS12_G1, BigInt(random.below(1000)));
        if (random.oneIn(2)) proof = compress(point);
        else commitment = compress(point);
      }
    }
    return [commitment, bigEndian(z, 32), bigEndian(y, 32), proof];
  };
}

function createPowers(random: Random, validOnly: boolean): Generator {
  const number = (most: number): Uint8Array => {
    const bytes = anyBytes(random, random.below(most + 1));
    if (random.oneIn(6)) bytes.fill(0, 0, random.below(bytes.length + 1));
    if (random.oneIn(12)) bytes.fill(0xff);
    return bytes;
  };
  return () => {
    if (validOnly) return [anyBytes(random, 32), anyBytes(random, 32), anyBytes(random, 32)];
    // 1025 bytes are more than a call takes
    if (random.oneIn(100)) {
      const operands = [number(4), number(4), number(4)];
      return operands.with(random.below(3), new Uint8Array(1025).fill(1));
    }
    if (random.oneIn(50)) return [number(1024), number(2), number(1024)];
    return [
      number(random.pick([32, 100])),
      number(random.pick([4, 40])),
      number(random.pick([32, 48, 100])),
    ];
  };
}

function createData(random: Random, validOnly: boolean): Generator {
  const edges = [0, 1, 55, 56, 63, 64, 65, 119, 120, 135, 136, 137, 271, 272];
  let longest = validOnly ? 0 : 2;
  return () => {
    if (validOnly) return [anyBytes(random, 136)];
    // more than one call takes
    if (longest-- > 0) return [new Uint8Array(2 ** 20 + longest).fill(longest + 1)];
    const length = random.oneIn(3)
      ? random.pick(edges)
      : random.below(random.pick([100, 600, 3000]));
    return [anyBytes(random, length)];
  };
}

function createCompressions(random: Random, validOnly: boolean): Generator {
  return () => {
    const rounds = validOnly ? 12 : random.pick([0, 1, 9, 10, 11, 12, 12, 255, 4096]);
    const last = validOnly ? 1 : random.pick([0, 0, 1, 1, 1, 2, 255]);
    return [
      littleEndian(BigInt(rounds), 4),
      anyBytes(random, 64),
      anyBytes(random, 128),
      anyBytes(random, 16),
      Uint8Array.of(last),
    ];
  };
}

function createElements(parts: number): Subject['create'] {
  return (random, validOnly) => () => {
    const part = (): Uint8Array => {
      const edges = [0n, 1n, BLS12_PRIME - 1n, BLS12_PRIME, BLS12_PRIME + 1n, 2n ** 384n - 1n];
      const edge = !validOnly && random.oneIn(6);
      return bigEndian(edge ? random.pick(edges) : modulo(anyNumber(random, 384), BLS12_PRIME), 48);
    };
    return [concatenate(Array.from({ length: parts }, part))];
  };
}

/** Numbers of so many limbs; their modulus is 0 now and then, or short. */
function createOperands(limbs: number): Subject['create'] {
  return (random, validOnly) => {
    const limb = (): bigint =>
      BigInt.asUintN(64, validOnly ? anyNumber(random, 64) : random.word());
    const number = (): Uint8Array =>
      concatenate(Array.from({ length: limbs }, () => littleEndian(limb(), 8)));
    return () => {
      const modulus = number();
      if (!validOnly && random.oneIn(4)) modulus.fill(0, 8 * random.below(limbs));
      return [number(), number(), modulus];
    };
  };
}

function createPermutations(random: Random, validOnly: boolean): Generator {
  const prime = 0x7f000001;
  return () => {
    const values = Array.from({ length: 16 }, () => random.below(prime));
    if (!validOnly && random.oneIn(5)) {
      values[random.below(16)] = random.pick([0, prime - 1, prime, prime + 1, 2 ** 32 - 1]);
    }
    return [concatenate(values.map((value) => littleEndian(BigInt(value), 4)))];
  };
}

function createMoves(random: Random): Generator {
  return () => {
    const buffer = anyBytes(random, random.between(1, 300));
    const length = random.below(buffer.length + 1);
    const place = (): Uint8Array =>
      littleEndian(BigInt(random.below(buffer.length - length + 1)), 4);
    return [buffer, place(), place(), littleEndian(BigInt(length), 4)];
  };
}

function createFills(random: Random): Generator {
  return () => {
    const buffer = anyBytes(random, random.between(1, 300));
    const at = random.below(buffer.length + 1);
    const length = random.below(buffer.length - at + 1);
    return [
      buffer,
      littleEndian(BigInt(at), 4),
      Uint8Array.of(random.below(256)),
      littleEndian(BigInt(length), 4),
    ];
  };
}

/** The functions of `zkvm_accelerators.h`, then those of `hart_accelerators.h`. */
export const SUBJECTS: readonly Subject[] = [
  { name: 'zkvm_keccak256', number: 0x1000, create: createData },
  { name: 'zkvm_secp256k1_verify', number: 0x1001, create: createVerifications(SECP256K1) },
  { name: 'zkvm_secp256k1_ecrecover', number: 0x1002, create: createRecoveries },
  { name: 'zkvm_sha256', number: 0x1003, create: createData },
  { name: 'zkvm_ripemd160', number: 0x1004, create: createData },
  { name: 'zkvm_modexp', number: 0x1005, create: createPowers },
  {
    name: 'zkvm_bn254_g1_add',
    number: 0x1006,
    create: (random, validOnly) => createSummands(bn254G1, random, validOnly),
  },
  {
    name: 'zkvm_bn254_g1_mul',
    number: 0x1007,
    create(random, validOnly) {
      const next = createPoints(bn254G1, random, validOnly);
      const { order } = BN254_G1;
      return () => {
        const scalar = validOnly ? anyNumber(random, 253) : anyScalar(random, order);
        return [next(), bigEndian(scalar, 32)];
      };
    },
  },
  {
    name: 'zkvm_bn254_pairing',
    number: 0x1008,
    create: (random, validOnly) => createPairs(bn254G1, bn254G2, random, validOnly),
  },
  { name: 'zkvm_blake2f', number: 0x1009, create: createCompressions },
  { name: 'zkvm_kzg_point_eval', number: 0x100a, create: createOpenings },
  {
    name: 'zkvm_bls12_g1_add',
    number: 0x100b,
    create: (random, validOnly) => createSummands(bls12G1, random, validOnly),
  },
  {
    name: 'zkvm_bls12_g1_msm',
    number: 0x100c,
    create: (random, validOnly) => createTerms(bls12G1, random, validOnly),
  },
  {
    name: 'zkvm_bls12_g2_add',
    number: 0x100d,
    create: (random, validOnly) => createSummands(bls12G2, random, validOnly),
  },
  {
    name: 'zkvm_bls12_g2_msm',
    number: 0x100e,
    create: (random, validOnly) => createTerms(bls12G2, random, validOnly),
  },
  {
    name: 'zkvm_bls12_pairing',
    number: 0x100f,
    create: (random, validOnly) => createPairs(bls12G1, bls12G2, random, validOnly),
  },
  { name: 'zkvm_bls12_map_fp_to_g1', number: 0x1010, create: createElements(1) },
  { name: 'zkvm_bls12_map_fp2_to_g2', number: 0x1011, create: createElements(2) },
  { name: 'zkvm_secp256r1_verify', number: 0x1012, create: createVerifications(SECP256R1) },
  {
    name: 'zkvm_keccak_f1600',
    number: 0x1100,
    create: (random) => () => [anyBytes(random, 200)],
  },
  {
    name: 'hart_sha256_compress',
    number: 0x1101,
    create: (random) => () => [anyBytes(random, 32), anyBytes(random, 64)],
  },
  { name: 'hart_mulmod256', number: 0x1102, create: createOperands(4) },
  { name: 'hart_addmod256', number: 0x1103, create: createOperands(4) },
  { name: 'hart_mulmod384', number: 0x1104, create: createOperands(6) },
  { name: 'hart_addmod384', number: 0x1105, create: createOperands(6) },
  { name: 'hart_poseidon2_koalabear16', number: 0x1106, create: createPermutations },
  { name: 'hart_memcpy', number: 0x1107, create: createMoves },
  { name: 'hart_memset', number: 0x1108, create: createFills },
];
