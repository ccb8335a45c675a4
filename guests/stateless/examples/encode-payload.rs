//! Writes the guest's input for a folder with `block.rlp`, `witness.json` and `meta.json`.
//! Usage: `cargo run --release --example encode-payload -- FOLDER OUTPUT [TRUSTED_PRE_STATE_ROOT]`
#[path = "../tests/support/mod.rs"]
mod support;

use std::path::Path;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, output, rest @ ..] = arguments.as_slice() else {
        panic!("usage: encode-payload FOLDER OUTPUT [TRUSTED_PRE_STATE_ROOT]");
    };
    let mut parts = support::load(Path::new(folder)).parts;
    parts.trusted_pre_state_root = rest.first().map(|root| support::hex(&root.as_str().into()));
    std::fs::write(output, parts.encode()).expect("the output can be written");
}
