//! BN254 by substrate-bn. Level lean is the same program with the crate's field multiplication replaced
//! (`overlays.ts`).
#![cfg_attr(target_os = "none", no_std, no_main)]

use bench_guest::bn254::{self, G1Bytes, G2Bytes, Pairing, Points, Scalar};
use bn::{AffineG1, AffineG2, Fq, Fq2, Fr, G1, G2, Gt};

struct Substrate;

impl Points for Substrate {
    type G1 = G1;
    type G2 = G2;

    fn read_g1(bytes: &G1Bytes) -> Option<G1> {
        let [x, y] = [0, 32].map(|start| Fq::from_slice(&bytes[start..start + 32]).ok());
        AffineG1::new(x?, y?).ok().map(G1::from)
    }

    fn read_g2(bytes: &G2Bytes) -> Option<G2> {
        let [x1, x0, y1, y0] = [0, 32, 64, 96].map(|start| Fq::from_slice(&bytes[start..start + 32]).ok());
        AffineG2::new(Fq2::new(x0?, x1?), Fq2::new(y0?, y1?)).ok().map(G2::from)
    }

    fn write_g1(point: G1) -> G1Bytes {
        let point = AffineG1::from_jacobian(point).expect("a finite point");
        let mut bytes = [0; 64];
        let (x, y) = bytes.split_at_mut(32);
        point.x().to_big_endian(x).expect("32 bytes");
        point.y().to_big_endian(y).expect("32 bytes");
        bytes
    }

    fn negate(point: G1) -> G1 {
        -point
    }

    fn multiply(point: G1, scalar: &Scalar) -> G1 {
        point * read_scalar(scalar)
    }
}

impl Pairing for Substrate {
    type Gt = Gt;

    fn pairing(g1: G1, g2: G2) -> Gt {
        bn::pairing(g1, g2)
    }

    fn power(value: Gt, exponent: &Scalar) -> Gt {
        value.pow(read_scalar(exponent))
    }

    fn is_product_one(pairs: [(G1, G2); 2]) -> bool {
        bn::pairing_batch(&pairs) == Gt::one()
    }
}

fn read_scalar(bytes: &Scalar) -> Fr {
    Fr::from_slice(bytes).expect("32 bytes")
}

#[cfg(not(feature = "fat"))]
bench_guest::entry! {
    "bn254-pairing" => bn254::check::<Substrate>,
    "bn254-tripartite-dh" => bn254::tripartite::<Substrate>,
}

#[cfg(feature = "fat")]
bench_guest::entry! {
    "bn254-pairing" => bn254::fat::check::<Substrate>,
    "bn254-tripartite-dh" => bn254::fat::tripartite::<Substrate>,
}
