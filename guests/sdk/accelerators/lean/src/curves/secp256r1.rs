//! P-256.
use ark_ec::models::CurveConfig;
use ark_ec::short_weierstrass::{Affine, SWCurveConfig};
use ark_ff::{BigInt, Field, MontConfig};

use crate::field::{PlainField, element};

#[derive(MontConfig)]
#[modulus = "115792089210356248762697446949407573530086143415290314195533631308867097853951"]
#[generator = "6"]
pub struct FqConfig;

#[derive(MontConfig)]
#[modulus = "115792089210356248762697446949407573529996955224135760342422259061068512044369"]
#[generator = "7"]
pub struct FrConfig;

pub type Fq = PlainField<FqConfig, 4>;
pub type Fr = PlainField<FrConfig, 4>;

#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secp256r1;

impl CurveConfig for Secp256r1 {
    type BaseField = Fq;
    type ScalarField = Fr;
    const COFACTOR: &'static [u64] = &[1];
    const COFACTOR_INV: Fr = Fr::ONE;
}

impl SWCurveConfig for Secp256r1 {
    /// -3
    const COEFF_A: Fq =
        element(BigInt([0xfffffffffffffffc, 0x00000000ffffffff, 0x0000000000000000, 0xffffffff00000001]));
    const COEFF_B: Fq =
        element(BigInt([0x3bce3c3e27d2604b, 0x651d06b0cc53b0f6, 0xb3ebbd55769886bc, 0x5ac635d8aa3a93e7]));
    const GENERATOR: Affine<Self> = Affine::new_unchecked(
        element(BigInt([0xf4a13945d898c296, 0x77037d812deb33a0, 0xf8bce6e563a440f2, 0x6b17d1f2e12c4247])),
        element(BigInt([0xcbb6406837bf51f5, 0x2bce33576b315ece, 0x8ee7eb4a7c0f9e16, 0x4fe342e2fe1a7f9b])),
    );
    type ZeroFlag = ();

    #[inline(always)]
    fn mul_by_a(value: Fq) -> Fq {
        value * Self::COEFF_A
    }
}
