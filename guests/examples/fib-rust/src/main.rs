//! Input: n as u64, little-endian. Output: the n-th Fibonacci number modulo 2^64, little-endian.
#![cfg_attr(target_os = "none", no_std, no_main)]

#[cfg(target_os = "none")]
hart_guest::entry!(main);

#[cfg(target_os = "none")]
fn main() {
    let input: [u8; 8] = hart_guest::read_input().try_into().expect("input is 8 bytes");
    hart_guest::write_output(&fibonacci(u64::from_le_bytes(input)).to_le_bytes());
}

/// On the host the same program takes n from the command line.
#[cfg(not(target_os = "none"))]
fn main() {
    let n = std::env::args().nth(1).and_then(|n| n.parse().ok()).expect("usage: fib-rust N");
    println!("{}", fibonacci(n));
}

fn fibonacci(n: u64) -> u64 {
    let (mut a, mut b) = (0u64, 1u64);
    for _ in 0..n {
        (a, b) = (b, a.wrapping_add(b));
    }
    a
}
