import type { Accelerator } from './accelerator.ts';
import { zkvm_blake2f } from './fat/blake2f.ts';
import { zkvm_bls12_g1_add } from './fat/bls12-g1-add.ts';
import { zkvm_bls12_g1_msm } from './fat/bls12-g1-msm.ts';
import { zkvm_bls12_g2_add } from './fat/bls12-g2-add.ts';
import { zkvm_bls12_g2_msm } from './fat/bls12-g2-msm.ts';
import { zkvm_bls12_map_fp_to_g1 } from './fat/bls12-map-fp-to-g1.ts';
import { zkvm_bls12_map_fp2_to_g2 } from './fat/bls12-map-fp2-to-g2.ts';
import { zkvm_bls12_pairing } from './fat/bls12-pairing.ts';
import { zkvm_bn254_g1_add } from './fat/bn254-g1-add.ts';
import { zkvm_bn254_g1_mul } from './fat/bn254-g1-mul.ts';
import { zkvm_bn254_pairing } from './fat/bn254-pairing.ts';
import { zkvm_keccak256 } from './fat/keccak256.ts';
import { zkvm_kzg_point_eval } from './fat/kzg-point-eval.ts';
import { zkvm_modexp } from './fat/modexp.ts';
import { zkvm_ripemd160 } from './fat/ripemd160.ts';
import { zkvm_secp256k1_ecrecover } from './fat/secp256k1-ecrecover.ts';
import { zkvm_secp256k1_verify } from './fat/secp256k1-verify.ts';
import { zkvm_secp256r1_verify } from './fat/secp256r1-verify.ts';
import { zkvm_sha256 } from './fat/sha256.ts';
import { hart_addmod256 } from './lean/addmod256.ts';
import { hart_addmod384 } from './lean/addmod384.ts';
import { zkvm_keccak_f1600 } from './lean/keccak-f1600.ts';
import { hart_memcpy } from './lean/memcpy.ts';
import { hart_memset } from './lean/memset.ts';
import { hart_mulmod256 } from './lean/mulmod256.ts';
import { hart_mulmod384 } from './lean/mulmod384.ts';
import { hart_poseidon2_koalabear16 } from './lean/poseidon2-koalabear16.ts';
import { hart_sha256_compress } from './lean/sha256-compress.ts';

/** Everything that guests can have computed by the host, by the C function's name, in the order of numbers. */
export const ACCELERATORS = {
  zkvm_keccak256,
  zkvm_secp256k1_verify,
  zkvm_secp256k1_ecrecover,
  zkvm_sha256,
  zkvm_ripemd160,
  zkvm_modexp,
  zkvm_bn254_g1_add,
  zkvm_bn254_g1_mul,
  zkvm_bn254_pairing,
  zkvm_blake2f,
  zkvm_kzg_point_eval,
  zkvm_bls12_g1_add,
  zkvm_bls12_g1_msm,
  zkvm_bls12_g2_add,
  zkvm_bls12_g2_msm,
  zkvm_bls12_pairing,
  zkvm_bls12_map_fp_to_g1,
  zkvm_bls12_map_fp2_to_g2,
  zkvm_secp256r1_verify,
  zkvm_keccak_f1600,
  hart_sha256_compress,
  hart_mulmod256,
  hart_addmod256,
  hart_mulmod384,
  hart_addmod384,
  hart_poseidon2_koalabear16,
  hart_memcpy,
  hart_memset,
} as const satisfies Record<string, Accelerator>;

export type AcceleratorName = keyof typeof ACCELERATORS;
