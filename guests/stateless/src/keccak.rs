//! Keccak-256 for the guest, where it is half of all work. `alloy_primitives::keccak256` calls it there.
use core::arch::global_asm;
use core::{ptr, slice};

global_asm!(include_str!("keccak/permutation.S"));
global_asm!(include_str!("keccak/absorb.S"));

unsafe extern "C" {
    fn hart_keccak_f1600(state: &mut [u64; 25]);
    fn hart_keccak_absorb(state: &mut [u64; 25], block: *const u8);
}

/// Bytes that a block of Keccak-256 takes in.
const RATE: usize = 136;

/// The hook that alloy's `native-keccak` feature looks for.
///
/// # Safety
/// `bytes` points to `len` readable bytes, `output` to 32 writable ones.
#[unsafe(no_mangle)]
unsafe extern "C" fn native_keccak256(bytes: *const u8, len: usize, output: *mut u8) {
    let input = unsafe { slice::from_raw_parts(bytes, len) };
    let mut state = [0; 25];
    let (blocks, rest) = input.as_chunks::<RATE>();
    for block in blocks {
        unsafe {
            hart_keccak_absorb(&mut state, block.as_ptr());
            hart_keccak_f1600(&mut state);
        }
    }
    let mut last = [0u64; RATE / 8];
    unsafe { ptr::copy_nonoverlapping(rest.as_ptr(), last.as_mut_ptr().cast::<u8>(), rest.len()) };
    // Padding: a one bit after the input, a one bit at the block's end.
    last[rest.len() / 8] ^= 1 << (8 * (rest.len() % 8));
    last[RATE / 8 - 1] ^= 1 << 63;
    for (lane, word) in state.iter_mut().zip(last) {
        *lane ^= word;
    }
    unsafe { hart_keccak_f1600(&mut state) };
    unsafe { ptr::copy_nonoverlapping(state.as_ptr().cast::<u8>(), output, 32) };
}
