//! The extensions of the base field: u² = −1, v³ = ξ = 9 + u, w² = v.
use crypto_bigint::U256;

use crate::field::{Field, read_scalar};

/// c0 + c1·u.
#[derive(Clone, Copy, PartialEq)]
pub struct Fp2<F>(pub F, pub F);

impl<F: Field> Fp2<F> {
    pub const ZERO: Self = Self(F::ZERO, F::ZERO);
    pub const ONE: Self = Self(F::ONE, F::ZERO);
    pub const TWIST_B: Self = Self(F::TWIST_B[0], F::TWIST_B[1]);

    /// ξ to the power of i(p − 1)/6.
    pub const fn frobenius_factor(i: usize) -> Self {
        let [c0, c1] = F::FROBENIUS[i - 1];
        Self(c0, c1)
    }

    #[inline]
    pub fn add(self, other: Self) -> Self {
        Self(self.0.add(other.0), self.1.add(other.1))
    }
    #[inline]
    pub fn sub(self, other: Self) -> Self {
        Self(self.0.sub(other.0), self.1.sub(other.1))
    }
    #[inline]
    pub fn double(self) -> Self {
        Self(self.0.double(), self.1.double())
    }
    #[inline]
    pub fn neg(self) -> Self {
        Self(self.0.neg(), self.1.neg())
    }
    #[inline]
    pub fn conjugate(self) -> Self {
        Self(self.0, self.1.neg())
    }
    /// Karatsuba: three products.
    pub fn mul(self, other: Self) -> Self {
        let low = self.0.mul(other.0);
        let high = self.1.mul(other.1);
        let both = self.0.add(self.1).mul(other.0.add(other.1));
        Self(low.sub(high), both.sub(low).sub(high))
    }
    /// (c0 + c1)(c0 − c1) and 2·c0·c1.
    pub fn square(self) -> Self {
        Self(self.0.add(self.1).mul(self.0.sub(self.1)), self.0.mul(self.1).double())
    }
    #[inline]
    pub fn scale(self, factor: F) -> Self {
        Self(self.0.mul(factor), self.1.mul(factor))
    }
    /// By ξ: 9c0 − c1 and 9c1 + c0.
    pub fn mul_xi(self) -> Self {
        let nine = self.double().double().double().add(self);
        Self(nine.0.sub(self.1), nine.1.add(self.0))
    }
    pub fn invert(self) -> Self {
        let norm = self.0.square().add(self.1.square()).invert();
        Self(self.0.mul(norm), self.1.mul(norm).neg())
    }
}

/// c0 + c1·v + c2·v².
#[derive(Clone, Copy, PartialEq)]
pub struct Fp6<F>(pub Fp2<F>, pub Fp2<F>, pub Fp2<F>);

impl<F: Field> Fp6<F> {
    pub const ZERO: Self = Self(Fp2::ZERO, Fp2::ZERO, Fp2::ZERO);
    pub const ONE: Self = Self(Fp2::ONE, Fp2::ZERO, Fp2::ZERO);

    fn add(self, other: Self) -> Self {
        Self(self.0.add(other.0), self.1.add(other.1), self.2.add(other.2))
    }
    fn sub(self, other: Self) -> Self {
        Self(self.0.sub(other.0), self.1.sub(other.1), self.2.sub(other.2))
    }
    fn neg(self) -> Self {
        Self(self.0.neg(), self.1.neg(), self.2.neg())
    }
    fn mul_v(self) -> Self {
        Self(self.2.mul_xi(), self.0, self.1)
    }
    /// Karatsuba: six products.
    fn mul(self, other: Self) -> Self {
        let Self(a, b, c) = self;
        let Self(d, e, f) = other;
        let (ad, be, cf) = (a.mul(d), b.mul(e), c.mul(f));
        Self(
            b.add(c).mul(e.add(f)).sub(be).sub(cf).mul_xi().add(ad),
            a.add(b).mul(d.add(e)).sub(ad).sub(be).add(cf.mul_xi()),
            a.add(c).mul(d.add(f)).sub(ad).sub(cf).add(be),
        )
    }
    /// By d + e·v: five products.
    fn mul_by_01(self, d: Fp2<F>, e: Fp2<F>) -> Self {
        let Self(a, b, c) = self;
        let (ad, be) = (a.mul(d), b.mul(e));
        Self(
            b.add(c).mul(e).sub(be).mul_xi().add(ad),
            a.add(b).mul(d.add(e)).sub(ad).sub(be),
            a.add(c).mul(d).sub(ad).add(be),
        )
    }
    fn scale(self, factor: Fp2<F>) -> Self {
        Self(self.0.mul(factor), self.1.mul(factor), self.2.mul(factor))
    }
    fn invert(self) -> Self {
        let Self(a, b, c) = self;
        let d = a.square().sub(b.mul(c).mul_xi());
        let e = c.square().mul_xi().sub(a.mul(b));
        let f = b.square().sub(a.mul(c));
        let norm = c.mul(e).add(b.mul(f)).mul_xi().add(a.mul(d)).invert();
        Self(d, e, f).scale(norm)
    }
}

