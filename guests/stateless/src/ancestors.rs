//! Ancestor headers of the witness, joined to the block by their hashes.
use alloc::vec::Vec;

use alloy_consensus::Header;
use alloy_primitives::map::B256Map;
use alloy_primitives::{B256, keccak256};

use crate::reason::{Reason, Refusal};
use crate::rlp::{Item, Reader, decode, decode_exactly};

/// BLOCKHASH reaches this many blocks back.
const REACH: usize = 256;

/// Hashes of the block's ancestors that the witness proves, nearest first.
#[derive(Debug)]
pub struct Ancestors {
    /// The parent's header; `None` if the witness lacks it.
    pub parent: Option<Header>,
    block_number: u64,
    hashes: Vec<B256>,
}

impl Ancestors {
    /// Follows parent hashes from the block as far as the headers reach. Other headers are ignored.
    pub fn new(headers: &[&[u8]], block: &Header) -> Result<Self, Refusal> {
        let by_hash: B256Map<&[u8]> = headers.iter().map(|header| (keccak256(header), *header)).collect();
        let parent = match by_hash.get(&block.parent_hash) {
            None => None,
            Some(bytes) => {
                let malformed = |_| Refusal::new(Reason::HeaderInvalid, "the parent's header does not decode");
                Some(decode_exactly(bytes).map_err(malformed)?)
            }
        };
        let mut hashes = Vec::from([block.parent_hash]);
        while hashes.len() < REACH {
            let Some(header) = hashes.last().and_then(|hash| by_hash.get(hash)) else {
                break;
            };
            let Some(parent_hash) = parent_hash(header) else {
                break;
            };
            hashes.push(parent_hash);
        }
        Ok(Self { parent, block_number: block.number, hashes })
    }

    /// Hash of the block of this number, which must be one of the 256 before the current one.
    pub fn hash(&self, number: u64) -> Option<B256> {
        let distance = self.block_number.checked_sub(number)?.checked_sub(1)?;
        self.hashes.get(usize::try_from(distance).ok()?).copied()
    }
}

fn parent_hash(header: &[u8]) -> Option<B256> {
    let Ok(Item::List(items)) = decode(header) else {
        return None;
    };
    Reader::new(items).array::<32>().ok().map(B256::from)
}
