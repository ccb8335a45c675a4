//! Rules for a header by itself and against its parent.
use alloy_consensus::{EMPTY_OMMER_ROOT_HASH, Header};
use alloy_eips::eip1559::BaseFeeParams;
use alloy_eips::eip4844::DATA_GAS_PER_BLOB;
use alloy_eips::eip7840::BlobParams;
use alloy_primitives::B64;
use revm::primitives::hardfork::SpecId;

use crate::chain::Rules;
use crate::reason::{Reason, Refusal};

const MAX_EXTRA_DATA: usize = 32;
const MIN_GAS_LIMIT: u64 = 5000;
const MAX_GAS_LIMIT: u64 = i64::MAX as u64;
const GAS_LIMIT_BOUND_DIVISOR: u64 = 1024;
/// Excess blob gas is judged up to this multiple of the update fraction. There one blob already costs more ether
/// than exists, and the price's computation stays within 128 bits.
const MAX_EXCESS_FRACTIONS: u64 = 50;

fn check(holds: bool, rule: &str) -> Result<(), Refusal> {
    if holds { Ok(()) } else { Err(Refusal::new(Reason::HeaderInvalid, rule)) }
}

/// Rules that need no other header.
pub fn check_header(header: &Header, rules: &Rules) -> Result<(), Refusal> {
    check(header.ommers_hash == EMPTY_OMMER_ROOT_HASH, "ommers hash")?;
    check(header.difficulty.is_zero(), "difficulty")?;
    check(header.nonce == B64::ZERO, "nonce")?;
    check(header.extra_data.len() <= MAX_EXTRA_DATA, "extra data length")?;
    check((MIN_GAS_LIMIT..=MAX_GAS_LIMIT).contains(&header.gas_limit), "gas limit range")?;
    check(header.gas_used <= header.gas_limit, "gas used above the limit")?;
    check(header.base_fee_per_gas.is_some(), "base fee absent")?;
    check(header.withdrawals_root.is_some(), "withdrawals root absent")?;

    let is_cancun = rules.has(SpecId::CANCUN);
    check(header.blob_gas_used.is_some() == is_cancun, "blob gas used of another fork")?;
    check(header.excess_blob_gas.is_some() == is_cancun, "excess blob gas of another fork")?;
    check(header.parent_beacon_block_root.is_some() == is_cancun, "parent beacon block root of another fork")?;
    check(header.requests_hash.is_some() == rules.has(SpecId::PRAGUE), "requests hash of another fork")?;
    check(header.block_access_list_hash.is_none(), "block access list hash of another fork")?;
    check(header.slot_number.is_none(), "slot number of another fork")?;

    if let Some(blobs) = &rules.blobs {
        let used = header.blob_gas_used.unwrap_or_default();
        check(used.is_multiple_of(DATA_GAS_PER_BLOB), "blob gas used is not whole blobs")?;
        check(used <= blobs.max_blob_gas_per_block(), "blob gas used above the limit")?;
        check_excess_range(header.excess_blob_gas.unwrap_or_default(), blobs)?;
    }
    Ok(())
}

/// Rules that relate a header to its parent, whose hash has been compared already.
pub fn check_against_parent(header: &Header, parent: &Header, rules: &Rules) -> Result<(), Refusal> {
    check(parent.number.checked_add(1) == Some(header.number), "number")?;
    check(header.timestamp > parent.timestamp, "timestamp")?;

    let bound = parent.gas_limit / GAS_LIMIT_BOUND_DIVISOR;
    check(header.gas_limit.abs_diff(parent.gas_limit) < bound, "gas limit change")?;

    // A parent within these ranges is what any valid one is; they keep the arithmetic below from overflowing.
    check((MIN_GAS_LIMIT..=MAX_GAS_LIMIT).contains(&parent.gas_limit), "parent's gas limit range")?;
    check(parent.gas_used <= parent.gas_limit, "parent's gas used above the limit")?;
    let parent_base_fee = parent.base_fee_per_gas.unwrap_or_default();
    check(parent.base_fee_per_gas.is_some(), "parent's base fee absent")?;
    check(parent_base_fee <= MAX_GAS_LIMIT, "parent's base fee range")?;
    let expected = BaseFeeParams::ethereum().next_block_base_fee(parent.gas_used, parent.gas_limit, parent_base_fee);
    check(header.base_fee_per_gas == Some(expected), "base fee")?;

    if let Some(blobs) = &rules.blobs {
        // The first block of Cancun has a parent without these fields: they count as 0.
        let parent_excess = parent.excess_blob_gas.unwrap_or_default();
        let parent_used = parent.blob_gas_used.unwrap_or_default();
        check_excess_range(parent_excess, blobs)?;
        check(parent_used <= u64::from(u32::MAX), "parent's blob gas used range")?;
        // Before Osaka the schedule's base cost is 0 and the rule is EIP-4844's.
        let expected = blobs.next_block_excess_blob_gas_osaka(parent_excess, parent_used, parent_base_fee);
        check(header.excess_blob_gas == Some(expected), "excess blob gas")?;
    }
    Ok(())
}

fn check_excess_range(excess: u64, blobs: &BlobParams) -> Result<(), Refusal> {
    let limit = u128::from(MAX_EXCESS_FRACTIONS) * blobs.update_fraction;
    check(u128::from(excess) <= limit, "excess blob gas range")
}

#[cfg(test)]
mod tests {
    use alloc::vec;
    use alloy_primitives::{B256, Bytes, U256};

    use super::*;
    use crate::chain::{CANCUN, OSAKA, PRAGUE, SHANGHAI};

