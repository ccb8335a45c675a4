//! Hash functions over the accelerators' permutations.
use crate::zisk::call;

const SHA256_START: [u32; 8] =
    [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

#[repr(C, align(8))]
struct Words<T>(T);

fn compress(state: &mut Words<[u32; 8]>, block: &[u8; 64]) {
    let block = Words(*block);
    let parameters = [state as *mut _ as usize, &block as *const _ as usize];
    call!("0x805", parameters.as_ptr());
}

pub fn sha256(data: &[u8]) -> [u8; 32] {
    let mut state = Words(SHA256_START);
    let mut blocks = data.chunks_exact(64);
    for block in &mut blocks {
        compress(&mut state, block.try_into().unwrap());
    }
    let rest = blocks.remainder();
    let mut block = [0u8; 64];
    block[..rest.len()].copy_from_slice(rest);
    block[rest.len()] = 0x80;
    if rest.len() >= 56 {
        compress(&mut state, &block);
        block = [0; 64];
    }
    block[56..].copy_from_slice(&(8 * data.len() as u64).to_be_bytes());
    compress(&mut state, &block);
    let mut digest = [0u8; 32];
    for (bytes, word) in digest.chunks_exact_mut(4).zip(state.0) {
        bytes.copy_from_slice(&word.to_be_bytes());
    }
    digest
}

const RATE: usize = 136;

pub fn permute(state: &mut [u64; 25]) {
    call!("0x800", state.as_mut_ptr());
}

fn absorb(state: &mut [u64; 25], block: &[u8; RATE]) {
    for (lane, bytes) in state.iter_mut().zip(block.chunks_exact(8)) {
        *lane ^= u64::from_le_bytes(bytes.try_into().unwrap());
    }
    permute(state);
}

pub fn keccak256(data: &[u8]) -> [u8; 32] {
    let mut state = [0u64; 25];
    let mut blocks = data.chunks_exact(RATE);
    for block in &mut blocks {
        absorb(&mut state, block.try_into().unwrap());
    }
    let rest = blocks.remainder();
    let mut block = [0u8; RATE];
    block[..rest.len()].copy_from_slice(rest);
    block[rest.len()] ^= 0x01;
    block[RATE - 1] ^= 0x80;
    absorb(&mut state, &block);
    let mut digest = [0u8; 32];
    for (bytes, lane) in digest.chunks_exact_mut(8).zip(state) {
        bytes.copy_from_slice(&lane.to_le_bytes());
    }
    digest
}
