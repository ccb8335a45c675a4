//! The standard's functions over libraries.
use alloc::vec;
use alloc::vec::Vec;

use ark_bls12_381::{Fr, G1Affine};
use ark_serialize::CanonicalDeserialize;
use p256::elliptic_curve::sec1::FromEncodedPoint;
use revm_precompile::{Crypto, DefaultCrypto};
use ripemd::Ripemd160;
use sha2::digest::Digest;
use zkvm_accelerators::{
    Accelerators, Bls12Fp, Bls12Fp2, Bls12G1, Bls12G1Term, Bls12G2, Bls12G2Term, Bls12Pair, Bn254G1, Bn254Pair, Bytes,
    Hash, PublicKey, Scalar, Signature, hashing,
};

use crate::{Software, keccak, secp256k1};

impl Accelerators for Software {
    fn keccak256(data: &[u8]) -> Hash {
        hashing::keccak256(data, keccak::f1600)
    }

    fn sha256(data: &[u8]) -> Hash {
        Bytes(sha2::Sha256::digest(data).into())
    }

    fn ripemd160(data: &[u8]) -> Hash {
        let mut hash = Hash::ZERO;
        hash.0[12..].copy_from_slice(&Ripemd160::digest(data));
        hash
    }

    fn secp256k1_verify(message: &Hash, signature: &Signature, key: &PublicKey) -> Option<bool> {
        secp256k1::verify(&message.0, &signature.0, &key.0)
    }

    fn secp256k1_ecrecover(message: &Hash, signature: &Signature, recovery_id: u8) -> Option<PublicKey> {
        secp256k1::recover(&message.0, &signature.0, recovery_id).map(Bytes)
    }

    fn secp256r1_verify(message: &Hash, signature: &Signature, key: &PublicKey) -> Option<bool> {
        if library().secp256r1_verify_signature(&message.0, &signature.0, &key.0) {
            return Some(true);
        }
        // Wrong, or malformed?
        let encoded = p256::EncodedPoint::from_untagged_bytes(&key.0.into());
        let well_formed = p256::ecdsa::Signature::from_slice(&signature.0).is_ok()
            && p256::PublicKey::from_encoded_point(&encoded).is_some().into();
        well_formed.then_some(false)
    }

    fn modexp(base: &[u8], exponent: &[u8], modulus: &[u8]) -> Vec<u8> {
        let power = library().modexp(base, exponent, modulus).unwrap_or_default();
        // It has no leading zeros.
        let mut result = vec![0; modulus.len()];
        result[modulus.len() - power.len()..].copy_from_slice(&power);
        result
    }

    fn bn254_g1_add(a: &Bn254G1, b: &Bn254G1) -> Option<Bn254G1> {
        library().bn254_g1_add(&a.0, &b.0).ok().map(Bytes)
    }

    fn bn254_g1_mul(point: &Bn254G1, scalar: &Scalar) -> Option<Bn254G1> {
        library().bn254_g1_mul(&point.0, &scalar.0).ok().map(Bytes)
    }

    fn bn254_pairing(pairs: &[Bn254Pair]) -> Option<bool> {
        let slices: Vec<_> = pairs.iter().map(|pair| (&pair.g1.0[..], &pair.g2.0[..])).collect();
        library().bn254_pairing_check(&slices).ok()
    }

    fn blake2f(rounds: u32, state: &Bytes<64>, message: &Bytes<128>, offset: &Bytes<16>, last: bool) -> Bytes<64> {
        let mut h = words(&state.0);
        library().blake2_compress(rounds, &mut h, &words(&message.0), &words(&offset.0), last);
        let mut result = Bytes::ZERO;
        for (bytes, word) in result.0.as_chunks_mut().0.iter_mut().zip(h) {
            *bytes = word.to_le_bytes();
        }
        result
    }

    fn kzg_point_eval(commitment: &Bytes<48>, z: &Scalar, y: &Scalar, proof: &Bytes<48>) -> Option<bool> {
        if library().verify_kzg_proof(&z.0, &y.0, &commitment.0, &proof.0).is_ok() {
            return Some(true);
        }
        // Wrong, or malformed?
        let well_formed =
            [commitment, proof].iter().all(|point| G1Affine::deserialize_compressed(&point.0[..]).is_ok())
                && [z, y].iter().all(|scalar| is_canonical(scalar));
        well_formed.then_some(false)
    }

    fn bls12_g1_add(a: &Bls12G1, b: &Bls12G1) -> Option<Bls12G1> {
        library().bls12_381_g1_add(parts(&a.0), parts(&b.0)).ok().map(Bytes)
    }

    fn bls12_g1_msm(terms: &[Bls12G1Term]) -> Option<Bls12G1> {
        let mut terms = terms.iter().map(|term| Ok((parts(&term.point.0), term.scalar.0)));
        library().bls12_381_g1_msm(&mut terms).ok().map(Bytes)
    }

    fn bls12_g2_add(a: &Bls12G2, b: &Bls12G2) -> Option<Bls12G2> {
        library().bls12_381_g2_add(quarters(&a.0), quarters(&b.0)).ok().map(Bytes)
    }

    fn bls12_g2_msm(terms: &[Bls12G2Term]) -> Option<Bls12G2> {
        let mut terms = terms.iter().map(|term| Ok((quarters(&term.point.0), term.scalar.0)));
        library().bls12_381_g2_msm(&mut terms).ok().map(Bytes)
    }

    fn bls12_pairing(pairs: &[Bls12Pair]) -> Option<bool> {
        let pairs: Vec<_> = pairs.iter().map(|pair| (parts(&pair.g1.0), quarters(&pair.g2.0))).collect();
        library().bls12_381_pairing_check(&pairs).ok()
    }

    fn bls12_map_fp_to_g1(element: &Bls12Fp) -> Option<Bls12G1> {
        library().bls12_381_fp_to_g1(&element.0).ok().map(Bytes)
    }

    fn bls12_map_fp2_to_g2(element: &Bls12Fp2) -> Option<Bls12G2> {
        library().bls12_381_fp2_to_g2(parts(&element.0)).ok().map(Bytes)
    }
}

/// The EVM's precompiles as revm computes them by default. An EVM links them in any case; called through the table
/// that it does, they are not compiled a second time.
#[inline(never)]
pub fn library() -> &'static dyn Crypto {
    core::hint::black_box(&DefaultCrypto)
}

/// Little-endian words; `N` is an eighth of `BYTES`.
fn words<const BYTES: usize, const N: usize>(bytes: &[u8; BYTES]) -> [u64; N] {
    let mut words = [0; N];
    for (word, bytes) in words.iter_mut().zip(bytes.as_chunks().0) {
        *word = u64::from_le_bytes(*bytes);
    }
    words
}

fn is_canonical(scalar: &Scalar) -> bool {
    let mut little_endian = scalar.0;
    little_endian.reverse();
    Fr::deserialize_uncompressed(&little_endian[..]).is_ok()
}

/// The field elements of a point of G1, or of an element of Fp2.
fn parts(bytes: &[u8; 96]) -> ([u8; 48], [u8; 48]) {
    let [a, b] = bytes.as_chunks().0 else { unreachable!() };
    (*a, *b)
}

fn quarters(bytes: &[u8; 192]) -> ([u8; 48], [u8; 48], [u8; 48], [u8; 48]) {
    let [a, b, c, d] = bytes.as_chunks().0 else { unreachable!() };
    (*a, *b, *c, *d)
}
