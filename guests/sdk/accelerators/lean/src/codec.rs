//! Big-endian bytes as integers and field elements.
use ark_ec::AffineRepr;
use ark_ec::short_weierstrass::{Affine, SWCurveConfig};
use ark_ff::{BigInt, MontConfig, PrimeField, Zero};
use zkvm_accelerators::Bytes;

use crate::field::PlainField;

/// The integer; `bytes` are eight times `N`.
#[inline]
pub fn integer<const N: usize>(bytes: &[u8]) -> BigInt<N> {
    let mut limbs = [0; N];
    for (limb, bytes) in limbs.iter_mut().rev().zip(bytes.as_chunks::<8>().0) {
        *limb = u64::from_be_bytes(*bytes);
    }
    BigInt(limbs)
}

/// The element; `None` if the integer is not below the modulus.
#[inline]
pub fn read<C: MontConfig<N>, const N: usize>(bytes: &[u8]) -> Option<PlainField<C, N>> {
    PlainField::<C, N>::from_bigint(integer(bytes))
}

#[inline]
pub fn write<C: MontConfig<N>, const N: usize>(value: &PlainField<C, N>, bytes: &mut [u8]) {
    for (bytes, limb) in bytes.as_chunks_mut::<8>().0.iter_mut().zip(value.0.0.iter().rev()) {
        *bytes = limb.to_be_bytes();
    }
}

/// What a curve's coordinates are read from and written to.
pub trait Coordinate: Sized {
    fn read(bytes: &[u8]) -> Option<Self>;
    fn write(&self, bytes: &mut [u8]);
}

impl<C: MontConfig<N>, const N: usize> Coordinate for PlainField<C, N> {
    fn read(bytes: &[u8]) -> Option<Self> {
        read(bytes)
    }

    fn write(&self, bytes: &mut [u8]) {
        write(self, bytes);
    }
}

/// The point x, y; of zeros, the one at infinity. `None` if it is not on the curve; the subgroup is not looked at.
pub fn read_point<C: SWCurveConfig>(bytes: &[u8]) -> Option<Affine<C>>
where
    C::BaseField: Coordinate,
{
    let (x, y) = bytes.split_at(bytes.len() / 2);
    let (x, y) = (C::BaseField::read(x)?, C::BaseField::read(y)?);
    if x.is_zero() && y.is_zero() {
        return Some(Affine::identity());
    }
    let point = Affine::new_unchecked(x, y);
    point.is_on_curve().then_some(point)
}

/// The same, of the subgroup.
pub fn read_subgroup_point<C: SWCurveConfig>(bytes: &[u8]) -> Option<Affine<C>>
where
    C::BaseField: Coordinate,
{
    read_point::<C>(bytes).filter(C::is_in_correct_subgroup_assuming_on_curve)
}

pub fn write_point<C: SWCurveConfig, const BYTES: usize>(point: &Affine<C>) -> Bytes<BYTES>
where
    C::BaseField: Coordinate,
{
    let mut bytes = Bytes::ZERO;
    if let Some((x, y)) = point.xy() {
        let (x_bytes, y_bytes) = bytes.0.split_at_mut(BYTES / 2);
        x.write(x_bytes);
        y.write(y_bytes);
    }
    bytes
}
