//! The order of the checks, from the payload's bytes to the verdict.
use alloc::borrow::Cow;
use alloc::vec::Vec;

use alloy_primitives::{B256, Bloom};
use revm::primitives::hardfork::SpecId;

use crate::ancestors::Ancestors;
use crate::block::Block;
use crate::chain::{Chain, Rules};
use crate::crypto::GuestCrypto;
use crate::execute::{Executed, execute};
use crate::header::{check_against_parent, check_header};
use crate::output::{Output, Verdict};
use crate::payload::Payload;
use crate::probe::probe;
use crate::reason::{Reason, Refusal};
use crate::requests;
use crate::state::WitnessState;
use crate::transaction;
use crate::trie::ordered_root;

/// Largest RLP of a block from Osaka on (EIP-7934).
const MAX_BLOCK_SIZE: usize = 8 * 1024 * 1024;

/// Gets the bytes of each trie node and code that a valid block brings into the state.
pub type Visitor<'a> = &'a mut dyn FnMut(&[u8]);

/// Judges a payload. Any input gives a verdict.
pub fn validate(input: &[u8]) -> Output {
    validate_with(input, None, None)
}

/// The same by the rules of `chain` in place of the network that the payload names, for test networks.
pub fn validate_on(chain: &Chain, input: &[u8], visit_new: Visitor<'_>) -> Output {
    validate_with(input, Some(chain), Some(visit_new))
}

fn validate_with(input: &[u8], chain: Option<&Chain>, visit_new: Option<Visitor<'_>>) -> Output {
    // Later calls find it installed already.
    revm::install_crypto(GuestCrypto);
    probe!("phase-decoding");
    let mut output = Output::default();
    let verdict = match Payload::decode(input) {
        Ok(payload) => judge(&payload, chain, visit_new, &mut output),
        Err(_) => Err(Reason::InputMalformed.plain()),
    };
    output.verdict = verdict.unwrap_or_else(Verdict::Invalid);
    output
}

fn judge(
    payload: &Payload<'_>,
    chain: Option<&Chain>,
    visit_new: Option<Visitor<'_>>,
    output: &mut Output,
) -> Result<Verdict, Refusal> {
    output.chain_id = payload.chain_id;
    let block = Block::decode(payload.block)?;
    let header = &block.header;
    output.block_hash = block.hash;
    output.number = header.number;

    let chain = chain
        .or_else(|| Chain::by_id(payload.chain_id))
        .ok_or_else(|| Refusal::new(Reason::UnsupportedChain, payload.chain_id))?;
    let rules =
        chain.rules_at(header.timestamp).ok_or_else(|| Refusal::new(Reason::UnsupportedFork, "before Shanghai"))?;
    check_body(&block, rules)?;
    check_header(header, rules)?;

    let ancestors = Ancestors::new(&payload.headers, header)?;
    let (pre_state_root, valid) = match (&ancestors.parent, payload.trusted_pre_state_root) {
        (Some(parent), _) => {
            check_against_parent(header, parent, rules)?;
            (parent.state_root, Verdict::Valid)
        }
        (None, Some(root)) => (root, Verdict::ValidOnTrustedPreState),
        (None, None) => return Err(Refusal::new(Reason::ParentHeaderMissing, header.parent_hash)),
    };
    output.pre_state_root = pre_state_root;

    probe!("phase-signatures");
    let transactions = block
        .transactions
        .iter()
        .enumerate()
        .map(|(index, encoding)| transaction::decode(index, encoding))
        .collect::<Result<Vec<_>, _>>()?;
    probe!("phase-witness");
    let state = WitnessState::new(&payload.state, &payload.codes, &pre_state_root, ancestors);
    probe!("phase-execution");
    let mut executed = execute(chain, rules, &block, &transactions, state)?;
    output.gas_used = executed.gas_used;
    probe!("phase-receipts");
    check_results(&block, rules, &executed)?;

    probe!("phase-state-root");
    output.post_state_root = executed.state.post_root(&executed.changes)?;
    expect(Reason::StateRootMismatch, header.state_root, output.post_state_root)?;
    if let Some(visit) = visit_new {
        executed.state.visit_new(&executed.changes, visit);
    }
    Ok(valid)
}

/// The body against the header, before anything is executed.
fn check_body(block: &Block<'_>, rules: &Rules) -> Result<(), Refusal> {
    if rules.has(SpecId::OSAKA) && block.size > MAX_BLOCK_SIZE {
        return Err(Refusal::new(Reason::BlockMalformed, "larger than 8 MiB"));
    }
    if block.has_ommers {
        return Err(Reason::OmmersNotEmpty.plain());
    }
    let transactions = block.transactions.iter().map(|encoding| Cow::Borrowed(*encoding));
    expect(Reason::TransactionsRootMismatch, block.header.transactions_root, ordered_root(transactions))?;
    let withdrawals = block.withdrawals.iter().map(|(encoding, _)| Cow::Borrowed(*encoding));
    let root = block.header.withdrawals_root.unwrap_or_default();
    expect(Reason::WithdrawalsRootMismatch, root, ordered_root(withdrawals))
}

/// What execution gave against what the header says.
fn check_results(block: &Block<'_>, rules: &Rules, executed: &Executed<'_>) -> Result<(), Refusal> {
    let header = &block.header;
    expect(Reason::GasUsedMismatch, header.gas_used, executed.gas_used)?;
    if rules.has(SpecId::CANCUN) {
        expect(Reason::BlobGasMismatch, header.blob_gas_used.unwrap_or_default(), executed.blob_gas_used)?;
    }
    let receipts = executed.receipts.iter().map(|receipt| Cow::Owned(receipt.encode()));
    expect(Reason::ReceiptsRootMismatch, header.receipts_root, ordered_root(receipts))?;
    let bloom = executed.receipts.iter().fold(Bloom::ZERO, |all, receipt| all | receipt.bloom);
    if bloom != header.logs_bloom {
        return Err(Reason::LogsBloomMismatch.plain());
    }
    if rules.has(SpecId::PRAGUE) {
        let [deposits, withdrawals, consolidations] = &executed.requests;
        let computed: B256 = requests::hash(&[
            (requests::DEPOSIT, deposits),
            (requests::WITHDRAWAL, withdrawals),
            (requests::CONSOLIDATION, consolidations),
        ]);
        expect(Reason::RequestsHashMismatch, header.requests_hash.unwrap_or_default(), computed)?;
    }
    Ok(())
}

fn expect<T: PartialEq + core::fmt::Display>(reason: Reason, header: T, computed: T) -> Result<(), Refusal> {
    if header == computed {
        return Ok(());
    }
    Err(Refusal::new(reason, format_args!("the header says {header}, computed {computed}")))
}
