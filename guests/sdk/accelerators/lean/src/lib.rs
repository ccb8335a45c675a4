//! The functions of `zkvm_accelerators.h` in software over the lean set: hashes over their permutation or compression
//! function, fields and curves over multiplication and addition modulo a number of 256 or 384 bits.
//!
//! Field elements are plain integers, not in Montgomery form: a product is one call. `FpConfig`, the extension point of
//! arkworks, takes such fields, so its curves and pairings work over them as they are.
#![cfg_attr(not(test), no_std)]

extern crate alloc;

mod calls;
mod codec;
mod curves;
mod ecdsa;
mod field;
mod functions;
mod kzg;
mod modexp;
#[cfg(test)]
mod tests;

/// The implementation.
pub struct Lean;

zkvm_accelerators::export_accelerators!(Lean);
#[cfg(target_os = "none")]
zkvm_accelerators::export_lean_calls!();
#[cfg(not(target_os = "none"))]
zkvm_accelerators::export_lean_set!(zkvm_accelerators_software::Software);
