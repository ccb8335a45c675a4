//! secp256k1 and its endomorphism.
use ark_ec::models::CurveConfig;
use ark_ec::short_weierstrass::{Affine, SWCurveConfig};
use ark_ff::{AdditiveGroup, BigInt, BigInteger, Field, MontConfig, PrimeField, Zero};

use crate::field::{PlainField, element};

#[derive(MontConfig)]
#[modulus = "115792089237316195423570985008687907853269984665640564039457584007908834671663"]
#[generator = "3"]
pub struct FqConfig;

#[derive(MontConfig)]
#[modulus = "115792089237316195423570985008687907852837564279074904382605163141518161494337"]
#[generator = "7"]
pub struct FrConfig;

pub type Fq = PlainField<FqConfig, 4>;
pub type Fr = PlainField<FrConfig, 4>;

#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secp256k1;

impl CurveConfig for Secp256k1 {
    type BaseField = Fq;
    type ScalarField = Fr;
    const COFACTOR: &'static [u64] = &[1];
    const COFACTOR_INV: Fr = Fr::ONE;
}

impl SWCurveConfig for Secp256k1 {
    const COEFF_A: Fq = Fq::ZERO;
    const COEFF_B: Fq = element(BigInt([7, 0, 0, 0]));
    const GENERATOR: Affine<Self> = Affine::new_unchecked(
        element(BigInt([0x59f2815b16f81798, 0x029bfcdb2dce28d9, 0x55a06295ce870b07, 0x79be667ef9dcbbac])),
        element(BigInt([0x9c47d08ffb10d4b8, 0xfd17b448a6855419, 0x5da4fbfc0e1108a8, 0x483ada7726a3c465])),
    );
    type ZeroFlag = ();

    #[inline(always)]
    fn mul_by_a(_: Fq) -> Fq {
        Fq::zero()
    }
}

/// A cube root of 1: (x, y) to (βx, y) is multiplication by λ.
pub const BETA: Fq = element(BigInt([0xc1396c28719501ee, 0x9cf0497512f58995, 0x6e64479eac3434e9, 0x7ae96a2b657c0710]));
pub const LAMBDA: Fr =
    element(BigInt([0xdf02967c1b23bd72, 0x122e22ea20816678, 0xa5261c028812645a, 0x5363ad4cc05c30e0]));

/// A short basis of the pairs (a, b) with a + bλ = 0: what a scalar's shares of its two vectors are estimated with,
/// rounded quotients of 2^384 (G), and minus the b of both (B).
const G1: [u64; 4] = [0xe893209a45dbb031, 0x3daa8a1471e8ca7f, 0xe86c90e49284eb15, 0x3086d221a7d46bcd];
const G2: [u64; 4] = [0x1571b4ae8ac47f71, 0x221208ac9df506c6, 0x6f547fa90abfe4c4, 0xe4437ed6010e8828];
const MINUS_B1: Fr = element(BigInt([0x6f547fa90abfe4c3, 0xe4437ed6010e8828, 0, 0]));
const MINUS_B2: Fr = element(BigInt([0xd765cda83db1562c, 0x8a280ac50774346d, 0xfffffffffffffffe, 0xffffffffffffffff]));

/// A number and whether it is to be subtracted.
pub type Signed = (BigInt<4>, bool);

/// k as a + bλ, both of at most 128 bits.
pub fn decompose(k: &Fr) -> (Signed, Signed) {
    let c1 = element(rounded_product(&k.0.0, &G1));
    let c2 = element(rounded_product(&k.0.0, &G2));
    let b = c1 * MINUS_B1 + c2 * MINUS_B2;
    let a = *k - b * LAMBDA;
    (signed(a), signed(b))
}

fn signed(value: Fr) -> Signed {
    if value.0 > <Fr as PrimeField>::MODULUS_MINUS_ONE_DIV_TWO { ((-value).0, true) } else { (value.0, false) }
}

/// The product over 2^384, rounded.
fn rounded_product(a: &[u64; 4], b: &[u64; 4]) -> BigInt<4> {
    let mut wide = [0u64; 8];
    for (i, x) in a.iter().enumerate() {
        let mut carry = 0;
        for (j, y) in b.iter().enumerate() {
            carry += u128::from(*x) * u128::from(*y) + u128::from(wide[i + j]);
            wide[i + j] = carry as u64;
            carry >>= 64;
        }
        wide[i + 4] = carry as u64;
    }
    let mut result = BigInt([wide[6], wide[7], 0, 0]);
    result.add_with_carry(&BigInt([wide[5] >> 63, 0, 0, 0]));
    result
}
