//! Curves over plain fields.
pub mod bls12_381;
pub mod bls12_map;
pub mod bn254;
pub mod secp256k1;
pub mod secp256r1;
