import { bls12_381 } from '@noble/curves/bls12-381.js';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import type { ArgumentsOf, Parameter } from '../accelerator.ts';
import type { ACCELERATORS, AcceleratorName } from '../accelerators.ts';
import { bigEndian, putBigEndian } from '../internal/bytes.ts';
import { BLS_G1, BLS_G2, BN_G1, BN_G2, type Encoding, type Point } from './points.ts';
import type { Random } from './random.ts';

/** What `compute` of an accelerator takes. */
export type ComputeArguments<Name extends AcceleratorName> =
  (typeof ACCELERATORS)[Name]['parameters'] extends infer P extends readonly Parameter[]
    ? ArgumentsOf<P>
    : never;

type Generators = { [Name in AcceleratorName]: (random: Random) => ComputeArguments<Name> };

/** Room for a result, with something in it that must not be there afterwards, or still. */
const output = (bytes: number): Uint8Array => new Uint8Array(bytes).fill(0xa5);
const joined = (...parts: Uint8Array[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => [...part]));

/** Lengths around block boundaries, and now and then many blocks. */
function data(random: Random): Uint8Array {
  const length = random.oneIn(20) ? random.below(200_000) : random.below(random.pick([2, 70, 300]));
  return random.oddBytes(length);
}

type Ecdsa = 'zkvm_secp256k1_verify' | 'zkvm_secp256r1_verify';

/** A signature that is valid, has a high s, is another message's, or has r, s or the key around its limits. */
function signed(curve: typeof secp256k1, random: Random): ComputeArguments<Ecdsa> {
  const message = random.oddBytes(32);
  const secret = random.around(curve.Point.Fn.ORDER - 1n, 32);
  if (bigEndian(secret) === 0n || bigEndian(secret) >= curve.Point.Fn.ORDER) secret.fill(1);
  const signature = curve.sign(message, secret, { prehash: false, lowS: random.oneIn(2) });
  const key = curve.getPublicKey(secret, false).slice(1);
  switch (random.below(8)) {
    case 0:
      message[random.below(32)]! ^= 1;
      break;
    case 1:
      signature.set(random.around(curve.Point.Fn.ORDER, 32), random.pick([0, 32]));
      break;
    case 2:
      key.set(random.around(curve.Point.Fp.ORDER, 32), random.pick([0, 32]));
      break;
    case 3:
      random.pick([signature, key])[random.below(64)]! ^= 1 << random.below(8);
      break;
    case 4:
      return [message, random.oddBytes(64), random.oddBytes(64), output(1)];
    default:
  }
  return [message, signature, key, output(1)];
}

function operand(random: Random): Uint8Array {
  const length = random.oneIn(50)
    ? random.pick([1023, 1024, 1025])
    : random.below(random.pick([2, 9, 33, 65, 130]));
  return random.oddBytes(length);
}

function limbs(bytes: number) {
  return (random: Random): ComputeArguments<'hart_mulmod256'> => {
    const number = (): Uint8Array => random.oddBytes(bytes);
    return [number(), number(), random.oneIn(30) ? new Uint8Array(bytes) : number(), output(bytes)];
  };
}

function twoPoints<C, P extends Point<C>>(encoding: Encoding<P>) {
  return (random: Random): [Uint8Array, Uint8Array, Uint8Array] => {
    const first = encoding.sample(random);
    const result = output(encoding.bytes);
    if (!random.oneIn(4)) return [first, encoding.sample(random), result];
    const point = encoding.read(first);
    if (point === undefined || random.oneIn(2)) return [first, first.slice(), result];
    return [first, encoding.write(point.negate()), result];
  };
}

const scalar = (random: Random, order: bigint): Uint8Array =>
  random.oneIn(3) ? random.oddBytes(32) : random.around(order, 32);

