//! Prime fields for arkworks whose elements are plain integers below the modulus.
use core::marker::PhantomData;
use core::mem::MaybeUninit;

use ark_ff::fields::models::fp::FpConfig;
use ark_ff::{BigInt, BigInteger, Fp, MontBackend, MontConfig, SqrtPrecomputation, Zero};

use crate::calls;

/// The field that `C` describes. Products and sums are calls; what is left is in software.
pub struct Plain<C, const N: usize>(PhantomData<C>);

pub type PlainField<C, const N: usize> = Fp<Plain<C, N>, N>;

/// The element that an integer below the modulus is.
pub const fn element<C: MontConfig<N>, const N: usize>(integer: BigInt<N>) -> PlainField<C, N> {
    Fp(integer, PhantomData)
}

/// A prime less 1 or 2, which its lowest limb is not below.
const fn less<const N: usize>(mut prime: BigInt<N>, by: u64) -> BigInt<N> {
    prime.0[0] -= by;
    prime
}

/// An element of arkworks' own field, whose constants are in Montgomery form.
pub const fn plain<C: MontConfig<N>, const N: usize>(value: &Fp<MontBackend<C, N>, N>) -> PlainField<C, N> {
    let modulus = C::MODULUS.0;
    let mut limbs = value.0.0;
    let mut i = 0;
    while i < N {
        let factor = limbs[i].wrapping_mul(C::INV);
        let mut carry = (limbs[i] as u128 + factor as u128 * modulus[0] as u128) >> 64;
        let mut j = 1;
        while j < N {
            let at = (i + j) % N;
            carry += limbs[at] as u128 + factor as u128 * modulus[j] as u128;
            limbs[at] = carry as u64;
            carry >>= 64;
            j += 1;
        }
        limbs[i] = carry as u64;
        i += 1;
    }
    element(BigInt(limbs))
}

impl<C: MontConfig<N>, const N: usize> FpConfig<N> for Plain<C, N> {
    const MODULUS: BigInt<N> = C::MODULUS;
    const GENERATOR: Fp<Self, N> = plain(&C::GENERATOR);
    const ZERO: Fp<Self, N> = element(BigInt([0; N]));
    const ONE: Fp<Self, N> = element(BigInt::one());
    const NEG_ONE: Fp<Self, N> = element(less(C::MODULUS, 1));
    const TWO_ADICITY: u32 = C::MODULUS.two_adic_valuation();
    const TWO_ADIC_ROOT_OF_UNITY: Fp<Self, N> = plain(&C::TWO_ADIC_ROOT_OF_UNITY);
    const SQRT_PRECOMP: Option<SqrtPrecomputation<Fp<Self, N>>> = match &C::SQRT_PRECOMP {
        Some(SqrtPrecomputation::Case3Mod4 { modulus_plus_one_div_four }) => {
            Some(SqrtPrecomputation::Case3Mod4 { modulus_plus_one_div_four })
        }
        _ => None,
    };

    #[inline(always)]
    fn add_assign(a: &mut Fp<Self, N>, b: &Fp<Self, N>) {
        let out = a.0.0.as_mut_ptr();
        unsafe { calls::add(out, b.0.0.as_ptr(), &Self::MODULUS.0, out) };
    }

    #[inline(always)]
    fn sub_assign(a: &mut Fp<Self, N>, b: &Fp<Self, N>) {
        if a.0.sub_with_borrow(&b.0) {
            a.0.add_with_carry(&Self::MODULUS);
        }
    }

    #[inline(always)]
    fn double_in_place(a: &mut Fp<Self, N>) {
        let out = a.0.0.as_mut_ptr();
        unsafe { calls::add(out, out, &Self::MODULUS.0, out) };
    }

    #[inline(always)]
    fn neg_in_place(a: &mut Fp<Self, N>) {
        if !a.is_zero() {
            let mut result = Self::MODULUS;
            result.sub_with_borrow(&a.0);
            a.0 = result;
        }
    }

    #[inline(always)]
    fn mul_assign(a: &mut Fp<Self, N>, b: &Fp<Self, N>) {
        let out = a.0.0.as_mut_ptr();
        unsafe { calls::multiply(out, b.0.0.as_ptr(), &Self::MODULUS.0, out) };
    }

    #[inline(always)]
    fn sum_of_products<const T: usize>(a: &[Fp<Self, N>; T], b: &[Fp<Self, N>; T]) -> Fp<Self, N> {
        let mut sum = product(&a[0], &b[0]);
        for n in 1..T {
            sum += product(&a[n], &b[n]);
        }
        sum
    }

    #[inline(always)]
    fn square_in_place(a: &mut Fp<Self, N>) {
        let out = a.0.0.as_mut_ptr();
        unsafe { calls::multiply(out, out, &Self::MODULUS.0, out) };
    }

    /// By Fermat's theorem, four bits at a time: a product costs less than a step of Euclid's algorithm.
    fn inverse(a: &Fp<Self, N>) -> Option<Fp<Self, N>> {
        if a.is_zero() {
            return None;
        }
        Some(power(a, &less(Self::MODULUS, 2)))
    }

    #[inline]
    fn from_bigint(integer: BigInt<N>) -> Option<Fp<Self, N>> {
        (integer < Self::MODULUS).then_some(element(integer))
    }

    #[inline(always)]
    fn into_bigint(value: Fp<Self, N>) -> BigInt<N> {
        value.0
    }
}

/// The product where neither factor is overwritten, without a copy.
#[inline(always)]
fn product<C: MontConfig<N>, const N: usize>(a: &PlainField<C, N>, b: &PlainField<C, N>) -> PlainField<C, N> {
    let mut result = MaybeUninit::<[u64; N]>::uninit();
    unsafe {
        calls::multiply(a.0.0.as_ptr(), b.0.0.as_ptr(), &C::MODULUS.0, result.as_mut_ptr().cast());
        element(BigInt(result.assume_init()))
    }
}

/// The exponent's power, in windows of four bits.
pub fn power<C: MontConfig<N>, const N: usize>(base: &PlainField<C, N>, exponent: &BigInt<N>) -> PlainField<C, N> {
    let mut powers = [Plain::<C, N>::ONE; 16];
    for n in 1..16 {
        powers[n] = powers[n - 1];
        powers[n] *= base;
    }
    let mut result: Option<PlainField<C, N>> = None;
    for limb in exponent.0.iter().rev() {
        for shift in (0..64).step_by(4).rev() {
            let digit = (limb >> shift & 15) as usize;
            match &mut result {
                Some(result) => {
                    for _ in 0..4 {
                        Plain::<C, N>::square_in_place(result);
                    }
                    if digit != 0 {
                        *result *= &powers[digit];
                    }
                }
                None if digit != 0 => result = Some(powers[digit]),
                None => {}
            }
        }
    }
    result.unwrap_or(Plain::<C, N>::ONE)
}

/// The square root modulo a prime that is 3 modulo 4.
pub fn square_root<C: MontConfig<N>, const N: usize>(value: &PlainField<C, N>) -> Option<PlainField<C, N>> {
    let quarter = const { C::MODULUS.divide_by_2_round_down().divide_by_2_round_down() };
    // p = 4n + 3 has (p + 1) / 4 = n + 1.
    let mut exponent = quarter;
    exponent.add_with_carry(&BigInt::one());
    let root = power(value, &exponent);
    (root * root == *value).then_some(root)
}
