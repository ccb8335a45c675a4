//! EIP-7685 requests: deposits from events, withdrawals and consolidations from system contracts.
use alloc::vec::Vec;

use alloy_primitives::{Address, B256, Log, b256};
use zkvm_accelerators::sha256;

use crate::receipt::Receipt;

/// Request types in order, as the first byte of each.
pub const DEPOSIT: u8 = 0;
pub const WITHDRAWAL: u8 = 1;
pub const CONSOLIDATION: u8 = 2;

/// Signature of `DepositEvent(bytes,bytes,bytes,bytes,bytes)`.
const DEPOSIT_EVENT: B256 = b256!("649bbc62d0e31342afea4e5cd82d4049e7e1ee912fc0889aa790803be39038c5");

/// The five byte strings of a deposit event: where in the event's data each one's length lies, and that length.
const DEPOSIT_FIELDS: [(usize, usize); 5] = [
    (160, 48), // public key
    (256, 32), // withdrawal credentials
    (320, 8),  // amount
    (384, 96), // signature
    (512, 8),  // index
];
const DEPOSIT_DATA_LENGTH: usize = 576;

/// The event's data is not laid out as the deposit contract does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MalformedDeposit;

/// The deposit requests of a block's logs, one after the other.
pub fn deposits(contract: Address, receipts: &[Receipt]) -> Result<Vec<u8>, MalformedDeposit> {
    let mut requests = Vec::new();
    for log in receipts.iter().flat_map(|receipt| &receipt.logs) {
        if log.address == contract && log.topics().first() == Some(&DEPOSIT_EVENT) {
            append_deposit(log, &mut requests)?;
        }
    }
    Ok(requests)
}

fn append_deposit(log: &Log, requests: &mut Vec<u8>) -> Result<(), MalformedDeposit> {
    let data = &log.data.data;
    if data.len() != DEPOSIT_DATA_LENGTH {
        return Err(MalformedDeposit);
    }
    let word = |at: usize| {
        let (high, low) = data[at..at + 32].split_at(24);
        let low = low.try_into().map(u64::from_be_bytes).unwrap_or(u64::MAX);
        if high.iter().all(|byte| *byte == 0) { low } else { u64::MAX }
    };
    for (field, (position, length)) in DEPOSIT_FIELDS.into_iter().enumerate() {
        if word(field * 32) != position as u64 || word(position) != length as u64 {
            return Err(MalformedDeposit);
        }
        requests.extend_from_slice(&data[position + 32..position + 32 + length]);
    }
    Ok(())
}

/// The requests hash (EIP-7685): SHA-256 of the hashes of the requests, of which empty ones do not count.
pub fn hash(requests: &[(u8, &[u8])]) -> B256 {
    let mut hashes = Vec::new();
    for (request_type, data) in requests {
        if !data.is_empty() {
            hashes.extend(sha256(&[&[*request_type], *data].concat()).0);
        }
    }
    sha256(&hashes).0.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;
    use alloy_primitives::{Bloom, LogData, address, hex};

    const CONTRACT: Address = address!("00000000219ab540356cbb839cbe05303d7705fa");

    /// Data as the deposit contract lays it out; each field is filled with its number.
    fn event() -> Vec<u8> {
        let mut data = vec![0; DEPOSIT_DATA_LENGTH];
        for (field, (position, length)) in DEPOSIT_FIELDS.into_iter().enumerate() {
            data[field * 32 + 24..][..8].copy_from_slice(&(position as u64).to_be_bytes());
            data[position + 24..][..8].copy_from_slice(&(length as u64).to_be_bytes());
            data[position + 32..][..length].fill(field as u8 + 1);
        }
        data
    }

    fn deposits_of(address: Address, topic: B256, data: Vec<u8>) -> Result<Vec<u8>, MalformedDeposit> {
        let log = Log { address, data: LogData::new_unchecked(vec![topic], data.into()) };
        let receipt =
            Receipt { tx_type: 2, success: true, cumulative_gas_used: 0, logs: vec![log], bloom: Bloom::ZERO };
        deposits(CONTRACT, &[receipt])
    }

    #[test]
    fn deposits_are_read_from_the_contract_s_events() {
        let expected = [vec![1; 48], vec![2; 32], vec![3; 8], vec![4; 96], vec![5; 8]].concat();
        assert_eq!(deposits_of(CONTRACT, DEPOSIT_EVENT, event()), Ok(expected));
        assert_eq!(deposits_of(Address::ZERO, DEPOSIT_EVENT, event()), Ok(vec![]));
        assert_eq!(deposits_of(CONTRACT, B256::ZERO, event()), Ok(vec![]));
    }

    #[test]
    fn another_layout_is_malformed() {
        assert_eq!(deposits_of(CONTRACT, DEPOSIT_EVENT, vec![0; 575]), Err(MalformedDeposit));
        for byte in [0, 31, 64 + 30, 160 + 31, 256 + 31, 512 + 30] {
            let mut data = event();
            data[byte] ^= 1;
            assert_eq!(deposits_of(CONTRACT, DEPOSIT_EVENT, data), Err(MalformedDeposit), "byte {byte}");
        }
    }

    #[test]
    fn empty_requests_do_not_count() {
        let empty = B256::from(hex!("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        assert_eq!(hash(&[]), empty);
        assert_eq!(hash(&[(DEPOSIT, &[]), (WITHDRAWAL, &[])]), empty);
        assert_ne!(hash(&[(DEPOSIT, &[1])]), hash(&[(WITHDRAWAL, &[1])]));
    }
}