    /// What breaks a rule of the header, or of the header and its parent.
    type Change = fn(&mut Header);
    type ChangeBoth = fn(&mut Header, &mut Header);

    fn parent() -> Header {
        Header {
            number: 9,
            timestamp: 100,
            gas_limit: 30_000_000,
            gas_used: 15_000_000,
            base_fee_per_gas: Some(1_000_000_000),
            withdrawals_root: Some(B256::ZERO),
            blob_gas_used: Some(0),
            excess_blob_gas: Some(0),
            ..Header::default()
        }
    }

    fn header() -> Header {
        Header {
            number: 10,
            timestamp: 112,
            parent_beacon_block_root: Some(B256::ZERO),
            requests_hash: Some(B256::ZERO),
            ..parent()
        }
    }

    fn rule(result: Result<(), Refusal>) -> alloc::string::String {
        let refusal = result.unwrap_err();
        assert_eq!(refusal.reason, Reason::HeaderInvalid);
        refusal.detail
    }

    #[test]
    fn each_rule_is_named() {
        assert_eq!(check_header(&header(), &PRAGUE), Ok(()));
        let cases: &[(Change, &str)] = &[
            (|header| header.ommers_hash = B256::ZERO, "ommers hash"),
            (|header| header.difficulty = U256::ONE, "difficulty"),
            (|header| header.nonce = B64::repeat_byte(1), "nonce"),
            (|header| header.extra_data = Bytes::from(vec![0; 33]), "extra data length"),
            (|header| header.gas_limit = 4999, "gas limit range"),
            (|header| header.gas_limit = 1 << 63, "gas limit range"),
            (|header| header.gas_used = 30_000_001, "gas used above the limit"),
            (|header| header.base_fee_per_gas = None, "base fee absent"),
            (|header| header.withdrawals_root = None, "withdrawals root absent"),
            (|header| header.blob_gas_used = None, "blob gas used of another fork"),
            (|header| header.excess_blob_gas = None, "excess blob gas of another fork"),
            (|header| header.parent_beacon_block_root = None, "parent beacon block root of another fork"),
            (|header| header.requests_hash = None, "requests hash of another fork"),
            (|header| header.block_access_list_hash = Some(B256::ZERO), "block access list hash of another fork"),
            (|header| header.slot_number = Some(0), "slot number of another fork"),
            (|header| header.blob_gas_used = Some(1), "blob gas used is not whole blobs"),
            (|header| header.blob_gas_used = Some(10 * DATA_GAS_PER_BLOB), "blob gas used above the limit"),
            (|header| header.excess_blob_gas = Some(u64::MAX), "excess blob gas range"),
        ];
        for (change, name) in cases {
            let mut header = header();
            change(&mut header);
            assert_eq!(rule(check_header(&header, &PRAGUE)), *name);
        }
        assert_eq!(rule(check_header(&header(), &CANCUN)), "requests hash of another fork");
        assert_eq!(rule(check_header(&header(), &SHANGHAI)), "blob gas used of another fork");
    }

    #[test]
    fn each_rule_against_the_parent_is_named() {
        assert_eq!(check_against_parent(&header(), &parent(), &PRAGUE), Ok(()));
        let cases: &[(ChangeBoth, &str)] = &[
            (|header, _| header.number = 11, "number"),
            (|_, parent| parent.number = u64::MAX, "number"),
            (|header, _| header.timestamp = 100, "timestamp"),
            (|header, _| header.gas_limit += 30_000_000 / 1024, "gas limit change"),
            (|header, _| header.gas_limit -= 30_000_000 / 1024, "gas limit change"),
            (|header, _| header.base_fee_per_gas = Some(1), "base fee"),
            (|_, parent| parent.gas_used = 30_000_000, "base fee"),
            (|_, parent| parent.gas_used = u64::MAX, "parent's gas used above the limit"),
            (|_, parent| parent.base_fee_per_gas = None, "parent's base fee absent"),
            (|_, parent| parent.base_fee_per_gas = Some(u64::MAX), "parent's base fee range"),
            (|header, _| header.excess_blob_gas = Some(DATA_GAS_PER_BLOB), "excess blob gas"),
            (|_, parent| parent.blob_gas_used = Some(7 * DATA_GAS_PER_BLOB), "excess blob gas"),
            (|_, parent| parent.excess_blob_gas = Some(u64::MAX), "excess blob gas range"),
            (|_, parent| parent.blob_gas_used = Some(u64::MAX), "parent's blob gas used range"),
        ];
        for (change, name) in cases {
            let (mut header, mut parent) = (header(), parent());
            change(&mut header, &mut parent);
            assert_eq!(rule(check_against_parent(&header, &parent, &PRAGUE)), *name);
        }
    }

    /// EIP-7918: while blobs are cheaper than the execution that checks them, the excess does not fall.
    #[test]
    fn osaka_bounds_the_blob_base_fee() {
        let (mut header, mut parent) = (header(), parent());
        parent.excess_blob_gas = Some(20 * DATA_GAS_PER_BLOB);
        parent.blob_gas_used = Some(3 * DATA_GAS_PER_BLOB);
        header.excess_blob_gas = Some(17 * DATA_GAS_PER_BLOB);
        assert_eq!(check_against_parent(&header, &parent, &PRAGUE), Ok(()));
        assert_eq!(rule(check_against_parent(&header, &parent, &OSAKA)), "excess blob gas");
        // A third of what was used is added: (max - target) / max = (9 - 6) / 9.
        header.excess_blob_gas = Some(21 * DATA_GAS_PER_BLOB);
        assert_eq!(check_against_parent(&header, &parent, &OSAKA), Ok(()));
    }
}
