//! arkworks for the workloads, over its own fields or over [`called`] ones.
#![no_std]

extern crate alloc;

pub mod called;

#[cfg(test)]
mod tests;
