//! The calls that everything here is made of; on a host their twins in software.
//!
//! Pointers, because a result may be where an operand is.

#[cfg(target_os = "none")]
mod implementation {
    use zkvm_accelerators::ecall::{call1, call2, call4};
    use zkvm_accelerators::number;

    #[inline(always)]
    pub fn keccak_f1600(state: &mut [u64; 25]) {
        unsafe { call1(number::KECCAK_F1600, &raw mut *state) };
    }

    #[inline(always)]
    pub fn sha256_compress(state: &mut [u32; 8], block: &[u8; 64]) {
        unsafe { call2(number::SHA256_COMPRESS, &raw mut *state, &raw const *block) };
    }

    /// # Safety
    /// All may be read, `out` written; the modulus is not 0.
    #[inline(always)]
    pub unsafe fn multiply<const N: usize>(a: *const u64, b: *const u64, modulus: &[u64; N], out: *mut u64) {
        let call = const {
            match N {
                4 => number::MULMOD256,
                6 => number::MULMOD384,
                _ => panic!("no such call"),
            }
        };
        unsafe { call4(call, a, b, modulus.as_ptr(), out) };
    }

    /// # Safety
    /// As above.
    #[inline(always)]
    pub unsafe fn add<const N: usize>(a: *const u64, b: *const u64, modulus: &[u64; N], out: *mut u64) {
        let call = const {
            match N {
                4 => number::ADDMOD256,
                6 => number::ADDMOD384,
                _ => panic!("no such call"),
            }
        };
        unsafe { call4(call, a, b, modulus.as_ptr(), out) };
    }
}

#[cfg(not(target_os = "none"))]
mod implementation {
    use zkvm_accelerators::LeanSet;
    use zkvm_accelerators_software::{Software, modular};

    pub fn keccak_f1600(state: &mut [u64; 25]) {
        Software::keccak_f1600(state);
    }

    pub fn sha256_compress(state: &mut [u32; 8], block: &[u8; 64]) {
        Software::sha256_compress(state, block);
    }

    /// # Safety
    /// All may be read, `out` written; the modulus is not 0.
    pub unsafe fn multiply<const N: usize>(a: *const u64, b: *const u64, modulus: &[u64; N], out: *mut u64) {
        unsafe {
            let result = modular::multiply(&*a.cast::<[u64; N]>(), &*b.cast::<[u64; N]>(), modulus);
            out.cast::<[u64; N]>().write(result.expect("a modulus"));
        }
    }

    /// # Safety
    /// As above.
    pub unsafe fn add<const N: usize>(a: *const u64, b: *const u64, modulus: &[u64; N], out: *mut u64) {
        unsafe {
            let result = modular::add(&*a.cast::<[u64; N]>(), &*b.cast::<[u64; N]>(), modulus);
            out.cast::<[u64; N]>().write(result.expect("a modulus"));
        }
    }
}

pub use implementation::*;
