//! The lean functions against the plain ones, on a host, and the constants that are written out.
use ark_ec::short_weierstrass::{Affine, SWCurveConfig};
use ark_ec::{AffineRepr, CurveGroup};
use ark_ff::{Field, PrimeField};
use ark_serialize::CanonicalDeserialize;
use zkvm_accelerators::*;
use zkvm_accelerators_software::Software;

use crate::Lean;

/// A linear congruential generator: what is compared must be the same each time.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        self.0 >> 11
    }

    fn bytes<const N: usize>(&mut self) -> Bytes<N> {
        Bytes(core::array::from_fn(|_| self.next() as u8))
    }

    fn data(&mut self, length: usize) -> Vec<u8> {
        (0..length).map(|_| self.next() as u8).collect()
    }
}

#[test]
fn hashes() {
    let mut random = Random(1);
    for length in [0, 1, 55, 56, 63, 64, 65, 135, 136, 137, 500] {
        let data = random.data(length);
        assert_eq!(Lean::keccak256(&data), Software::keccak256(&data));
        assert_eq!(Lean::sha256(&data), Software::sha256(&data));
    }
}

#[test]
fn secp256k1() {
    let mut random = Random(2);
    let mut keys = 0;
    for round in 0..200 {
        let (message, mut signature) = (random.bytes(), random.bytes());
        if round % 10 == 0 {
            // So small that r plus the order is below the field's modulus.
            signature.0[..17].fill(0);
        }
        let id = (round % 5) as u8;
        let key = Software::secp256k1_ecrecover(&message, &signature, id);
        assert_eq!(Lean::secp256k1_ecrecover(&message, &signature, id), key, "{message:x?} {signature:x?} {id}");
        let Some(key) = key else { continue };
        keys += 1;
        let message = if round % 3 == 0 { random.bytes() } else { message };
        let verified = Software::secp256k1_verify(&message, &signature, &key);
        assert_eq!(verified, Some(round % 3 != 0));
        assert_eq!(Lean::secp256k1_verify(&message, &signature, &key), verified);
    }
    assert!(keys > 30);
}

#[test]
fn secp256r1() {
    use crate::curves::secp256r1::{Fr, Secp256r1};
    let mut random = Random(3);
    for round in 0..50 {
        // Any s, r and u make a signature of some hash by some key: R = kG, Q = dG.
        let [k, d]: [Fr; 2] = core::array::from_fn(|_| Fr::from(random.next()) * Fr::from(random.next()) + Fr::ONE);
        let point = |scalar: Fr| (Secp256r1::GENERATOR * scalar).into_affine();
        let mut message = random.bytes::<32>();
        let z = Fr::from_be_bytes_mod_order(&message.0);
        let mut r_bytes = Bytes::<32>::ZERO;
        crate::codec::write(&point(k).x, &mut r_bytes.0);
        let r = Fr::from_be_bytes_mod_order(&r_bytes.0);
        let s = (z + r * d) * k.inverse().unwrap();
        let mut signature = Bytes::ZERO;
        crate::codec::write(&r, &mut signature.0[..32]);
        crate::codec::write(&s, &mut signature.0[32..]);
        let mut key: PublicKey = crate::codec::write_point(&point(d));
        match round % 5 {
            1 => message.0[0] ^= 1,
            2 => key.0[63] ^= 1,
            3 => signature.0[32..].fill(0),
            _ => {}
        }
        let expected = Software::secp256r1_verify(&message, &signature, &key);
        assert_eq!(expected, [Some(true), Some(false), None, None, Some(true)][round % 5]);
        assert_eq!(Lean::secp256r1_verify(&message, &signature, &key), expected);
    }
}

#[test]
fn modexp() {
    let mut random = Random(4);
    for round in 0..600 {
        let length = |random: &mut Random, max: u64| (random.next() % max) as usize;
        let (base, exponent, modulus) = (length(&mut random, 100), length(&mut random, 40), length(&mut random, 70));
        let (base, exponent, mut modulus) = (random.data(base), random.data(exponent), random.data(modulus));
        if round % 5 == 0 {
            let zeros = modulus.len() * (round % 7) / 7;
            modulus[..zeros].fill(0);
        }
        if round % 50 == 0 {
            modulus.fill(0);
        }
        if round % 51 == 1 {
            modulus.fill(0);
            modulus.extend([1]);
        }
        assert_eq!(
            Lean::modexp(&base, &exponent, &modulus),
            Software::modexp(&base, &exponent, &modulus),
            "{base:x?} {exponent:x?} {modulus:x?}"
        );
    }
}

