//! Makes the calls that its input lists, and writes what each returned. `scripts/accelerator-levels.ts` compares.
//!
//! A call in the input: its number and how many arguments follow, 32 bits each; then each argument, 32 bits of length
//! and bytes. Arguments are those that the function reads, in order: memory as it is, numbers little-endian.
//! In the output: the status, one byte; then 32 bits of length and the bytes of what was written, which is nothing
//! after a failure. Number 0 is no call, for measuring what the list itself costs.
#![cfg_attr(target_os = "none", no_std, no_main)]

extern crate alloc;

#[cfg(target_os = "none")]
mod calls;

#[cfg(all(target_os = "none", feature = "fat"))]
use zkvm_accelerators_fat as _;
#[cfg(all(target_os = "none", feature = "lean"))]
use zkvm_accelerators_lean as _;
#[cfg(all(target_os = "none", feature = "plain"))]
use zkvm_accelerators_plain as _;

#[cfg(target_os = "none")]
hart_guest::entry!(main);

#[cfg(target_os = "none")]
fn main() {
    let mut input = hart_guest::read_input();
    let mut output = alloc::vec::Vec::new();
    while !input.is_empty() {
        calls::make(&mut input, &mut output);
    }
    hart_guest::write_output(&output);
}

#[cfg(not(target_os = "none"))]
fn main() {
    eprintln!("a guest for the machine");
}
