//! The block's RLP: `[header, transactions, ommers, withdrawals]`.
use alloc::vec::Vec;

use alloy_consensus::Header;
use alloy_eips::eip4895::Withdrawal;
use alloy_primitives::{B256, keccak256};

use crate::reason::{Reason, Refusal};
use crate::rlp::{Item, Reader, decode, decode_exactly};

/// A block's parts; transactions are not decoded yet.
#[derive(Debug)]
pub struct Block<'a> {
    pub hash: B256,
    pub header: Header,
    /// Each transaction as in its EIP-2718 encoding, which is what the transactions root holds.
    pub transactions: Vec<&'a [u8]>,
    pub has_ommers: bool,
    /// The RLP of each withdrawal and what it says.
    pub withdrawals: Vec<(&'a [u8], Withdrawal)>,
    /// Length of the whole RLP.
    pub size: usize,
}

impl<'a> Block<'a> {
    pub fn decode(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let malformed = |what: &str| Refusal::new(Reason::BlockMalformed, what);
        let Ok(Item::List(items)) = decode(bytes) else {
            return Err(malformed("not a list"));
        };
        let mut items = Reader::new(items);
        let (Item::List(_), header_bytes) = items.item_with_encoding().map_err(|_| malformed("header"))? else {
            return Err(malformed("header"));
        };
        let hash = keccak256(header_bytes);
        let header: Header = decode_exactly(header_bytes).map_err(|_| malformed("header"))?;

        let mut list = items.list().map_err(|_| malformed("transactions"))?;
        let mut transactions = Vec::new();
        while !list.is_empty() {
            match list.item_with_encoding() {
                Ok((Item::List(_), encoding)) => transactions.push(encoding),
                // A byte string holds a typed transaction; a legacy one may not be wrapped in one.
                Ok((Item::Bytes(typed @ [0..=0x7f, ..]), _)) => transactions.push(typed),
                _ => return Err(malformed("transactions")),
            }
        }

        let ommers = items.list().map_err(|_| malformed("ommers"))?;

        let mut list = items.list().map_err(|_| malformed("withdrawals"))?;
        let mut withdrawals = Vec::new();
        while !list.is_empty() {
            let (_, encoding) = list.item_with_encoding().map_err(|_| malformed("withdrawals"))?;
            let withdrawal = decode_exactly(encoding).map_err(|_| malformed("withdrawals"))?;
            withdrawals.push((encoding, withdrawal));
        }
        items.end().map_err(|_| malformed("more than four items"))?;
        Ok(Self { hash, header, transactions, has_ommers: !ommers.is_empty(), withdrawals, size: bytes.len() })
    }
}
