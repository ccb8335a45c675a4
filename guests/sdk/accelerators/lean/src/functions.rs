//! The standard's functions over the lean set.
use alloc::vec::Vec;

use ark_bls12_381::Fr as Bls12Fr;
use ark_ec::hashing::curve_maps::wb::{WBConfig, WBMap};
use ark_ec::hashing::map_to_curve_hasher::MapToCurve;
use ark_ec::pairing::Pairing;
use ark_ec::short_weierstrass::{Affine, Projective, SWCurveConfig};
use ark_ec::{AffineRepr, CurveGroup};
use ark_ff::{BigInt, BigInteger, One, PrimeField};
use zkvm_accelerators::{
    Accelerators, Bls12Fp, Bls12Fp2, Bls12G1, Bls12G1Term, Bls12G2, Bls12G2Term, Bls12Pair, Bn254G1, Bn254Pair, Bytes,
    Hash, PublicKey, Scalar, Signature, hashing,
};
use zkvm_accelerators_software::Software;

use crate::codec::{Coordinate, integer, read_point, read_subgroup_point, write_point};
use crate::curves::{bls12_381, bn254};
use crate::{Lean, calls, ecdsa, kzg, modexp};

impl Accelerators for Lean {
    fn keccak256(data: &[u8]) -> Hash {
        hashing::keccak256(data, calls::keccak_f1600)
    }

    fn sha256(data: &[u8]) -> Hash {
        hashing::sha256(data, calls::sha256_compress)
    }

    /// In software: the lean set has nothing for it.
    fn ripemd160(data: &[u8]) -> Hash {
        Software::ripemd160(data)
    }

    fn secp256k1_verify(message: &Hash, signature: &Signature, key: &PublicKey) -> Option<bool> {
        ecdsa::secp256k1_verify(message, signature, key)
    }

    fn secp256k1_ecrecover(message: &Hash, signature: &Signature, recovery_id: u8) -> Option<PublicKey> {
        ecdsa::secp256k1_recover(message, signature, recovery_id)
    }

    fn secp256r1_verify(message: &Hash, signature: &Signature, key: &PublicKey) -> Option<bool> {
        ecdsa::secp256r1_verify(message, signature, key)
    }

    fn modexp(base: &[u8], exponent: &[u8], modulus: &[u8]) -> Vec<u8> {
        modexp::modexp(base, exponent, modulus)
    }

    fn bn254_g1_add(a: &Bn254G1, b: &Bn254G1) -> Option<Bn254G1> {
        add::<bn254::G1, 64>(&a.0, &b.0)
    }

    fn bn254_g1_mul(point: &Bn254G1, scalar: &Scalar) -> Option<Bn254G1> {
        let point = read_point::<bn254::G1>(&point.0)?;
        let scalar = reduce::<ark_bn254::Fr>(&scalar.0);
        Some(write_point(&point.mul_bigint(scalar).into_affine()))
    }

    fn bn254_pairing(pairs: &[Bn254Pair]) -> Option<bool> {
        let mut g1s = Vec::with_capacity(pairs.len());
        let mut g2s = Vec::with_capacity(pairs.len());
        for pair in pairs {
            let g1 = read_point::<bn254::G1>(&pair.g1.0)?;
            let g2 = read_subgroup_point::<bn254::G2>(&pair.g2.0)?;
            if !g1.is_zero() && !g2.is_zero() {
                g1s.push(g1);
                g2s.push(g2);
            }
        }
        Some(g1s.is_empty() || bn254::Bn254::multi_pairing(g1s, g2s).0.is_one())
    }

    /// In software: the lean set has nothing for it.
    fn blake2f(rounds: u32, state: &Bytes<64>, message: &Bytes<128>, offset: &Bytes<16>, last: bool) -> Bytes<64> {
        Software::blake2f(rounds, state, message, offset, last)
    }

    fn kzg_point_eval(commitment: &Bytes<48>, z: &Scalar, y: &Scalar, proof: &Bytes<48>) -> Option<bool> {
        kzg::point_eval(commitment, z, y, proof)
    }

