use core::marker::PhantomData;

use ark_ec::bn::{Bn, BnConfig, G1Affine, G2Affine};
use ark_ec::pairing::{Pairing as _, PairingOutput};
use ark_ec::short_weierstrass::Affine;
use ark_ec::{AffineRepr, CurveGroup};
use ark_ff::{BigInteger256, PrimeField, Zero, fields::Fp2};
use bench_guest::bn254::{G1Bytes, G2Bytes, Pairing, Points, Scalar};

/// BN254 over the fields of a config.
pub struct Arkworks<C>(PhantomData<C>);

impl<C: BnConfig> Points for Arkworks<C>
where
    C::Fp: PrimeField<BigInt = BigInteger256>,
{
    type G1 = G1Affine<C>;
    type G2 = G2Affine<C>;

    fn read_g1(bytes: &G1Bytes) -> Option<Self::G1> {
        let point = Affine::new_unchecked(read(bytes, 0)?, read(bytes, 32)?);
        point.is_on_curve().then_some(point)
    }

    fn read_g2(bytes: &G2Bytes) -> Option<Self::G2> {
        let x = Fp2::new(read(bytes, 32)?, read(bytes, 0)?);
        let y = Fp2::new(read(bytes, 96)?, read(bytes, 64)?);
        let point = Affine::new_unchecked(x, y);
        (point.is_on_curve() && point.is_in_correct_subgroup_assuming_on_curve()).then_some(point)
    }

    fn write_g1(point: Self::G1) -> G1Bytes {
        let mut bytes = [0; 64];
        bytes[..32].copy_from_slice(&write(point.x));
        bytes[32..].copy_from_slice(&write(point.y));
        bytes
    }

    fn negate(point: Self::G1) -> Self::G1 {
        -point
    }

    fn multiply(point: Self::G1, scalar: &Scalar) -> Self::G1 {
        point.mul_bigint(number(scalar)).into_affine()
    }
}

impl<C: BnConfig> Pairing for Arkworks<C>
where
    C::Fp: PrimeField<BigInt = BigInteger256>,
{
    type Gt = PairingOutput<Bn<C>>;

    fn pairing(g1: Self::G1, g2: Self::G2) -> Self::Gt {
        Bn::<C>::pairing(g1, g2)
    }

    fn power(value: Self::Gt, exponent: &Scalar) -> Self::Gt {
        use ark_ec::PrimeGroup;
        value.mul_bigint(number(exponent))
    }

    fn is_product_one(pairs: [(Self::G1, Self::G2); 2]) -> bool {
        Bn::<C>::multi_pairing(pairs.map(|(g1, _)| g1), pairs.map(|(_, g2)| g2)).is_zero()
    }
}

fn read<F: PrimeField<BigInt = BigInteger256>>(bytes: &[u8], start: usize) -> Option<F> {
    F::from_bigint(number(bytes[start..].first_chunk().expect("32 bytes")))
}

fn number(bytes: &[u8; 32]) -> BigInteger256 {
    let limbs = bytes.as_chunks::<8>().0;
    BigInteger256::new(core::array::from_fn(|i| u64::from_be_bytes(limbs[3 - i])))
}

fn write<F: PrimeField<BigInt = BigInteger256>>(element: F) -> [u8; 32] {
    let limbs = element.into_bigint().0;
    let mut bytes = [0; 32];
    for (bytes, limb) in bytes.as_chunks_mut::<8>().0.iter_mut().zip(limbs.iter().rev()) {
        *bytes = limb.to_be_bytes();
    }
    bytes
}
