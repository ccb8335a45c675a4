//! Hashes of whole messages over a permutation or compression function, whoever computes that.
use crate::types::Hash;

#[cfg(target_arch = "riscv64")]
core::arch::global_asm!(include_str!("absorb.S"));

/// Bytes that a block of Keccak-256 takes in.
const RATE: usize = 136;

/// Keccak-256 over Keccak-f[1600].
#[inline(always)]
pub fn keccak256(data: &[u8], permute: impl Fn(&mut [u64; 25])) -> Hash {
    let mut state = [0; 25];
    let (blocks, rest) = data.as_chunks::<RATE>();
    for block in blocks {
        absorb(&mut state, block);
        permute(&mut state);
    }
    let mut last = [0u64; RATE / 8];
    // SAFETY: the rest of a block is shorter than one.
    unsafe { core::ptr::copy_nonoverlapping(rest.as_ptr(), last.as_mut_ptr().cast::<u8>(), rest.len()) };
    // Padding: a one bit after the input, a one bit at the block's end.
    last[rest.len() / 8] ^= u64::from_ne_bytes((1u64 << (8 * (rest.len() % 8))).to_le_bytes());
    last[RATE / 8 - 1] ^= u64::from_ne_bytes((1u64 << 63).to_le_bytes());
    for (lane, word) in state.iter_mut().zip(last) {
        *lane ^= u64::from_le(word);
    }
    permute(&mut state);
    let mut hash = Hash::ZERO;
    for (bytes, lane) in hash.0.as_chunks_mut::<8>().0.iter_mut().zip(state) {
        *bytes = lane.to_le_bytes();
    }
    hash
}

#[cfg(target_arch = "riscv64")]
#[inline(always)]
fn absorb(state: &mut [u64; 25], block: &[u8; RATE]) {
    unsafe extern "C" {
        fn hart_keccak_absorb(state: &mut [u64; 25], block: *const u8);
    }
    unsafe { hart_keccak_absorb(state, block.as_ptr()) };
}

#[cfg(not(target_arch = "riscv64"))]
fn absorb(state: &mut [u64; 25], block: &[u8; RATE]) {
    for (lane, word) in state.iter_mut().zip(block.as_chunks::<8>().0) {
        *lane ^= u64::from_le_bytes(*word);
    }
}

/// What the state of SHA-256 begins with (FIPS 180-4, 5.3.3).
const SHA256_START: [u32; 8] =
    [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

/// SHA-256 over its compression function, whose state is native words.
#[inline(always)]
pub fn sha256(data: &[u8], compress: impl Fn(&mut [u32; 8], &[u8; 64])) -> Hash {
    let mut state = SHA256_START;
    let (blocks, rest) = data.as_chunks::<64>();
    for block in blocks {
        compress(&mut state, block);
    }
    // Padding: a one bit, zeros, and the length in bits, in one block or two.
    let mut last = [0; 128];
    last[..rest.len()].copy_from_slice(rest);
    last[rest.len()] = 0x80;
    let end = if rest.len() < 56 { 64 } else { 128 };
    last[end - 8..end].copy_from_slice(&(data.len() as u64 * 8).to_be_bytes());
    for block in last[..end].as_chunks::<64>().0 {
        compress(&mut state, block);
    }
    let mut hash = Hash::ZERO;
    for (bytes, word) in hash.0.as_chunks_mut::<4>().0.iter_mut().zip(state) {
        *bytes = word.to_be_bytes();
    }
    hash
}
