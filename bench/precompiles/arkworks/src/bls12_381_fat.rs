//! BLS12-381 by the calls of the standard; arkworks has nothing left to do.
use alloc::vec::Vec;

use bench_guest::evm::{self, Bls12Pair, MSM_TERMS, Opening};
use zkvm_accelerators::{Bls12G1Term, Bls12Pair as Pair, bls12_g1_msm, bls12_pairing, kzg_point_eval};

pub fn pairing(input: &[u8]) -> Vec<u8> {
    evm::bls12_pairing(input, |pairs: [Bls12Pair; 2]| {
        let pairs = pairs.map(|(g1, g2)| Pair { g1: (*g1).into(), g2: (*g2).into() });
        bls12_pairing(&pairs).ok()
    })
}

pub fn msm(input: &[u8]) -> Vec<u8> {
    evm::bls12_msm(input, |terms: &[[u8; 128]; MSM_TERMS]| {
        let terms = terms.map(|term| Bls12G1Term {
            point: (*term.first_chunk::<96>().expect("96 bytes")).into(),
            scalar: (*term.last_chunk::<32>().expect("32 bytes")).into(),
        });
        bls12_g1_msm(&terms).ok().map(|sum| sum.0)
    })
}

pub fn kzg(input: &[u8]) -> Vec<u8> {
    evm::kzg_opening(input, |Opening { commitment, z, y, proof }| {
        kzg_point_eval(&(*commitment).into(), &(*z).into(), &(*y).into(), &(*proof).into()).ok()
    })
}
