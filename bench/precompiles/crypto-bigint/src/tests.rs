use crypto_bigint::{CheckedMul, U256, U512};

use crate::field::Field;
use crate::{Called, Fp12, G1, G2, Montgomery, is_product_one, pairing};

/// The lean set's product in software.
#[unsafe(no_mangle)]
unsafe extern "C" fn hart_mulmod256(
    a: *const [u64; 4],
    b: *const [u64; 4],
    m: *const [u64; 4],
    out: *mut [u64; 4],
) -> i32 {
    let [a, b, m] = [a, b, m].map(|limbs| U512::from(&U256::from_words(unsafe { *limbs })));
    let product = a.checked_mul(&b).unwrap().checked_rem(&m).unwrap();
    unsafe { out.write(product.to_words()[..4].try_into().unwrap()) };
    0
}

fn bytes<const N: usize>(hex: &str) -> [u8; N] {
    let byte = |i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap();
    core::array::from_fn(byte)
}

fn g1<F: Field>() -> G1<F> {
    let mut generator = [0; 64];
    generator[31] = 1;
    generator[63] = 2;
    G1::read(&generator).unwrap()
}

/// The generator of EIP-197.
const G2_GENERATOR: &str = "198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2\
1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed\
090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b\
12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa";

fn g2<F: Field>() -> G2<F> {
    G2::read(&bytes(G2_GENERATOR)).unwrap()
}

fn scalar(low: u8) -> [u8; 32] {
    core::array::from_fn(|i| if i == 31 { low } else { 7 * i as u8 })
}

fn check_bilinear<F: Field>() -> [u8; 64] {
    let (a, b) = (scalar(5), scalar(200));
    let of_one = pairing(g1::<F>(), g2());
    assert!(of_one != Fp12::ONE);
    assert!(of_one.power(&bytes(ORDER)) == Fp12::ONE);
    let a_g1 = g1::<F>().times(&a).unwrap();
    let b_g2 = g2::<F>().multiply(U256::from_be_slice(&b)).unwrap();
    assert!(pairing(a_g1, b_g2) == of_one.power(&a).power(&b));
    assert!(is_product_one(&[(a_g1, b_g2), (a_g1.times(&b).unwrap().negate(), g2())]));
    assert!(!is_product_one(&[(a_g1, b_g2), (a_g1.times(&a).unwrap().negate(), g2())]));
    a_g1.write()
}

const ORDER: &str = "30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001";
const PRIME: &str = "30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47";

#[test]
fn the_pairing_is_bilinear_by_both_arithmetics() {
    assert_eq!(check_bilinear::<Montgomery>(), check_bilinear::<Called>());
}

#[test]
fn points_beyond_curve_group_or_field_are_refused() {
    let mut off_curve: [u8; 128] = bytes(G2_GENERATOR);
    off_curve[127] ^= 1;
    assert!(G2::<Montgomery>::read(&off_curve).is_none());
    let mut too_large = [0; 64];
    too_large[..32].copy_from_slice(&bytes::<32>(PRIME));
    assert!(G1::<Montgomery>::read(&too_large).is_none());
    // On the twist, but of another order: x = 2 + u.
    assert!(G2::<Montgomery>::read(&bytes(OUTSIDE_GROUP)).is_none());
}

#[test]
fn the_sum_of_a_point_and_its_negative_is_at_infinity() {
    assert!(g1::<Montgomery>().times(&bytes(ORDER)).is_none());
    assert!(g1::<Montgomery>().times(&scalar(1)).is_some());
}

const OUTSIDE_GROUP: &str = "0000000000000000000000000000000000000000000000000000000000000001\
0000000000000000000000000000000000000000000000000000000000000002\
2b76c179599bb92a963dac85546a005a777f7c13f6a7b75d5918b6b5808f5fde\
101f7278419308b95099eca02dcee0c5381f4d26d1d62313f057167f064101ce";
