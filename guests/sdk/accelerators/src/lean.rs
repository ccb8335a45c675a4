//! Hart's lean set for Rust.
use crate::ffi::{self, EOK, Status};
use crate::types::Failed;

type Operation<const N: usize> =
    unsafe extern "C" fn(*const [u64; N], *const [u64; N], *const [u64; N], *mut [u64; N]) -> Status;

#[inline(always)]
unsafe fn modular<const N: usize>(
    operation: Operation<N>,
    a: &[u64; N],
    b: &[u64; N],
    modulus: &[u64; N],
) -> Result<[u64; N], Failed> {
    let mut result = [0; N];
    if unsafe { operation(a, b, modulus, &mut result) } == EOK { Ok(result) } else { Err(Failed) }
}

#[inline]
pub fn keccak_f1600(state: &mut [u64; 25]) {
    unsafe { ffi::zkvm_keccak_f1600(state) };
}

/// One block of SHA-256 into the state, which is eight native words.
#[inline]
pub fn sha256_compress(state: &mut [u32; 8], block: &[u8; 64]) {
    unsafe { ffi::hart_sha256_compress(state, block) };
}

/// a·b modulo the modulus, which may not be 0; limbs, least significant first, of any values.
#[inline]
pub fn mulmod256(a: &[u64; 4], b: &[u64; 4], modulus: &[u64; 4]) -> Result<[u64; 4], Failed> {
    unsafe { modular(ffi::hart_mulmod256, a, b, modulus) }
}

/// a + b modulo the modulus, likewise.
#[inline]
pub fn addmod256(a: &[u64; 4], b: &[u64; 4], modulus: &[u64; 4]) -> Result<[u64; 4], Failed> {
    unsafe { modular(ffi::hart_addmod256, a, b, modulus) }
}

#[inline]
pub fn mulmod384(a: &[u64; 6], b: &[u64; 6], modulus: &[u64; 6]) -> Result<[u64; 6], Failed> {
    unsafe { modular(ffi::hart_mulmod384, a, b, modulus) }
}

#[inline]
pub fn addmod384(a: &[u64; 6], b: &[u64; 6], modulus: &[u64; 6]) -> Result<[u64; 6], Failed> {
    unsafe { modular(ffi::hart_addmod384, a, b, modulus) }
}

/// Poseidon2 over KoalaBear, width 16; fails if a value is not below the modulus.
#[inline]
pub fn poseidon2_koalabear16(state: &mut [u32; 16]) -> Result<(), Failed> {
    if unsafe { ffi::hart_poseidon2_koalabear16(state) } == EOK { Ok(()) } else { Err(Failed) }
}

/// The slice `from` into `to`, of which it must be as long.
#[inline]
pub fn copy(to: &mut [u8], from: &[u8]) {
    assert_eq!(to.len(), from.len());
    unsafe { ffi::hart_memcpy(to.as_mut_ptr().cast(), from.as_ptr().cast(), from.len()) };
}

#[inline]
pub fn fill(to: &mut [u8], byte: u8) {
    unsafe { ffi::hart_memset(to.as_mut_ptr().cast(), i32::from(byte), to.len()) };
}