/// Points of a curve that need not be of its subgroup, by hashing the seed to an x coordinate until there is one.
fn multiples<C: SWCurveConfig, const BYTES: usize>(
    random: &mut Random,
    encode: impl Fn(&Affine<C>) -> Vec<u8>,
) -> Bytes<BYTES> {
    let point = (C::GENERATOR * C::ScalarField::from(random.next())).into_affine();
    let mut bytes = Bytes::ZERO;
    if !point.is_zero() {
        bytes.0.copy_from_slice(&encode(&point));
    }
    bytes
}

fn big_endian<F: Field>(value: &F) -> Vec<u8> {
    value
        .to_base_prime_field_elements()
        .flat_map(|element| {
            use ark_ff::BigInteger;
            element.into_bigint().to_bytes_be()
        })
        .collect()
}

fn bn_g1(random: &mut Random) -> Bn254G1 {
    multiples::<ark_bn254::g1::Config, 64>(random, |point| [big_endian(&point.x), big_endian(&point.y)].concat())
}

fn bn_g2(random: &mut Random) -> Bn254G2 {
    multiples::<ark_bn254::g2::Config, 128>(random, |point| {
        [&point.x.c1, &point.x.c0, &point.y.c1, &point.y.c0].iter().flat_map(|part| big_endian(*part)).collect()
    })
}

fn bls_g1(random: &mut Random) -> Bls12G1 {
    multiples::<ark_bls12_381::g1::Config, 96>(random, |point| [big_endian(&point.x), big_endian(&point.y)].concat())
}

fn bls_g2(random: &mut Random) -> Bls12G2 {
    multiples::<ark_bls12_381::g2::Config, 192>(random, |point| [big_endian(&point.x), big_endian(&point.y)].concat())
}

#[test]
fn bn254() {
    let mut random = Random(5);
    for round in 0..30 {
        let (a, mut b) = (bn_g1(&mut random), bn_g1(&mut random));
        match round % 6 {
            1 => b = a,
            2 => b = Bytes::ZERO,
            3 => b.0[5] ^= 1,
            4 => b.0[0] = 0xff,
            _ => {}
        }
        assert_eq!(Lean::bn254_g1_add(&a, &b), Software::bn254_g1_add(&a, &b));
        let scalar = random.bytes();
        assert_eq!(Lean::bn254_g1_mul(&a, &scalar), Software::bn254_g1_mul(&a, &scalar));
        assert_eq!(Lean::bn254_g1_mul(&b, &scalar), Software::bn254_g1_mul(&b, &scalar));
        let mut pairs: Vec<_> =
            (0..round % 4).map(|_| Bn254Pair { g1: bn_g1(&mut random), g2: bn_g2(&mut random) }).collect();
        if round % 8 == 2 {
            // The same pairing twice, once negated.
            pairs[1] = pairs[0];
            let y = ark_bn254::Fq::from_be_bytes_mod_order(&pairs[1].g1.0[32..]);
            pairs[1].g1.0[32..].copy_from_slice(&big_endian(&-y));
            assert_eq!(Software::bn254_pairing(&pairs), Some(true));
        }
        if round % 8 == 3 {
            pairs[0].g2.0[100] ^= 1;
        }
        assert_eq!(Lean::bn254_pairing(&pairs), Software::bn254_pairing(&pairs));
    }
}

#[test]
fn bls12_381() {
    let mut random = Random(6);
    for round in 0..16 {
        let (a, mut b) = (bls_g1(&mut random), bls_g1(&mut random));
        let (c, mut d) = (bls_g2(&mut random), bls_g2(&mut random));
        match round % 6 {
            1 => (b, d) = (a, c),
            2 => (b, d) = (Bytes::ZERO, Bytes::ZERO),
            3 => (b.0[5], d.0[5]) = (b.0[5] ^ 1, d.0[5] ^ 1),
            4 => (b.0[0], d.0[100]) = (0xff, 0xff),
            _ => {}
        }
        assert_eq!(Lean::bls12_g1_add(&a, &b), Software::bls12_g1_add(&a, &b));
        assert_eq!(Lean::bls12_g2_add(&c, &d), Software::bls12_g2_add(&c, &d));
        let terms = [a, b, a].map(|point| Bls12G1Term { point, scalar: random.bytes() });
        let terms2 = [c, d, c].map(|point| Bls12G2Term { point, scalar: random.bytes() });
        for count in [0, 1, 3] {
            assert_eq!(Lean::bls12_g1_msm(&terms[..count]), Software::bls12_g1_msm(&terms[..count]));
            assert_eq!(Lean::bls12_g2_msm(&terms2[..count]), Software::bls12_g2_msm(&terms2[..count]));
        }
        let mut element = random.bytes::<48>();
        element.0[0] &= 0x1f;
        assert_eq!(Lean::bls12_map_fp_to_g1(&element), Software::bls12_map_fp_to_g1(&element));
        let mut element = random.bytes::<96>();
        element.0[0] &= 0x1f;
        element.0[48] &= 0x1f;
        assert_eq!(Lean::bls12_map_fp2_to_g2(&element), Software::bls12_map_fp2_to_g2(&element));
        let mut pairs = vec![Bls12Pair { g1: a, g2: c }, Bls12Pair { g1: a, g2: c }];
        if round % 4 == 0 {
            let y = ark_bls12_381::Fq::from_be_bytes_mod_order(&a.0[48..]);
            pairs[1].g1.0[48..].copy_from_slice(&big_endian(&-y));
            assert_eq!(Software::bls12_pairing(&pairs), Some(true));
        } else if round % 4 == 1 {
            pairs[0] = Bls12Pair { g1: b, g2: d };
        }
        assert_eq!(Lean::bls12_pairing(&pairs), Software::bls12_pairing(&pairs));
    }
    for element in [[0; 96], [0xff; 96]].map(Bytes) {
        assert_eq!(Lean::bls12_map_fp2_to_g2(&element), Software::bls12_map_fp2_to_g2(&element));
        let half = Bytes(element.0[..48].try_into().unwrap());
        assert_eq!(Lean::bls12_map_fp_to_g1(&half), Software::bls12_map_fp_to_g1(&half));
    }
}

