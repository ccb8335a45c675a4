//! BLS12-381 by arkworks' constants and models.
use ark_bls12_381::{Config as Source, FqConfig, Fr};
use ark_ec::bls12::{Bls12, Bls12Config, TwistType};
use ark_ec::models::CurveConfig;
use ark_ec::scalar_mul::glv::GLVConfig;
use ark_ec::short_weierstrass::{Affine, Projective, SWCurveConfig};
use ark_ec::{AffineRepr, CurveGroup};
use ark_ff::{AdditiveGroup, BigInt, Field, Fp2, Fp2Config, Fp6, Fp6Config, Fp12Config, PrimeField, Zero};

use crate::codec::Coordinate;
use crate::field::{PlainField, element, plain};

pub type Fq = PlainField<FqConfig, 6>;
pub type Fq2 = Fp2<Fq2Config>;

pub type Bls12_381 = Bls12<Config>;

pub const fn plain2(value: &ark_bls12_381::Fq2) -> Fq2 {
    Fq2::new(plain(&value.c0), plain(&value.c1))
}

const fn plain2_array<const K: usize>(values: &[ark_bls12_381::Fq2]) -> [Fq2; K] {
    let mut result = [Fq2::ZERO; K];
    let mut n = 0;
    while n < K {
        result[n] = plain2(&values[n]);
        n += 1;
    }
    result
}

/// EIP-2537 has the real part first.
impl Coordinate for Fq2 {
    fn read(bytes: &[u8]) -> Option<Self> {
        let (c0, c1) = bytes.split_at(48);
        Some(Self::new(Fq::read(c0)?, Fq::read(c1)?))
    }

    fn write(&self, bytes: &mut [u8]) {
        let (c0, c1) = bytes.split_at_mut(48);
        self.c0.write(c0);
        self.c1.write(c1);
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
    const NONRESIDUE: Fq2 = plain2(&ark_bls12_381::Fq6Config::NONRESIDUE);
    const FROBENIUS_COEFF_FP6_C1: &'static [Fq2] = &plain2_array::<6>(ark_bls12_381::Fq6Config::FROBENIUS_COEFF_FP6_C1);
    const FROBENIUS_COEFF_FP6_C2: &'static [Fq2] = &plain2_array::<6>(ark_bls12_381::Fq6Config::FROBENIUS_COEFF_FP6_C2);

    /// By 1 + u.
    #[inline(always)]
    fn mul_fp2_by_nonresidue_in_place(value: &mut Fq2) -> &mut Fq2 {
        let before = value.c0;
        value.c0 -= &value.c1;
        value.c1 += &before;
        value
    }
}

#[derive(Clone, Copy)]
pub struct Fq12Config;

impl Fp12Config for Fq12Config {
    type Fp6Config = Fq6Config;
    const NONRESIDUE: Fp6<Fq6Config> = Fp6::new(Fq2::ZERO, Fq2::ONE, Fq2::ZERO);
    const FROBENIUS_COEFF_FP12_C1: &'static [Fq2] =
        &plain2_array::<12>(ark_bls12_381::Fq12Config::FROBENIUS_COEFF_FP12_C1);
}

pub struct Config;

impl Bls12Config for Config {
    const X: &'static [u64] = Source::X;
    const X_IS_NEGATIVE: bool = Source::X_IS_NEGATIVE;
    const TWIST_TYPE: TwistType = Source::TWIST_TYPE;
    type Fp = Fq;
    type Fp2Config = Fq2Config;
    type Fp6Config = Fq6Config;
    type Fp12Config = Fq12Config;
    type G1Config = G1;
    type G2Config = G2;
}

#[derive(Clone, Default, PartialEq, Eq)]
pub struct G1;

type G1Source = ark_bls12_381::g1::Config;

impl CurveConfig for G1 {
    type BaseField = Fq;
    type ScalarField = Fr;
    const COFACTOR: &'static [u64] = G1Source::COFACTOR;
    const COFACTOR_INV: Fr = G1Source::COFACTOR_INV;
}

/// A cube root of 1: (x, y) to (βx, y) is an endomorphism.
const BETA: Fq = plain(&ark_bls12_381::g1::BETA);

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

