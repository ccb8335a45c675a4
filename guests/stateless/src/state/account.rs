//! Accounts as the state trie holds them.
use alloc::vec::Vec;

use alloy_primitives::{B256, U256};
use alloy_rlp::{Encodable, Header};

use crate::rlp::{Item, Malformed, Reader, decode};

/// RLP `[nonce, balance, storageRoot, codeHash]`.
#[derive(Clone, Copy, Debug)]
pub struct TrieAccount<'a> {
    pub nonce: u64,
    pub balance: U256,
    pub storage_root: &'a [u8; 32],
    pub code_hash: &'a [u8; 32],
}

impl<'a> TrieAccount<'a> {
    pub fn decode(bytes: &'a [u8]) -> Result<Self, Malformed> {
        let Item::List(items) = decode(bytes)? else {
            return Err(Malformed);
        };
        let mut items = Reader::new(items);
        let nonce = items.u64()?;
        let balance = items.bytes()?;
        if balance.first() == Some(&0) {
            return Err(Malformed);
        }
        let balance = U256::try_from_be_slice(balance).ok_or(Malformed)?;
        let storage_root = items.array()?;
        let code_hash = items.array()?;
        items.end()?;
        Ok(Self { nonce, balance, storage_root, code_hash })
    }
}

/// The encoding of an account.
pub fn encode(nonce: u64, balance: U256, storage_root: B256, code_hash: B256) -> Vec<u8> {
    let payload_length = nonce.length() + balance.length() + storage_root.length() + code_hash.length();
    let mut out = Vec::with_capacity(payload_length + 2);
    Header { list: true, payload_length }.encode(&mut out);
    nonce.encode(&mut out);
    balance.encode(&mut out);
    storage_root.encode(&mut out);
    code_hash.encode(&mut out);
    out
}
