use alloc::vec::Vec;
use core::marker::PhantomData;

use ark_bls12_381::Fr;
use ark_ec::bls12::{Bls12, Bls12Config, G1Affine, G1Projective, G2Affine, G2Projective};
use ark_ec::pairing::Pairing;
use ark_ec::short_weierstrass::{Affine, SWCurveConfig};
use ark_ec::{AffineRepr, CurveConfig, CurveGroup, PrimeGroup, VariableBaseMSM};
use ark_ff::{BigInteger256, BigInteger384, PrimeField, Zero, fields::Fp2};
use bench_guest::evm::{self, Bls12Pair, MSM_TERMS, Opening};

/// BLS12-381 over the fields of a config.
pub struct Arkworks<C>(PhantomData<C>);

impl<C: Bls12Config> Arkworks<C>
where
    C::Fp: PrimeField<BigInt = BigInteger384>,
    C::G1Config: CurveConfig<ScalarField = Fr>,
{
    pub fn pairing(input: &[u8]) -> Vec<u8> {
        evm::bls12_pairing(input, |pairs: [Bls12Pair; 2]| {
            let [(g1, g2), (h1, h2)] = pairs;
            let pairs = [(read_g1::<C>(g1)?, read_g2::<C>(g2)?), (read_g1::<C>(h1)?, read_g2::<C>(h2)?)];
            Some(is_product_one::<C>(pairs))
        })
    }

    pub fn msm(input: &[u8]) -> Vec<u8> {
        evm::bls12_msm(input, |terms: &[[u8; 128]; MSM_TERMS]| {
            let mut points = Vec::with_capacity(MSM_TERMS);
            let mut scalars = Vec::with_capacity(MSM_TERMS);
            for term in terms {
                points.push(read_g1::<C>(term.first_chunk()?)?);
                scalars.push(Fr::from_be_bytes_mod_order(&term[96..]));
            }
            Some(write_g1::<C>(G1Projective::<C>::msm(&points, &scalars).ok()?.into_affine()))
        })
    }

    /// e(C − y·P, −Q)·e(proof, τQ − z·Q) = 1.
    pub fn kzg(input: &[u8]) -> Vec<u8> {
        let tau = read_compressed_g2::<C>(&evm::TAU_G2).expect("the ceremony's point");
        evm::kzg_opening(input, |Opening { commitment, z, y, proof }| {
            let (commitment, proof) = (read_compressed_g1::<C>(commitment)?, read_compressed_g1::<C>(proof)?);
            let (z, y) = (scalar(z)?, scalar(y)?);
            let left = G1Projective::<C>::from(commitment) - G1Projective::<C>::generator().mul_bigint(y);
            let right = G2Projective::<C>::from(tau) - G2Projective::<C>::generator().mul_bigint(z);
            let pairs = [(left.into_affine(), -G2Affine::<C>::generator()), (proof, right.into_affine())];
            Some(is_product_one::<C>(pairs))
        })
    }
}

fn is_product_one<C: Bls12Config>(pairs: [(G1Affine<C>, G2Affine<C>); 2]) -> bool {
    Bls12::<C>::multi_pairing(pairs.map(|(g1, _)| g1), pairs.map(|(_, g2)| g2)).is_zero()
}

fn read_g1<C: Bls12Config>(bytes: &[u8; 96]) -> Option<G1Affine<C>>
where
    C::Fp: PrimeField<BigInt = BigInteger384>,
{
    checked(Affine::new_unchecked(read(bytes, 0)?, read(bytes, 48)?))
}

fn read_g2<C: Bls12Config>(bytes: &[u8; 192]) -> Option<G2Affine<C>>
where
    C::Fp: PrimeField<BigInt = BigInteger384>,
{
    let x = Fp2::new(read(bytes, 0)?, read(bytes, 48)?);
    let y = Fp2::new(read(bytes, 96)?, read(bytes, 144)?);
    checked(Affine::new_unchecked(x, y))
}

fn checked<P: SWCurveConfig>(point: Affine<P>) -> Option<Affine<P>> {
    (point.is_on_curve() && point.is_in_correct_subgroup_assuming_on_curve()).then_some(point)
}

/// The first byte's upper bits are flags: compressed, infinite (never here), and which y.
fn read_compressed_g1<C: Bls12Config>(bytes: &[u8; 48]) -> Option<G1Affine<C>>
where
    C::Fp: PrimeField<BigInt = BigInteger384>,
{
    let x = read(&without_flags(bytes), 0)?;
    decompress(x, bytes[0])
}

/// The imaginary part comes first.
fn read_compressed_g2<C: Bls12Config>(bytes: &[u8; 96]) -> Option<G2Affine<C>>
where
    C::Fp: PrimeField<BigInt = BigInteger384>,
{
    let bytes = &without_flags(bytes);
    decompress(Fp2::new(read(bytes, 48)?, read(bytes, 0)?), evm::TAU_G2[0])
}

fn decompress<P: SWCurveConfig>(x: P::BaseField, flags: u8) -> Option<Affine<P>> {
    const COMPRESSED: u8 = 0x80;
    const INFINITE: u8 = 0x40;
    const GREATER: u8 = 0x20;
    if flags & COMPRESSED == 0 || flags & INFINITE != 0 {
        return None;
    }
    checked(Affine::get_point_from_x_unchecked(x, flags & GREATER != 0)?)
}

fn without_flags<const N: usize>(bytes: &[u8; N]) -> [u8; N] {
    let mut bytes = *bytes;
    bytes[0] &= 0x1f;
    bytes
}

fn read<F: PrimeField<BigInt = BigInteger384>>(bytes: &[u8], start: usize) -> Option<F> {
    let limbs = bytes[start..start + 48].as_chunks::<8>().0;
    F::from_bigint(BigInteger384::new(core::array::from_fn(|i| u64::from_be_bytes(limbs[5 - i]))))
}

fn write_g1<C: Bls12Config>(point: G1Affine<C>) -> [u8; 96]
where
    C::Fp: PrimeField<BigInt = BigInteger384>,
{
    let mut bytes = [0; 96];
    let limbs = [point.x, point.y].map(|coordinate| coordinate.into_bigint().0);
    let limbs = limbs.iter().flat_map(|limbs| limbs.iter().rev());
    for (bytes, limb) in bytes.as_chunks_mut::<8>().0.iter_mut().zip(limbs) {
        *bytes = limb.to_be_bytes();
    }
    bytes
}

/// None unless it is below the order.
fn scalar(bytes: &[u8; 32]) -> Option<BigInteger256> {
    let limbs = bytes.as_chunks::<8>().0;
    let number = BigInteger256::new(core::array::from_fn(|i| u64::from_be_bytes(limbs[3 - i])));
    Fr::from_bigint(number).map(|_| number)
}
