//! Validates one Ethereum block against an execution witness.
//!
//! [`validate`] takes the guest's input and gives the verdict; the guest around it only moves bytes.
#![cfg_attr(not(test), no_std)]

extern crate alloc;

// Who computes what has an accelerator: software on a host; of the guest, the binary decides.
#[cfg(not(target_os = "none"))]
use zkvm_accelerators_plain as _;

mod ancestors;
mod block;
pub mod chain;
mod crypto;
mod evm;
mod execute;
mod header;
mod output;
mod payload;
mod probe;
mod reason;
mod receipt;
mod requests;
mod rlp;
mod signature;
mod state;
mod transaction;
pub mod trie;
mod validate;

pub use output::{Output, Verdict};
pub use reason::{Reason, Refusal};
pub use validate::{Visitor, validate, validate_on};
