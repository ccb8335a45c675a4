//! bn254 by arkworks' constants and models.
use ark_bn254::{Config as Source, FqConfig, Fr};
use ark_ec::AffineRepr;
use ark_ec::bn::{Bn, BnConfig, TwistType};
use ark_ec::models::CurveConfig;
use ark_ec::scalar_mul::glv::GLVConfig;
use ark_ec::short_weierstrass::{Affine, Projective, SWCurveConfig};
use ark_ff::{AdditiveGroup, Field, Fp2, Fp2Config, Fp6, Fp6Config, Fp12Config, PrimeField, Zero};

use crate::codec::Coordinate;
use crate::field::{PlainField, plain};

pub type Fq = PlainField<FqConfig, 4>;
pub type Fq2 = Fp2<Fq2Config>;

pub type Bn254 = Bn<Config>;

const fn plain2(value: &ark_bn254::Fq2) -> Fq2 {
    Fq2::new(plain(&value.c0), plain(&value.c1))
}

const fn plain2_array<const K: usize>(values: &[ark_bn254::Fq2]) -> [Fq2; K] {
    let mut result = [Fq2::ZERO; K];
    let mut n = 0;
    while n < K {
        result[n] = plain2(&values[n]);
        n += 1;
    }
    result
}

/// EIP-197 has the imaginary part first.
impl Coordinate for Fq2 {
    fn read(bytes: &[u8]) -> Option<Self> {
        let (c1, c0) = bytes.split_at(32);
        Some(Self::new(Fq::read(c0)?, Fq::read(c1)?))
    }

    fn write(&self, bytes: &mut [u8]) {
        let (c1, c0) = bytes.split_at_mut(32);
        self.c1.write(c1);
        self.c0.write(c0);
    }
}

pub struct Fq2Config;

impl Fp2Config for Fq2Config {
    type Fp = Fq;
    const NONRESIDUE: Fq = Fq::NEG_ONE;
    const FROBENIUS_COEFF_FP2_C1: &'static [Fq] = &[Fq::ONE, Fq::NEG_ONE];

    #[inline(always)]
    fn mul_fp_by_nonresidue_in_place(value: &mut Fq) -> &mut Fq {
        value.neg_in_place()
    }

    #[inline(always)]
    fn mul_fp_by_nonresidue_and_add(y: &mut Fq, x: &Fq) {
        let product = *y;
        *y = *x;
        *y -= product;
    }

    #[inline(always)]
    fn mul_fp_by_nonresidue_plus_one_and_add(y: &mut Fq, x: &Fq) {
        *y = *x;
    }

    #[inline(always)]
    fn sub_and_mul_fp_by_nonresidue(y: &mut Fq, x: &Fq) {
        *y += x;
    }
}

#[derive(Clone, Copy)]
pub struct Fq6Config;

impl Fp6Config for Fq6Config {
    type Fp2Config = Fq2Config;
    const NONRESIDUE: Fq2 = plain2(&ark_bn254::Fq6Config::NONRESIDUE);
    const FROBENIUS_COEFF_FP6_C1: &'static [Fq2] = &plain2_array::<6>(ark_bn254::Fq6Config::FROBENIUS_COEFF_FP6_C1);
    const FROBENIUS_COEFF_FP6_C2: &'static [Fq2] = &plain2_array::<6>(ark_bn254::Fq6Config::FROBENIUS_COEFF_FP6_C2);

    /// By 9 + u, in two multiplications by 9.
    #[inline(always)]
    fn mul_fp2_by_nonresidue_in_place(value: &mut Fq2) -> &mut Fq2 {
        let nine = Self::NONRESIDUE.c0;
        let before = *value;
        value.c0 *= &nine;
        value.c0 -= &before.c1;
        value.c1 *= &nine;
        value.c1 += &before.c0;
        value
    }
}

#[derive(Clone, Copy)]
pub struct Fq12Config;

impl Fp12Config for Fq12Config {
    type Fp6Config = Fq6Config;
    const NONRESIDUE: Fp6<Fq6Config> = Fp6::new(Fq2::ZERO, Fq2::ONE, Fq2::ZERO);
    const FROBENIUS_COEFF_FP12_C1: &'static [Fq2] = &plain2_array::<12>(ark_bn254::Fq12Config::FROBENIUS_COEFF_FP12_C1);
}

pub struct Config;

