use ark_ec::bls12::{Bls12Config, TwistType};

// By 1 + u.
super::tower!(ark_bls12_381, 6, |fe| Fq2::new(fe.c0 - fe.c1, fe.c0 + fe.c1));

pub struct Config;

impl Bls12Config for Config {
    const X: &'static [u64] = ark_bls12_381::Config::X;
    const X_IS_NEGATIVE: bool = ark_bls12_381::Config::X_IS_NEGATIVE;
    const TWIST_TYPE: TwistType = TwistType::M;
    type Fp = Fq;
    type Fp2Config = Fq2Config;
    type Fp6Config = Fq6Config;
    type Fp12Config = Fq12Config;
    type G1Config = g1::Config;
    type G2Config = g2::Config;
}

mod g1 {
    use core::ops::Neg;

    use ark_ec::bls12::Bls12Config;
    use ark_ec::{AffineRepr, PrimeGroup};

    use crate::called::bls12_381::{Fq, fp};
    crate::called::group!(ark_bls12_381::g1::Config, Fq, fp, is_in_group);

    /// Scott, https://eprint.iacr.org/2021/1130: the endomorphism is multiplication by −x² in the group.
    fn is_in_group(p: &Affine<Config>) -> bool {
        let x = super::Config::X;
        let by_x = p.mul_bigint(x);
        if by_x.eq(p) && !p.is_zero() {
            return false;
        }
        by_x.mul_bigint(x).neg().eq(&Config::endomorphism_affine(p))
    }
}

mod g2 {
    use ark_ec::AffineRepr;
    use ark_ec::bls12::Bls12Config;
    use ark_ff::{AdditiveGroup, Field, MontFp};

    use crate::called::bls12_381::{Fq2, fp2};
    crate::called::group!(ark_bls12_381::g2::Config, Fq2, fp2, is_in_group);

    /// 1 to the power of (1 + u)^(−(p − 1)/3) and ^(−(p − 1)/2).
    const MAP_X: Fq2 = fp2(ark_bls12_381::Fq2::new(
        ark_bls12_381::Fq::ZERO,
        MontFp!(
            "4002409555221667392624310435006688643935503118305586438271171395842971157480381377015405980053539358417135540939437"
        ),
    ));
    const MAP_Y: Fq2 = fp2(ark_bls12_381::Fq2::new(
        MontFp!(
            "2973677408986561043442465346520108879172042883009249989176415018091420807192182638567116318576472649347015917690530"
        ),
        MontFp!(
            "1028732146235106349975324479215795277384839936929757896155643118032610843298655225875571310552543014690878354869257"
        ),
    ));

    /// The same paper: the map of the curve is multiplication by x, which is negative, in the group.
    fn is_in_group(p: &Affine<Config>) -> bool {
        let mut mapped = *p;
        mapped.x.frobenius_map_in_place(1);
        mapped.y.frobenius_map_in_place(1);
        mapped.x *= MAP_X;
        mapped.y *= MAP_Y;
        (-p.mul_bigint(super::Config::X)).eq(&mapped)
    }
}
