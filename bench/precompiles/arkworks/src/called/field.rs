//! The prime fields.
use core::marker::PhantomData;

use ark_ff::{BigInt, BigInteger, Fp, FpConfig, MontBackend, MontConfig, SqrtPrecomputation, Zero};

/// The field of `M` with elements that are the numbers themselves.
pub struct Called<M>(PhantomData<M>);

/// Limbs with an accelerator call that multiplies them.
pub trait Limbs {
    /// a·b modulo the modulus, into a.
    fn mul_mod(a: &mut Self, b: &Self, modulus: &'static Self);
}

macro_rules! limbs {
    ($n:literal, $call:ident) => {
        impl Limbs for [u64; $n] {
            #[inline(always)]
            fn mul_mod(a: &mut Self, b: &Self, modulus: &'static Self) {
                unsafe extern "C" {
                    fn $call(a: *const [u64; $n], b: *const [u64; $n], m: *const [u64; $n], out: *mut [u64; $n])
                    -> i32;
                }
                let a: *mut Self = a;
                // SAFETY: inputs are read before the output, which may be one of them, is written.
                unsafe { $call(a, b, modulus, a) };
            }
        }
    };
}

limbs!(4, hart_mulmod256);
limbs!(6, hart_mulmod384);

/// The same element in the other form: divides by 2^(64·N), at compile time.
pub const fn leave_montgomery<M: MontConfig<N>, const N: usize>(value: Fp<MontBackend<M, N>, N>) -> Fp<Called<M>, N>
where
    [u64; N]: Limbs,
{
    let mut limbs = value.0.0;
    let mut bit = 0;
    while bit < 64 * N {
        let odd = limbs[0] & 1;
        let mut carry = 0u128;
        let mut i = 0;
        while i < N {
            carry += limbs[i] as u128 + (M::MODULUS.0[i] * odd) as u128;
            limbs[i] = carry as u64;
            carry >>= 64;
            i += 1;
        }
        i = 0;
        while i < N {
            let upper = if i + 1 < N { limbs[i + 1] } else { carry as u64 };
            limbs[i] = limbs[i] >> 1 | upper << 63;
            i += 1;
        }
        bit += 1;
    }
    Fp(BigInt(limbs), PhantomData)
}

impl<M: MontConfig<N>, const N: usize> FpConfig<N> for Called<M>
where
    [u64; N]: Limbs,
{
    const MODULUS: BigInt<N> = M::MODULUS;
    const GENERATOR: Fp<Self, N> = leave_montgomery(M::GENERATOR);
    const ZERO: Fp<Self, N> = Fp(BigInt([0; N]), PhantomData);
    const ONE: Fp<Self, N> = Fp(BigInt::one(), PhantomData);
    const NEG_ONE: Fp<Self, N> = {
        let mut limbs = M::MODULUS.0;
        // The modulus is odd.
        limbs[0] -= 1;
        Fp(BigInt(limbs), PhantomData)
    };
    const TWO_ADICITY: u32 = M::MODULUS.two_adic_valuation();
    const TWO_ADIC_ROOT_OF_UNITY: Fp<Self, N> = leave_montgomery(M::TWO_ADIC_ROOT_OF_UNITY);
    const SQRT_PRECOMP: Option<SqrtPrecomputation<Fp<Self, N>>> = match &M::MODULUS_PLUS_ONE_DIV_FOUR {
        Some(BigInt(exponent)) => Some(SqrtPrecomputation::Case3Mod4 { modulus_plus_one_div_four: exponent }),
        None => None,
    };

    #[inline(always)]
    fn add_assign(a: &mut Fp<Self, N>, b: &Fp<Self, N>) {
        // Both moduli have a spare bit: no carry.
        a.0.add_with_carry(&b.0);
        subtract_modulus(a);
    }

    #[inline(always)]
    fn sub_assign(a: &mut Fp<Self, N>, b: &Fp<Self, N>) {
        if b.0 > a.0 {
            a.0.add_with_carry(&M::MODULUS);
        }
        a.0.sub_with_borrow(&b.0);
    }

    #[inline(always)]
    fn double_in_place(a: &mut Fp<Self, N>) {
        a.0.mul2();
        subtract_modulus(a);
    }

    #[inline(always)]
    fn neg_in_place(a: &mut Fp<Self, N>) {
        if !a.is_zero() {
            let mut negative = M::MODULUS;
            negative.sub_with_borrow(&a.0);
            a.0 = negative;
        }
    }

    #[inline(always)]
    fn mul_assign(a: &mut Fp<Self, N>, b: &Fp<Self, N>) {
        Limbs::mul_mod(&mut a.0.0, &b.0.0, &M::MODULUS.0);
    }

    #[inline(always)]
    fn sum_of_products<const T: usize>(a: &[Fp<Self, N>; T], b: &[Fp<Self, N>; T]) -> Fp<Self, N> {
        let mut sum = Self::ZERO;
        for (a, b) in a.iter().zip(b) {
            sum += *a * b;
        }
        sum
    }

    #[inline(always)]
    fn square_in_place(a: &mut Fp<Self, N>) {
        let copy = *a;
        Self::mul_assign(a, &copy);
    }

    /// By the binary extended Euclidean algorithm, as arkworks does.
    fn inverse(a: &Fp<Self, N>) -> Option<Fp<Self, N>> {
        if a.is_zero() {
            return None;
        }
        let one = BigInt::one();
        let (mut u, mut v) = (a.0, M::MODULUS);
        let (mut b, mut c) = (Self::ONE, Self::ZERO);
        while u != one && v != one {
            halve(&mut u, &mut b);
            halve(&mut v, &mut c);
            if v < u {
                u.sub_with_borrow(&v);
                b -= &c;
            } else {
                v.sub_with_borrow(&u);
                c -= &b;
            }
        }
        Some(if u == one { b } else { c })
    }

    fn from_bigint(number: BigInt<N>) -> Option<Fp<Self, N>> {
        (number < M::MODULUS).then_some(Fp(number, PhantomData))
    }

    #[inline(always)]
    fn into_bigint(element: Fp<Self, N>) -> BigInt<N> {
        element.0
    }
}

#[inline(always)]
fn subtract_modulus<M: MontConfig<N>, const N: usize>(a: &mut Fp<Called<M>, N>)
where
    [u64; N]: Limbs,
{
    if a.0 >= M::MODULUS {
        a.0.sub_with_borrow(&M::MODULUS);
    }
}

/// Halves a number as long as it is even, and an element of the field with it.
fn halve<M: MontConfig<N>, const N: usize>(number: &mut BigInt<N>, element: &mut Fp<Called<M>, N>)
where
    [u64; N]: Limbs,
{
    while number.is_even() {
        number.div2();
        if element.0.is_odd() {
            element.0.add_with_carry(&M::MODULUS);
        }
        element.0.div2();
    }
}
