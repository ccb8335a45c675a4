//! Receipts: their encoding and the logs bloom.
use alloc::vec::Vec;

use alloy_primitives::map::HashMap;
use alloy_primitives::{Bloom, Log, keccak256};
use alloy_rlp::{Encodable, Header};

/// What is left of an executed transaction.
#[derive(Debug)]
pub struct Receipt {
    pub tx_type: u8,
    pub success: bool,
    /// Gas used by the block up to and with this transaction.
    pub cumulative_gas_used: u64,
    pub logs: Vec<Log>,
    pub bloom: Bloom,
}

impl Receipt {
    /// The EIP-2718 encoding, which is what the receipts root holds.
    pub fn encode(&self) -> Vec<u8> {
        let payload_length =
            self.success.length() + self.cumulative_gas_used.length() + self.bloom.length() + self.logs.length();
        let mut out = Vec::with_capacity(payload_length + 6);
        if self.tx_type != 0 {
            out.push(self.tx_type);
        }
        Header { list: true, payload_length }.encode(&mut out);
        self.success.encode(&mut out);
        self.cumulative_gas_used.encode(&mut out);
        self.bloom.encode(&mut out);
        self.logs.encode(&mut out);
        out
    }
}

/// Makes blooms. The same addresses and topics come again and again, so their bits are kept.
#[derive(Debug, Default)]
pub struct BloomBuilder {
    /// By the 20 bytes of an address or the 32 of a topic.
    bits: HashMap<Vec<u8>, [u16; 3]>,
}

impl BloomBuilder {
    pub fn bloom(&mut self, logs: &[Log]) -> Bloom {
        let mut bloom = Bloom::ZERO;
        for log in logs {
            self.accrue(&mut bloom, log.address.as_slice());
            for topic in log.topics() {
                self.accrue(&mut bloom, topic.as_slice());
            }
        }
        bloom
    }

    fn accrue(&mut self, bloom: &mut Bloom, input: &[u8]) {
        let bits = match self.bits.get(input) {
            Some(bits) => *bits,
            None => {
                let hash = keccak256(input);
                let bits = [0, 2, 4].map(|at| u16::from_be_bytes([hash[at], hash[at + 1]]) & 2047);
                self.bits.insert(input.to_vec(), bits);
                bits
            }
        };
        for bit in bits {
            // Bit 0 is the last bit of the last byte.
            bloom.0[255 - usize::from(bit / 8)] |= 1 << (bit % 8);
        }
    }
}
