//! By k256.
use k256::elliptic_curve::ops::{Invert, LinearCombination, Reduce};
use k256::elliptic_curve::point::DecompressPoint;
use k256::elliptic_curve::sec1::ToEncodedPoint;
use k256::elliptic_curve::subtle::Choice;
use k256::elliptic_curve::{PrimeField, group::Group};
use k256::{AffinePoint, ProjectivePoint, Scalar, U256};

pub fn recover(hash: &[u8; 32], r: &[u8; 32], s: &[u8; 32], odd_y: bool) -> Option<[u8; 64]> {
    let r_scalar = Option::<Scalar>::from(Scalar::from_repr((*r).into()))?;
    let s = Option::<Scalar>::from(Scalar::from_repr((*s).into()))?;
    if bool::from(r_scalar.is_zero()) || bool::from(s.is_zero()) {
        return None;
    }
    let point = Option::<AffinePoint>::from(AffinePoint::decompress(r.into(), Choice::from(u8::from(odd_y))))?;
    let z = <Scalar as Reduce<U256>>::reduce_bytes(hash.into());
    let r_inverse = Option::<Scalar>::from(r_scalar.invert_vartime())?;
    let u1 = -(r_inverse * z);
    let u2 = r_inverse * s;
    let key = ProjectivePoint::lincomb(&ProjectivePoint::GENERATOR, &u1, &ProjectivePoint::from(point), &u2);
    if bool::from(key.is_identity()) {
        return None;
    }
    let encoded = key.to_affine().to_encoded_point(false);
    encoded.as_bytes()[1..].try_into().ok()
}