/** Zero to five pairs, some of them twice; one in a hundred has enough to be worked on in two goes. */
function weighted<C, P extends Point<C>>(encoding: Encoding<P>) {
  return (random: Random): [Uint8Array, Uint8Array] => {
    const count = random.oneIn(100) ? 34 : random.below(6);
    const clean = !random.oneIn(3);
    const pairs: Uint8Array[] = [];
    for (let n = 0; n < count; n++) {
      const point = clean ? encoding.write(encoding.member(random)) : encoding.sample(random);
      pairs.push(
        n > 0 && random.oneIn(4) ? pairs[n - 1]! : joined(point, scalar(random, encoding.order)),
      );
    }
    return [joined(...pairs), output(encoding.bytes)];
  };
}

/** Pairs with the product 1 or not, with infinity, outside of the subgroup, or no points. */
function pairing<A extends Point<bigint>, C, B extends Point<C>>(
  first: Encoding<A>,
  second: Encoding<B>,
) {
  return (random: Random): [Uint8Array, Uint8Array] => {
    const pairs: Uint8Array[] = [];
    if (random.oneIn(2)) {
      // e(a G, b H) e(-ab G, H) = 1
      const [a, b] = [BigInt(1 + random.below(1000)), BigInt(1 + random.below(1000))];
      const product = a * b + (random.oneIn(4) ? 1n : 0n);
      const [g, h] = [first.base, second.base];
      pairs.push(
        joined(first.write(g.multiplyUnsafe(a)), second.write(h.multiplyUnsafe(b))),
        joined(first.write(g.multiplyUnsafe(product).negate()), second.write(h)),
      );
    }
    for (let n = random.below(3); n > 0; n--) {
      pairs.push(joined(first.sample(random), second.sample(random)));
    }
    if (random.oneIn(2)) pairs.reverse();
    return [joined(...pairs), output(1)];
  };
}

/** [s] G1 and [s²] G1 of the trusted setup (consensus-specs: trusted_setup_4096.json, g1_monomial). */
const SETUP = [
  'ad3eb50121139aa34db1d545093ac9374ab7bca2c0f3bf28e27c8dcd8fc7cb42d25926fc0c97b336e9f0fb35e5a04c81',
  '8029c8ce0d2dce761a7f29c2df2290850c85bdfaec2955626d7acc8864aeb01fe16c9e156863dc63b6c22553910e27c1',
].map((hex) => bls12_381.G1.Point.fromHex(hex));

/** A polynomial a x² + b x + c with its proof at z, or something of it wrong. */
function kzg(random: Random): ComputeArguments<'zkvm_kzg_point_eval'> {
  const { BASE } = bls12_381.G1.Point;
  const order = BLS_G1.order;
  const coefficient = (): bigint =>
    random.oneIn(3) ? 0n : bigEndian(random.around(order, 32)) % order;
  const [a, b, c] = [coefficient(), coefficient(), coefficient()];
  const z = random.around(order, 32);
  const at = bigEndian(z);
  const y = new Uint8Array(32);
  putBigEndian(y, ((a * at + b) * at + c) % order);
  const [s, s2] = SETUP as [typeof BASE, typeof BASE];
  const times = (point: typeof BASE, factor: bigint): typeof BASE =>
    point.multiplyUnsafe(factor % order);
  const commitment = times(s2, a).add(times(s, b)).add(times(BASE, c)).toBytes();
  // a x² + b x + c - y = (x - z) (a x + a z + b)
  const proof = times(s, a)
    .add(times(BASE, a * at + b))
    .toBytes();
  const wrong = random.pick([commitment, proof]);
  switch (random.below(10)) {
    case 0:
      wrong[random.below(48)]! ^= 1 << random.below(8);
      break;
    case 1:
      wrong[0]! ^= random.pick([0x80, 0x40, 0x20]);
      break;
    case 2:
      wrong.set(random.oddBytes(48));
      break;
    case 3:
      wrong.set(BLS_G1.member(random).toBytes());
      break;
    case 4:
      y.set(random.around(order, 32));
      break;
    default:
  }
  return [commitment, z, y, proof, output(1)];
}

