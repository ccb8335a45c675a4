//! What the EVM asks for. Anything that the witness does not prove is an error that ends the block.
use core::fmt;

use alloy_primitives::{Address, B256, U256};
use revm::Database;
use revm::bytecode::Bytecode;
use revm::database_interface::DBErrorMarker;
use revm::primitives::KECCAK_EMPTY;
use revm::state::{AccountId, AccountInfo};

use super::WitnessState;
use crate::reason::{Reason, Refusal};

/// A refusal as the EVM's database error.
#[derive(Clone, Debug)]
pub struct Unavailable(pub Refusal);

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.reason.name(), self.0.detail)
    }
}

impl core::error::Error for Unavailable {}
impl DBErrorMarker for Unavailable {}

impl Database for WitnessState<'_> {
    type Error = Unavailable;

    fn basic(&mut self, address: Address) -> Result<Option<AccountInfo>, Unavailable> {
        let position = self.load(address).map_err(Unavailable)?;
        Ok(self.loaded[position].account.map(|account| {
            let code_hash = B256::from(account.code_hash);
            AccountInfo {
                balance: account.balance,
                nonce: account.nonce,
                code_hash,
                account_id: AccountId::new(position),
                code: (code_hash == KECCAK_EMPTY).then(Bytecode::default),
            }
        }))
    }

    fn code_by_hash(&mut self, hash: B256) -> Result<Bytecode, Unavailable> {
        self.code(hash).map_err(Unavailable)
    }

    fn storage(&mut self, address: Address, key: U256) -> Result<U256, Unavailable> {
        let position = self.load(address).map_err(Unavailable)?;
        self.load_slot(position, address, key).map_err(Unavailable)
    }

    fn storage_by_account_id(&mut self, address: Address, id: AccountId, key: U256) -> Result<U256, Unavailable> {
        self.load_slot(id.get(), address, key).map_err(Unavailable)
    }

    fn block_hash(&mut self, number: u64) -> Result<B256, Unavailable> {
        self.ancestors
            .hash(number)
            .ok_or_else(|| Unavailable(Refusal::new(Reason::MissingAncestorHeader, format_args!("block {number}"))))
    }
}
