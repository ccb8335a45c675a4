//! The BN254 workloads, the same for every library.
//!
//! Points are in the EVM's encoding: G1 is x ‖ y, G2 is x₁ ‖ x₀ ‖ y₁ ‖ y₀, each big-endian.
use alloc::vec::Vec;

use crate::evm::part;
use crate::items;

pub type G1Bytes = [u8; 64];
pub type G2Bytes = [u8; 128];
pub type Scalar = [u8; 32];

/// A library's points.
pub trait Points {
    type G1: Copy;
    type G2: Copy;
    const GENERATOR: G1Bytes = {
        let mut bytes = [0; 64];
        bytes[31] = 1;
        bytes[63] = 2;
        bytes
    };

    /// None if it is not on the curve; the point at infinity is not used here.
    fn read_g1(bytes: &G1Bytes) -> Option<Self::G1>;
    /// None if it is not on the curve or not in the subgroup.
    fn read_g2(bytes: &G2Bytes) -> Option<Self::G2>;
    fn write_g1(point: Self::G1) -> G1Bytes;
    fn negate(point: Self::G1) -> Self::G1;
    fn multiply(point: Self::G1, scalar: &Scalar) -> Self::G1;
}

/// What a library computes with them by itself.
pub trait Pairing: Points {
    type Gt: PartialEq;

    fn pairing(g1: Self::G1, g2: Self::G2) -> Self::Gt;
    fn power(value: Self::Gt, exponent: &Scalar) -> Self::Gt;
    fn is_product_one(pairs: [(Self::G1, Self::G2); 2]) -> bool;
}

/// Pairing checks as the EVM has them: items of two pairs, a byte each that says whether the product is one.
pub fn check<L: Pairing>(input: &[u8]) -> Vec<u8> {
    items_of_pairs(input, |pairs| L::is_product_one(pairs.map(read_pair::<L>)))
}

/// The same for a function on bytes.
pub fn items_of_pairs(input: &[u8], is_product_one: impl Fn([(&G1Bytes, &G2Bytes); 2]) -> bool) -> Vec<u8> {
    let pairs = |item| [0, 192].map(|start| (part(item, start), part(item, start + 64)));
    items::<384>(input).iter().map(|item| u8::from(is_product_one(pairs(item)))).collect()
}

fn read_pair<L: Points>((g1, g2): (&G1Bytes, &G2Bytes)) -> (L::G1, L::G2) {
    (L::read_g1(g1).expect("a point of G1"), L::read_g2(g2).expect("a point of G2"))
}

/// What one exchange of keys brings: the public keys of the first two parties, and whether the three agree.
type Exchange = ([u8; 64], [u8; 64], bool);

/// Three-party Diffie-Hellman (Joux): secrets a, b, c; public keys are multiples of both generators, of which those
/// in G2 come as messages (bQ, cQ).
struct Parties<'a, L: Points> {
    secrets: [&'a Scalar; 3],
    generator: L::G1,
    b_g2: L::G2,
    c_g2: L::G2,
}

fn exchange_all<L: Points>(input: &[u8], exchange: fn(&Parties<L>) -> Exchange) -> Vec<u8> {
    let generator = L::read_g1(&L::GENERATOR).expect("the generator");
    let mut output = Vec::new();
    for item in items::<352>(input) {
        let (a_key, b_key, agree) = exchange(&Parties {
            secrets: [part(item, 0), part(item, 32), part(item, 64)],
            generator,
            b_g2: L::read_g2(part(item, 96)).expect("a point of G2"),
            c_g2: L::read_g2(part(item, 224)).expect("a point of G2"),
        });
        output.extend(a_key);
        output.extend(b_key);
        output.push(u8::from(agree));
    }
    output
}

/// Each party takes the pairing of the others' keys to the power of its own secret.
pub fn tripartite<L: Pairing>(input: &[u8]) -> Vec<u8> {
    exchange_all(input, |Parties { secrets: [a, b, c], generator, b_g2, c_g2 }: &Parties<L>| {
        let a_g1 = L::multiply(*generator, a);
        let b_g1 = L::multiply(*generator, b);
        let of_a = L::power(L::pairing(b_g1, *c_g2), a);
        let of_b = L::power(L::pairing(a_g1, *c_g2), b);
        let of_c = L::power(L::pairing(a_g1, *b_g2), c);
        (L::write_g1(a_g1), L::write_g1(b_g1), of_a == of_b && of_b == of_c)
    })
}

/// The same two workloads on the calls of the standard, from and to the library's points.
pub mod fat {
    use super::*;
    use zkvm_accelerators::{Bn254Pair, bn254_g1_mul, bn254_pairing};

    pub fn check<L: Points>(input: &[u8]) -> Vec<u8> {
        items_of_pairs(input, |pairs| is_product_one::<L>(pairs.map(read_pair::<Loose<L>>)))
    }

    /// The calls give no element of Gt, so secrets are compared without being known: e(P, Q) = e(P', Q') exactly if
    /// e(P, Q)·e(−P', Q') = 1, with each power taken in G1.
    pub fn tripartite<L: Points>(input: &[u8]) -> Vec<u8> {
        exchange_all(input, |Parties { secrets: [a, b, c], generator, b_g2, c_g2 }: &Parties<Loose<L>>| {
            let a_g1 = multiply::<L>(*generator, a);
            let b_g1 = multiply::<L>(*generator, b);
            let of_a = multiply::<L>(b_g1, a);
            let of_b = multiply::<L>(a_g1, b);
            let of_c = multiply::<L>(a_g1, c);
            let agree = is_product_one::<L>([(of_a, *c_g2), (L::negate(of_b), *c_g2)])
                && is_product_one::<L>([(of_b, *c_g2), (L::negate(of_c), *b_g2)]);
            (L::write_g1(a_g1), L::write_g1(b_g1), agree)
        })
    }

    /// Points of G2 stay as they came: the call checks them.
    struct Loose<L>(core::marker::PhantomData<L>);

    impl<L: Points> Points for Loose<L> {
        type G1 = L::G1;
        type G2 = G2Bytes;
        fn read_g1(bytes: &G1Bytes) -> Option<L::G1> {
            L::read_g1(bytes)
        }
        fn read_g2(bytes: &G2Bytes) -> Option<G2Bytes> {
            Some(*bytes)
        }
        fn write_g1(point: L::G1) -> G1Bytes {
            L::write_g1(point)
        }
        fn negate(point: L::G1) -> L::G1 {
            L::negate(point)
        }
        fn multiply(point: L::G1, scalar: &Scalar) -> L::G1 {
            multiply::<L>(point, scalar)
        }
    }

    fn multiply<L: Points>(point: L::G1, scalar: &Scalar) -> L::G1 {
        let product = bn254_g1_mul(&L::write_g1(point).into(), &(*scalar).into()).expect("a point of G1");
        L::read_g1(&product.0).expect("a product is a point")
    }

    fn is_product_one<L: Points>(pairs: [(L::G1, G2Bytes); 2]) -> bool {
        let pairs = pairs.map(|(g1, g2)| Bn254Pair { g1: L::write_g1(g1).into(), g2: g2.into() });
        bn254_pairing(&pairs).expect("points of the groups")
    }
}
