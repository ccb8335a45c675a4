//! Runs a block: system calls, transactions, withdrawals, and the requests that follow from them.
use alloc::vec::Vec;

use alloy_consensus::Transaction as _;
use alloy_eips::eip4844::DATA_GAS_PER_BLOB;
use alloy_primitives::{Address, Bytes, U256, address};
use revm::context::result::{EVMError, ExecutionResult};
use revm::context::{BlockEnv, CfgEnv, Context, ContextSetters, ContextTr, Journal, JournalTr, TxEnv};
use revm::context_interface::block::BlobExcessGasAndPrice;
use revm::handler::{EthFrame, EvmTr, Handler, MainBuilder, MainnetHandler, SYSTEM_ADDRESS, SystemCallTx};
use revm::primitives::hardfork::SpecId;
use revm::state::EvmState;

use crate::block::Block;
use crate::chain::{Chain, Rules};
use crate::evm::{Evm, EvmContext};
use crate::probe::probe;
use crate::reason::{Reason, Refusal};
use crate::receipt::{BloomBuilder, Receipt};
use crate::requests;
use crate::state::{Unavailable, WitnessState};
use crate::transaction::{self, Transaction};

const BEACON_ROOTS: Address = address!("000f3df6d732807ef1319fb7b8bb8522d0beac02");
const HISTORY_STORAGE: Address = address!("0000f90827f1c53a10cb7a02335b175320002935");
const WITHDRAWAL_REQUESTS: Address = address!("00000961ef480eb55e80d19ad83579a64c007002");
const CONSOLIDATION_REQUESTS: Address = address!("0000bbddc7ce488642fb579f8b00f3a590007251");
const SYSTEM_CALL_GAS: u64 = 30_000_000;
const WEI_PER_GWEI: u64 = 1_000_000_000;

/// What a block has done.
pub struct Executed<'a> {
    pub state: WitnessState<'a>,
    pub changes: EvmState,
    pub receipts: Vec<Receipt>,
    pub gas_used: u64,
    pub blob_gas_used: u64,
    /// Deposits, withdrawals and consolidations; empty before Prague.
    pub requests: [Vec<u8>; 3],
}

pub fn execute<'a>(
    chain: &Chain,
    rules: &Rules,
    block: &Block<'_>,
    transactions: &[Transaction],
    state: WitnessState<'a>,
) -> Result<Executed<'a>, Refusal> {
    let mut evm = evm(chain, rules, block, state);
    let header = &block.header;

    if let Some(root) = header.parent_beacon_block_root {
        system_call(&mut evm, BEACON_ROOTS, root.0.into())?;
    }
    if rules.has(SpecId::PRAGUE) {
        system_call(&mut evm, HISTORY_STORAGE, header.parent_hash.0.into())?;
    }

    let mut receipts = Vec::with_capacity(transactions.len());
    let mut blooms = BloomBuilder::default();
    let mut gas_used = 0;
    let mut blob_gas_used = 0;
    for (index, transaction) in transactions.iter().enumerate() {
        let invalid = |rule: &str| Refusal::new(Reason::TransactionInvalid, format_args!("{index}: {rule}"));
        if transaction.gas_limit() > header.gas_limit - gas_used {
            return Err(invalid("gas limit above what the block has left"));
        }
        let blobs = transaction.blob_versioned_hashes().unwrap_or_default().len() as u64;
        blob_gas_used += blobs * DATA_GAS_PER_BLOB;
        if rules.blobs.is_some_and(|limits| blob_gas_used > limits.max_blob_gas_per_block()) {
            return Err(invalid("more blobs than the block may have"));
        }
        let env = transaction::to_env(index, transaction)?;
        let tx_type = env.tx_type;
        probe!("transaction", index);
        evm.ctx_mut().set_tx(env);
        let result = handler().run(&mut evm).map_err(|error| transaction_refusal(index, error))?;
        probe!("transaction-end");
        gas_used += result.tx_gas_used();
        let success = result.is_success();
        let logs = result.into_logs();
        let bloom = blooms.bloom(&logs);
        receipts.push(Receipt { tx_type, success, cumulative_gas_used: gas_used, logs, bloom });
    }

    for (_, withdrawal) in &block.withdrawals {
        let amount = U256::from(withdrawal.amount) * U256::from(WEI_PER_GWEI);
        evm.ctx_mut().journal_mut().balance_incr(withdrawal.address, amount).map_err(|Unavailable(refusal)| refusal)?;
    }
    evm.ctx_mut().journal_mut().commit_tx();

    let mut all_requests = [const { Vec::new() }; 3];
    if rules.has(SpecId::PRAGUE) {
        if let Some(contract) = chain.deposit_contract {
            all_requests[0] = requests::deposits(contract, &receipts)
                .map_err(|_| Refusal::new(Reason::SystemCallFailed, "malformed deposit event"))?;
        }
        all_requests[1] = requesting_call(&mut evm, WITHDRAWAL_REQUESTS)?;
        all_requests[2] = requesting_call(&mut evm, CONSOLIDATION_REQUESTS)?;
    }

    let changes = evm.ctx_mut().journal_mut().finalize();
    let state = evm.0.ctx.journaled_state.database;
    Ok(Executed { state, changes, receipts, gas_used, blob_gas_used, requests: all_requests })
}

