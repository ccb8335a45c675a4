//! Keccak-f[1600]: assembly on RISC-V, where it is most of a guest's work, and plain Rust elsewhere.

#[cfg(target_arch = "riscv64")]
core::arch::global_asm!(include_str!("permutation.S"));

#[cfg(target_arch = "riscv64")]
#[inline(always)]
pub fn f1600(state: &mut [u64; 25]) {
    unsafe extern "C" {
        fn hart_keccak_f1600(state: &mut [u64; 25]);
    }
    unsafe { hart_keccak_f1600(state) };
}

/// As FIPS 202 writes it.
#[cfg(not(target_arch = "riscv64"))]
pub fn f1600(state: &mut [u64; 25]) {
    let mut lfsr = 1u8;
    for _ in 0..24 {
        let parity: [u64; 5] = core::array::from_fn(|x| (0..5).fold(0, |all, y| all ^ state[5 * y + x]));
        for (n, lane) in state.iter_mut().enumerate() {
            *lane ^= parity[(n + 4) % 5] ^ parity[(n + 1) % 5].rotate_left(1);
        }
        let (mut x, mut y) = (1, 0);
        let mut moved = state[1];
        for t in 0..24u32 {
            (x, y) = (y, (2 * x + 3 * y) % 5);
            moved = core::mem::replace(&mut state[5 * y + x], moved.rotate_left((t + 1) * (t + 2) / 2));
        }
        for row in state.as_chunks_mut::<5>().0 {
            let before = *row;
            for (x, lane) in row.iter_mut().enumerate() {
                *lane ^= !before[(x + 1) % 5] & before[(x + 2) % 5];
            }
        }
        for j in 0..7 {
            state[0] ^= u64::from(lfsr & 1) << ((1 << j) - 1);
            lfsr = lfsr << 1 ^ if lfsr & 0x80 == 0 { 0 } else { 0x71 };
        }
    }
}