function pair(random: Random, limit: bigint): Uint8Array {
  return joined(random.around(limit, 48), random.around(limit, 48));
}

function words(random: Random): Uint8Array {
  const state = new Uint8Array(64);
  const view = new DataView(state.buffer);
  for (let n = 0; n < 16; n++) {
    const word = random.oneIn(200) ? 0x7f000001 : Number(random.number(64) % 0x7f000001n);
    view.setUint32(4 * n, random.oneIn(8) ? random.pick([0, 1, 0x7f000000]) : word, true);
  }
  return random.oneIn(20) ? random.oddBytes(64) : state;
}

/** Arguments for every accelerator: valid, at the edges and wrong. */
export const GENERATORS: Generators = {
  zkvm_keccak256: (random) => [data(random), output(32)],
  zkvm_secp256k1_verify: (random) => signed(secp256k1, random),
  zkvm_secp256k1_ecrecover(random) {
    const [message, signature] = signed(secp256k1, random);
    return [message, signature, random.below(random.pick([2, 2, 2, 2, 2, 4, 256])), output(64)];
  },
  zkvm_sha256: (random) => [data(random), output(32)],
  zkvm_ripemd160: (random) => [data(random), output(32)],
  zkvm_modexp(random) {
    const modulus = operand(random);
    const exponent = operand(random);
    const base = operand(random);
    // so that the oracle comes to an end
    if (modulus.length > 200) exponent.fill(0, 0, Math.max(exponent.length - 4, 0));
    return [base, exponent, modulus, output(modulus.length)];
  },
  zkvm_bn254_g1_add: twoPoints(BN_G1),
  zkvm_bn254_g1_mul: (random) => [BN_G1.sample(random), scalar(random, BN_G1.order), output(64)],
  zkvm_bn254_pairing: pairing(BN_G1, BN_G2),
  zkvm_blake2f: (random) => [
    random.oneIn(20) ? 2 ** 32 - 1 - random.below(2) : random.below(30),
    random.oddBytes(64),
    random.oddBytes(128),
    random.oddBytes(16),
    random.oneIn(10) ? random.below(256) : random.below(2),
  ],
  zkvm_kzg_point_eval: kzg,
  zkvm_bls12_g1_add: twoPoints(BLS_G1),
  zkvm_bls12_g1_msm: weighted(BLS_G1),
  zkvm_bls12_g2_add: twoPoints(BLS_G2),
  zkvm_bls12_g2_msm: weighted(BLS_G2),
  zkvm_bls12_pairing: pairing(BLS_G1, BLS_G2),
  zkvm_bls12_map_fp_to_g1: (random) => [random.around(bls12_381.fields.Fp.ORDER, 48), output(96)],
  zkvm_bls12_map_fp2_to_g2: (random) => [pair(random, bls12_381.fields.Fp.ORDER), output(192)],
  zkvm_secp256r1_verify: (random) => signed(p256, random),
  zkvm_keccak_f1600: (random) => [random.oddBytes(200)],
  hart_sha256_compress: (random) => [random.oddBytes(32), random.oddBytes(64)],
  hart_mulmod256: limbs(32),
  hart_addmod256: limbs(32),
  hart_mulmod384: limbs(48),
  hart_addmod384: limbs(48),
  hart_poseidon2_koalabear16: (random) => [words(random)],
  hart_memcpy(random) {
    const from = random.oddBytes(random.below(300));
    return [output(from.length), from];
  },
  hart_memset(random) {
    const length = random.below(300);
    return [output(length), Number(random.number(32)), BigInt(length)];
  },
};

/** A number, little-endian. */
export function littleEndian(bytes: Uint8Array): bigint {
  return bigEndian(bytes.toReversed());
}

export function putLittleEndian(bytes: Uint8Array, value: bigint): void {
  putBigEndian(bytes, value);
  bytes.reverse();
}