fn evm<'a>(chain: &Chain, rules: &Rules, block: &Block<'_>, state: WitnessState<'a>) -> Evm<'a> {
    let header = &block.header;
    let mut cfg = CfgEnv::new_with_spec(rules.spec).with_chain_id(chain.id);
    let mut blob_excess_gas_and_price = None;
    if let Some(blobs) = &rules.blobs {
        let fraction = blobs.update_fraction as u64;
        cfg.blob_base_fee_update_fraction = Some(fraction);
        cfg.set_max_blobs_per_tx(blobs.max_blobs_per_tx);
        blob_excess_gas_and_price =
            Some(BlobExcessGasAndPrice::new(header.excess_blob_gas.unwrap_or_default(), fraction));
    }
    let env = BlockEnv {
        number: U256::from(header.number),
        beneficiary: header.beneficiary,
        timestamp: U256::from(header.timestamp),
        gas_limit: header.gas_limit,
        basefee: header.base_fee_per_gas.unwrap_or_default(),
        difficulty: U256::ZERO,
        prevrandao: Some(header.mix_hash),
        blob_excess_gas_and_price,
        slot_num: 0,
    };
    let context: EvmContext<'a> =
        Context::<BlockEnv, TxEnv, CfgEnv, _, Journal<_>, ()>::new(state, rules.spec).with_cfg(cfg).with_block(env);
    Evm(context.build_mainnet())
}

fn handler<'a>() -> MainnetHandler<Evm<'a>, EVMError<Unavailable>, EthFrame> {
    MainnetHandler::default()
}

/// A call from the system address, which is not read: a witness need not prove it.
fn system_call(evm: &mut Evm<'_>, contract: Address, input: Bytes) -> Result<ExecutionResult, Refusal> {
    let mut call = TxEnv::new_system_tx_with_caller(SYSTEM_ADDRESS, contract, input);
    call.gas_limit = SYSTEM_CALL_GAS;
    evm.ctx_mut().set_tx(call);
    probe!("system-call");
    let result = handler().run_system_call(evm).map_err(|error| match error {
        EVMError::Database(Unavailable(refusal)) => refusal,
        error => Refusal::new(Reason::SystemCallFailed, format_args!("{contract}: {error}")),
    });
    probe!("transaction-end");
    result
}

/// A system call whose output is a list of requests; the contract must exist and succeed.
fn requesting_call(evm: &mut Evm<'_>, contract: Address) -> Result<Vec<u8>, Refusal> {
    let failed = |what: &str| Refusal::new(Reason::SystemCallFailed, format_args!("{contract}: {what}"));
    let result = system_call(evm, contract, Bytes::new())?;
    let account = evm.ctx_mut().journal_mut().load_account(contract).map_err(|Unavailable(refusal)| refusal)?;
    if account.data.info.is_empty_code_hash() {
        return Err(failed("no code"));
    }
    match result {
        ExecutionResult::Success { output, .. } => Ok(output.into_data().to_vec()),
        ExecutionResult::Revert { .. } => Err(failed("reverted")),
        ExecutionResult::Halt { reason, .. } => Err(failed(&alloc::format!("{reason:?}"))),
    }
}

fn transaction_refusal(index: usize, error: EVMError<Unavailable>) -> Refusal {
    match error {
        EVMError::Database(Unavailable(refusal)) => refusal,
        EVMError::Transaction(rule) => Refusal::new(Reason::TransactionInvalid, format_args!("{index}: {rule}")),
        error => Refusal::new(Reason::ExecutionFailed, format_args!("{index}: {error}")),
    }
}
