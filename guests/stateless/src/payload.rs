//! The guest's input: RLP `[chainId, block, [headers, codes, state, keys], trustedPreStateRoot?]`.
use alloc::vec::Vec;

use alloy_primitives::B256;

use crate::rlp::{Item, Malformed, Reader, decode};

/// The payload taken apart; everything borrows from it.
#[derive(Debug)]
pub struct Payload<'a> {
    pub chain_id: u64,
    /// RLP of the whole block.
    pub block: &'a [u8],
    /// RLP of each ancestor header, in any order.
    pub headers: Vec<&'a [u8]>,
    pub codes: Vec<&'a [u8]>,
    /// Trie nodes, in any order.
    pub state: Vec<&'a [u8]>,
    /// Pre-state root to be believed where the parent's header is not given.
    pub trusted_pre_state_root: Option<B256>,
}

impl<'a> Payload<'a> {
    pub fn decode(bytes: &'a [u8]) -> Result<Self, Malformed> {
        let Item::List(items) = decode(bytes)? else {
            return Err(Malformed);
        };
        let mut items = Reader::new(items);
        let chain_id = items.u64()?;
        let (Item::List(_), block) = items.item_with_encoding()? else {
            return Err(Malformed);
        };
        let mut witness = items.list()?;
        let headers = encodings(witness.list()?)?;
        let codes = strings(witness.list()?)?;
        let state = strings(witness.list()?)?;
        // Unhashed addresses and slots: not needed.
        strings(witness.list()?)?;
        witness.end()?;
        let trusted_pre_state_root = if items.is_empty() { None } else { Some(B256::from(items.array::<32>()?)) };
        items.end()?;
        Ok(Self { chain_id, block, headers, codes, state, trusted_pre_state_root })
    }
}

/// The encodings of a list's items, each of which must be a list.
fn encodings(mut items: Reader<'_>) -> Result<Vec<&[u8]>, Malformed> {
    let mut all = Vec::new();
    while !items.is_empty() {
        let (Item::List(_), encoding) = items.item_with_encoding()? else {
            return Err(Malformed);
        };
        all.push(encoding);
    }
    Ok(all)
}

fn strings(mut items: Reader<'_>) -> Result<Vec<&[u8]>, Malformed> {
    let mut all = Vec::new();
    while !items.is_empty() {
        all.push(items.bytes()?);
    }
    Ok(all)
}
