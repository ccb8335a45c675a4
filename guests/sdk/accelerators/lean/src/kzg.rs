//! The check of a KZG opening (EIP-4844).
use ark_ec::pairing::Pairing;
use ark_ec::short_weierstrass::{Affine, SWCurveConfig};
use ark_ec::{AffineRepr, CurveGroup};
use ark_ff::{AdditiveGroup, BigInt, One, PrimeField};
use zkvm_accelerators::{Bytes, Scalar};

use crate::codec::{Coordinate, integer};
use crate::curves::bls12_381::{Bls12_381, Fq, Fq2, G1, G2};
use crate::field::square_root;

/// [τ]G2 of the ceremony, x then y, each c0 then c1.
pub const TAU_G2: [BigInt<6>; 4] = [
    BigInt!("0x185cbfee53492714734429b7b38608e23926c911cceceac9a36851477ba4c60b087041de621000edc98edada20c1def2"),
    BigInt!("0x15bfd7dd8cdeb128843bc287230af38926187075cbfbefa81009a2ce615ac53d2914e5870cb452d2afaaab24f3499f72"),
    BigInt!("0x014353bdb96b626dd7d5ee8599d1fca2131569490e28de18e82451a496a9c9794ce26d105941f383ee689bfbbb832a99"),
    BigInt!("0x1666c54b0a32529503432fcae0181b4bef79de09fc63671fda5ed1ba9bfa07899495346f3d7ac9cd23048ef30d0a154f"),
];

/// Whether the polynomial of the commitment C is y at z: e(C - [y]G1 + [z]Π, G2) = e(Π, [τ]G2), which needs no sum in G2.
pub fn point_eval(commitment: &Bytes<48>, z: &Scalar, y: &Scalar, proof: &Bytes<48>) -> Option<bool> {
    let commitment = decompress(&commitment.0)?;
    let proof = decompress(&proof.0)?;
    let (z, y) = (canonical(z)?, canonical(y)?);
    let left = proof.mul_bigint(z) - G1::GENERATOR.mul_bigint(y) + commitment;
    let [x0, x1, y0, y1] = TAU_G2.map(crate::field::element);
    let tau_g2 = Affine::<G2>::new_unchecked(Fq2::new(x0, x1), Fq2::new(y0, y1));
    let product = Bls12_381::multi_pairing([left.into_affine(), -proof], [G2::GENERATOR, tau_g2]);
    Some(product.0.is_one())
}

fn canonical(scalar: &Scalar) -> Option<BigInt<4>> {
    let number = integer(&scalar.0);
    (number < ark_bls12_381::Fr::MODULUS).then_some(number)
}

/// A point of G1 from its x coordinate, above which three bits say: compressed, at infinity, the greater y.
fn decompress(bytes: &[u8; 48]) -> Option<Affine<G1>> {
    let (compressed, infinity, greater) = (bytes[0] & 0x80 != 0, bytes[0] & 0x40 != 0, bytes[0] & 0x20 != 0);
    let mut x = *bytes;
    x[0] &= 0x1f;
    if !compressed {
        return None;
    }
    if infinity {
        return (!greater && x == [0; 48]).then(Affine::identity);
    }
    let x = Fq::read(&x)?;
    let mut y = square_root(&(x * x * x + G1::COEFF_B))?;
    if (y.0 > Fq::MODULUS_MINUS_ONE_DIV_TWO) != greater {
        y.neg_in_place();
    }
    let point = Affine::new_unchecked(x, y);
    G1::is_in_correct_subgroup_assuming_on_curve(&point).then_some(point)
}
