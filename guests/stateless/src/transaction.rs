//! Transactions: decoded, their sender recovered, and handed to the EVM.
use alloc::vec::Vec;
use core::fmt::Display;

use alloy_consensus::transaction::{EthereumTxEnvelope, TxEip4844};
use alloy_consensus::{Transaction as _, Typed2718};
use alloy_eips::eip2718::{Decodable2718, Encodable2718};
use alloy_eips::eip7702::{RecoveredAuthority, RecoveredAuthorization, SignedAuthorization};
use revm::context::TxEnv;
use revm::context::either::Either;

use crate::reason::{Reason, Refusal};
use crate::signature;

/// A decoded transaction.
pub type Transaction = EthereumTxEnvelope<TxEip4844>;

/// Decodes the EIP-2718 encoding of the block's transaction at `index`.
pub fn decode(index: usize, encoding: &[u8]) -> Result<Transaction, Refusal> {
    let invalid = |rule: &dyn Display| Refusal::new(Reason::TransactionInvalid, format_args!("{index}: {rule}"));
    let transaction = Transaction::decode_2718_exact(encoding).map_err(|error| invalid(&error))?;
    // What is executed must be all of what was hashed.
    if transaction.encoded_2718() == encoding { Ok(transaction) } else { Err(invalid(&"not its only encoding")) }
}

/// What the EVM executes: the transaction with its sender.
pub fn to_env(index: usize, transaction: &Transaction) -> Result<TxEnv, Refusal> {
    let signed = transaction.signature();
    let caller = signature::recover(transaction.signature_hash(), signed.r(), signed.s(), signed.v())
        .ok_or_else(|| Refusal::new(Reason::SignatureInvalid, index))?;
    Ok(TxEnv {
        tx_type: transaction.ty(),
        caller,
        gas_limit: transaction.gas_limit(),
        gas_price: transaction.max_fee_per_gas(),
        kind: transaction.kind(),
        value: transaction.value(),
        data: transaction.input().clone(),
        nonce: transaction.nonce(),
        chain_id: transaction.chain_id(),
        access_list: transaction.access_list().cloned().unwrap_or_default(),
        gas_priority_fee: transaction.max_priority_fee_per_gas(),
        blob_hashes: transaction.blob_versioned_hashes().map(<[_]>::to_vec).unwrap_or_default(),
        max_fee_per_blob_gas: transaction.max_fee_per_blob_gas().unwrap_or_default(),
        authorization_list: authorizations(transaction.authorization_list().unwrap_or_default()),
    })
}

/// Authorizations with their signers; one whose signature is not valid stays, and has no effect.
fn authorizations(list: &[SignedAuthorization]) -> Vec<Either<SignedAuthorization, RecoveredAuthorization>> {
    list.iter()
        .map(|signed| {
            let authority = (signed.y_parity() <= 1)
                .then(|| signature::recover(signed.signature_hash(), signed.r(), signed.s(), signed.y_parity() == 1))
                .flatten()
                .map_or(RecoveredAuthority::Invalid, RecoveredAuthority::Valid);
            Either::Right(RecoveredAuthorization::new_unchecked(signed.inner().clone(), authority))
        })
        .collect()
}
