//! Each function of `zkvm_accelerators.h` and `hart_accelerators.h` in software: runs anywhere, without an accelerator.
#![no_std]

extern crate alloc;

use zkvm_accelerators_software::Software;

zkvm_accelerators::export_accelerators!(Software);
zkvm_accelerators::export_lean_set!(Software);
