//! The EVM's precompiles where a faster implementation than revm's default is at hand.
use alloy_primitives::keccak256;
use revm::precompile::{Crypto, PrecompileHalt};

use crate::secp256k1;

#[derive(Debug)]
pub struct GuestCrypto;

impl Crypto for GuestCrypto {
    /// Unlike in transactions, a great `s` is allowed here.
    fn secp256k1_ecrecover(&self, sig: &[u8; 64], recid: u8, msg: &[u8; 32]) -> Result<[u8; 32], PrecompileHalt> {
        let (r, s) = sig.split_at(32);
        let r = r.try_into().expect("32 bytes");
        let s = s.try_into().expect("32 bytes");
        let key = secp256k1::recover(msg, r, s, recid == 1).ok_or(PrecompileHalt::Secp256k1RecoverFailed)?;
        let mut address = keccak256(key).0;
        address[..12].fill(0);
        Ok(address)
    }
}
