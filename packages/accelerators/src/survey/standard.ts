import type { Zkvm } from './zkvm.ts';

export const STANDARD = {
  name: 'zkvm-standards',
  version: 'main @ d5f1813 2026-05-12',
  repository: 'eth-act/zkvm-standards',
  isa: 'RV64IM, Zicclsm',
  source: 'standards/c-interface-accelerators/zkvm_accelerators.h',
  precompiles: [
    [
      'zkvm_keccak256',
      'hash',
      'keccak',
      'non-precompile',
      {
        signature:
          'zkvm_status zkvm_keccak256(const uint8_t* data, size_t len, zkvm_keccak256_hash* output)',
      },
    ],
    [
      'zkvm_secp256k1_verify',
      'signature',
      'secp256k1',
      'non-precompile',
      {
        signature:
          'zkvm_status zkvm_secp256k1_verify(const zkvm_secp256k1_hash* msg, const zkvm_secp256k1_signature* sig, const zkvm_secp256k1_pubkey* pubkey, bool* verified)',
      },
    ],
    [
      'zkvm_secp256k1_ecrecover',
      'signature',
      'secp256k1',
      'EVM precompile 0x01',
      {
        signature:
          'zkvm_status zkvm_secp256k1_ecrecover(const zkvm_secp256k1_hash* msg, const zkvm_secp256k1_signature* sig, uint8_t recid, zkvm_secp256k1_pubkey* output)',
      },
    ],
    [
      'zkvm_sha256',
      'hash',
      'sha256',
      'EVM precompile 0x02',
      {
        signature:
          'zkvm_status zkvm_sha256(const uint8_t* data, size_t len, zkvm_sha256_hash* output)',
      },
    ],
    [
      'zkvm_ripemd160',
      'hash',
      'ripemd160',
      'EVM precompile 0x03',
      {
        signature:
          'zkvm_status zkvm_ripemd160(const uint8_t* data, size_t len, zkvm_ripemd160_hash* output)',
      },
    ],
    [
      'zkvm_modexp',
      'bigint',
      'modexp',
      'EVM precompile 0x05',
      {
        signature:
          'zkvm_status zkvm_modexp(const uint8_t* base, size_t base_len, const uint8_t* exp, size_t exp_len, const uint8_t* modulus, size_t mod_len, uint8_t* output)',
      },
    ],
    [
      'zkvm_bn254_g1_add',
      'curve',
      'bn254',
      'EVM precompile 0x06',
      {
        signature:
          'zkvm_status zkvm_bn254_g1_add(const zkvm_bn254_g1_point* p1, const zkvm_bn254_g1_point* p2, zkvm_bn254_g1_point* result)',
      },
    ],
    [
      'zkvm_bn254_g1_mul',
      'curve',
      'bn254',
      'EVM precompile 0x07',
      {
        signature:
          'zkvm_status zkvm_bn254_g1_mul(const zkvm_bn254_g1_point* point, const zkvm_bn254_scalar* scalar, zkvm_bn254_g1_point* result)',
      },
    ],
    [
      'zkvm_bn254_pairing',
      'pairing',
      'bn254',
      'EVM precompile 0x08',
      {
        signature:
          'zkvm_status zkvm_bn254_pairing(const zkvm_bn254_pairing_pair* pairs, size_t num_pairs, bool* verified)',
      },
    ],
    [
      'zkvm_blake2f',
      'hash',
      'blake',
      'EVM precompile 0x09',
      {
        signature:
          'zkvm_status zkvm_blake2f(uint32_t rounds, zkvm_blake2f_state* h, const zkvm_blake2f_message* m, const zkvm_blake2f_offset* t, uint8_t f)',
      },
    ],
    [
      'zkvm_kzg_point_eval',
      'pairing',
      'kzg',
      'EVM precompile 0x0a',
      {
        signature:
          'zkvm_status zkvm_kzg_point_eval(const zkvm_kzg_commitment* commitment, const zkvm_kzg_field_element* z, const zkvm_kzg_field_element* y, const zkvm_kzg_proof* proof, bool* verified)',
      },
    ],
    [
      'zkvm_bls12_g1_add',
      'curve',
      'bls12-381',
      'EVM precompile 0x0b',
      {
        signature:
          'zkvm_status zkvm_bls12_g1_add(const zkvm_bls12_381_g1_point* p1, const zkvm_bls12_381_g1_point* p2, zkvm_bls12_381_g1_point* result)',
      },
    ],
    [
      'zkvm_bls12_g1_msm',
      'curve',
      'bls12-381',
      'EVM precompile 0x0c',
      {
        signature:
          'zkvm_status zkvm_bls12_g1_msm(const zkvm_bls12_381_g1_msm_pair* pairs, size_t num_pairs, zkvm_bls12_381_g1_point* result)',
      },
    ],
    [
      'zkvm_bls12_g2_add',
      'curve',
      'bls12-381',
      'EVM precompile 0x0d',
      {
        signature:
          'zkvm_status zkvm_bls12_g2_add(const zkvm_bls12_381_g2_point* p1, const zkvm_bls12_381_g2_point* p2, zkvm_bls12_381_g2_point* result)',
      },
    ],
    [
      'zkvm_bls12_g2_msm',
      'curve',
      'bls12-381',
      'EVM precompile 0x0e',
      {
        signature:
          'zkvm_status zkvm_bls12_g2_msm(const zkvm_bls12_381_g2_msm_pair* pairs, size_t num_pairs, zkvm_bls12_381_g2_point* result)',
      },
    ],
    [
      'zkvm_bls12_pairing',
      'pairing',
      'bls12-381',
      'EVM precompile 0x0f',
      {
        signature:
          'zkvm_status zkvm_bls12_pairing(const zkvm_bls12_381_pairing_pair* pairs, size_t num_pairs, bool* verified)',
      },
    ],
    [
      'zkvm_bls12_map_fp_to_g1',
      'curve',
      'bls12-381',
      'EVM precompile 0x10',
      {
        signature:
          'zkvm_status zkvm_bls12_map_fp_to_g1(const zkvm_bls12_381_fp* field_element, zkvm_bls12_381_g1_point* result)',
      },
    ],
    [
      'zkvm_bls12_map_fp2_to_g2',
      'curve',
      'bls12-381',
      'EVM precompile 0x11',
      {
        signature:
          'zkvm_status zkvm_bls12_map_fp2_to_g2(const zkvm_bls12_381_fp2* field_element, zkvm_bls12_381_g2_point* result)',
      },
    ],
    [
      'zkvm_secp256r1_verify',
      'signature',
      'secp256r1',
      'EVM precompile 0x100',
      {
        signature:
          'zkvm_status zkvm_secp256r1_verify(const zkvm_secp256r1_hash* msg, const zkvm_secp256r1_signature* sig, const zkvm_secp256r1_pubkey* pubkey, bool* verified)',
      },
    ],
  ],
} as const satisfies Zkvm;
