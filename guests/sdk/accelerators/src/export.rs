//! C functions from implementations. Inputs are read before an output is written, so that they may share memory.
use crate::ffi::{EFAIL, EOK, Status};

/// The bytes at `data`, which may be anything if there are none.
///
/// # Safety
/// `len` bytes at `data` are readable for `'a`.
#[doc(hidden)]
pub unsafe fn bytes<'a>(data: *const u8, len: usize) -> &'a [u8] {
    if len == 0 { &[] } else { unsafe { core::slice::from_raw_parts(data, len) } }
}

/// The same for structs; `None` if they are more than a call may have.
///
/// # Safety
/// `count` values at `data` are readable for `'a`.
#[doc(hidden)]
pub unsafe fn array<'a, T>(data: *const T, count: usize) -> Option<&'a [T]> {
    if count == 0 {
        return Some(&[]);
    }
    let fits = count <= crate::MAX_DATA_BYTES / size_of::<T>();
    fits.then(|| unsafe { core::slice::from_raw_parts(data, count) })
}

/// The same; `None` if there are none: EIP-2537 refuses empty sums and pairings.
///
/// # Safety
/// As above.
#[doc(hidden)]
pub unsafe fn terms<'a, T>(data: *const T, count: usize) -> Option<&'a [T]> {
    if count == 0 { None } else { unsafe { array(data, count) } }
}

/// Writes a result, if there is one.
///
/// # Safety
/// `output` is writable.
#[doc(hidden)]
#[inline(always)]
pub unsafe fn put<T>(output: *mut T, result: Option<T>) -> Status {
    match result {
        Some(value) => {
            unsafe { output.write(value) };
            EOK
        }
        None => EFAIL,
    }
}