impl BnConfig for Config {
    const X: &'static [u64] = Source::X;
    const X_IS_NEGATIVE: bool = Source::X_IS_NEGATIVE;
    const ATE_LOOP_COUNT: &'static [i8] = Source::ATE_LOOP_COUNT;
    const TWIST_TYPE: TwistType = Source::TWIST_TYPE;
    const TWIST_MUL_BY_Q_X: Fq2 = plain2(&Source::TWIST_MUL_BY_Q_X);
    const TWIST_MUL_BY_Q_Y: Fq2 = plain2(&Source::TWIST_MUL_BY_Q_Y);
    type Fp = Fq;
    type Fp2Config = Fq2Config;
    type Fp6Config = Fq6Config;
    type Fp12Config = Fq12Config;
    type G1Config = G1;
    type G2Config = G2;
}

#[derive(Clone, Default, PartialEq, Eq)]
pub struct G1;

type G1Source = ark_bn254::g1::Config;

impl CurveConfig for G1 {
    type BaseField = Fq;
    type ScalarField = Fr;
    const COFACTOR: &'static [u64] = G1Source::COFACTOR;
    const COFACTOR_INV: Fr = G1Source::COFACTOR_INV;
}

impl SWCurveConfig for G1 {
    const COEFF_A: Fq = Fq::ZERO;
    const COEFF_B: Fq = plain(&G1Source::COEFF_B);
    const GENERATOR: Affine<Self> = Affine::new_unchecked(plain(&G1Source::GENERATOR.x), plain(&G1Source::GENERATOR.y));
    type ZeroFlag = ();

    #[inline(always)]
    fn mul_by_a(_: Fq) -> Fq {
        Fq::zero()
    }

    #[inline]
    fn mul_projective(point: &Projective<Self>, scalar: &[u64]) -> Projective<Self> {
        Self::glv_mul_projective(*point, Fr::from_sign_and_limbs(true, scalar))
    }

    /// The whole curve is the group.
    #[inline]
    fn is_in_correct_subgroup_assuming_on_curve(_: &Affine<Self>) -> bool {
        true
    }
}

impl GLVConfig for G1 {
    const ENDO_COEFFS: &'static [Fq] = &[plain(&G1Source::ENDO_COEFFS[0])];
    const LAMBDA: Fr = G1Source::LAMBDA;
    const SCALAR_DECOMP_COEFFS: [(bool, <Fr as PrimeField>::BigInt); 4] = G1Source::SCALAR_DECOMP_COEFFS;

    fn endomorphism(point: &Projective<Self>) -> Projective<Self> {
        let mut result = *point;
        result.x *= Self::ENDO_COEFFS[0];
        result
    }

    fn endomorphism_affine(point: &Affine<Self>) -> Affine<Self> {
        let mut result = *point;
        result.x *= Self::ENDO_COEFFS[0];
        result
    }
}

#[derive(Clone, Default, PartialEq, Eq)]
pub struct G2;

type G2Source = ark_bn254::g2::Config;

impl CurveConfig for G2 {
    type BaseField = Fq2;
    type ScalarField = Fr;
    const COFACTOR: &'static [u64] = G2Source::COFACTOR;
    const COFACTOR_INV: Fr = G2Source::COFACTOR_INV;
}

/// 6x², with x the curve's parameter.
const SIX_X_SQUARED: [u64; 2] = {
    let product = 6 * (Source::X[0] as u128) * (Source::X[0] as u128);
    [product as u64, (product >> 64) as u64]
};

impl SWCurveConfig for G2 {
    const COEFF_A: Fq2 = Fq2::ZERO;
    const COEFF_B: Fq2 = plain2(&G2Source::COEFF_B);
    const GENERATOR: Affine<Self> =
        Affine::new_unchecked(plain2(&G2Source::GENERATOR.x), plain2(&G2Source::GENERATOR.y));
    type ZeroFlag = ();

    #[inline(always)]
    fn mul_by_a(_: Fq2) -> Fq2 {
        Fq2::zero()
    }

    /// [6x²]P is the image of P under the untwisted Frobenius map: <https://eprint.iacr.org/2022/352>, 4.3.
    fn is_in_correct_subgroup_assuming_on_curve(point: &Affine<Self>) -> bool {
        let mut image = *point;
        image.x.frobenius_map_in_place(1);
        image.y.frobenius_map_in_place(1);
        image.x *= Config::TWIST_MUL_BY_Q_X;
        image.y *= Config::TWIST_MUL_BY_Q_Y;
        point.mul_bigint(SIX_X_SQUARED) == image
    }
}
