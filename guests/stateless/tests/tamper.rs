//! A block or witness that was tampered with is refused, or is seen to be another block; nothing panics.
mod support;

use stateless::{Output, Reason, Verdict, validate};
use support::{Parts, Sample};

fn sample(name: &str) -> Option<Sample> {
    Some(support::load(&support::blocks_folder()?.join(name)))
}

fn reason(output: &Output) -> Option<Reason> {
    match &output.verdict {
        Verdict::Invalid(refusal) => Some(refusal.reason),
        _ => None,
    }
}

#[test]
fn any_dropped_node_is_missed() {
    let Some(Sample { parts, .. }) = sample("mainnet-21429020") else { return };
    for index in 0..parts.state.len() {
        let mut less = parts.clone();
        let node = less.state.remove(index);
        let output = validate(&less.encode());
        let Verdict::Invalid(refusal) = &output.verdict else { panic!("node {index} was not missed") };
        assert_eq!(refusal.reason, Reason::MissingNode);
        assert!(refusal.detail.contains(&alloy_primitives::keccak256(&node).to_string()), "{}", refusal.detail);
    }
}

#[test]
fn a_dropped_code_is_missed_if_it_is_read() {
    for (name, unread) in [("mainnet-21429020", 1), ("hoodi-1265656", 0)] {
        let Some(Sample { parts, .. }) = sample(name) else { return };
        let mut accepted = 0;
        for index in 0..parts.codes.len() {
            let mut less = parts.clone();
            less.codes.remove(index);
            match reason(&validate(&less.encode())) {
                None => accepted += 1,
                Some(reason) => assert_eq!(reason, Reason::MissingCode),
            }
        }
        assert_eq!(accepted, unread, "{name}");
    }
}

#[test]
fn a_changed_node_or_code_is_as_good_as_none() {
    let Some(Sample { parts, .. }) = sample("mainnet-21429020") else { return };
    for index in (0..parts.state.len()).step_by(7) {
        let mut other = parts.clone();
        let middle = other.state[index].len() / 2;
        other.state[index][middle] ^= 1;
        assert_eq!(reason(&validate(&other.encode())), Some(Reason::MissingNode), "node {index}");
    }
}

#[test]
fn the_parent_header_is_bound_by_its_hash() {
    let Some(Sample { parts, .. }) = sample("hoodi-1265656") else { return };
    let parent = parts.headers.len() - 1;
    let mut headers = parts.clone();
    headers.headers.reverse();
    assert_eq!(validate(&headers.encode()).verdict, Verdict::Valid, "order does not matter");
    for byte in (3..parts.headers[parent].len()).step_by(11) {
        let mut other = parts.clone();
        other.headers[parent][byte] ^= 4;
        let reason = reason(&validate(&other.encode()));
        // A changed length makes the payload itself undecodable.
        assert!(matches!(reason, Some(Reason::ParentHeaderMissing | Reason::InputMalformed)), "{reason:?}");
    }
    let mut without = parts.clone();
    without.headers.remove(parent);
    assert_eq!(reason(&validate(&without.encode())), Some(Reason::ParentHeaderMissing));
}

#[test]
fn blockhash_needs_the_headers_in_between() {
    let Some(Sample { parts, .. }) = sample("hoodi-1265656") else { return };
    let mut less = parts.clone();
    less.headers.remove(parts.headers.len() - 2);
    assert_eq!(reason(&validate(&less.encode())), Some(Reason::MissingAncestorHeader));
}

#[test]
fn a_flipped_byte_of_the_block_is_refused_or_another_block() {
    for (name, step) in [("mainnet-21429020", 19), ("hoodi-1265656", 37), ("mainnet-22615247", 61)] {
        let Some(Sample { parts, .. }) = sample(name) else { return };
        let hash = validate(&parts.encode()).block_hash;
        let (mut refused, mut other_hash) = (0, 0);
        for byte in (0..parts.block.len()).step_by(step) {
            let mut other = parts.clone();
            other.block[byte] ^= 1 << (byte % 8);
            let output = validate(&other.encode());
            match output.verdict {
                Verdict::Invalid(_) => refused += 1,
                _ => {
                    assert_ne!(output.block_hash, hash, "{name}: byte {byte} is not bound");
                    other_hash += 1;
                }
            }
        }
        eprintln!("{name}: {refused} refused, {other_hash} another block");
        assert!(refused > other_hash);
    }
}

#[test]
fn a_witness_of_another_block_is_refused() {
    let (Some(block), Some(other)) = (sample("mainnet-21429020"), sample("mainnet-22615247")) else { return };
    let mut parts = other.parts;
    parts.block = block.parts.block;
    assert_eq!(reason(&validate(&parts.encode())), Some(Reason::ParentHeaderMissing));
    let mut parts = Parts { headers: block.parts.headers, ..parts };
    assert_eq!(reason(&validate(&parts.encode())), Some(Reason::MissingNode));
    parts.chain_id = 5;
    assert_eq!(reason(&validate(&parts.encode())), Some(Reason::UnsupportedChain));
}

#[test]
fn truncated_and_mangled_payloads_do_not_panic() {
    assert_eq!(reason(&validate(&[])), Some(Reason::InputMalformed));
    let Some(Sample { parts, .. }) = sample("hoodi-1192c3") else { return };
    let payload = parts.encode();
    for length in (0..payload.len()).step_by(101) {
        assert_eq!(reason(&validate(&payload[..length])), Some(Reason::InputMalformed));
    }
    let mut state = 1u32;
    for _ in 0..2000 {
        let mut mangled = payload.clone();
        for _ in 0..3 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            // Mostly the block and the headers, which come first.
            let range = if state & 0x8000_0000 == 0 { 3000 } else { mangled.len() };
            let at = (state >> 8) as usize % range;
            mangled[at] ^= (state & 0xff) as u8 | 1;
        }
        assert!(reason(&validate(&mangled)).is_some());
    }
}
