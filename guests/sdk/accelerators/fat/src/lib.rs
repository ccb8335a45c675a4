//! Each function of `zkvm_accelerators.h` and `hart_accelerators.h` as one environment call of the `zkvm` environment.
//!
//! A call takes at most [`MAX_DATA_BYTES`] of data. Longer data to hash goes through the lean set, block by block;
//! longer sums and pairings fail, as they do at every level.
#![no_std]
#![cfg(target_os = "none")]

use ripemd::{Digest, Ripemd160};
use zkvm_accelerators::ecall::{call1, call2, call3, call4, call5, call7};
use zkvm_accelerators::ffi::{EOK, Status};
use zkvm_accelerators::{
    Bls12Fp, Bls12Fp2, Bls12G1, Bls12G1Term, Bls12G2, Bls12G2Term, Bls12Pair, Bn254G1, Bn254Pair, Bytes, Hash,
    MAX_DATA_BYTES, PublicKey, Scalar, Signature,
};
use zkvm_accelerators::{hashing, number};

zkvm_accelerators::export_lean_calls!();

/// The functions that are an environment call and nothing else.
macro_rules! forward {
    ($($name:ident = $call:ident $number:ident($($argument:ident: $kind:ty),*);)*) => {$(
        #[unsafe(no_mangle)]
        unsafe extern "C" fn $name($($argument: $kind),*) -> Status {
            unsafe { $call(number::$number, $($argument),*) }
        }
    )*};
}

forward! {
    zkvm_secp256k1_verify = call4 SECP256K1_VERIFY(msg: *const Hash, sig: *const Signature, pubkey: *const PublicKey, verified: *mut bool);
    zkvm_secp256k1_ecrecover = call4 SECP256K1_ECRECOVER(msg: *const Hash, sig: *const Signature, recid: u8, output: *mut PublicKey);
    zkvm_secp256r1_verify = call4 SECP256R1_VERIFY(msg: *const Hash, sig: *const Signature, pubkey: *const PublicKey, verified: *mut bool);
    zkvm_modexp = call7 MODEXP(base: *const u8, base_len: usize, exp: *const u8, exp_len: usize, modulus: *const u8, mod_len: usize, output: *mut u8);
    zkvm_bn254_g1_add = call3 BN254_G1_ADD(p1: *const Bn254G1, p2: *const Bn254G1, result: *mut Bn254G1);
    zkvm_bn254_g1_mul = call3 BN254_G1_MUL(point: *const Bn254G1, scalar: *const Scalar, result: *mut Bn254G1);
    zkvm_bn254_pairing = call3 BN254_PAIRING(pairs: *const Bn254Pair, num_pairs: usize, verified: *mut bool);
    zkvm_blake2f = call5 BLAKE2F(rounds: u32, h: *mut Bytes<64>, m: *const Bytes<128>, t: *const Bytes<16>, f: u8);
    zkvm_kzg_point_eval = call5 KZG_POINT_EVAL(commitment: *const Bytes<48>, z: *const Scalar, y: *const Scalar, proof: *const Bytes<48>, verified: *mut bool);
    zkvm_bls12_g1_add = call3 BLS12_G1_ADD(p1: *const Bls12G1, p2: *const Bls12G1, result: *mut Bls12G1);
    zkvm_bls12_g1_msm = call3 BLS12_G1_MSM(pairs: *const Bls12G1Term, num_pairs: usize, result: *mut Bls12G1);
    zkvm_bls12_g2_add = call3 BLS12_G2_ADD(p1: *const Bls12G2, p2: *const Bls12G2, result: *mut Bls12G2);
    zkvm_bls12_g2_msm = call3 BLS12_G2_MSM(pairs: *const Bls12G2Term, num_pairs: usize, result: *mut Bls12G2);
    zkvm_bls12_pairing = call3 BLS12_PAIRING(pairs: *const Bls12Pair, num_pairs: usize, verified: *mut bool);
    zkvm_bls12_map_fp_to_g1 = call2 BLS12_MAP_FP_TO_G1(field_element: *const Bls12Fp, result: *mut Bls12G1);
    zkvm_bls12_map_fp2_to_g2 = call2 BLS12_MAP_FP2_TO_G2(field_element: *const Bls12Fp2, result: *mut Bls12G2);
}

#[unsafe(no_mangle)]
unsafe extern "C" fn zkvm_keccak256(data: *const u8, len: usize, output: *mut Hash) -> Status {
    if len <= MAX_DATA_BYTES {
        return unsafe { call3(number::KECCAK256, data, len, output) };
    }
    let data = unsafe { core::slice::from_raw_parts(data, len) };
    let permute = |state: &mut [u64; 25]| {
        unsafe { call1(number::KECCAK_F1600, &raw mut *state) };
    };
    unsafe { output.write(hashing::keccak256(data, permute)) };
    EOK
}

#[unsafe(no_mangle)]
unsafe extern "C" fn zkvm_sha256(data: *const u8, len: usize, output: *mut Hash) -> Status {
    if len <= MAX_DATA_BYTES {
        return unsafe { call3(number::SHA256, data, len, output) };
    }
    let data = unsafe { core::slice::from_raw_parts(data, len) };
    let compress = |state: &mut [u32; 8], block: &[u8; 64]| {
        unsafe { call2(number::SHA256_COMPRESS, &raw mut *state, &raw const *block) };
    };
    unsafe { output.write(hashing::sha256(data, compress)) };
    EOK
}

/// Of longer data in software: there is no call for a part of this hash.
#[unsafe(no_mangle)]
unsafe extern "C" fn zkvm_ripemd160(data: *const u8, len: usize, output: *mut Hash) -> Status {
    if len <= MAX_DATA_BYTES {
        return unsafe { call3(number::RIPEMD160, data, len, output) };
    }
    let mut hash = Hash::ZERO;
    hash.0[12..].copy_from_slice(&Ripemd160::digest(unsafe { core::slice::from_raw_parts(data, len) }));
    unsafe { output.write(hash) };
    EOK
}
