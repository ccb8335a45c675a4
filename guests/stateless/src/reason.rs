//! Why a block is refused: one table, shared by number with the host (`packages/stateless/src/reason.ts`).
use alloc::string::{String, ToString};
use core::fmt::Display;

macro_rules! reasons {
    ($($(#[$doc:meta])* $code:literal $variant:ident $name:literal)*) => {
        /// A reason code of the public output. 0 means none.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u16)]
        pub enum Reason { $($(#[$doc])* $variant = $code,)* }

        impl Reason {
            /// All reasons, in order of their codes.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Name as the host prints it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

reasons! {
    /// The payload does not decode.
    1 InputMalformed "input-malformed"
    /// No configuration for this chain id.
    2 UnsupportedChain "unsupported-chain"
    /// The block's timestamp is before Shanghai.
    3 UnsupportedFork "unsupported-fork"
    /// The block does not decode, or is larger than its fork allows.
    4 BlockMalformed "block-malformed"
    /// No header of the witness hashes to the block's parent hash.
    5 ParentHeaderMissing "parent-header-missing"
    /// Detail: the rule of the header that is broken.
    6 HeaderInvalid "header-invalid"
    7 TransactionsRootMismatch "transactions-root-mismatch"
    8 WithdrawalsRootMismatch "withdrawals-root-mismatch"
    9 OmmersNotEmpty "ommers-not-empty"
    /// Detail: index of the transaction.
    10 SignatureInvalid "signature-invalid"
    /// Detail: index of the transaction and the rule.
    11 TransactionInvalid "transaction-invalid"
    /// Detail: hash of the trie node and what needed it.
    12 MissingNode "missing-node"
    /// Detail: hash of the code.
    13 MissingCode "missing-code"
    14 GasUsedMismatch "gas-used-mismatch"
    15 ReceiptsRootMismatch "receipts-root-mismatch"
    16 LogsBloomMismatch "logs-bloom-mismatch"
    17 RequestsHashMismatch "requests-hash-mismatch"
    18 StateRootMismatch "state-root-mismatch"
    19 BlobGasMismatch "blob-gas-mismatch"
    /// BLOCKHASH asked for a block whose header is not in the witness. Detail: its number.
    20 MissingAncestorHeader "missing-ancestor-header"
    21 ExecutionFailed "execution-failed"
    /// A trie node that does not decode. Detail: its hash.
    22 NodeMalformed "node-malformed"
    /// A system contract is absent, failed, or its events are malformed.
    23 SystemCallFailed "system-call-failed"
}

/// A refusal: the reason and what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub reason: Reason,
    /// UTF-8 text for people: a rule, a hash, an index.
    pub detail: String,
}

impl Refusal {
    pub fn new(reason: Reason, detail: impl Display) -> Self {
        Self { reason, detail: detail.to_string() }
    }
}

impl Reason {
    /// This reason with no more to say than its name.
    pub fn plain(self) -> Refusal {
        Refusal { reason: self, detail: String::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::Reason;

    #[test]
    fn codes_count_up_from_one() {
        for (index, reason) in Reason::ALL.iter().enumerate() {
            assert_eq!(*reason as usize, index + 1, "{}", reason.name());
        }
    }
}
