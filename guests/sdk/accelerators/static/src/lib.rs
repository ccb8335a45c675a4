//! The accelerators for programs that are not Rust: one level with all that it needs, but for what `sdk/c/hart.c` and
//! `sdk/mem.S` give.
#![cfg_attr(target_os = "none", no_std)]

#[cfg(all(target_os = "none", feature = "fat"))]
pub use zkvm_accelerators_fat as level;
#[cfg(all(target_os = "none", feature = "lean"))]
pub use zkvm_accelerators_lean as level;
#[cfg(all(target_os = "none", feature = "plain"))]
pub use zkvm_accelerators_plain as level;

#[cfg(target_os = "none")]
mod runtime;
