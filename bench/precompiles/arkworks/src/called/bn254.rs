use ark_ec::bn::{BnConfig, TwistType};

// By 9 + u.
super::tower!(ark_bn254, 4, |fe| {
    let mut nine = *fe;
    nine.double_in_place().double_in_place().double_in_place();
    nine += &*fe;
    Fq2::new(nine.c0 - fe.c1, nine.c1 + fe.c0)
});

pub struct Config;

impl BnConfig for Config {
    const X: &'static [u64] = ark_bn254::Config::X;
    const X_IS_NEGATIVE: bool = ark_bn254::Config::X_IS_NEGATIVE;
    const ATE_LOOP_COUNT: &'static [i8] = ark_bn254::Config::ATE_LOOP_COUNT;
    const TWIST_MUL_BY_Q_X: Fq2 = fp2(ark_bn254::Config::TWIST_MUL_BY_Q_X);
    const TWIST_MUL_BY_Q_Y: Fq2 = fp2(ark_bn254::Config::TWIST_MUL_BY_Q_Y);
    const TWIST_TYPE: TwistType = TwistType::D;
    type Fp = Fq;
    type Fp2Config = Fq2Config;
    type Fp6Config = Fq6Config;
    type Fp12Config = Fq12Config;
    type G1Config = g1::Config;
    type G2Config = g2::Config;
}

mod g1 {
    use crate::called::bn254::{Fq, fp};
    crate::called::group!(ark_bn254::g1::Config, Fq, fp, all);

    fn all(_: &Affine<Config>) -> bool {
        true
    }
}

mod g2 {
    use ark_ec::AffineRepr;
    use ark_ec::bn::BnConfig;
    use ark_ff::Field;

    use crate::called::bn254::{Fq2, fp2};
    crate::called::group!(ark_bn254::g2::Config, Fq2, fp2, is_in_group);

    /// t − 1 = 6x².
    const SIX_X_SQUARED: [u64; 2] = [17887900258952609094, 8020209761171036667];

    /// In the group the map of the curve is multiplication by t − 1 (https://eprint.iacr.org/2022/352, section 4.3).
    fn is_in_group(p: &Affine<Config>) -> bool {
        let mut mapped = *p;
        mapped.x.frobenius_map_in_place(1);
        mapped.y.frobenius_map_in_place(1);
        mapped.x *= super::Config::TWIST_MUL_BY_Q_X;
        mapped.y *= super::Config::TWIST_MUL_BY_Q_Y;
        p.mul_bigint(SIX_X_SQUARED).eq(&mapped)
    }
}
