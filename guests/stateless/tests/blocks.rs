//! Verdicts on the real blocks of `../shared/data/blocks`.
mod support;

use stateless::{Output, Reason, Verdict, validate};
use support::{Sample, load_all};

fn refusal(output: &Output) -> (Reason, &str) {
    match &output.verdict {
        Verdict::Invalid(refusal) => (refusal.reason, &refusal.detail),
        verdict => panic!("{verdict:?}"),
    }
}

fn hex_of(sample: &Sample, field: &str) -> Vec<u8> {
    support::hex(&sample.meta[field])
}

#[test]
fn real_blocks_get_the_right_verdict() {
    for mut sample in load_all() {
        let output = validate(&sample.parts.encode());
        assert_eq!(output.block_hash.to_vec(), hex_of(&sample, "hash"), "{}", sample.name);
        match sample.name.as_str() {
            // These witnesses lack the proof of one touched account.
            "hoodi-1192c3" => {
                let (reason, detail) = refusal(&output);
                assert_eq!(reason, Reason::MissingNode, "{output:?}");
                assert!(
                    detail.contains("7e224bab8f0d640af8c8c34c9d9592cf1a0d7e6e9fb6f799e70ef0a216f80f6e"),
                    "{detail}"
                );
            }
            "mainnet-22188088" => {
                let (reason, detail) = refusal(&output);
                assert_eq!(reason, Reason::MissingNode, "{output:?}");
                assert!(
                    detail.contains("8a3d287b464732615d9fbbb597e156d4b694c3634d77b057bc2965d61c99a32b"),
                    "{detail}"
                );
            }
            // No ancestor header at all.
            "mainnet-23587691" => {
                assert_eq!(refusal(&output).0, Reason::ParentHeaderMissing);
                sample.parts.trusted_pre_state_root = Some(hex_of(&sample, "preStateRoot"));
                let trusting = validate(&sample.parts.encode());
                assert_eq!(trusting.verdict, Verdict::ValidOnTrustedPreState);
                assert_eq!(trusting.post_state_root.to_vec(), hex_of(&sample, "stateRoot"));
            }
            name => {
                assert_eq!(output.verdict, Verdict::Valid, "{name}");
                assert_eq!(output.pre_state_root.to_vec(), hex_of(&sample, "preStateRoot"), "{name}");
                assert_eq!(output.post_state_root.to_vec(), hex_of(&sample, "stateRoot"), "{name}");
                assert_eq!(output.gas_used, sample.meta["gasUsed"].as_u64().unwrap(), "{name}");
            }
        }
    }
}
