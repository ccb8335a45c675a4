//! A guest for ZisK, with nothing but its documented CSRs. Input: one record. Output: SHA-256 and Keccak-256 of
//! it, 64 bytes. Before that it tries every accelerator, memory function and fcall, and checks what it gets by
//! other means; a wrong result ends with a trap and its name in the log.
#![cfg_attr(target_os = "none", no_std, no_main)]

#[cfg(target_os = "none")]
mod checks;
#[cfg(target_os = "none")]
mod dma;
#[cfg(target_os = "none")]
mod hashes;
#[cfg(target_os = "none")]
mod start;
#[cfg(target_os = "none")]
mod zisk;

#[cfg(target_os = "none")]
fn main() {
    let input = zisk::read_input();
    checks::run();
    let mut digests = [0u8; 64];
    digests[..32].copy_from_slice(&hashes::sha256(input));
    digests[32..].copy_from_slice(&hashes::keccak256(input));
    zisk::write_output(&digests);
    zisk::print("all checks passed\n");
}

/// There is nothing to try on the host.
#[cfg(not(target_os = "none"))]
fn main() {}
