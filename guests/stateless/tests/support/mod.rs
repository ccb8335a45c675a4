//! Builds payloads from folders with `block.rlp` and `witness.json`.
#![allow(dead_code, reason = "each test uses a part")]
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// A payload before it is encoded.
#[derive(Clone, Default)]
pub struct Parts {
    pub chain_id: u64,
    pub block: Vec<u8>,
    pub headers: Vec<Vec<u8>>,
    pub codes: Vec<Vec<u8>>,
    pub state: Vec<Vec<u8>>,
    pub trusted_pre_state_root: Option<Vec<u8>>,
}

impl Parts {
    pub fn encode(&self) -> Vec<u8> {
        let strings = |items: &[Vec<u8>]| list(&items.iter().map(|item| string(item)).collect::<Vec<_>>());
        let witness = list(&[list(&self.headers), strings(&self.codes), strings(&self.state), list(&[])]);
        let mut items = vec![alloy_rlp::encode(self.chain_id), self.block.clone(), witness];
        items.extend(self.trusted_pre_state_root.as_deref().map(string));
        list(&items)
    }
}

/// One folder of `shared/data/blocks`.
pub struct Sample {
    pub name: String,
    pub meta: Value,
    pub witness: Value,
    pub parts: Parts,
}

/// The folder of real blocks beside the repository, if it is there.
pub fn blocks_folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/blocks");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: no real blocks at ../shared/data/blocks");
    None
}

pub fn load(folder: &Path) -> Sample {
    let json = |name: &str| -> Value { serde_json::from_slice(&fs::read(folder.join(name)).expect(name)).expect(name) };
    let (meta, witness) = (json("meta.json"), json("witness.json"));
    let parts = Parts {
        chain_id: meta["chainId"].as_u64().expect("chainId"),
        block: fs::read(folder.join("block.rlp")).expect("block.rlp"),
        headers: hex_list(&witness["headers"]),
        codes: hex_list(&witness["codes"]),
        state: hex_list(&witness["state"]),
        trusted_pre_state_root: None,
    };
    let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
    Sample { name, meta, witness, parts }
}

pub fn load_all() -> Vec<Sample> {
    let Some(folder) = blocks_folder() else {
        return vec![];
    };
    let mut folders: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    folders.iter().filter(|path| path.is_dir()).map(|path| load(path)).collect()
}

pub fn hex_list(value: &Value) -> Vec<Vec<u8>> {
    value.as_array().expect("a list").iter().map(hex).collect()
}

pub fn hex(value: &Value) -> Vec<u8> {
    let text = value.as_str().expect("a hex string");
    let digits: Vec<u8> = text.bytes().skip(2).map(|digit| (digit as char).to_digit(16).expect("hex") as u8).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

pub fn string(bytes: &[u8]) -> Vec<u8> {
    alloy_rlp::encode(bytes)
}

/// RLP list of items that are encoded already.
pub fn list(items: &[Vec<u8>]) -> Vec<u8> {
    let mut out = vec![];
    alloy_rlp::Header { list: true, payload_length: items.iter().map(Vec::len).sum() }.encode(&mut out);
    out.extend(items.concat());
    out
}
