//! The state that a block starts from, read from the witness, and the root of the state it ends with.
mod account;
mod database;
mod post;

use alloc::borrow::Cow;
use alloc::vec::Vec;

use alloy_primitives::map::{AddressMap, B256Map, HashMap};
use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use revm::bytecode::Bytecode;

use crate::ancestors::Ancestors;
use crate::reason::{Reason, Refusal};
use crate::rlp::{Item, decode};
use crate::trie::{NodeIndex, Trie, TrieError};
use account::TrieAccount;
pub use database::Unavailable;

/// Reads go to the tries once and are remembered here; the EVM's journal keeps what a block changes.
#[derive(Debug)]
pub struct WitnessState<'a> {
    nodes: NodeIndex<'a>,
    codes: B256Map<Code<'a>>,
    ancestors: Ancestors,
    accounts: Trie<'a>,
    loaded: Vec<Loaded<'a>>,
    positions: AddressMap<usize>,
}

/// An account that was read.
#[derive(Debug)]
struct Loaded<'a> {
    hashed_address: B256,
    /// `None` if there is no such account.
    account: Option<TrieAccount<'a>>,
    storage: Trie<'a>,
    slots: HashMap<U256, Slot>,
}

/// A storage slot that was read.
#[derive(Debug)]
struct Slot {
    hashed_key: B256,
    value: U256,
}

/// Code of the witness; its jump destinations are found when it is first run.
#[derive(Debug)]
struct Code<'a> {
    bytes: &'a [u8],
    analysed: Option<Bytecode>,
}

impl<'a> WitnessState<'a> {
    pub fn new(state: &[&'a [u8]], codes: &[&'a [u8]], root: &'a B256, ancestors: Ancestors) -> Self {
        let codes = codes.iter().map(|code| (keccak256(code), Code { bytes: code, analysed: None })).collect();
        Self {
            nodes: NodeIndex::new(state),
            codes,
            ancestors,
            accounts: Trie::from_root(&root.0),
            loaded: Vec::new(),
            positions: AddressMap::default(),
        }
    }

    /// Position in `loaded` of an account, which is read if it was not yet.
    fn load(&mut self, address: Address) -> Result<usize, Refusal> {
        if let Some(position) = self.positions.get(&address) {
            return Ok(*position);
        }
        let hashed_address = keccak256(address);
        let value = self
            .accounts
            .get(&self.nodes, hashed_address.as_slice())
            .map_err(|error| refusal(error, format_args!("account {address}")))?;
        let account = match value {
            None => None,
            Some(Cow::Borrowed(bytes)) => Some(
                TrieAccount::decode(bytes)
                    .map_err(|_| Refusal::new(Reason::NodeMalformed, format_args!("account {address}")))?,
            ),
            Some(Cow::Owned(_)) => unreachable!("accounts are read before any is written"),
        };
        let storage = match &account {
            Some(account) => Trie::from_root(account.storage_root),
            None => Trie::empty(),
        };
        let position = self.loaded.len();
        self.loaded.push(Loaded { hashed_address, account, storage, slots: HashMap::default() });
        self.positions.insert(address, position);
        Ok(position)
    }

    /// A slot of a loaded account.
    fn load_slot(&mut self, position: usize, address: Address, key: U256) -> Result<U256, Refusal> {
        let loaded = &mut self.loaded[position];
        if let Some(slot) = loaded.slots.get(&key) {
            return Ok(slot.value);
        }
        let hashed_key = keccak256(key.to_be_bytes::<32>());
        let value = loaded
            .storage
            .get(&self.nodes, hashed_key.as_slice())
            .map_err(|error| refusal(error, format_args!("slot {key:#x} of {address}")))?;
        let value = match value.as_deref() {
            None => U256::ZERO,
            Some(bytes) => slot_value(bytes)
                .ok_or_else(|| Refusal::new(Reason::NodeMalformed, format_args!("slot {key:#x} of {address}")))?,
        };
        loaded.slots.insert(key, Slot { hashed_key, value });
        Ok(value)
    }

    fn code(&mut self, hash: B256) -> Result<Bytecode, Refusal> {
        let code = self.codes.get_mut(&hash).ok_or_else(|| Refusal::new(Reason::MissingCode, hash))?;
        Ok(code.analysed.get_or_insert_with(|| analyse(code.bytes)).clone())
    }
}

/// A delegation (EIP-7702), or else code. Code that only begins like a delegation is code.
fn analyse(code: &[u8]) -> Bytecode {
    let code = Bytes::copy_from_slice(code);
    Bytecode::new_raw_checked(code.clone()).unwrap_or_else(|_| Bytecode::new_legacy(code))
}

/// The value of a storage leaf: RLP of an integer that is not 0.
fn slot_value(bytes: &[u8]) -> Option<U256> {
    match decode(bytes) {
        Ok(Item::Bytes(value @ [1..=255, ..])) => U256::try_from_be_slice(value),
        _ => None,
    }
}

fn refusal(error: TrieError, what: core::fmt::Arguments<'_>) -> Refusal {
    match error {
        TrieError::MissingNode(hash) => Refusal::new(Reason::MissingNode, format_args!("{hash} for {what}")),
        TrieError::MalformedNode(hash) => Refusal::new(Reason::NodeMalformed, format_args!("{hash} for {what}")),
    }
}
