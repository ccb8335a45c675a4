//! The accelerators of the zkVM standard (`zkvm_accelerators.h`) and Hart's lean set (`hart_accelerators.h`).
//!
//! The functions here only declare and wrap; a guest's binary links exactly one of `zkvm-accelerators-plain` (software),
//! `-lean` (software over the lean set) and `-fat` (one environment call each), which defines the C symbols:
//!
//! ```ignore
//! use zkvm_accelerators_fat as _;
//! let hash = zkvm_accelerators::keccak256(b"abc");
//! ```
#![cfg_attr(not(test), no_std)]

extern crate alloc;

#[cfg(target_os = "none")]
pub mod ecall;
mod export;
pub mod ffi;
mod functions;
pub mod hashing;
mod lean;
pub mod number;
mod traits;
mod types;

#[doc(hidden)]
pub use export::{array, bytes, put, terms};
pub use functions::*;
pub use lean::*;
pub use traits::{Accelerators, LeanSet};
pub use types::*;
