//! By k256, for hosts.
use k256::elliptic_curve::group::Group;
use k256::elliptic_curve::ops::{Invert, LinearCombination, Reduce};
use k256::elliptic_curve::point::{AffineCoordinates, DecompressPoint};
use k256::elliptic_curve::sec1::{FromEncodedPoint, ToEncodedPoint};
use k256::elliptic_curve::subtle::Choice;
use k256::elliptic_curve::{Curve, PrimeField, bigint::CheckedAdd, bigint::Encoding};
use k256::{AffinePoint, EncodedPoint, FieldBytes, ProjectivePoint, Scalar, Secp256k1, U256};

/// r and s; `None` unless both are from 1 to the order less 1.
fn parse(signature: &[u8; 64]) -> Option<(Scalar, Scalar)> {
    let half = |at: usize| {
        let bytes: [u8; 32] = signature[at..at + 32].try_into().ok()?;
        Option::<Scalar>::from(Scalar::from_repr(bytes.into())).filter(|scalar| !bool::from(scalar.is_zero()))
    };
    Some((half(0)?, half(32)?))
}

pub fn recover(hash: &[u8; 32], signature: &[u8; 64], recovery_id: u8) -> Option<[u8; 64]> {
    if recovery_id > 3 {
        return None;
    }
    let (r, s) = parse(signature)?;
    let mut x = U256::from_be_slice(&signature[..32]);
    if recovery_id & 2 != 0 {
        x = Option::from(x.checked_add(&Secp256k1::ORDER))?;
    }
    let x: FieldBytes = x.to_be_bytes().into();
    let point = Option::<AffinePoint>::from(AffinePoint::decompress(&x, Choice::from(recovery_id & 1)))?;
    let z = <Scalar as Reduce<U256>>::reduce_bytes(hash.into());
    let r_inverse = Option::<Scalar>::from(r.invert_vartime())?;
    let u1 = -(r_inverse * z);
    let u2 = r_inverse * s;
    let key = ProjectivePoint::lincomb(&ProjectivePoint::GENERATOR, &u1, &ProjectivePoint::from(point), &u2);
    if bool::from(key.is_identity()) {
        return None;
    }
    key.to_affine().to_encoded_point(false).as_bytes()[1..].try_into().ok()
}

pub fn verify(hash: &[u8; 32], signature: &[u8; 64], key: &[u8; 64]) -> Option<bool> {
    let (r, s) = parse(signature)?;
    let encoded = EncodedPoint::from_untagged_bytes(key.into());
    let point = Option::<AffinePoint>::from(AffinePoint::from_encoded_point(&encoded))?;
    let z = <Scalar as Reduce<U256>>::reduce_bytes(hash.into());
    let s_inverse = Option::<Scalar>::from(s.invert_vartime())?;
    let (u1, u2) = (z * s_inverse, r * s_inverse);
    let sum = ProjectivePoint::lincomb(&ProjectivePoint::GENERATOR, &u1, &ProjectivePoint::from(point), &u2);
    Some(!bool::from(sum.is_identity()) && <Scalar as Reduce<U256>>::reduce_bytes(&sum.to_affine().x()) == r)
}
