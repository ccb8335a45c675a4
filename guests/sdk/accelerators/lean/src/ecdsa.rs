//! ECDSA over short Weierstrass curves: sums of multiples by Straus' method on signed windows.
use alloc::boxed::Box;
use alloc::vec::Vec;

use ark_ec::short_weierstrass::{Affine, Projective, SWCurveConfig};
use ark_ec::{AffineRepr, CurveGroup};
use ark_ff::{AdditiveGroup, BigInteger, Field, MontConfig, PrimeField, Zero};
use once_cell::race::OnceBox;
use zkvm_accelerators::{Hash, PublicKey, Signature};

use crate::codec::{integer, read_point, write_point};
use crate::curves::secp256k1::{self, BETA, Secp256k1, Signed, decompose};
use crate::curves::secp256r1::{self, Secp256r1};
use crate::field::{PlainField, element, square_root};

/// Bits of a window over multiples that are made for one sum, and over those of the generator, which are kept.
const WINDOW: usize = 5;
const GENERATOR_WINDOW: usize = 7;

/// Signed digits of a number, lowest first: odd and below half a window's size, most of them 0.
struct Digits {
    digits: [i8; 257],
    length: usize,
}

impl Digits {
    fn new<const W: usize>((number, negative): Signed) -> Self {
        let limbs = [number.0[0], number.0[1], number.0[2], number.0[3], 0];
        let bits = number.num_bits() as usize;
        let mut digits = [0; 257];
        let (mut at, mut carry, mut length) = (0, 0, 0);
        while at <= bits {
            let window = limbs[at / 64] >> (at % 64);
            if window & 1 == carry {
                at += 1;
                continue;
            }
            let next = if at % 64 > 64 - W { limbs[at / 64 + 1] << (64 - at % 64) } else { 0 };
            let value = ((window | next) & ((1 << W) - 1)) + carry;
            carry = value >> (W - 1) & 1;
            let digit = (value as i64 - ((carry as i64) << W)) as i8;
            digits[at] = if negative { -digit } else { digit };
            length = at + 1;
            at += W;
        }
        Self { digits, length }
    }
}

/// The sum of multiples; a table holds a point's odd multiples 1, 3, 5…
struct Straus<'a, C: SWCurveConfig> {
    kept: Vec<(Digits, &'a [Affine<C>])>,
    made: Vec<(Digits, &'a [Projective<C>])>,
}

impl<C: SWCurveConfig> Straus<'_, C> {
    fn sum(&self) -> Projective<C> {
        let lengths = self.kept.iter().map(|(digits, _)| digits.length).chain(self.made.iter().map(|(d, _)| d.length));
        let mut sum = Projective::zero();
        for at in (0..lengths.max().unwrap_or(0)).rev() {
            sum.double_in_place();
            for (digits, table) in &self.kept {
                match digits.digits[at] {
                    0 => {}
                    digit @ 1.. => sum += &table[digit as usize / 2],
                    digit => sum -= &table[-digit as usize / 2],
                }
            }
            for (digits, table) in &self.made {
                match digits.digits[at] {
                    0 => {}
                    digit @ 1.. => sum += &table[digit as usize / 2],
                    digit => sum -= &table[-digit as usize / 2],
                }
            }
        }
        sum
    }
}

fn odd_multiples<C: SWCurveConfig, const COUNT: usize>(point: &Affine<C>) -> [Projective<C>; COUNT] {
    let mut multiples = [point.into_group(); COUNT];
    let twice = multiples[0].double();
    for n in 1..COUNT {
        multiples[n] = multiples[n - 1] + twice;
    }
    multiples
}

const GENERATOR_MULTIPLES: usize = 1 << (GENERATOR_WINDOW - 2);
const MULTIPLES: usize = 1 << (WINDOW - 2);

fn generator_multiples<C: SWCurveConfig>() -> Vec<Affine<C>> {
    Projective::normalize_batch(&odd_multiples::<C, GENERATOR_MULTIPLES>(&C::GENERATOR))
}

/// Of secp256k1, the generator's multiples and then λ times them.
fn secp256k1_multiples() -> &'static [Affine<Secp256k1>] {
    static TABLE: OnceBox<Vec<Affine<Secp256k1>>> = OnceBox::new();
    TABLE.get_or_init(|| {
        let mut table = generator_multiples();
        table.extend_from_within(..);
        for point in &mut table[GENERATOR_MULTIPLES..] {
            point.x *= BETA;
        }
        Box::new(table)
    })
}

/// aG + bP.
fn secp256k1_sum(a: secp256k1::Fr, b: secp256k1::Fr, point: &Affine<Secp256k1>) -> Projective<Secp256k1> {
    let (generator, generator_lambda) = secp256k1_multiples().split_at(GENERATOR_MULTIPLES);
    let multiples = odd_multiples::<_, MULTIPLES>(point);
    let multiples_lambda = multiples.map(|mut point| {
        point.x *= BETA;
        point
    });
    let (a, a_lambda) = decompose(&a);
    let (b, b_lambda) = decompose(&b);
    Straus {
        kept: Vec::from([
            (Digits::new::<GENERATOR_WINDOW>(a), generator),
            (Digits::new::<GENERATOR_WINDOW>(a_lambda), generator_lambda),
        ]),
        made: Vec::from([
            (Digits::new::<WINDOW>(b), &multiples[..]),
            (Digits::new::<WINDOW>(b_lambda), &multiples_lambda[..]),
        ]),
    }
    .sum()
}

