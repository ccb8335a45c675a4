//! Validates one Ethereum block against an execution witness.
//!
//! [`validate`] takes the guest's input and gives the verdict; the guest around it only moves bytes.
#![cfg_attr(not(test), no_std)]

extern crate alloc;

mod ancestors;
mod block;
pub mod chain;
mod crypto;
mod evm;
mod execute;
mod header;
#[cfg(target_arch = "riscv64")]
mod keccak;
mod output;
mod payload;
mod probe;
mod reason;
mod receipt;
mod requests;
mod rlp;
mod secp256k1;
mod signature;
mod state;
mod transaction;
pub mod trie;
mod validate;

pub use output::{Output, Verdict};
pub use reason::{Reason, Refusal};
pub use validate::{Visitor, validate, validate_on};