/// Points of the whole curve, most of which are in no subgroup.
#[test]
fn subgroups_of_bls12_381() {
    let mut rest = 0;
    for x in 0..20u64 {
        let Some(point) = ark_bls12_381::G1Affine::get_point_from_x_unchecked(x.into(), true) else { continue };
        rest += 1;
        let bytes: Vec<u8> = [big_endian(&point.x), big_endian(&point.y)].concat();
        let term = Bls12G1Term { point: Bytes(bytes.try_into().unwrap()), scalar: Bytes([1; 32]) };
        assert_eq!(Lean::bls12_g1_add(&term.point, &term.point), Software::bls12_g1_add(&term.point, &term.point));
        assert_eq!(Lean::bls12_g1_msm(&[term]), Software::bls12_g1_msm(&[term]));
    }
    for x in 0..20u64 {
        let x = ark_bls12_381::Fq2::new(x.into(), 1.into());
        let Some(point) = ark_bls12_381::G2Affine::get_point_from_x_unchecked(x, true) else { continue };
        rest += 1;
        let bytes: Vec<u8> = [big_endian(&point.x), big_endian(&point.y)].concat();
        let term = Bls12G2Term { point: Bytes(bytes.try_into().unwrap()), scalar: Bytes([1; 32]) };
        assert_eq!(Lean::bls12_g2_msm(&[term]), Software::bls12_g2_msm(&[term]));
    }
    assert!(rest > 10);
}

#[test]
fn kzg() {
    let mut random = Random(7);
    let tau = ark_bls12_381::G2Affine::deserialize_compressed_unchecked(
        &revm_precompile::bls12_381_const::TRUSTED_SETUP_TAU_G2_BYTES[..],
    )
    .unwrap();
    let expected = [tau.x.c0, tau.x.c1, tau.y.c0, tau.y.c1].map(|element| element.into_bigint());
    assert_eq!(crate::kzg::TAU_G2, expected);

    let compress = |point: &ark_bls12_381::G1Affine| -> Bytes<48> {
        use ark_serialize::CanonicalSerialize;
        let mut bytes = Bytes::ZERO;
        point.serialize_compressed(&mut bytes.0[..]).unwrap();
        bytes
    };
    let generator = ark_bls12_381::G1Affine::generator();
    for round in 0..20 {
        // The constant polynomial y has the proof 0 at every z.
        let y = ark_bls12_381::Fr::from(random.next());
        let mut commitment = compress(&(generator * y).into_affine());
        let mut proof = compress(&ark_bls12_381::G1Affine::identity());
        let mut scalar = Bytes(big_endian(&y).try_into().unwrap());
        let z = Bytes(big_endian(&ark_bls12_381::Fr::from(random.next())).try_into().unwrap());
        match round % 7 {
            1 => proof = commitment,
            2 => proof.0[20] = 1,
            3 => commitment.0[0] ^= 0x20,
            4 => scalar.0[0] = 0xff,
            5 => commitment.0[0] ^= 0x80,
            6 => commitment = random.bytes(),
            _ => {}
        }
        let expected = Software::kzg_point_eval(&commitment, &z, &scalar, &proof);
        assert_eq!(Lean::kzg_point_eval(&commitment, &z, &scalar, &proof), expected, "{round}");
        assert_eq!(expected.is_some(), matches!(round % 7, 0 | 1 | 3));
    }
}