fn secp256r1_sum(a: secp256r1::Fr, b: secp256r1::Fr, point: &Affine<Secp256r1>) -> Projective<Secp256r1> {
    static TABLE: OnceBox<Vec<Affine<Secp256r1>>> = OnceBox::new();
    let generator = TABLE.get_or_init(|| Box::new(generator_multiples()));
    let multiples = odd_multiples::<_, MULTIPLES>(point);
    Straus {
        kept: Vec::from([(Digits::new::<GENERATOR_WINDOW>((a.0, false)), &generator[..])]),
        made: Vec::from([(Digits::new::<WINDOW>((b.0, false)), &multiples[..])]),
    }
    .sum()
}

/// A number from 1 to the order less 1.
fn scalar<F: MontConfig<4>>(bytes: &[u8]) -> Option<PlainField<F, 4>> {
    PlainField::<F, 4>::from_bigint(integer(bytes)).filter(|scalar| !scalar.is_zero())
}

/// A hash as a number modulo the order, which has as many bits.
fn reduce<F: MontConfig<4>>(hash: &Hash) -> PlainField<F, 4> {
    let mut number = integer(&hash.0);
    if number >= F::MODULUS {
        number.sub_with_borrow(&F::MODULUS);
    }
    element(number)
}

/// Whether the point's x coordinate is r modulo the order, of which the field's modulus is not twice as much.
fn has_x<C, Q, R>(point: &Projective<C>, r: &PlainField<R, 4>) -> bool
where
    Q: MontConfig<4>,
    R: MontConfig<4>,
    C: SWCurveConfig<BaseField = PlainField<Q, 4>>,
{
    if point.is_zero() {
        return false;
    }
    // Without an inversion: X is xZ².
    let z_squared = point.z.square();
    let mut x = r.0;
    loop {
        let carry = match PlainField::<Q, 4>::from_bigint(x) {
            Some(candidate) if candidate * z_squared == point.x => return true,
            Some(_) => x.add_with_carry(&R::MODULUS),
            None => true,
        };
        if carry {
            return false;
        }
    }
}

pub fn secp256k1_recover(message: &Hash, signature: &Signature, recovery_id: u8) -> Option<PublicKey> {
    if recovery_id > 3 {
        return None;
    }
    let (r_bytes, s_bytes) = signature.0.split_at(32);
    let r: secp256k1::Fr = scalar(r_bytes)?;
    let s: secp256k1::Fr = scalar(s_bytes)?;
    let mut x = r.0;
    if recovery_id & 2 != 0 && x.add_with_carry(&<secp256k1::Fr as PrimeField>::MODULUS) {
        return None;
    }
    let x = secp256k1::Fq::from_bigint(x)?;
    let mut y = square_root(&(x.square() * x + Secp256k1::COEFF_B))?;
    if y.0.is_odd() != (recovery_id & 1 == 1) {
        y.neg_in_place();
    }
    let point = Affine::new_unchecked(x, y);
    let inverse = r.inverse()?;
    let key = secp256k1_sum(-(reduce(message) * inverse), s * inverse, &point);
    (!key.is_zero()).then(|| write_point(&key.into_affine()))
}

pub fn secp256k1_verify(message: &Hash, signature: &Signature, key: &PublicKey) -> Option<bool> {
    let (r_bytes, s_bytes) = signature.0.split_at(32);
    let r: secp256k1::Fr = scalar(r_bytes)?;
    let s: secp256k1::Fr = scalar(s_bytes)?;
    let key = read_key::<Secp256k1>(key)?;
    let inverse = s.inverse()?;
    Some(has_x(&secp256k1_sum(reduce(message) * inverse, r * inverse, &key), &r))
}

pub fn secp256r1_verify(message: &Hash, signature: &Signature, key: &PublicKey) -> Option<bool> {
    let (r_bytes, s_bytes) = signature.0.split_at(32);
    let r: secp256r1::Fr = scalar(r_bytes)?;
    let s: secp256r1::Fr = scalar(s_bytes)?;
    let key = read_key::<Secp256r1>(key)?;
    let inverse = s.inverse()?;
    Some(has_x(&secp256r1_sum(reduce(message) * inverse, r * inverse, &key), &r))
}

/// A key is no point at infinity.
fn read_key<C>(key: &PublicKey) -> Option<Affine<C>>
where
    C: SWCurveConfig,
    C::BaseField: crate::codec::Coordinate,
{
    read_point::<C>(&key.0).filter(|point| !point.is_zero())
}
