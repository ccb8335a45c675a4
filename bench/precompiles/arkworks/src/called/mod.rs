//! arkworks' curves over fields whose product is one accelerator call: through its own extension point, `FpConfig`.
//!
//! An element is the number itself, where arkworks keeps Montgomery form; all else follows from the constants of
//! `ark-bn254` and `ark-bls12-381`, which are converted at compile time.
mod bls12_381;
mod bn254;
mod field;

pub use bls12_381::Config as Bls12Config;
pub use bn254::Config as Bn254Config;

/// The tower of a pairing-friendly curve of `$upstream`, over called fields of `$n` limbs.
macro_rules! tower {
    ($upstream:ident, $n:literal, |$fe:ident| $mul_by_nonresidue:expr) => {
        use ark_ff::fields::{AdditiveGroup, Field, Fp, Fp2, Fp2Config, Fp6, Fp6Config, Fp12Config};

        pub type Fq = Fp<crate::called::field::Called<$upstream::FqConfig>, $n>;
        pub type Fq2 = Fp2<Fq2Config>;

        pub const fn fp(value: $upstream::Fq) -> Fq {
            crate::called::field::leave_montgomery(value)
        }
        pub const fn fp2(value: $upstream::Fq2) -> Fq2 {
            Fq2::new(fp(value.c0), fp(value.c1))
        }
        const fn fp_array<const K: usize>(values: &[$upstream::Fq]) -> [Fq; K] {
            let mut array = [Fq::ZERO; K];
            let mut i = 0;
            while i < K {
                array[i] = fp(values[i]);
                i += 1;
            }
            array
        }
        const fn fp2_array<const K: usize>(values: &[$upstream::Fq2]) -> [Fq2; K] {
            let mut array = [Fq2::new(Fq::ZERO, Fq::ZERO); K];
            let mut i = 0;
            while i < K {
                array[i] = fp2(values[i]);
                i += 1;
            }
            array
        }

        pub struct Fq2Config;

        impl Fp2Config for Fq2Config {
            type Fp = Fq;
            const NONRESIDUE: Fq = fp($upstream::Fq2Config::NONRESIDUE);
            const FROBENIUS_COEFF_FP2_C1: &'static [Fq] = &fp_array::<2>($upstream::Fq2Config::FROBENIUS_COEFF_FP2_C1);

            #[inline(always)]
            fn mul_fp_by_nonresidue_in_place(fe: &mut Fq) -> &mut Fq {
                fe.neg_in_place()
            }
        }

        #[derive(Clone, Copy)]
        pub struct Fq6Config;

        impl Fp6Config for Fq6Config {
            type Fp2Config = Fq2Config;
            const NONRESIDUE: Fq2 = fp2($upstream::Fq6Config::NONRESIDUE);
            const FROBENIUS_COEFF_FP6_C1: &'static [Fq2] =
                &fp2_array::<6>($upstream::Fq6Config::FROBENIUS_COEFF_FP6_C1);
            const FROBENIUS_COEFF_FP6_C2: &'static [Fq2] =
                &fp2_array::<6>($upstream::Fq6Config::FROBENIUS_COEFF_FP6_C2);

            #[inline(always)]
            fn mul_fp2_by_nonresidue_in_place($fe: &mut Fq2) -> &mut Fq2 {
                *$fe = $mul_by_nonresidue;
                $fe
            }
        }

        #[derive(Clone, Copy)]
        pub struct Fq12Config;

        impl Fp12Config for Fq12Config {
            type Fp6Config = Fq6Config;
            const NONRESIDUE: Fp6<Fq6Config> = Fp6::new(Fq2::ZERO, Fq2::ONE, Fq2::ZERO);
            const FROBENIUS_COEFF_FP12_C1: &'static [Fq2] =
                &fp2_array::<12>($upstream::Fq12Config::FROBENIUS_COEFF_FP12_C1);
        }
    };
}

/// One of the curve's groups, over the coordinates `$field` that `$lift` brings from the group of `$upstream`.
/// `$is_in_group` says of a point on the curve whether it is in the subgroup.
macro_rules! group {
    ($upstream:ty, $field:ty, $lift:path, $is_in_group:path) => {
        use ark_ec::models::CurveConfig;
        use ark_ec::scalar_mul::glv::GLVConfig;
        use ark_ec::short_weierstrass::{Affine, Projective, SWCurveConfig};
        use ark_ff::PrimeField;

        #[derive(Clone, Default, PartialEq, Eq)]
        pub struct Config;

        type Scalar = <$upstream as CurveConfig>::ScalarField;

        impl CurveConfig for Config {
            type BaseField = $field;
            type ScalarField = Scalar;
            const COFACTOR: &'static [u64] = <$upstream>::COFACTOR;
            const COFACTOR_INV: Scalar = <$upstream>::COFACTOR_INV;
        }

        impl SWCurveConfig for Config {
            const COEFF_A: $field = $lift(<$upstream>::COEFF_A);
            const COEFF_B: $field = $lift(<$upstream>::COEFF_B);
            const GENERATOR: Affine<Self> =
                Affine::new_unchecked($lift(<$upstream>::GENERATOR.x), $lift(<$upstream>::GENERATOR.y));
            type ZeroFlag = ();

            #[inline(always)]
            fn mul_by_a(_: $field) -> $field {
                <$field as ark_ff::AdditiveGroup>::ZERO
            }
            #[inline]
            fn mul_projective(p: &Projective<Self>, scalar: &[u64]) -> Projective<Self> {
                Self::glv_mul_projective(*p, Scalar::from_sign_and_limbs(true, scalar))
            }
            #[inline]
            fn is_in_correct_subgroup_assuming_on_curve(p: &Affine<Self>) -> bool {
                $is_in_group(p)
            }
        }

        impl GLVConfig for Config {
            const ENDO_COEFFS: &'static [$field] = &[$lift(<$upstream>::ENDO_COEFFS[0])];
            const LAMBDA: Scalar = <$upstream>::LAMBDA;
            const SCALAR_DECOMP_COEFFS: [(bool, <Scalar as PrimeField>::BigInt); 4] = <$upstream>::SCALAR_DECOMP_COEFFS;

            fn endomorphism(p: &Projective<Self>) -> Projective<Self> {
                Projective { x: p.x * Self::ENDO_COEFFS[0], ..*p }
            }
            fn endomorphism_affine(p: &Affine<Self>) -> Affine<Self> {
                let mut mapped = *p;
                mapped.x *= Self::ENDO_COEFFS[0];
                mapped
            }
        }
    };
}

use {group, tower};
