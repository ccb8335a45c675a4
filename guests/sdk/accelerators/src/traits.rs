//! What an implementation gives; `export_accelerators!` and `export_lean_set!` make C functions of it.
use alloc::vec::Vec;

use crate::types::*;

/// The functions of the standard. `None` is failure, `ZKVM_EFAIL` in C: the input is malformed.
///
/// A signature or proof that is well formed and wrong is `Some(false)`. Arrays of a call come with at most
/// [`MAX_DATA_BYTES`]; byte strings to hash may be longer.
pub trait Accelerators {
    fn keccak256(data: &[u8]) -> Hash;
    fn sha256(data: &[u8]) -> Hash;
    /// The hash is in the last 20 bytes, the others are zero.
    fn ripemd160(data: &[u8]) -> Hash;
    fn secp256k1_verify(message: &Hash, signature: &Signature, key: &PublicKey) -> Option<bool>;
    fn secp256k1_ecrecover(message: &Hash, signature: &Signature, recovery_id: u8) -> Option<PublicKey>;
    fn secp256r1_verify(message: &Hash, signature: &Signature, key: &PublicKey) -> Option<bool>;
    /// Operands have at most [`MAX_MODEXP_BYTES`]; the result is as long as the modulus.
    fn modexp(base: &[u8], exponent: &[u8], modulus: &[u8]) -> Vec<u8>;
    fn bn254_g1_add(a: &Bn254G1, b: &Bn254G1) -> Option<Bn254G1>;
    fn bn254_g1_mul(point: &Bn254G1, scalar: &Scalar) -> Option<Bn254G1>;
    fn bn254_pairing(pairs: &[Bn254Pair]) -> Option<bool>;
    /// All integers of state, message and offset are little-endian; `last` is the flag of the final block.
    fn blake2f(rounds: u32, state: &Bytes<64>, message: &Bytes<128>, offset: &Bytes<16>, last: bool) -> Bytes<64>;
    fn kzg_point_eval(commitment: &Bytes<48>, z: &Scalar, y: &Scalar, proof: &Bytes<48>) -> Option<bool>;
    fn bls12_g1_add(a: &Bls12G1, b: &Bls12G1) -> Option<Bls12G1>;
    /// Of at least one term.
    fn bls12_g1_msm(terms: &[Bls12G1Term]) -> Option<Bls12G1>;
    fn bls12_g2_add(a: &Bls12G2, b: &Bls12G2) -> Option<Bls12G2>;
    fn bls12_g2_msm(terms: &[Bls12G2Term]) -> Option<Bls12G2>;
    /// Of at least one pair.
    fn bls12_pairing(pairs: &[Bls12Pair]) -> Option<bool>;
    fn bls12_map_fp_to_g1(element: &Bls12Fp) -> Option<Bls12G1>;
    fn bls12_map_fp2_to_g2(element: &Bls12Fp2) -> Option<Bls12G2>;
}

/// Hart's lean set: small steps of which the functions of the standard are made. Numbers are limbs, least
/// significant first; operands may have any value. `None` if the modulus is 0.
pub trait LeanSet {
    fn keccak_f1600(state: &mut [u64; 25]);
    /// State as native words.
    fn sha256_compress(state: &mut [u32; 8], block: &[u8; 64]);
    fn mulmod256(a: &[u64; 4], b: &[u64; 4], modulus: &[u64; 4]) -> Option<[u64; 4]>;
    fn addmod256(a: &[u64; 4], b: &[u64; 4], modulus: &[u64; 4]) -> Option<[u64; 4]>;
    fn mulmod384(a: &[u64; 6], b: &[u64; 6], modulus: &[u64; 6]) -> Option<[u64; 6]>;
    fn addmod384(a: &[u64; 6], b: &[u64; 6], modulus: &[u64; 6]) -> Option<[u64; 6]>;
    /// False, and the state as it was, if a value is not below the field's modulus.
    fn poseidon2_koalabear16(state: &mut [u32; 16]) -> bool;
}
