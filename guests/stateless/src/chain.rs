//! Networks: when their forks begin, and what blobs cost in each.
use alloy_eips::eip7840::BlobParams;
use alloy_primitives::{Address, address};
use revm::primitives::hardfork::SpecId;

/// A fork, or a change of the blob schedule, from a timestamp on.
#[derive(Clone, Copy, Debug)]
pub struct Activation {
    pub timestamp: u64,
    pub rules: Rules,
}

/// The rules a block is judged by.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    pub name: &'static str,
    pub spec: SpecId,
    /// `None` before Cancun.
    pub blobs: Option<BlobParams>,
}

/// A network. All of these have merged before their first block that is supported.
#[derive(Clone, Copy, Debug)]
pub struct Chain {
    pub id: u64,
    /// Contract whose events are deposit requests (EIP-6110).
    pub deposit_contract: Option<Address>,
    /// In order of time.
    pub activations: &'static [Activation],
}

pub const SHANGHAI: Rules = Rules { name: "Shanghai", spec: SpecId::SHANGHAI, blobs: None };
pub const CANCUN: Rules = Rules { name: "Cancun", spec: SpecId::CANCUN, blobs: Some(BlobParams::cancun()) };
pub const PRAGUE: Rules = Rules { name: "Prague", spec: SpecId::PRAGUE, blobs: Some(BlobParams::prague()) };
pub const OSAKA: Rules = Rules { name: "Osaka", spec: SpecId::OSAKA, blobs: Some(BlobParams::osaka()) };
pub const BPO1: Rules = Rules { name: "BPO1", spec: SpecId::OSAKA, blobs: Some(BlobParams::bpo1()) };
pub const BPO2: Rules = Rules { name: "BPO2", spec: SpecId::OSAKA, blobs: Some(BlobParams::bpo2()) };

const fn from(timestamp: u64, rules: Rules) -> Activation {
    Activation { timestamp, rules }
}

/// The supported networks.
pub const CHAINS: &[Chain] = &[
    // Mainnet
    Chain {
        id: 1,
        deposit_contract: Some(address!("00000000219ab540356cbb839cbe05303d7705fa")),
        activations: &[
            from(1_681_338_455, SHANGHAI),
            from(1_710_338_135, CANCUN),
            from(1_746_612_311, PRAGUE),
            from(1_764_798_551, OSAKA),
            from(1_765_290_071, BPO1),
            from(1_767_747_671, BPO2),
        ],
    },
    // Sepolia
    Chain {
        id: 11_155_111,
        deposit_contract: Some(address!("7f02c3e3c98b133055b8b348b2ac625669ed295d")),
        activations: &[
            from(1_677_557_088, SHANGHAI),
            from(1_706_655_072, CANCUN),
            from(1_741_159_776, PRAGUE),
            from(1_760_427_360, OSAKA),
            from(1_761_017_184, BPO1),
            from(1_761_607_008, BPO2),
        ],
    },
    // Hoodi
    Chain {
        id: 560_048,
        deposit_contract: Some(address!("00000000219ab540356cbb839cbe05303d7705fa")),
        activations: &[
            from(0, CANCUN),
            from(1_742_999_832, PRAGUE),
            from(1_761_677_592, OSAKA),
            from(1_762_365_720, BPO1),
            from(1_762_955_544, BPO2),
        ],
    },
    // geth --dev: every fork from genesis, the blob schedule of Prague
    Chain { id: 1337, deposit_contract: None, activations: &[from(0, OSAKA)] },
];

impl Chain {
    /// The network with this chain id.
    pub fn by_id(id: u64) -> Option<&'static Self> {
        CHAINS.iter().find(|chain| chain.id == id)
    }

    /// The rules at a timestamp; `None` before the first supported fork.
    pub fn rules_at(&self, timestamp: u64) -> Option<&'static Rules> {
        let active = self.activations.iter().rev().find(|activation| activation.timestamp <= timestamp)?;
        Some(&active.rules)
    }
}

impl Rules {
    pub fn has(&self, spec: SpecId) -> bool {
        self.spec.is_enabled_in(spec)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn activations_are_in_order() {
        for chain in CHAINS {
            assert!(chain.activations.is_sorted_by_key(|activation| activation.timestamp));
        }
    }

    #[test]
    fn forks_change_at_their_second() {
        let mainnet = Chain::by_id(1).unwrap();
        assert!(mainnet.rules_at(1_681_338_454).is_none());
        assert_eq!(mainnet.rules_at(1_681_338_455).unwrap().name, "Shanghai");
        assert_eq!(mainnet.rules_at(1_764_798_551).unwrap().name, "Osaka");
        assert_eq!(mainnet.rules_at(u64::MAX).unwrap().name, "BPO2");
        assert!(Chain::by_id(5).is_none());
    }
}