/// c0 + c1·w.
#[derive(Clone, Copy, PartialEq)]
pub struct Fp12<F>(pub Fp6<F>, pub Fp6<F>);

impl<F: Field> Fp12<F> {
    pub const ONE: Self = Self(Fp6::ONE, Fp6::ZERO);

    pub fn mul(self, other: Self) -> Self {
        let low = self.0.mul(other.0);
        let high = self.1.mul(other.1);
        let both = self.0.add(self.1).mul(other.0.add(other.1));
        Self(low.add(high.mul_v()), both.sub(low).sub(high))
    }
    /// Two products of the level below.
    pub fn square(self) -> Self {
        let product = self.0.mul(self.1);
        let sum = self.0.add(self.1).mul(self.0.add(self.1.mul_v()));
        Self(sum.sub(product).sub(product.mul_v()), product.add(product))
    }
    /// By a line: a + (b + c·v)·w.
    pub fn mul_by_line(self, [a, b, c]: [Fp2<F>; 3]) -> Self {
        let low = self.0.scale(a);
        let high = self.1.mul_by_01(b, c);
        let both = self.0.add(self.1).mul_by_01(a.add(b), c);
        Self(low.add(high.mul_v()), both.sub(low).sub(high))
    }
    /// To the power of p^6; the inverse of what has norm one.
    pub fn conjugate(self) -> Self {
        Self(self.0, self.1.neg())
    }
    pub fn invert(self) -> Self {
        let norm = self.0.mul(self.0).sub(self.1.mul(self.1).mul_v()).invert();
        Self(self.0.mul(norm), self.1.mul(norm).neg())
    }
    /// To the power of p.
    pub fn frobenius(self) -> Self {
        const fn factor<F: Field>(i: usize) -> Fp2<F> {
            Fp2::frobenius_factor(i)
        }
        let Self(Fp6(a, b, c), Fp6(d, e, f)) = self;
        Self(
            Fp6(a.conjugate(), b.conjugate().mul(factor(2)), c.conjugate().mul(factor(4))),
            Fp6(d.conjugate().mul(factor(1)), e.conjugate().mul(factor(3)), f.conjugate().mul(factor(5))),
        )
    }
    /// The square of what lies in the cyclotomic subgroup (Granger and Scott, 2010): nine products less.
    pub fn cyclotomic_square(self) -> Self {
        let Self(Fp6(r0, r4, r3), Fp6(r2, r1, r5)) = self;
        // The square of a + b·y with y² = ξ.
        let square = |a: Fp2<F>, b: Fp2<F>| {
            let product = a.mul(b);
            let sum = a.add(b).mul(a.add(b.mul_xi()));
            (sum.sub(product).sub(product.mul_xi()), product.double())
        };
        let (t0, t1) = square(r0, r1);
        let (t2, t3) = square(r2, r3);
        let (t4, t5) = square(r4, r5);
        let even = |t: Fp2<F>, r: Fp2<F>| t.sub(r).double().add(t);
        let odd = |t: Fp2<F>, r: Fp2<F>| t.add(r).double().add(t);
        Self(Fp6(even(t0, r0), even(t2, r4), even(t4, r3)), Fp6(odd(t5.mul_xi(), r2), odd(t1, r1), odd(t3, r5)))
    }
    /// Of a pairing, by an integer of any value.
    pub fn power(self, exponent: &[u8; 32]) -> Self {
        self.cyclotomic_power(read_scalar(exponent))
    }
    /// Of what lies in the cyclotomic subgroup.
    pub fn cyclotomic_power(self, exponent: U256) -> Self {
        (0..exponent.bits_vartime()).rev().fold(Self::ONE, |power, bit| {
            let square = power.cyclotomic_square();
            if exponent.bit_vartime(bit) { square.mul(self) } else { square }
        })
    }
}
