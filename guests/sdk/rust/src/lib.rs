//! Runtime for guests of Hart's `zkvm` environment: entry point, input and output, log, allocator, panics.
//!
//! ```ignore
//! #![no_std]
//! #![no_main]
//! hart_guest::entry!(main);
//!
//! fn main() {
//!     let input = hart_guest::read_input();
//!     hart_guest::write_output(input);
//! }
//! ```
//!
//! Guests are single-threaded; `sdk/hart.ld` gives the memory map. On any other target the crate is empty, so that a
//! workspace with guests builds and tests on the host.
#![cfg_attr(not(test), no_std)]

#[cfg(target_os = "none")]
mod allocator;
#[cfg(target_os = "none")]
mod io;
#[cfg(target_os = "none")]
mod memory;
#[cfg(target_os = "none")]
mod panic;
#[cfg(target_os = "none")]
mod probe;
#[cfg(any(target_os = "none", test))]
mod size_class;
#[cfg(target_os = "none")]
mod start;

#[cfg(target_os = "none")]
pub use io::{exit, log, read_input, write_output};

/// Names the guest's `fn()` that runs after start-up. Returning from it is exit code 0.
#[macro_export]
macro_rules! entry {
    ($main:path) => {
        #[unsafe(no_mangle)]
        extern "C" fn __hart_main() {
            let main: fn() = $main;
            main()
        }
    };
}
