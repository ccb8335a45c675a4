//! From what the EVM changed to the new state root.
use alloc::borrow::Cow;
use alloc::vec::Vec;

use alloy_primitives::{Address, B256, U256};
use revm::state::{Account, EvmState};

use super::account::encode;
use super::{Loaded, WitnessState, refusal};
use crate::reason::Refusal;
use crate::trie::{EMPTY_ROOT, NodeIndex, Trie};

impl WitnessState<'_> {
    /// Applies the changes of the whole block: storage tries first, and in each trie inserts and updates before
    /// removals, which is the order that witnesses are made for.
    pub fn post_root(&mut self, changes: &EvmState) -> Result<B256, Refusal> {
        let mut removed = Vec::new();
        for (address, account) in changes {
            // Read but not written to.
            if !account.is_touched() {
                continue;
            }
            // The journal has loaded every account that it holds.
            let position = self.load(*address)?;
            let loaded = &mut self.loaded[position];
            if account.is_selfdestructed_locally() || account.info.is_empty() {
                if loaded.account.is_some() {
                    removed.push((loaded.hashed_address, *address));
                }
                continue;
            }
            let storage_root = loaded.storage_root(&self.nodes, *address, account)?;
            let unchanged = loaded.account.is_some_and(|old| {
                old.nonce == account.info.nonce
                    && old.balance == account.info.balance
                    && storage_root == *old.storage_root
                    && account.info.code_hash == *old.code_hash
            });
            if unchanged {
                continue;
            }
            let value = encode(account.info.nonce, account.info.balance, storage_root, account.info.code_hash);
            self.accounts
                .insert(&self.nodes, loaded.hashed_address.as_slice(), Cow::Owned(value))
                .map_err(|error| refusal(error, format_args!("account {address}")))?;
        }
        for (hashed_address, address) in removed {
            self.accounts
                .remove(&self.nodes, hashed_address.as_slice())
                .map_err(|error| refusal(error, format_args!("the removal of account {address}")))?;
        }
        Ok(self.accounts.root())
    }

    /// Visits the trie nodes and codes that `changes` brought, after `post_root`.
    pub fn visit_new(&self, changes: &EvmState, visit: &mut dyn FnMut(&[u8])) {
        for account in changes.values() {
            if let Some(code) = &account.info.code {
                visit(code.original_byte_slice());
            }
        }
        self.accounts.root_with(visit);
        for loaded in &self.loaded {
            loaded.storage.root_with(visit);
        }
    }
}

impl<'a> Loaded<'a> {
    fn storage_root(&mut self, nodes: &NodeIndex<'a>, address: Address, account: &Account) -> Result<B256, Refusal> {
        // Storage of an account that was created or destroyed in this block begins empty, whatever was there.
        if account.is_created() || account.is_selfdestructed() {
            self.storage = Trie::empty();
            self.slots.clear();
        }
        let mut removed = Vec::new();
        let mut changed = false;
        for (key, slot) in &account.storage {
            let value = slot.present_value;
            let (hashed_key, old) = match self.slots.get(key) {
                Some(slot) => (slot.hashed_key, slot.value),
                None if value.is_zero() => continue,
                None => (alloy_primitives::keccak256(key.to_be_bytes::<32>()), U256::ZERO),
            };
            if value == old {
                continue;
            }
            changed = true;
            if value.is_zero() {
                removed.push((hashed_key, *key));
            } else {
                self.storage
                    .insert(nodes, hashed_key.as_slice(), Cow::Owned(alloy_rlp::encode(value)))
                    .map_err(|error| refusal(error, format_args!("slot {key:#x} of {address}")))?;
            }
        }
        for (hashed_key, key) in removed {
            self.storage
                .remove(nodes, hashed_key.as_slice())
                .map_err(|error| refusal(error, format_args!("the removal of slot {key:#x} of {address}")))?;
        }
        if changed {
            return Ok(self.storage.root());
        }
        Ok(match &self.account {
            Some(old) if !account.is_created() && !account.is_selfdestructed() => B256::from(old.storage_root),
            _ => EMPTY_ROOT,
        })
    }
}
