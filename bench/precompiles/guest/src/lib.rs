//! What the guests of the precompile bench share.
#![cfg_attr(target_os = "none", no_std)]

extern crate alloc;

pub mod bn254;
pub mod evm;
mod io;

// Defines the functions of the standard and of the lean set, each as an environment call.
#[cfg(all(target_os = "none", feature = "calls"))]
use zkvm_accelerators_fat as _;

pub use io::{items, serve};

/// The guest's entry: each library's binary names its workloads.
#[macro_export]
macro_rules! entry {
    ($($workload:literal => $run:path,)*) => {
        #[cfg(target_os = "none")]
        $crate::start!(main);

        fn main() {
            $crate::serve(&[$(($workload, $run as fn(&[u8]) -> _)),*]);
        }
    };
}

#[cfg(target_os = "none")]
#[doc(hidden)]
pub use hart_guest::entry as start;
