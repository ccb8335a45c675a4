//! The optimal ate pairing on BN254 over crypto-bigint's integers, generic over the arithmetic of the base field:
//! [`Montgomery`] is the crate's own, [`Called`] multiplies by an accelerator call.
#![no_std]

mod curve;
mod field;
mod pairing;
mod tower;

pub use curve::{G1, G2};
pub use field::{Called, Field, Montgomery};
pub use pairing::{is_product_one, pairing};
pub use tower::Fp12;

#[cfg(test)]
mod tests;
