//! The lean set in software, as twins of its environment calls.
use zkvm_accelerators::LeanSet;

use crate::modular::{add, multiply};
use crate::{Software, keccak, poseidon2};

impl LeanSet for Software {
    fn keccak_f1600(state: &mut [u64; 25]) {
        keccak::f1600(state);
    }

    fn sha256_compress(state: &mut [u32; 8], block: &[u8; 64]) {
        sha2::block_api::compress256(state, core::slice::from_ref(block));
    }

    fn mulmod256(a: &[u64; 4], b: &[u64; 4], modulus: &[u64; 4]) -> Option<[u64; 4]> {
        multiply(a, b, modulus)
    }

    fn addmod256(a: &[u64; 4], b: &[u64; 4], modulus: &[u64; 4]) -> Option<[u64; 4]> {
        add(a, b, modulus)
    }

    fn mulmod384(a: &[u64; 6], b: &[u64; 6], modulus: &[u64; 6]) -> Option<[u64; 6]> {
        multiply(a, b, modulus)
    }

    fn addmod384(a: &[u64; 6], b: &[u64; 6], modulus: &[u64; 6]) -> Option<[u64; 6]> {
        add(a, b, modulus)
    }

    fn poseidon2_koalabear16(state: &mut [u32; 16]) -> bool {
        poseidon2::permute(state)
    }
}
