//! The guest: payload in, public output out. `README.md` describes both.
#![cfg_attr(target_os = "none", no_std, no_main)]

#[cfg(target_os = "none")]
hart_guest::entry!(main);

#[cfg(target_os = "none")]
fn main() {
    let output = stateless::validate(hart_guest::read_input());
    hart_guest::write_output(&output.encode());
}

/// On the host the same program reads the payload from a file and prints the verdict.
#[cfg(not(target_os = "none"))]
fn main() {
    let path = std::env::args().nth(1).expect("usage: stateless PAYLOAD");
    let payload = std::fs::read(path).expect("the payload can be read");
    println!("{:#?}", stateless::validate(&payload));
}