    fn bls12_g1_add(a: &Bls12G1, b: &Bls12G1) -> Option<Bls12G1> {
        add::<bls12_381::G1, 96>(&a.0, &b.0)
    }

    fn bls12_g1_msm(terms: &[Bls12G1Term]) -> Option<Bls12G1> {
        msm::<bls12_381::G1, 96>(terms.iter().map(|term| (&term.point.0, &term.scalar.0)))
    }

    fn bls12_g2_add(a: &Bls12G2, b: &Bls12G2) -> Option<Bls12G2> {
        add::<bls12_381::G2, 192>(&a.0, &b.0)
    }

    fn bls12_g2_msm(terms: &[Bls12G2Term]) -> Option<Bls12G2> {
        msm::<bls12_381::G2, 192>(terms.iter().map(|term| (&term.point.0, &term.scalar.0)))
    }

    fn bls12_pairing(pairs: &[Bls12Pair]) -> Option<bool> {
        let mut g1s = Vec::with_capacity(pairs.len());
        let mut g2s = Vec::with_capacity(pairs.len());
        for pair in pairs {
            let g1 = read_subgroup_point::<bls12_381::G1>(&pair.g1.0)?;
            let g2 = read_subgroup_point::<bls12_381::G2>(&pair.g2.0)?;
            if !g1.is_zero() && !g2.is_zero() {
                g1s.push(g1);
                g2s.push(g2);
            }
        }
        Some(g1s.is_empty() || bls12_381::Bls12_381::multi_pairing(g1s, g2s).0.is_one())
    }

    fn bls12_map_fp_to_g1(element: &Bls12Fp) -> Option<Bls12G1> {
        map::<bls12_381::G1, 96>(&element.0)
    }

    fn bls12_map_fp2_to_g2(element: &Bls12Fp2) -> Option<Bls12G2> {
        map::<bls12_381::G2, 192>(&element.0)
    }
}

fn add<C: SWCurveConfig, const BYTES: usize>(a: &[u8], b: &[u8]) -> Option<Bytes<BYTES>>
where
    C::BaseField: Coordinate,
{
    let (a, b) = (read_point::<C>(a)?, read_point::<C>(b)?);
    Some(write_point(&(a + b).into_affine()))
}

fn msm<'a, C, const BYTES: usize>(
    terms: impl ExactSizeIterator<Item = (&'a [u8; BYTES], &'a [u8; 32])>,
) -> Option<Bytes<BYTES>>
where
    C: SWCurveConfig<ScalarField = Bls12Fr>,
    C::BaseField: Coordinate,
{
    let mut points = Vec::with_capacity(terms.len());
    let mut scalars = Vec::with_capacity(terms.len());
    for (point, scalar) in terms {
        let point = read_subgroup_point::<C>(point)?;
        let scalar = reduce::<Bls12Fr>(scalar);
        if !point.is_zero() && !scalar.is_zero() {
            points.push(point);
            scalars.push(scalar);
        }
    }
    let sum = match (&points[..], &scalars[..]) {
        ([point], [scalar]) => point.mul_bigint(scalar),
        _ => {
            let scalars: Vec<_> =
                scalars.into_iter().map(|scalar| Bls12Fr::from_bigint(scalar).expect("reduced")).collect();
            C::msm(&points, &scalars).expect("as many points as scalars")
        }
    };
    Some(write_point(&Projective::into_affine(sum)))
}

fn map<C: WBConfig, const BYTES: usize>(element: &[u8]) -> Option<Bytes<BYTES>>
where
    C::BaseField: Coordinate,
{
    let point: Affine<C> = WBMap::map_to_curve(C::BaseField::read(element)?).expect("every element has an image");
    Some(write_point(&C::clear_cofactor(&point)))
}

/// A number modulo a field's order, of which 2^256 is a few times as much.
fn reduce<F: PrimeField<BigInt = BigInt<4>>>(bytes: &[u8; 32]) -> BigInt<4> {
    let mut number = integer(bytes);
    while number >= F::MODULUS {
        number.sub_with_borrow(&F::MODULUS);
    }
    number
}
