//! The C functions, as `zkvm_accelerators.h` and `hart_accelerators.h` declare them.
use core::ffi::{c_int, c_void};

use crate::types::*;

/// `zkvm_status`.
pub type Status = c_int;
pub const EOK: Status = 0;
pub const EFAIL: Status = -1;

unsafe extern "C" {
    pub fn zkvm_keccak256(data: *const u8, len: usize, output: *mut Hash) -> Status;
    pub fn zkvm_secp256k1_verify(
        msg: *const Hash,
        sig: *const Signature,
        pubkey: *const PublicKey,
        verified: *mut bool,
    ) -> Status;
    pub fn zkvm_secp256k1_ecrecover(
        msg: *const Hash,
        sig: *const Signature,
        recid: u8,
        output: *mut PublicKey,
    ) -> Status;
    pub fn zkvm_sha256(data: *const u8, len: usize, output: *mut Hash) -> Status;
    pub fn zkvm_ripemd160(data: *const u8, len: usize, output: *mut Hash) -> Status;
    pub fn zkvm_modexp(
        base: *const u8,
        base_len: usize,
        exp: *const u8,
        exp_len: usize,
        modulus: *const u8,
        mod_len: usize,
        output: *mut u8,
    ) -> Status;
    pub fn zkvm_bn254_g1_add(p1: *const Bn254G1, p2: *const Bn254G1, result: *mut Bn254G1) -> Status;
    pub fn zkvm_bn254_g1_mul(point: *const Bn254G1, scalar: *const Scalar, result: *mut Bn254G1) -> Status;
    pub fn zkvm_bn254_pairing(pairs: *const Bn254Pair, num_pairs: usize, verified: *mut bool) -> Status;
    pub fn zkvm_blake2f(rounds: u32, h: *mut Bytes<64>, m: *const Bytes<128>, t: *const Bytes<16>, f: u8) -> Status;
    pub fn zkvm_kzg_point_eval(
        commitment: *const Bytes<48>,
        z: *const Scalar,
        y: *const Scalar,
        proof: *const Bytes<48>,
        verified: *mut bool,
    ) -> Status;
    pub fn zkvm_bls12_g1_add(p1: *const Bls12G1, p2: *const Bls12G1, result: *mut Bls12G1) -> Status;
    pub fn zkvm_bls12_g1_msm(pairs: *const Bls12G1Term, num_pairs: usize, result: *mut Bls12G1) -> Status;
    pub fn zkvm_bls12_g2_add(p1: *const Bls12G2, p2: *const Bls12G2, result: *mut Bls12G2) -> Status;
    pub fn zkvm_bls12_g2_msm(pairs: *const Bls12G2Term, num_pairs: usize, result: *mut Bls12G2) -> Status;
    pub fn zkvm_bls12_pairing(pairs: *const Bls12Pair, num_pairs: usize, verified: *mut bool) -> Status;
    pub fn zkvm_bls12_map_fp_to_g1(field_element: *const Bls12Fp, result: *mut Bls12G1) -> Status;
    pub fn zkvm_bls12_map_fp2_to_g2(field_element: *const Bls12Fp2, result: *mut Bls12G2) -> Status;
    pub fn zkvm_secp256r1_verify(
        msg: *const Hash,
        sig: *const Signature,
        pubkey: *const PublicKey,
        verified: *mut bool,
    ) -> Status;

    pub fn zkvm_keccak_f1600(state: *mut [u64; 25]) -> Status;
    pub fn hart_sha256_compress(state: *mut [u32; 8], block: *const [u8; 64]) -> Status;
    pub fn hart_mulmod256(a: *const [u64; 4], b: *const [u64; 4], m: *const [u64; 4], out: *mut [u64; 4]) -> Status;
    pub fn hart_addmod256(a: *const [u64; 4], b: *const [u64; 4], m: *const [u64; 4], out: *mut [u64; 4]) -> Status;
    pub fn hart_mulmod384(a: *const [u64; 6], b: *const [u64; 6], m: *const [u64; 6], out: *mut [u64; 6]) -> Status;
    pub fn hart_addmod384(a: *const [u64; 6], b: *const [u64; 6], m: *const [u64; 6], out: *mut [u64; 6]) -> Status;
    pub fn hart_poseidon2_koalabear16(state: *mut [u32; 16]) -> Status;
    pub fn hart_memcpy(to: *mut c_void, from: *const c_void, n: usize) -> Status;
    pub fn hart_memset(to: *mut c_void, byte: c_int, n: usize) -> Status;
}