    /// The endomorphism is multiplication by -x², and x does not fix the point: <https://eprint.iacr.org/2021/1130>, 6.
    fn is_in_correct_subgroup_assuming_on_curve(point: &Affine<Self>) -> bool {
        let once = point.mul_bigint(Config::X);
        if once == *point && !point.is_zero() {
            return false;
        }
        let mut image = *point;
        image.x *= BETA;
        -once.mul_by(Config::X) == image
    }

    /// By the effective cofactor 1 - x: <https://eprint.iacr.org/2019/403>, 5.
    fn clear_cofactor(point: &Affine<Self>) -> Affine<Self> {
        // x is negative.
        (Self::mul_affine(point, &[Config::X[0] + 1])).into_affine()
    }
}

/// Multiplication by a number that is given in full, without reducing it by the order.
trait MultiplyBy {
    fn mul_by(&self, scalar: &[u64]) -> Self;
}

impl<C: SWCurveConfig> MultiplyBy for Projective<C> {
    fn mul_by(&self, scalar: &[u64]) -> Self {
        let mut result = Self::zero();
        for limb in scalar.iter().rev() {
            for bit in (0..64).rev() {
                result.double_in_place();
                if limb >> bit & 1 == 1 {
                    result += self;
                }
            }
        }
        result
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

type G2Source = ark_bls12_381::g2::Config;

impl CurveConfig for G2 {
    type BaseField = Fq2;
    type ScalarField = Fr;
    const COFACTOR: &'static [u64] = G2Source::COFACTOR;
    const COFACTOR_INV: Fr = G2Source::COFACTOR_INV;
}

/// Coefficients of the untwisted Frobenius map ψ: x and y are multiplied by 1/(1 + u)^((p-1)/3) and
/// 1/(1 + u)^((p-1)/2), of which the first has no real part.
const PSI_X_IMAGINARY: Fq = element(BigInt!(
    "4002409555221667392624310435006688643935503118305586438271171395842971157480381377015405980053539358417135540939437"
));
const PSI_Y: Fq2 = Fq2::new(
    element(BigInt!(
        "2973677408986561043442465346520108879172042883009249989176415018091420807192182638567116318576472649347015917690530"
    )),
    element(BigInt!(
        "1028732146235106349975324479215795277384839936929757896155643118032610843298655225875571310552543014690878354869257"
    )),
);
/// What ψ² multiplies x by: (1 + u)^((1-p²)/3).
const PSI_SQUARED_X: Fq = element(BigInt!(
    "4002409555221667392624310435006688643935503118305586438271171395842971157480381377015405980053539358417135540939436"
));

fn psi(point: &Affine<G2>) -> Affine<G2> {
    let mut result = *point;
    result.x = Fq2::new(PSI_X_IMAGINARY * point.x.c1, PSI_X_IMAGINARY * point.x.c0);
    result.y.frobenius_map_in_place(1);
    result.y *= PSI_Y;
    result
}

fn psi_squared(point: &Projective<G2>) -> Projective<G2> {
    let mut result = *point;
    result.x.c0 *= PSI_SQUARED_X;
    result.x.c1 *= PSI_SQUARED_X;
    result.y.neg_in_place();
    result
}

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

    /// ψ is multiplication by x: <https://eprint.iacr.org/2021/1130>, 4.
    fn is_in_correct_subgroup_assuming_on_curve(point: &Affine<Self>) -> bool {
        // x is negative.
        -point.mul_bigint(Config::X) == psi(point)
    }

    /// [x² - x - 1]P + [x - 1]ψ(P) + ψ²(2P): <https://eprint.iacr.org/2017/419>, 4.1.
    fn clear_cofactor(point: &Affine<Self>) -> Affine<Self> {
        let x_times = -Self::mul_affine(point, Config::X);
        let image = psi(point);
        let inner = x_times + image;
        let mut result = psi_squared(&point.into_group().double());
        result -= inner.mul_by(Config::X);
        result -= x_times;
        result -= image;
        result -= point;
        result.into_affine()
    }
}
