import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import type { AcceleratorName } from '../accelerators.ts';
import { type ComputeArguments, GENERATORS } from './cases.ts';
import { BLS_G1, BLS_G2, BN_G1, BN_G2, type Encoding, type Point } from './points.ts';
import { createRandom } from './random.ts';

/** Arguments that take an accelerator all the way; `what` says which, if there is a choice. */
export interface ValidArguments {
  what: string;
  values: readonly unknown[];
}

type Typical = { [Name in AcceleratorName]?: () => Record<string, ComputeArguments<Name>> };

const random = createRandom(1);
const below = (bytes: number): Uint8Array => random.bytes(bytes).fill(0, 0, 1);

function joined(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function signed(curve: typeof secp256k1): ComputeArguments<'zkvm_secp256k1_verify'> {
  const [message, secret] = [random.bytes(32), below(32)];
  const signature = curve.sign(message, secret, { prehash: false });
  return [message, signature, curve.getPublicKey(secret, false).slice(1), new Uint8Array(1)];
}

function member<C, P extends Point<C>>(encoding: Encoding<P>): Uint8Array {
  return encoding.write(encoding.base.multiplyUnsafe(random.number(250)));
}

function weighted<C, P extends Point<C>>(encoding: Encoding<P>, count: number): Uint8Array {
  return joined(...Array.from({ length: count }, () => joined(member(encoding), below(32))));
}

function pairs<A extends Point<bigint>, C, B extends Point<C>>(
  first: Encoding<A>,
  second: Encoding<B>,
): Uint8Array {
  return joined(...[1, 2].map(() => joined(member(first), member(second))));
}

const TYPICAL: Typical = {
  zkvm_keccak256: () => ({
    '136 bytes': [random.bytes(136), new Uint8Array(32)],
    '1 KiB': [random.bytes(1024), new Uint8Array(32)],
  }),
  zkvm_secp256k1_verify: () => ({ '': signed(secp256k1) }),
  zkvm_secp256k1_ecrecover() {
    const [message, signature] = signed(secp256k1);
    return { '': [message, signature, 0, new Uint8Array(64)] };
  },
  zkvm_sha256: () => ({ '1 KiB': [random.bytes(1024), new Uint8Array(32)] }),
  zkvm_ripemd160: () => ({ '1 KiB': [random.bytes(1024), new Uint8Array(32)] }),
  zkvm_modexp: () => ({
    '32 bytes each': [random.bytes(32), random.bytes(32), random.bytes(32), new Uint8Array(32)],
    '256 bytes, exponent 65537': [
      random.bytes(256),
      Uint8Array.of(1, 0, 1),
      random.bytes(256),
      new Uint8Array(256),
    ],
    '1024 bytes each': [
      random.bytes(1024),
      random.bytes(1024),
      random.bytes(1024),
      new Uint8Array(1024),
    ],
  }),
  zkvm_bn254_g1_add: () => ({ '': [member(BN_G1), member(BN_G1), new Uint8Array(64)] }),
  zkvm_bn254_g1_mul: () => ({ '': [member(BN_G1), below(32), new Uint8Array(64)] }),
  zkvm_bn254_pairing: () => ({ '2 pairs': [pairs(BN_G1, BN_G2), new Uint8Array(1)] }),
  zkvm_blake2f: () => ({
    '12 rounds': [12, random.bytes(64), random.bytes(128), random.bytes(16), 1],
  }),
  zkvm_kzg_point_eval: () => ({
    '': [
      BLS_G1.member(random).toBytes(),
      below(32),
      below(32),
      BLS_G1.member(random).toBytes(),
      new Uint8Array(1),
    ],
  }),
  zkvm_bls12_g1_add: () => ({ '': [member(BLS_G1), member(BLS_G1), new Uint8Array(96)] }),
  zkvm_bls12_g1_msm: () => ({
    '1 pair': [weighted(BLS_G1, 1), new Uint8Array(96)],
    '16 pairs': [weighted(BLS_G1, 16), new Uint8Array(96)],
  }),
  zkvm_bls12_g2_add: () => ({ '': [member(BLS_G2), member(BLS_G2), new Uint8Array(192)] }),
  zkvm_bls12_g2_msm: () => ({
    '1 pair': [weighted(BLS_G2, 1), new Uint8Array(192)],
    '16 pairs': [weighted(BLS_G2, 16), new Uint8Array(192)],
  }),
  zkvm_bls12_pairing: () => ({ '2 pairs': [pairs(BLS_G1, BLS_G2), new Uint8Array(1)] }),
  zkvm_bls12_map_fp_to_g1: () => ({ '': [below(48), new Uint8Array(96)] }),
  zkvm_bls12_map_fp2_to_g2: () => ({ '': [joined(below(48), below(48)), new Uint8Array(192)] }),
  zkvm_secp256r1_verify: () => ({ '': signed(p256) }),
  hart_mulmod256: () => ({
    '': [random.bytes(32), random.bytes(32), random.bytes(32), new Uint8Array(32)],
  }),
  hart_addmod256: () => ({
    '': [random.bytes(32), random.bytes(32), random.bytes(32), new Uint8Array(32)],
  }),
  hart_mulmod384: () => ({
    '': [random.bytes(48), random.bytes(48), random.bytes(48), new Uint8Array(48)],
  }),
  hart_addmod384: () => ({
    '': [random.bytes(48), random.bytes(48), random.bytes(48), new Uint8Array(48)],
  }),
  hart_poseidon2_koalabear16: () => ({ '': [new Uint8Array(64).fill(1)] }),
  hart_memcpy: () => ({ '1 KiB': [new Uint8Array(1024), random.bytes(1024)] }),
  hart_memset: () => ({ '1 KiB': [new Uint8Array(1024), 1, 1024n] }),
};

/** Typical arguments of an accelerator, for measuring. */
export function validArguments(name: AcceleratorName): ValidArguments[] {
  const cases: Record<string, readonly unknown[]> = TYPICAL[name]?.() ?? {
    '': GENERATORS[name](random) as readonly unknown[],
  };
  return Object.entries(cases).map(([what, values]) => ({ what, values }));
}
