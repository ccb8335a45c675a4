//! Every accelerator in software: what the level `plain` links, and what the others are compared with.
//!
//! Libraries that an EVM guest has anyway, but for two that half of a block's steps go to: Keccak-f in RV64 assembly
//! and libsecp256k1.
#![cfg_attr(not(test), no_std)]

extern crate alloc;

mod functions;
mod keccak;
mod lean_set;
pub mod modular;
mod poseidon2;
#[cfg(target_os = "none")]
#[path = "secp256k1/native.rs"]
mod secp256k1;
#[cfg(not(target_os = "none"))]
#[path = "secp256k1/portable.rs"]
mod secp256k1;
#[cfg(test)]
mod tests;

pub use functions::library;

/// The implementation.
pub struct Software;
