//! Field elements to points of BLS12-381: the simplified SWU map to an isogenous curve, then the isogeny.
use ark_bls12_381::Fr;
use ark_ec::hashing::curve_maps::swu::SWUConfig;
use ark_ec::hashing::curve_maps::wb::{IsogenyMap, WBConfig};
use ark_ec::models::CurveConfig;
use ark_ec::short_weierstrass::{Affine, SWCurveConfig};

use super::bls12_381::{Fq, Fq2, G1, G2, plain2};
use crate::field::plain;

macro_rules! isogenous_curve {
    ($name:ident, $target:ident, $source:ty, $field:ty, $plain:ident) => {
        #[derive(Clone, Default, PartialEq, Eq)]
        pub struct $name;

        impl CurveConfig for $name {
            type BaseField = $field;
            type ScalarField = Fr;
            const COFACTOR: &'static [u64] = <Isogenous<$source> as CurveConfig>::COFACTOR;
            const COFACTOR_INV: Fr = <Isogenous<$source> as CurveConfig>::COFACTOR_INV;
        }

        impl SWCurveConfig for $name {
            const COEFF_A: $field = $plain(&<Isogenous<$source> as SWCurveConfig>::COEFF_A);
            const COEFF_B: $field = $plain(&<Isogenous<$source> as SWCurveConfig>::COEFF_B);
            const GENERATOR: Affine<Self> = Affine::new_unchecked(
                $plain(&<Isogenous<$source> as SWCurveConfig>::GENERATOR.x),
                $plain(&<Isogenous<$source> as SWCurveConfig>::GENERATOR.y),
            );
            type ZeroFlag = bool;
        }

        impl SWUConfig for $name {
            const ZETA: $field = $plain(&<Isogenous<$source> as SWUConfig>::ZETA);
        }

        impl WBConfig for $target {
            type IsogenousCurve = $name;
            const ISOGENY_MAP: IsogenyMap<'static, $name, $target> = IsogenyMap {
                x_map_numerator: coefficients!($source, x_map_numerator, $field, $plain),
                x_map_denominator: coefficients!($source, x_map_denominator, $field, $plain),
                y_map_numerator: coefficients!($source, y_map_numerator, $field, $plain),
                y_map_denominator: coefficients!($source, y_map_denominator, $field, $plain),
            };
        }
    };
}

type Isogenous<C> = <C as WBConfig>::IsogenousCurve;

macro_rules! coefficients {
    ($source:ty, $polynomial:ident, $field:ty, $plain:ident) => {{
        const COUNT: usize = <$source as WBConfig>::ISOGENY_MAP.$polynomial.len();
        const COEFFICIENTS: [$field; COUNT] = {
            let mut result = [<$field as ark_ff::AdditiveGroup>::ZERO; COUNT];
            let mut n = 0;
            while n < COUNT {
                result[n] = $plain(&<$source as WBConfig>::ISOGENY_MAP.$polynomial[n]);
                n += 1;
            }
            result
        };
        &COEFFICIENTS
    }};
}

isogenous_curve!(IsogenousG1, G1, ark_bls12_381::g1::Config, Fq, plain);
isogenous_curve!(IsogenousG2, G2, ark_bls12_381::g2::Config, Fq2, plain2);
