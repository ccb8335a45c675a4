//! The called curves against arkworks' own.
use ark_bls12_381::Bls12_381;
use ark_bn254::Bn254;
use ark_ec::bls12::Bls12;
use ark_ec::bn::Bn;
use ark_ec::pairing::Pairing;
use ark_ec::short_weierstrass::{Affine, SWCurveConfig};
use ark_ec::{AffineRepr, CurveGroup};
use ark_ff::fields::{Field, Fp2, Fp2Config};
use ark_ff::{BigInt, PrimeField, Zero};

use crate::called::{Bls12Config, Bn254Config};

macro_rules! product {
    ($name:ident, $n:literal) => {
        /// The lean set's product in software.
        #[unsafe(no_mangle)]
        unsafe extern "C" fn $name(
            a: *const [u64; $n],
            b: *const [u64; $n],
            m: *const [u64; $n],
            out: *mut [u64; $n],
        ) -> i32 {
            let [a, b, m] = [a, b, m].map(|limbs| unsafe { *limbs });
            unsafe { out.write(multiply(a, b, m)) };
            0
        }
    };
}

product!(hart_mulmod256, 4);
product!(hart_mulmod384, 6);

/// Bit by bit, for moduli with a spare bit.
fn multiply<const N: usize>(a: [u64; N], b: [u64; N], m: [u64; N]) -> [u64; N] {
    use ark_ff::BigInteger;
    let (b, m) = (BigInt(b), BigInt(m));
    let mut sum = BigInt([0; N]);
    let reduce = |value: &mut BigInt<N>| {
        if *value >= m {
            value.sub_with_borrow(&m);
        }
    };
    for limb in a.iter().rev() {
        for bit in (0..64).rev() {
            sum.mul2();
            reduce(&mut sum);
            if limb >> bit & 1 == 1 {
                sum.add_with_carry(&b);
                reduce(&mut sum);
            }
        }
    }
    sum.0
}

/// The same number in the other field.
fn number<A: PrimeField, B: PrimeField<BigInt = A::BigInt>>(value: A) -> B {
    B::from_bigint(value.into_bigint()).unwrap()
}

fn pair<A: Fp2Config, B: Fp2Config>(value: Fp2<A>) -> Fp2<B>
where
    B::Fp: PrimeField<BigInt = <A::Fp as PrimeField>::BigInt>,
{
    Fp2::new(number(value.c0), number(value.c1))
}

fn point<A: SWCurveConfig, B: SWCurveConfig>(
    value: Affine<A>,
    coordinate: fn(A::BaseField) -> B::BaseField,
) -> Affine<B> {
    Affine::new_unchecked(coordinate(value.x), coordinate(value.y))
}

/// The first point on the curve from some x on, of the whole curve and hardly ever of the subgroup.
fn any_point<P: SWCurveConfig>(mut x: P::BaseField) -> Affine<P> {
    loop {
        if let Some(point) = Affine::get_point_from_x_unchecked(x, true) {
            return point;
        }
        x += P::BaseField::ONE;
    }
}

/// Multiples, membership and pairings are those of arkworks' own curve.
macro_rules! agree {
    ($name:ident, $upstream:ty, $called:ty) => {
        #[test]
        fn $name() {
            type Upstream = $upstream;
            type Called = $called;
            let of_g1 = |p| point(p, number);
            let of_g2 = |p| point(p, pair);
            let a = [0x1234_5678_9abc_def0, 0x0fed_cba9, 7];
            let b = [u64::MAX, 42];
            let g1 = <Upstream as Pairing>::G1Affine::generator();
            let g2 = <Upstream as Pairing>::G2Affine::generator();
            assert_eq!(<Called as Pairing>::G1Affine::generator(), of_g1(g1));
            assert_eq!(<Called as Pairing>::G2Affine::generator(), of_g2(g2));
            let p = g1.mul_bigint(a).into_affine();
            let q = g2.mul_bigint(b).into_affine();
            assert_eq!(of_g1(g1).mul_bigint(a).into_affine(), of_g1(p));
            assert_eq!(of_g2(g2).mul_bigint(b).into_affine(), of_g2(q));
            assert!(of_g1(p).is_in_correct_subgroup_assuming_on_curve());
            assert!(of_g2(q).is_in_correct_subgroup_assuming_on_curve());

            let outside = any_point::<<<Upstream as Pairing>::G1Affine as AffineRepr>::Config>(7u64.into());
            assert_eq!(
                of_g1(outside).is_in_correct_subgroup_assuming_on_curve(),
                outside.is_in_correct_subgroup_assuming_on_curve(),
            );
            let outside = any_point::<<<Upstream as Pairing>::G2Affine as AffineRepr>::Config>(7u64.into());
            assert!(!outside.is_in_correct_subgroup_assuming_on_curve());
            assert!(!of_g2(outside).is_in_correct_subgroup_assuming_on_curve());

            let upstream = Upstream::pairing(p, q).0;
            let called = Called::pairing(of_g1(p), of_g2(q)).0;
            for (upstream, called) in upstream.to_base_prime_field_elements().zip(called.to_base_prime_field_elements()) {
                assert_eq!(upstream.into_bigint(), called.into_bigint());
            }
            assert!(Called::multi_pairing([of_g1(p), -of_g1(p)], [of_g2(q), of_g2(q)]).is_zero());
            assert!(!Called::pairing(of_g1(p), of_g2(q)).is_zero());
        }
    };
}

agree!(bn254_agrees, Bn254, Bn<Bn254Config>);
agree!(bls12_381_agrees, Bls12_381, Bls12<Bls12Config>);
