//! The functions of the zkVM standard as a guest calls them: in software, over the lean set, or one call each.
#![cfg_attr(target_os = "none", no_std, no_main)]

extern crate alloc;

use alloc::vec::Vec;

use bench_guest::bn254::items_of_pairs;
use bench_guest::evm;
use zkvm_accelerators as accelerators;
use zkvm_accelerators::{Bls12G1Term, Bls12Pair, Bn254Pair};
#[cfg(feature = "fat")]
use zkvm_accelerators_fat as _;
#[cfg(feature = "lean")]
use zkvm_accelerators_lean as _;
#[cfg(not(any(feature = "lean", feature = "fat")))]
use zkvm_accelerators_plain as _;

fn keccak256(input: &[u8]) -> Vec<u8> {
    evm::hashes(input, |message| accelerators::keccak256(message).0)
}

fn sha256(input: &[u8]) -> Vec<u8> {
    evm::hashes(input, |message| accelerators::sha256(message).0)
}

fn ecrecover(input: &[u8]) -> Vec<u8> {
    evm::ecrecover(input, |hash, signature, id| {
        accelerators::secp256k1_ecrecover(&(*hash).into(), &(*signature).into(), id).ok().map(|key| key.0)
    })
}

fn modexp(input: &[u8]) -> Vec<u8> {
    evm::modexp(input, |base, exponent, modulus| {
        let power = accelerators::modexp(base, exponent, modulus).expect("short operands");
        power.try_into().expect("as long as the modulus")
    })
}

fn bn254_pairing(input: &[u8]) -> Vec<u8> {
    items_of_pairs(input, |pairs| {
        let pairs = pairs.map(|(g1, g2)| Bn254Pair { g1: (*g1).into(), g2: (*g2).into() });
        accelerators::bn254_pairing(&pairs).expect("points of the groups")
    })
}

fn bls12_pairing(input: &[u8]) -> Vec<u8> {
    evm::bls12_pairing(input, |pairs| {
        let pairs = pairs.map(|(g1, g2)| Bls12Pair { g1: (*g1).into(), g2: (*g2).into() });
        accelerators::bls12_pairing(&pairs).ok()
    })
}

fn bls12_msm(input: &[u8]) -> Vec<u8> {
    evm::bls12_msm(input, |terms| {
        let terms = terms.map(|term| {
            let (point, scalar) = term.split_at(96);
            let point: [u8; 96] = point.try_into().expect("96 bytes");
            let scalar: [u8; 32] = scalar.try_into().expect("32 bytes");
            Bls12G1Term { point: point.into(), scalar: scalar.into() }
        });
        accelerators::bls12_g1_msm(&terms).ok().map(|sum| sum.0)
    })
}

fn kzg_opening(input: &[u8]) -> Vec<u8> {
    evm::kzg_opening(input, |evm::Opening { commitment, z, y, proof }| {
        accelerators::kzg_point_eval(&(*commitment).into(), &(*z).into(), &(*y).into(), &(*proof).into()).ok()
    })
}

bench_guest::entry! {
    "keccak256" => keccak256,
    "sha256" => sha256,
    "ecrecover" => ecrecover,
    "modexp" => modexp,
    "bn254-pairing" => bn254_pairing,
    "bls12-pairing" => bls12_pairing,
    "bls12-msm" => bls12_msm,
    "kzg-opening" => kzg_opening,
}
