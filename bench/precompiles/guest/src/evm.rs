//! The other workloads: what the EVM computes, items in, results out. A library gives the function.
use alloc::vec::Vec;

use crate::items;

/// Hashes of 512 bytes each.
pub fn hashes(input: &[u8], hash: impl Fn(&[u8]) -> [u8; 32]) -> Vec<u8> {
    each(items::<512>(input), |message| hash(message))
}

/// The key that signed: hash, r, s, recovery id; zeros where there is none.
pub fn ecrecover(input: &[u8], recover: impl Fn(&[u8; 32], &[u8; 64], u8) -> Option<[u8; 64]>) -> Vec<u8> {
    each(items::<97>(input), |item| recover(part(item, 0), part(item, 32), item[96]).unwrap_or([0; 64]))
}

/// Base, exponent and modulus of 256 bits each.
pub fn modexp(input: &[u8], power: impl Fn(&[u8; 32], &[u8; 32], &[u8; 32]) -> [u8; 32]) -> Vec<u8> {
    each(items::<96>(input), |item| power(part(item, 0), part(item, 32), part(item, 64)))
}

pub type Bls12Pair<'a> = (&'a [u8; 96], &'a [u8; 192]);

/// Whether the product of two pairings on BLS12-381 is one.
pub fn bls12_pairing(input: &[u8], is_product_one: impl Fn([Bls12Pair; 2]) -> Option<bool>) -> Vec<u8> {
    each(items::<576>(input), |item| {
        let pair = |start| (part(item, start), part(item, start + 96));
        [u8::from(is_product_one([pair(0), pair(288)]).expect("points of the groups"))]
    })
}

/// Terms of one sum.
pub const MSM_TERMS: usize = 16;

/// Sums of [`MSM_TERMS`] multiples in G1 of BLS12-381: point and scalar.
pub fn bls12_msm(input: &[u8], sum: impl Fn(&[[u8; 128]; MSM_TERMS]) -> Option<[u8; 96]>) -> Vec<u8> {
    each(items::<{ 128 * MSM_TERMS }>(input), |item| {
        let terms = item.as_chunks().0.as_array().expect("as many terms");
        sum(terms).expect("points of the group")
    })
}

pub struct Opening<'a> {
    pub commitment: &'a [u8; 48],
    pub z: &'a [u8; 32],
    pub y: &'a [u8; 32],
    pub proof: &'a [u8; 48],
}

/// Whether a polynomial's value at z is y (EIP-4844).
pub fn kzg_opening(input: &[u8], verify: impl Fn(Opening) -> Option<bool>) -> Vec<u8> {
    each(items::<160>(input), |item| {
        let opening =
            Opening { commitment: part(item, 0), z: part(item, 48), y: part(item, 80), proof: part(item, 112) };
        [u8::from(verify(opening).expect("well-formed"))]
    })
}

fn each<const N: usize, const M: usize>(items: &[[u8; N]], compute: impl Fn(&[u8; N]) -> [u8; M]) -> Vec<u8> {
    items.iter().flat_map(compute).collect()
}

/// `N` bytes of an item.
pub(crate) fn part<const N: usize>(item: &[u8], start: usize) -> &[u8; N] {
    item[start..].first_chunk().expect("within the item")
}

/// τ·Q of the KZG ceremony, compressed (EIP-4844, `trusted_setup.json`).
pub const TAU_G2: [u8; 96] = {
    let hex = b"b5bfd7dd8cdeb128843bc287230af38926187075cbfbefa81009a2ce615ac53d2914e5870cb452d2afaaab24f3499f72185cbfee53492714734429b7b38608e23926c911cceceac9a36851477ba4c60b087041de621000edc98edada20c1def2";
    let mut bytes = [0; 96];
    let mut i = 0;
    while i < 96 {
        bytes[i] = digit(hex[2 * i]) << 4 | digit(hex[2 * i + 1]);
        i += 1;
    }
    bytes
};

const fn digit(character: u8) -> u8 {
    if character <= b'9' { character - b'0' } else { character - b'a' + 10 }
}
