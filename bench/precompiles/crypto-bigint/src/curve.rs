//! Points: affine, and Jacobian coordinates for multiples.
use crypto_bigint::U256;

use crate::field::{Field, read_scalar};
use crate::tower::Fp2;

/// A field over which there is a curve y² = x³ + b.
pub trait Coordinate: Copy + PartialEq {
    const ZERO: Self;
    const ONE: Self;
    fn b() -> Self;
    fn add(self, other: Self) -> Self;
    fn sub(self, other: Self) -> Self;
    fn mul(self, other: Self) -> Self;
    fn square(self) -> Self;
    fn double(self) -> Self;
    fn invert(self) -> Self;
}

macro_rules! coordinate {
    ($type:ty, $b:expr) => {
        impl<F: Field> Coordinate for $type {
            const ZERO: Self = <$type>::ZERO;
            const ONE: Self = <$type>::ONE;
            fn b() -> Self {
                $b
            }
            #[inline]
            fn add(self, other: Self) -> Self {
                <$type>::add(self, other)
            }
            #[inline]
            fn sub(self, other: Self) -> Self {
                <$type>::sub(self, other)
            }
            #[inline]
            fn mul(self, other: Self) -> Self {
                <$type>::mul(self, other)
            }
            #[inline]
            fn square(self) -> Self {
                <$type>::square(self)
            }
            #[inline]
            fn double(self) -> Self {
                <$type>::double(self)
            }
            fn invert(self) -> Self {
                <$type>::invert(self)
            }
        }
    };
}

/// The base field as coordinates of G1.
#[derive(Clone, Copy, PartialEq)]
pub struct Base<F>(pub F);

impl<F: Field> Base<F> {
    const ZERO: Self = Self(F::ZERO);
    const ONE: Self = Self(F::ONE);
    fn add(self, other: Self) -> Self {
        Self(self.0.add(other.0))
    }
    fn sub(self, other: Self) -> Self {
        Self(self.0.sub(other.0))
    }
    fn mul(self, other: Self) -> Self {
        Self(self.0.mul(other.0))
    }
    fn square(self) -> Self {
        Self(self.0.square())
    }
    fn double(self) -> Self {
        Self(self.0.double())
    }
    fn invert(self) -> Self {
        Self(self.0.invert())
    }
}

coordinate!(Base<F>, Self(F::ONE.double().add(F::ONE)));
coordinate!(Fp2<F>, Fp2::TWIST_B);

/// A finite point; None stands for the one at infinity.
#[derive(Clone, Copy, PartialEq)]
pub struct Affine<C> {
    pub x: C,
    pub y: C,
}

pub type G1<F> = Affine<Base<F>>;
pub type G2<F> = Affine<Fp2<F>>;

impl<C: Coordinate> Affine<C> {
    fn is_on_curve(self) -> bool {
        self.y.square() == self.x.square().mul(self.x).add(C::b())
    }

    pub fn negate(self) -> Self {
        Self { x: self.x, y: C::ZERO.sub(self.y) }
    }

    /// None is the point at infinity.
    pub fn multiply(self, scalar: U256) -> Option<Self> {
        let start = Jacobian { x: C::ONE, y: C::ONE, z: C::ZERO };
        let product = (0..scalar.bits_vartime()).rev().fold(start, |sum, bit| {
            let double = sum.double();
            if scalar.bit_vartime(bit) { double.add(self) } else { double }
        });
        product.to_affine()
    }
}

impl<F: Field> G1<F> {
    /// None unless it is on the curve, all of which is the group.
    pub fn read(bytes: &[u8; 64]) -> Option<Self> {
        let (x, y) = (number(bytes, 0)?, number(bytes, 32)?);
        let point = Self { x: Base(x), y: Base(y) };
        point.is_on_curve().then_some(point)
    }

    pub fn write(self) -> [u8; 64] {
        let mut bytes = [0; 64];
        bytes[..32].copy_from_slice(&self.x.0.to_bytes());
        bytes[32..].copy_from_slice(&self.y.0.to_bytes());
        bytes
    }

    /// By an integer of any value; the product must be finite.
    pub fn times(self, scalar: &[u8; 32]) -> Option<Self> {
        self.multiply(read_scalar(scalar))
    }
}

impl<F: Field> G2<F> {
    /// None unless it is on the curve and in the group; the imaginary parts come first.
    pub fn read(bytes: &[u8; 128]) -> Option<Self> {
        let x = Fp2(number(bytes, 32)?, number(bytes, 0)?);
        let y = Fp2(number(bytes, 96)?, number(bytes, 64)?);
        let point = Self { x, y };
        (point.is_on_curve() && point.is_in_group()).then_some(point)
    }

    /// In the group, and nowhere else on the twist, the Frobenius map is multiplication by t − 1 = 6u² (Dai, Lin,
    /// Zhao and Zhou, https://eprint.iacr.org/2022/352, section 4.3).
    fn is_in_group(self) -> bool {
        const SIX_U_SQUARED: U256 =
            U256::from_be_hex("000000000000000000000000000000006f4d8248eeb859fbf83e9682e87cfd46");
        self.multiply(SIX_U_SQUARED) == Some(self.frobenius())
    }

    /// The map of the curve carried over to the twist.
    pub fn frobenius(self) -> Self {
        Self {
            x: self.x.conjugate().mul(Fp2::frobenius_factor(2)),
            y: self.y.conjugate().mul(Fp2::frobenius_factor(3)),
        }
    }
}

fn number<F: Field>(bytes: &[u8], start: usize) -> Option<F> {
    F::from_bytes(bytes[start..].first_chunk().expect("32 bytes"))
}

/// x/z², y/z³; z = 0 at infinity.
#[derive(Clone, Copy)]
struct Jacobian<C> {
    x: C,
    y: C,
    z: C,
}

impl<C: Coordinate> Jacobian<C> {
    /// dbl-2009-l of the Explicit-Formulas Database.
    fn double(self) -> Self {
        let a = self.x.square();
        let b = self.y.square();
        let c = b.square();
        let d = self.x.add(b).square().sub(a).sub(c).double();
        let e = a.double().add(a);
        let x = e.square().sub(d.double());
        let y = e.mul(d.sub(x)).sub(c.double().double().double());
        Self { x, y, z: self.y.mul(self.z).double() }
    }

    /// madd-2007-bl of the same, with the cases that it leaves out.
    fn add(self, other: Affine<C>) -> Self {
        if self.z == C::ZERO {
            return Self { x: other.x, y: other.y, z: C::ONE };
        }
        let zz = self.z.square();
        let h = other.x.mul(zz).sub(self.x);
        let r = other.y.mul(self.z).mul(zz).sub(self.y);
        if h == C::ZERO {
            return if r == C::ZERO { self.double() } else { Self { x: C::ONE, y: C::ONE, z: C::ZERO } };
        }
        let r = r.double();
        let hh = h.square();
        let i = hh.double().double();
        let j = h.mul(i);
        let v = self.x.mul(i);
        let x = r.square().sub(j).sub(v.double());
        let y = r.mul(v.sub(x)).sub(self.y.mul(j).double());
        Self { x, y, z: self.z.add(h).square().sub(zz).sub(hh) }
    }

    fn to_affine(self) -> Option<Affine<C>> {
        if self.z == C::ZERO {
            return None;
        }
        let inverse = self.z.invert();
        let square = inverse.square();
        Some(Affine { x: self.x.mul(square), y: self.y.mul(square).mul(inverse) })
    }
}
