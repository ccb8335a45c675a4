//! Widely used crates for the EVM's hashes, signatures and powers. Level lean is the same program with the crates'
//! inner functions replaced (`overlays.ts`).
#![cfg_attr(target_os = "none", no_std, no_main)]

extern crate alloc;

use alloc::vec::Vec;

use bench_guest::evm;
use k256::ecdsa::{RecoveryId, Signature, VerifyingKey};
use sha2::Digest;

fn keccak256(input: &[u8]) -> Vec<u8> {
    evm::hashes(input, |message| sha3::Keccak256::digest(message).into())
}

fn sha256(input: &[u8]) -> Vec<u8> {
    evm::hashes(input, |message| sha2::Sha256::digest(message).into())
}

fn ecrecover(input: &[u8]) -> Vec<u8> {
    evm::ecrecover(input, |hash, signature, id| {
        let signature = Signature::from_slice(signature).ok()?;
        let key = VerifyingKey::recover_from_prehash(hash, &signature, RecoveryId::from_byte(id)?).ok()?;
        key.to_encoded_point(false).as_bytes()[1..].try_into().ok()
    })
}

fn modexp(input: &[u8]) -> Vec<u8> {
    evm::modexp(input, |base, exponent, modulus| {
        let power = aurora_engine_modexp::modexp(base, exponent, modulus);
        let mut result = [0; 32];
        result[32 - power.len()..].copy_from_slice(&power);
        result
    })
}

bench_guest::entry! {
    "keccak256" => keccak256,
    "sha256" => sha256,
    "ecrecover" => ecrecover,
    "modexp" => modexp,
}
