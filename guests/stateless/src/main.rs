//! The guest: payload in, public output out. `README.md` describes both.
#![cfg_attr(target_os = "none", no_std, no_main)]

#[cfg(all(target_os = "none", feature = "fat"))]
use zkvm_accelerators_fat as _;
#[cfg(all(target_os = "none", feature = "lean"))]
use zkvm_accelerators_lean as _;
#[cfg(all(target_os = "none", feature = "plain"))]
use zkvm_accelerators_plain as _;

#[cfg(target_os = "none")]
hart_guest::entry!(main);

#[cfg(target_os = "none")]
fn main() {
    let output = stateless::validate(hart_guest::read_input());
    hart_guest::write_output(&output.encode());
}

/// On an operating system the same program reads the payload from the file it is given and prints the verdict for
/// people; without an argument it reads standard input and writes the public output, as the guest does.
#[cfg(not(target_os = "none"))]
fn main() {
    use std::io::{Read, Write};
    if let Some(path) = std::env::args().nth(1) {
        let payload = std::fs::read(path).expect("the payload can be read");
        println!("{:#?}", stateless::validate(&payload));
        return;
    }
    let mut payload = Vec::new();
    std::io::stdin().read_to_end(&mut payload).expect("standard input can be read");
    let output = stateless::validate(&payload).encode();
    std::io::stdout().write_all(&output).expect("standard output can be written");
}
