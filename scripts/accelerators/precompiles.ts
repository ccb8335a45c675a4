import { ACCELERATORS } from '@hart/accelerators';

/** An EVM precompile: what it returns, undefined if it fails. */
type Precompile = (input: Uint8Array) => Uint8Array | undefined;

/** The input, cut or filled with zeros behind. */
function padded(input: Uint8Array, bytes: number): Uint8Array {
  const out = new Uint8Array(bytes);
  out.set(input.subarray(0, bytes));
  return out;
}

/** A 32-byte word with a number in it. */
function word(value: number): Uint8Array {
  const out = new Uint8Array(32);
  out[31] = value;
  return out;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** What an accelerator writes to an output of some bytes. */
function output(bytes: number, compute: (out: Uint8Array) => boolean): Uint8Array | undefined {
  const out = new Uint8Array(bytes);
  return compute(out) ? out : undefined;
}

/** The word 1 or 0 of an accelerator that answers with a bool. */
function answer(compute: (verified: Uint8Array) => boolean): Uint8Array | undefined {
  const verified = output(1, compute);
  return verified === undefined ? undefined : word(verified[0]!);
}

/**
 * EIP-2537 has coordinates in 64 bytes, of which the first 16 are zero; scalars in 32. `layout` has the number of
 * coordinates and of scalars of an element; undefined if the input is not of such elements.
 */
function narrowed(
  input: Uint8Array,
  layout: { coordinates: number; scalars?: number },
): Uint8Array | undefined {
  const { coordinates, scalars = 0 } = layout;
  const unit = 64 * coordinates + 32 * scalars;
  if (input.length === 0 || input.length % unit !== 0) return undefined;
  const parts: Uint8Array[] = [];
  for (let at = 0; at < input.length; at += unit) {
    for (let n = 0; n < coordinates; n++) {
      const field = input.subarray(at + 64 * n, at + 64 * (n + 1));
      if (field.subarray(0, 16).some((byte) => byte !== 0)) return undefined;
      parts.push(field.subarray(16));
    }
    parts.push(input.subarray(at + 64 * coordinates, at + unit));
  }
  return joined(parts);
}

function widened(output: Uint8Array | undefined): Uint8Array | undefined {
  if (output === undefined) return undefined;
  const parts: Uint8Array[] = [];
  for (let at = 0; at < output.length; at += 48) {
    parts.push(new Uint8Array(16), output.subarray(at, at + 48));
  }
  return joined(parts);
}

function addition(
  coordinates: 2 | 4,
  compute: (p1: Uint8Array, p2: Uint8Array, out: Uint8Array) => boolean,
): Precompile {
  const bytes = 48 * coordinates;
  return (input) => {
    const points = input.length === 128 * coordinates && narrowed(input, { coordinates });
    if (!points) return undefined;
    return widened(
      output(bytes, (out) => compute(points.subarray(0, bytes), points.subarray(bytes), out)),
    );
  };
}

function multiples(
  coordinates: 2 | 4,
  compute: (pairs: Uint8Array, out: Uint8Array) => boolean,
): Precompile {
  return (input) => {
    const pairs = narrowed(input, { coordinates, scalars: 1 });
    return pairs && widened(output(48 * coordinates, (out) => compute(pairs, out)));
  };
}

function mapping(
  coordinates: 1 | 2,
  compute: (element: Uint8Array, out: Uint8Array) => boolean,
): Precompile {
  return (input) => {
    const element = input.length === 64 * coordinates && narrowed(input, { coordinates });
    return element ? widened(output(96 * coordinates, (out) => compute(element, out))) : undefined;
  };
}

const modexp: Precompile = (input) => {
  const lengths = [0, 32, 64].map((at) => {
    const bytes = padded(input.subarray(at), 32);
    return bytes.reduce((value, byte) => value * 256 + byte, 0);
  });
  const [base, exponent, modulus] = lengths as [number, number, number];
  if (Math.max(...lengths) > 2 ** 20) return undefined;
  const data = padded(input.subarray(96), base + exponent + modulus);
  return output(modulus, (out) =>
    ACCELERATORS.zkvm_modexp.compute(
      data.subarray(0, base),
      data.subarray(base, base + exponent),
      data.subarray(base + exponent),
      out,
    ),
  );
};

const ecrecover: Precompile = (input) => {
  const data = padded(input, 128);
  const v = data.subarray(32, 64);
  if (v.subarray(0, 31).some((byte) => byte !== 0) || (v[31] !== 27 && v[31] !== 28)) {
    return new Uint8Array(0);
  }
  const key = output(64, (out) =>
    ACCELERATORS.zkvm_secp256k1_ecrecover.compute(
      data.subarray(0, 32),
      data.subarray(64),
      v[31]! - 27,
      out,
    ),
  );
  if (key === undefined) return new Uint8Array(0);
  const hash = new Uint8Array(32);
  ACCELERATORS.zkvm_keccak256.compute(key, hash);
  return hash.fill(0, 0, 12);
};

const blake2f: Precompile = (input) => {
  if (input.length !== 213) return undefined;
  const rounds = new DataView(input.buffer, input.byteOffset).getUint32(0);
  const state = input.slice(4, 68);
  const [m, t] = [input.subarray(68, 196), input.subarray(196, 212)];
  return ACCELERATORS.zkvm_blake2f.compute(rounds, state, m, t, input[212]!) ? state : undefined;
};

const p256Verify: Precompile = (input) => {
  if (input.length !== 160) return new Uint8Array(0);
  const verified = answer((out) =>
    ACCELERATORS.zkvm_secp256r1_verify.compute(
      input.subarray(0, 32),
      input.subarray(32, 96),
      input.subarray(96),
      out,
    ),
  );
  return verified?.[31] === 1 ? verified : new Uint8Array(0);
};

/** What the precompile returns when a proof is right: field elements per blob and the order (EIP-4844). */
const KZG_RESULT =
  '000000000000000000000000000000000000000000000000000000000000100073eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001';

const pointEvaluation: Precompile = (input) => {
  if (input.length !== 192) return undefined;
  const [z, y] = [input.subarray(32, 64), input.subarray(64, 96)];
  const [commitment, proof] = [input.subarray(96, 144), input.subarray(144)];
  const hash = new Uint8Array(32);
  ACCELERATORS.zkvm_sha256.compute(commitment, hash);
  hash[0] = 1;
  if (hash.some((byte, n) => byte !== input[n])) return undefined;
  const verified = answer((out) =>
    ACCELERATORS.zkvm_kzg_point_eval.compute(commitment, z, y, proof, out),
  );
  if (verified?.[31] !== 1) return undefined;
  return Uint8Array.from(KZG_RESULT.match(/../g)!, (byte) => Number.parseInt(byte, 16));
};

const { zkvm_bn254_g1_add: bnAdd, zkvm_bn254_g1_mul: bnMul } = ACCELERATORS;

/** Precompiles made of accelerators, by the names of go-ethereum's files of vectors. */
export const PRECOMPILES: Record<string, Precompile> = {
  ecRecover: ecrecover,
  modexp,
  modexp_eip2565: modexp,
  modexp_eip7883: modexp,
  bn256Add(input) {
    const data = padded(input, 128);
    return output(64, (out) => bnAdd.compute(data.subarray(0, 64), data.subarray(64), out));
  },
  bn256ScalarMul(input) {
    const data = padded(input, 96);
    return output(64, (out) => bnMul.compute(data.subarray(0, 64), data.subarray(64), out));
  },
  bn256Pairing: (input) =>
    input.length % 192 === 0
      ? answer((out) => ACCELERATORS.zkvm_bn254_pairing.compute(input, out))
      : undefined,
  blake2F: blake2f,
  blake2f,
  pointEvaluation,
  blsG1Add: addition(2, ACCELERATORS.zkvm_bls12_g1_add.compute),
  blsG1Mul: multiples(2, ACCELERATORS.zkvm_bls12_g1_msm.compute),
  blsG1MultiExp: multiples(2, ACCELERATORS.zkvm_bls12_g1_msm.compute),
  blsG2Add: addition(4, ACCELERATORS.zkvm_bls12_g2_add.compute),
  blsG2Mul: multiples(4, ACCELERATORS.zkvm_bls12_g2_msm.compute),
  blsG2MultiExp: multiples(4, ACCELERATORS.zkvm_bls12_g2_msm.compute),
  blsPairing(input) {
    const pairs = narrowed(input, { coordinates: 6 });
    return pairs && answer((out) => ACCELERATORS.zkvm_bls12_pairing.compute(pairs, out));
  },
  blsMapG1: mapping(1, ACCELERATORS.zkvm_bls12_map_fp_to_g1.compute),
  blsMapG2: mapping(2, ACCELERATORS.zkvm_bls12_map_fp2_to_g2.compute),
  p256Verify,
};