/// Defines the functions of `zkvm_accelerators.h` by an implementation of [`Accelerators`](crate::Accelerators).
#[macro_export]
macro_rules! export_accelerators {
    ($implementation:ty) => {
        const _: () = {
            use $crate::ffi::{EFAIL, EOK, Status};
            use $crate::{Accelerators, array, bytes, put, terms};
            use $crate::{
                Bls12Fp, Bls12Fp2, Bls12G1, Bls12G1Term, Bls12G2, Bls12G2Term, Bls12Pair, Bn254G1, Bn254Pair, Bytes,
                Hash, MAX_MODEXP_BYTES, PublicKey, Scalar, Signature,
            };
            type Implementation = $implementation;

            #[unsafe(no_mangle)]
            unsafe extern "C" fn zkvm_keccak256(data: *const u8, len: usize, output: *mut Hash) -> Status {
                unsafe { put(output, Some(Implementation::keccak256(bytes(data, len)))) }
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn zkvm_sha256(data: *const u8, len: usize, output: *mut Hash) -> Status {
                unsafe { put(output, Some(Implementation::sha256(bytes(data, len)))) }
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn zkvm_ripemd160(data: *const u8, len: usize, output: *mut Hash) -> Status {
                unsafe { put(output, Some(Implementation::ripemd160(bytes(data, len)))) }
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn zkvm_secp256k1_verify(
                msg: &Hash,
                sig: &Signature,
                pubkey: &PublicKey,
                verified: *mut bool,
            ) -> Status {
                unsafe { put(verified, Implementation::secp256k1_verify(msg, sig, pubkey)) }
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn zkvm_secp256k1_ecrecover(
                msg: &Hash,
                sig: &Signature,
                recid: u8,
                output: *mut PublicKey,
            ) -> Status {
                unsafe { put(output, Implementation::secp256k1_ecrecover(msg, sig, recid)) }
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn zkvm_secp256r1_verify(
                msg: &Hash,
                sig: &Signature,
                pubkey: &PublicKey,
                verified: *mut bool,
            ) -> Status {
                unsafe { put(verified, Implementation::secp256r1_verify(msg, sig, pubkey)) }
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn zkvm_modexp(
                base: *const u8,
                base_len: usize,
                exp: *const u8,
                exp_len: usize,
                modulus: *const u8,
                mod_len: usize,
                output: *mut u8,
            ) -> Status {
                if base_len.max(exp_len).max(mod_len) > MAX_MODEXP_BYTES {
                    return EFAIL;
                }
                unsafe {
                    let result =
                        Implementation::modexp(bytes(base, base_len), bytes(exp, exp_len), bytes(modulus, mod_len));
                    core::ptr::copy_nonoverlapping(result.as_ptr(), output, mod_len);
                }
                EOK
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn zkvm_bn254_g1_add(p1: &Bn254G1, p2: &Bn254G1, result: *mut Bn254G1) -> Status {
                unsafe { put(result, Implementation::bn254_g1_add(p1, p2)) }
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn zkvm_bn254_g1_mul(point: &Bn254G1, scalar: &Scalar, result: *mut Bn254G1) -> Status {
                unsafe { put(result, Implementation::bn254_g1_mul(point, scalar)) }
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn zkvm_bn254_pairing(
                pairs: *const Bn254Pair,
                num_pairs: usize,
                verified: *mut bool,
            ) -> Status {
                unsafe { put(verified, array(pairs, num_pairs).and_then(Implementation::bn254_pairing)) }
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn zkvm_blake2f(
                rounds: u32,
                h: *mut Bytes<64>,
                m: &Bytes<128>,
                t: &Bytes<16>,
                f: u8,
            ) -> Status {
                if f > 1 {
                    return EFAIL;
                }
                unsafe { put(h, Some(Implementation::blake2f(rounds, &*h, m, t, f == 1))) }
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn zkvm_kzg_point_eval(
                commitment: &Bytes<48>,
                z: &Scalar,
                y: &Scalar,
                proof: &Bytes<48>,
                verified: *mut bool,
            ) -> Status {
                unsafe { put(verified, Implementation::kzg_point_eval(commitment, z, y, proof)) }
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn zkvm_bls12_g1_add(p1: &Bls12G1, p2: &Bls12G1, result: *mut Bls12G1) -> Status {
                unsafe { put(result, Implementation::bls12_g1_add(p1, p2)) }
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn zkvm_bls12_g1_msm(
                pairs: *const Bls12G1Term,
                num_pairs: usize,
                result: *mut Bls12G1,
            ) -> Status {
                unsafe { put(result, terms(pairs, num_pairs).and_then(Implementation::bls12_g1_msm)) }
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn zkvm_bls12_g2_add(p1: &Bls12G2, p2: &Bls12G2, result: *mut Bls12G2) -> Status {
                unsafe { put(result, Implementation::bls12_g2_add(p1, p2)) }
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn zkvm_bls12_g2_msm(
                pairs: *const Bls12G2Term,
                num_pairs: usize,
                result: *mut Bls12G2,
            ) -> Status {
                unsafe { put(result, terms(pairs, num_pairs).and_then(Implementation::bls12_g2_msm)) }
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn zkvm_bls12_pairing(
                pairs: *const Bls12Pair,
                num_pairs: usize,
                verified: *mut bool,
            ) -> Status {
                unsafe { put(verified, terms(pairs, num_pairs).and_then(Implementation::bls12_pairing)) }
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn zkvm_bls12_map_fp_to_g1(field_element: &Bls12Fp, result: *mut Bls12G1) -> Status {
                unsafe { put(result, Implementation::bls12_map_fp_to_g1(field_element)) }
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn zkvm_bls12_map_fp2_to_g2(field_element: &Bls12Fp2, result: *mut Bls12G2) -> Status {
                unsafe { put(result, Implementation::bls12_map_fp2_to_g2(field_element)) }
            }
        };
    };
}

/// Defines the functions of `hart_accelerators.h` by an implementation of [`LeanSet`](crate::LeanSet), and by the
/// compiler's own `memmove` and `memset`.
#[macro_export]
macro_rules! export_lean_set {
    ($implementation:ty) => {
        const _: () = {
            use core::ffi::{c_int, c_void};
            use $crate::ffi::{EFAIL, EOK, Status};
            use $crate::{LeanSet, put};
            type Implementation = $implementation;

            #[unsafe(no_mangle)]
            unsafe extern "C" fn zkvm_keccak_f1600(state: &mut [u64; 25]) -> Status {
                Implementation::keccak_f1600(state);
                EOK
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn hart_sha256_compress(state: &mut [u32; 8], block: &[u8; 64]) -> Status {
                Implementation::sha256_compress(state, block);
                EOK
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn hart_mulmod256(
                a: &[u64; 4],
                b: &[u64; 4],
                m: &[u64; 4],
                out: *mut [u64; 4],
            ) -> Status {
                unsafe { put(out, Implementation::mulmod256(a, b, m)) }
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn hart_addmod256(
                a: &[u64; 4],
                b: &[u64; 4],
                m: &[u64; 4],
                out: *mut [u64; 4],
            ) -> Status {
                unsafe { put(out, Implementation::addmod256(a, b, m)) }
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn hart_mulmod384(
                a: &[u64; 6],
                b: &[u64; 6],
                m: &[u64; 6],
                out: *mut [u64; 6],
            ) -> Status {
                unsafe { put(out, Implementation::mulmod384(a, b, m)) }
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn hart_addmod384(
                a: &[u64; 6],
                b: &[u64; 6],
                m: &[u64; 6],
                out: *mut [u64; 6],
            ) -> Status {
                unsafe { put(out, Implementation::addmod384(a, b, m)) }
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn hart_poseidon2_koalabear16(state: &mut [u32; 16]) -> Status {
                if Implementation::poseidon2_koalabear16(state) { EOK } else { EFAIL }
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn hart_memcpy(to: *mut c_void, from: *const c_void, n: usize) -> Status {
                unsafe { core::ptr::copy(from.cast::<u8>(), to.cast::<u8>(), n) };
                EOK
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn hart_memset(to: *mut c_void, byte: c_int, n: usize) -> Status {
                unsafe { core::ptr::write_bytes(to.cast::<u8>(), byte as u8, n) };
                EOK
            }
        };
    };
}

/// Defines the functions of `hart_accelerators.h` by one environment call each.
#[cfg(target_os = "none")]
#[macro_export]
macro_rules! export_lean_calls {
    () => {
        const _: () = {
            use core::ffi::{c_int, c_void};
            use $crate::ecall::{call1, call2, call3, call4};
            use $crate::ffi::Status;
            use $crate::number;

            #[unsafe(no_mangle)]
            unsafe extern "C" fn zkvm_keccak_f1600(state: *mut [u64; 25]) -> Status {
                unsafe { call1(number::KECCAK_F1600, state) }
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn hart_sha256_compress(state: *mut [u32; 8], block: *const [u8; 64]) -> Status {
                unsafe { call2(number::SHA256_COMPRESS, state, block) }
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn hart_mulmod256(
                a: *const [u64; 4],
                b: *const [u64; 4],
                m: *const [u64; 4],
                out: *mut [u64; 4],
            ) -> Status {
                unsafe { call4(number::MULMOD256, a, b, m, out) }
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn hart_addmod256(
                a: *const [u64; 4],
                b: *const [u64; 4],
                m: *const [u64; 4],
                out: *mut [u64; 4],
            ) -> Status {
                unsafe { call4(number::ADDMOD256, a, b, m, out) }
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn hart_mulmod384(
                a: *const [u64; 6],
                b: *const [u64; 6],
                m: *const [u64; 6],
                out: *mut [u64; 6],
            ) -> Status {
                unsafe { call4(number::MULMOD384, a, b, m, out) }
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn hart_addmod384(
                a: *const [u64; 6],
                b: *const [u64; 6],
                m: *const [u64; 6],
                out: *mut [u64; 6],
            ) -> Status {
                unsafe { call4(number::ADDMOD384, a, b, m, out) }
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn hart_poseidon2_koalabear16(state: *mut [u32; 16]) -> Status {
                unsafe { call1(number::POSEIDON2_KOALABEAR16, state) }
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn hart_memcpy(to: *mut c_void, from: *const c_void, n: usize) -> Status {
                unsafe { call3(number::MEMCPY, to, from, n) }
            }
            #[unsafe(no_mangle)]
            unsafe extern "C" fn hart_memset(to: *mut c_void, byte: c_int, n: usize) -> Status {
                unsafe { call3(number::MEMSET, to, byte as usize, n) }
            }
        };
    };
}
