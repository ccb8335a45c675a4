//! The functions of the standard for Rust.
use alloc::vec;
use alloc::vec::Vec;
use core::mem::MaybeUninit;

use crate::ffi::{self, EOK, Status};
use crate::types::*;

/// What a function writes if it succeeds.
///
/// # Safety
/// `call` writes a whole value when it returns `EOK`.
#[inline(always)]
unsafe fn output<T>(call: impl FnOnce(*mut T) -> Status) -> Result<T, Failed> {
    let mut result = MaybeUninit::uninit();
    if call(result.as_mut_ptr()) == EOK { Ok(unsafe { result.assume_init() }) } else { Err(Failed) }
}

/// Hashing has no malformed input.
#[inline(always)]
unsafe fn hash(call: unsafe extern "C" fn(*const u8, usize, *mut Hash) -> Status, data: &[u8]) -> Hash {
    unsafe { output(|result| call(data.as_ptr(), data.len(), result)) }.expect("any bytes can be hashed")
}

#[inline]
pub fn keccak256(data: &[u8]) -> Hash {
    unsafe { hash(ffi::zkvm_keccak256, data) }
}

#[inline]
pub fn sha256(data: &[u8]) -> Hash {
    unsafe { hash(ffi::zkvm_sha256, data) }
}

/// The hash is in the last 20 bytes, the others are zero.
#[inline]
pub fn ripemd160(data: &[u8]) -> Hash {
    unsafe { hash(ffi::zkvm_ripemd160, data) }
}

/// Whether the signature of the hash is the key's; a great `s` is as good as a small one.
#[inline]
pub fn secp256k1_verify(message: &Hash, signature: &Signature, key: &PublicKey) -> Result<bool, Failed> {
    unsafe { output(|result| ffi::zkvm_secp256k1_verify(message, signature, key, result)) }
}

/// The key that made the signature. Bit 0 of the recovery id is the parity of y of the signature's point; with
/// bit 1 its x is r plus the order.
#[inline]
pub fn secp256k1_ecrecover(message: &Hash, signature: &Signature, recovery_id: u8) -> Result<PublicKey, Failed> {
    unsafe { output(|result| ffi::zkvm_secp256k1_ecrecover(message, signature, recovery_id, result)) }
}

/// Whether the signature of the hash is the key's, on P-256.
#[inline]
pub fn secp256r1_verify(message: &Hash, signature: &Signature, key: &PublicKey) -> Result<bool, Failed> {
    unsafe { output(|result| ffi::zkvm_secp256r1_verify(message, signature, key, result)) }
}

/// base to the exponent modulo the modulus, all big-endian; as long as the modulus, and 0 if that is 0. Fails for an
/// operand longer than [`MAX_MODEXP_BYTES`].
pub fn modexp(base: &[u8], exponent: &[u8], modulus: &[u8]) -> Result<Vec<u8>, Failed> {
    let mut result = vec![0; modulus.len()];
    let status = unsafe {
        ffi::zkvm_modexp(
            base.as_ptr(),
            base.len(),
            exponent.as_ptr(),
            exponent.len(),
            modulus.as_ptr(),
            modulus.len(),
            result.as_mut_ptr(),
        )
    };
    if status == EOK { Ok(result) } else { Err(Failed) }
}

#[inline]
pub fn bn254_g1_add(a: &Bn254G1, b: &Bn254G1) -> Result<Bn254G1, Failed> {
    unsafe { output(|result| ffi::zkvm_bn254_g1_add(a, b, result)) }
}

#[inline]
pub fn bn254_g1_mul(point: &Bn254G1, scalar: &Scalar) -> Result<Bn254G1, Failed> {
    unsafe { output(|result| ffi::zkvm_bn254_g1_mul(point, scalar, result)) }
}

/// Whether the product of the pairings is 1, which it is of none. Fails above [`MAX_DATA_BYTES`], as the sums do.
#[inline]
pub fn bn254_pairing(pairs: &[Bn254Pair]) -> Result<bool, Failed> {
    unsafe { output(|result| ffi::zkvm_bn254_pairing(pairs.as_ptr(), pairs.len(), result)) }
}

/// The compression function of BLAKE2b (EIP-152) on little-endian words; `last` is 0 or 1.
#[inline]
pub fn blake2f(
    rounds: u32,
    state: &mut Bytes<64>,
    message: &Bytes<128>,
    offset: &Bytes<16>,
    last: u8,
) -> Result<(), Failed> {
    if unsafe { ffi::zkvm_blake2f(rounds, state, message, offset, last) } == EOK { Ok(()) } else { Err(Failed) }
}

/// Whether the polynomial behind the commitment is y at z (EIP-4844).
#[inline]
pub fn kzg_point_eval(commitment: &Bytes<48>, z: &Scalar, y: &Scalar, proof: &Bytes<48>) -> Result<bool, Failed> {
    unsafe { output(|result| ffi::zkvm_kzg_point_eval(commitment, z, y, proof, result)) }
}

/// The points need not be of the subgroup.
#[inline]
pub fn bls12_g1_add(a: &Bls12G1, b: &Bls12G1) -> Result<Bls12G1, Failed> {
    unsafe { output(|result| ffi::zkvm_bls12_g1_add(a, b, result)) }
}

/// The sum of the points' multiples; fails if there are none, as EIP-2537 has it.
#[inline]
pub fn bls12_g1_msm(terms: &[Bls12G1Term]) -> Result<Bls12G1, Failed> {
    unsafe { output(|result| ffi::zkvm_bls12_g1_msm(terms.as_ptr(), terms.len(), result)) }
}

/// The points need not be of the subgroup.
#[inline]
pub fn bls12_g2_add(a: &Bls12G2, b: &Bls12G2) -> Result<Bls12G2, Failed> {
    unsafe { output(|result| ffi::zkvm_bls12_g2_add(a, b, result)) }
}

/// The same in G2.
#[inline]
pub fn bls12_g2_msm(terms: &[Bls12G2Term]) -> Result<Bls12G2, Failed> {
    unsafe { output(|result| ffi::zkvm_bls12_g2_msm(terms.as_ptr(), terms.len(), result)) }
}

/// Whether the product of the pairings is 1; fails if there are none, as EIP-2537 has it.
#[inline]
pub fn bls12_pairing(pairs: &[Bls12Pair]) -> Result<bool, Failed> {
    unsafe { output(|result| ffi::zkvm_bls12_pairing(pairs.as_ptr(), pairs.len(), result)) }
}

#[inline]
pub fn bls12_map_fp_to_g1(element: &Bls12Fp) -> Result<Bls12G1, Failed> {
    unsafe { output(|result| ffi::zkvm_bls12_map_fp_to_g1(element, result)) }
}

#[inline]
pub fn bls12_map_fp2_to_g2(element: &Bls12Fp2) -> Result<Bls12G2, Failed> {
    unsafe { output(|result| ffi::zkvm_bls12_map_fp2_to_g2(element, result)) }
}
