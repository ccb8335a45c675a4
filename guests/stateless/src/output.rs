//! The public output: a fixed head, then the reason's detail as text to the end. `README.md` shows the layout.
use alloc::vec::Vec;

use alloy_primitives::B256;

use crate::reason::Refusal;

const VERSION: u8 = 1;
/// Bytes before the detail.
pub const HEAD_LENGTH: usize = 1 + 1 + 3 * 32 + 3 * 8 + 2;

/// Whether the block is valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Invalid(Refusal),
    Valid,
    /// Valid if the pre-state root, which no header proves, is what the caller trusts it to be.
    ValidOnTrustedPreState,
}

/// The verdict and what it is about. Fields that were not reached are zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    pub verdict: Verdict,
    pub block_hash: B256,
    pub pre_state_root: B256,
    /// The computed root; for a refused block what was reached, or zero.
    pub post_state_root: B256,
    pub chain_id: u64,
    pub number: u64,
    /// The computed gas; for a refused block what was reached, or zero.
    pub gas_used: u64,
}

impl Default for Output {
    fn default() -> Self {
        Self {
            verdict: Verdict::Valid,
            block_hash: B256::ZERO,
            pre_state_root: B256::ZERO,
            post_state_root: B256::ZERO,
            chain_id: 0,
            number: 0,
            gas_used: 0,
        }
    }
}

impl Output {
    pub fn encode(&self) -> Vec<u8> {
        let (verdict, reason, detail) = match &self.verdict {
            Verdict::Invalid(refusal) => (0, refusal.reason as u16, refusal.detail.as_str()),
            Verdict::Valid => (1, 0, ""),
            Verdict::ValidOnTrustedPreState => (2, 0, ""),
        };
        let mut out = Vec::with_capacity(HEAD_LENGTH + detail.len());
        out.extend([VERSION, verdict]);
        for hash in [self.block_hash, self.pre_state_root, self.post_state_root] {
            out.extend(hash);
        }
        for number in [self.chain_id, self.number, self.gas_used] {
            out.extend(number.to_le_bytes());
        }
        out.extend(reason.to_le_bytes());
        out.extend(detail.as_bytes());
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reason::Reason;

    #[test]
    fn the_layout_is_fixed() {
        let output = Output {
            verdict: Verdict::Invalid(Refusal::new(Reason::MissingCode, "0xab")),
            block_hash: B256::repeat_byte(1),
            pre_state_root: B256::repeat_byte(2),
            post_state_root: B256::repeat_byte(3),
            chain_id: 0x0102,
            number: 5,
            gas_used: 6,
        };
        let bytes = output.encode();
        assert_eq!(bytes[..3], [1, 0, 1]);
        assert_eq!((bytes[33], bytes[34], bytes[65], bytes[66], bytes[97]), (1, 2, 2, 3, 3));
        assert_eq!(bytes[98..106], [2, 1, 0, 0, 0, 0, 0, 0]);
        assert_eq!((bytes[106], bytes[114]), (5, 6));
        assert_eq!(bytes[122..124], [13, 0]);
        assert_eq!(&bytes[HEAD_LENGTH..], b"0xab");
        assert_eq!(Output { verdict: Verdict::Valid, ..output.clone() }.encode()[1], 1);
        assert_eq!(Output { verdict: Verdict::ValidOnTrustedPreState, ..output }.encode().len(), HEAD_LENGTH);
    }
}
