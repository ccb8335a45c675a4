//! The blockchain tests of `../shared/data/eest`: each block must be accepted or refused as its fixture says.
//!
//! The fixtures bring whole states; the witness for each block is the whole state before it.
mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use alloy_primitives::{B256, U256, address, keccak256};
use serde_json::Value;
use stateless::chain::{Activation, BPO1, BPO2, CANCUN, Chain, OSAKA, PRAGUE, Rules, SHANGHAI};
use stateless::trie::{EMPTY_ROOT, NodeIndex, Trie};
use stateless::{Output, Verdict, validate_on};
use support::{Parts, hex};

#[test]
fn blockchain_tests_agree() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/eest/blockchain_tests");
    if !folder.is_dir() {
        eprintln!("skipped: no fixtures at ../shared/data/eest/blockchain_tests");
        return;
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut failures = vec![];
    for file in json_files(&folder) {
        let tests: BTreeMap<String, Value> = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
        for (name, test) in tests {
            let Some(chain) = chain(test["network"].as_str().unwrap()) else {
                *counts.entry("skipped").or_default() += 1;
                continue;
            };
            match run(&chain, &test) {
                Ok(blocks) => {
                    *counts.entry("tests").or_default() += 1;
                    *counts.entry("blocks").or_default() += blocks;
                }
                Err(what) => failures.push(format!("{name}: {what}")),
            }
        }
    }
    eprintln!("{counts:?}");
    assert!(failures.is_empty(), "{} failed:\n{}", failures.len(), failures.join("\n"));
}

fn json_files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files = vec![];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(json_files(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The network of a fixture; `None` if it is older or newer than what is supported.
fn chain(network: &str) -> Option<Chain> {
    let rules = |name: &str| -> Option<Rules> {
        Some(match name {
            "Shanghai" => SHANGHAI,
            "Cancun" => CANCUN,
            "Prague" => PRAGUE,
            "Osaka" => OSAKA,
            "BPO1" => BPO1,
            "BPO2" => BPO2,
            _ => return None,
        })
    };
    let activations = match network.strip_suffix("AtTime15k") {
        None => vec![Activation { timestamp: 0, rules: rules(network)? }],
        Some(transition) => {
            let (before, after) = transition.split_once("To")?;
            vec![
                Activation { timestamp: 0, rules: rules(before)? },
                Activation { timestamp: 15_000, rules: rules(after)? },
            ]
        }
    };
    let deposit_contract = Some(address!("00000000219ab540356cbb839cbe05303d7705fa"));
    Some(Chain { id: 1, deposit_contract, activations: activations.leak() })
}

fn run(chain: &Chain, test: &Value) -> Result<usize, String> {
    let mut parts = Parts { chain_id: 1, ..Parts::default() };
    let root = pre_state(&test["pre"], &mut parts);
    let genesis = &test["genesisBlockHeader"];
    assert_eq!(root.to_vec(), hex(&genesis["stateRoot"]), "the state was built wrongly");
    parts.headers.push(header_of(&hex(&test["genesisRLP"])));
    let mut head = hex(&genesis["hash"]);

    let blocks = test["blocks"].as_array().unwrap();
    for (index, block) in blocks.iter().enumerate() {
        parts.block = hex(&block["rlp"]);
        let mut new = vec![];
        let output = validate_on(chain, &parts.encode(), &mut |bytes| new.push(bytes.to_vec()));
        match (&output, block.get("expectException")) {
            (Output { verdict: Verdict::Valid, .. }, None) => {
                parts.headers.push(header_of(&parts.block));
                parts.state.extend(new.iter().cloned());
                parts.codes.extend(new);
                head = output.block_hash.to_vec();
            }
            (Output { verdict: Verdict::Invalid(_), .. }, Some(_)) => {}
            (_, expected) => return Err(format!("block {index}: expected {expected:?}, got {:?}", output.verdict)),
        }
    }
    if head != hex(&test["lastblockhash"]) {
        return Err("another head".into());
    }
    Ok(blocks.len())
}

/// The header's encoding out of a block's.
fn header_of(block: &[u8]) -> Vec<u8> {
    let mut items = block;
    alloy_rlp::Header::decode(&mut items).unwrap();
    let mut rest = items;
    let header = alloy_rlp::Header::decode(&mut rest).unwrap();
    items[..items.len() - rest.len() + header.payload_length].to_vec()
}

/// Adds all nodes and codes of a state to the witness. Returns its root.
fn pre_state(accounts: &Value, parts: &mut Parts) -> B256 {
    let index = NodeIndex::default();
    let mut trie = Trie::empty();
    for (address, account) in accounts.as_object().unwrap() {
        let mut storage = Trie::empty();
        for (key, value) in account["storage"].as_object().unwrap() {
            let value = quantity(value);
            if !value.is_zero() {
                let key = keccak256(quantity(&key.as_str().into()).to_be_bytes::<32>());
                storage.insert(&index, key.as_slice(), alloy_rlp::encode(value).into()).unwrap();
            }
        }
        let storage_root = storage.root_with(&mut |node| parts.state.push(node.to_vec()));
        assert!(storage_root != EMPTY_ROOT || account["storage"].as_object().unwrap().is_empty());
        let code = hex(&account["code"]);
        let fields = [
            alloy_rlp::encode(quantity(&account["nonce"]).to::<u64>()),
            alloy_rlp::encode(quantity(&account["balance"])),
            alloy_rlp::encode(storage_root),
            alloy_rlp::encode(keccak256(&code)),
        ];
        parts.codes.push(code);
        let key = keccak256(hex(&address.as_str().into()));
        trie.insert(&index, key.as_slice(), support::list(&fields).into()).unwrap();
    }
    trie.root_with(&mut |node| parts.state.push(node.to_vec()))
}

fn quantity(value: &Value) -> U256 {
    value.as_str().unwrap().parse().unwrap()
}
