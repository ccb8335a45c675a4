//! The optimal ate pairing: Miller's loop and the final exponentiation.
use crypto_bigint::U256;

use crate::curve::{G1, G2};
use crate::field::Field;
use crate::tower::{Fp2, Fp12};

/// The curve's parameter u.
const U: U256 = U256::from_u64(4965661367192848881);

/// 6u + 2 in non-adjacent form, least significant digit first.
const LOOP: [i8; 66] = [
    0, 0, 0, 1, 0, 1, 0, -1, 0, 0, -1, 0, 0, 0, 1, 0, 0, -1, 0, -1, 0, 0, 0, 1, 0, -1, 0, 0, 0, 0, -1, 0, 0, 1, 0, -1,
    0, 0, 1, 0, 0, 0, 0, 0, -1, 0, 0, -1, 0, 1, 0, -1, 0, 0, 0, -1, 0, -1, 0, 0, 0, 1, 0, -1, 0, 1,
];

pub fn pairing<F: Field>(g1: G1<F>, g2: G2<F>) -> Fp12<F> {
    final_exponentiation(miller_loop(&[(g1, g2)]))
}

pub fn is_product_one<F: Field, const N: usize>(pairs: &[(G1<F>, G2<F>); N]) -> bool {
    final_exponentiation(miller_loop(pairs)) == Fp12::ONE
}

/// A multiple of a point of G2 in homogeneous coordinates.
#[derive(Clone, Copy)]
struct Multiple<F> {
    x: Fp2<F>,
    y: Fp2<F>,
    z: Fp2<F>,
}

fn miller_loop<F: Field, const N: usize>(pairs: &[(G1<F>, G2<F>); N]) -> Fp12<F> {
    let mut multiples = pairs.map(|(_, G2 { x, y })| Multiple { x, y, z: Fp2::ONE });
    let mut value = Fp12::ONE;
    let mut step = |value: Fp12<F>, line: fn(&mut Multiple<F>, G2<F>) -> [Fp2<F>; 3], of: fn(G2<F>) -> G2<F>| {
        multiples.iter_mut().zip(pairs).fold(value, |value, (multiple, (g1, g2))| {
            let [a, b, c] = line(multiple, of(*g2));
            value.mul_by_line([a.scale(g1.y.0), b.scale(g1.x.0), c])
        })
    };
    for digit in LOOP.iter().rev().skip(1) {
        value = step(value.square(), |multiple, _| multiple.double(), |point| point);
        match digit {
            1 => value = step(value, Multiple::add, |point| point),
            -1 => value = step(value, Multiple::add, G2::negate),
            _ => {}
        }
    }
    value = step(value, Multiple::add, G2::frobenius);
    step(value, Multiple::add, |point| point.frobenius().frobenius().negate())
}

/// The formulas of Costello, Lange and Naehrig (https://eprint.iacr.org/2009/615) as in Aranha and others
/// (https://eprint.iacr.org/2010/526). Each gives the line that it went along, to be scaled by the point of G1.
impl<F: Field> Multiple<F> {
    fn double(&mut self) -> [Fp2<F>; 3] {
        let a = self.x.mul(self.y).scale(F::HALF);
        let b = self.y.square();
        let c = self.z.square();
        let e = Fp2::TWIST_B.mul(c.double().add(c));
        let f = e.double().add(e);
        let g = b.add(f).scale(F::HALF);
        let h = self.y.add(self.z).square().sub(b.add(c));
        let j = self.x.square();
        let ee = e.square();
        *self = Self { x: a.mul(b.sub(f)), y: g.square().sub(ee.double().add(ee)), z: b.mul(h) };
        [h.neg(), j.double().add(j), e.sub(b)]
    }

    fn add(&mut self, G2 { x, y }: G2<F>) -> [Fp2<F>; 3] {
        let theta = self.y.sub(y.mul(self.z));
        let lambda = self.x.sub(x.mul(self.z));
        let c = theta.square();
        let d = lambda.square();
        let e = lambda.mul(d);
        let f = self.z.mul(c);
        let g = self.x.mul(d);
        let h = e.add(f).sub(g.double());
        *self = Self { x: lambda.mul(h), y: theta.mul(g.sub(h)).sub(e.mul(self.y)), z: self.z.mul(e) };
        [lambda, theta.neg(), theta.mul(x).sub(lambda.mul(y))]
    }
}

/// To the power of (p^12 − 1)/r, times a constant that is prime to r.
fn final_exponentiation<F: Field>(value: Fp12<F>) -> Fp12<F> {
    // (p^6 − 1)(p² + 1)
    let easy = value.conjugate().mul(value.invert());
    let r = easy.frobenius().frobenius().mul(easy);
    // Fuentes-Castañeda, Knapp and Rodríguez-Henríquez, "Faster hashing to G2", with powers of −u.
    let power = |value: Fp12<F>| value.cyclotomic_power(U).conjugate();
    let y0 = power(r);
    let y1 = y0.cyclotomic_square();
    let y3 = y1.cyclotomic_square().mul(y1);
    let y4 = power(y3);
    let y6 = power(y4.cyclotomic_square()).conjugate();
    let y8 = y6.mul(y4).mul(y3.conjugate());
    let y9 = y8.mul(y1);
    let y11 = y8.mul(y4).mul(r);
    let y13 = y9.frobenius().mul(y11);
    let y14 = y8.frobenius().frobenius().mul(y13);
    r.conjugate().mul(y9).frobenius().frobenius().frobenius().mul(y14)
}
