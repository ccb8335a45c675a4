//! BN254 by our own pairing over crypto-bigint.
#![cfg_attr(target_os = "none", no_std, no_main)]

use core::marker::PhantomData;

use bench_crypto_bigint::{Field, Fp12, G1, G2, is_product_one, pairing};
use bench_guest::bn254::{self, G1Bytes, G2Bytes, Pairing, Points, Scalar};

#[cfg(not(feature = "lean"))]
use bench_crypto_bigint::Montgomery as Base;

#[cfg(feature = "lean")]
use bench_crypto_bigint::Called as Base;

struct Own<F>(PhantomData<F>);

impl<F: Field> Points for Own<F> {
    type G1 = G1<F>;
    type G2 = G2<F>;

    fn read_g1(bytes: &G1Bytes) -> Option<G1<F>> {
        G1::read(bytes)
    }
    fn read_g2(bytes: &G2Bytes) -> Option<G2<F>> {
        G2::read(bytes)
    }
    fn write_g1(point: G1<F>) -> G1Bytes {
        point.write()
    }
    fn negate(point: G1<F>) -> G1<F> {
        point.negate()
    }
    fn multiply(point: G1<F>, scalar: &Scalar) -> G1<F> {
        point.times(scalar).expect("a finite product")
    }
}

impl<F: Field> Pairing for Own<F> {
    type Gt = Fp12<F>;

    fn pairing(g1: G1<F>, g2: G2<F>) -> Fp12<F> {
        pairing(g1, g2)
    }
    fn power(value: Fp12<F>, exponent: &Scalar) -> Fp12<F> {
        value.power(exponent)
    }
    fn is_product_one(pairs: [(G1<F>, G2<F>); 2]) -> bool {
        is_product_one(&pairs)
    }
}

#[cfg(not(feature = "fat"))]
bench_guest::entry! {
    "bn254-pairing" => bn254::check::<Own<Base>>,
    "bn254-tripartite-dh" => bn254::tripartite::<Own<Base>>,
}

#[cfg(feature = "fat")]
bench_guest::entry! {
    "bn254-pairing" => bn254::fat::check::<Own<Base>>,
    "bn254-tripartite-dh" => bn254::fat::tripartite::<Own<Base>>,
}
