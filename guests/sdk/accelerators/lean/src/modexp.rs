//! Powers modulo numbers of up to 384 bits by calls; above, in software.
use alloc::vec;
use alloc::vec::Vec;

use zkvm_accelerators::Accelerators;
use zkvm_accelerators_software::Software;

use crate::calls;
use crate::codec::integer;

pub fn modexp(base: &[u8], exponent: &[u8], modulus: &[u8]) -> Vec<u8> {
    let significant = strip(modulus);
    match significant.len() {
        0 => vec![0; modulus.len()],
        1..=32 => power::<4>(base, exponent, significant, modulus.len()),
        33..=48 => power::<6>(base, exponent, significant, modulus.len()),
        _ => Software::modexp(base, exponent, modulus),
    }
}

/// Without leading zeros.
fn strip(bytes: &[u8]) -> &[u8] {
    &bytes[bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len())..]
}

/// Numbers modulo another.
struct Modulus<const N: usize>([u64; N]);

impl<const N: usize> Modulus<N> {
    fn multiply(&self, a: &mut [u64; N], b: &[u64; N]) {
        let out = a.as_mut_ptr();
        unsafe { calls::multiply(out, b.as_ptr(), &self.0, out) };
    }

    fn square(&self, a: &mut [u64; N]) {
        let out = a.as_mut_ptr();
        unsafe { calls::multiply(out, out, &self.0, out) };
    }

    fn add(&self, a: &mut [u64; N], b: &[u64; N]) {
        let out = a.as_mut_ptr();
        unsafe { calls::add(out, b.as_ptr(), &self.0, out) };
    }

    fn one(&self) -> [u64; N] {
        let mut result = [0; N];
        result[0] = 1;
        self.add(&mut result, &[0; N]);
        result
    }

    /// What big-endian bytes of any length are, a word of N limbs at a time.
    fn reduce(&self, bytes: &[u8]) -> [u64; N] {
        // One more than a word can hold.
        let mut shift = [u64::MAX; N];
        self.add(&mut shift, &self.one());
        let mut result = [0; N];
        let (first, rest) = bytes.split_at(bytes.len() % (8 * N));
        for part in core::iter::once(first).filter(|part| !part.is_empty()).chain(rest.chunks(8 * N)) {
            self.multiply(&mut result, &shift);
            self.add(&mut result, &padded(part));
        }
        result
    }

    fn power(&self, base: &[u64; N], exponent: &[u8]) -> [u64; N] {
        let mut result = self.one();
        if exponent.len() <= 4 {
            for byte in exponent {
                for bit in (0..8).rev() {
                    self.square(&mut result);
                    if byte >> bit & 1 == 1 {
                        self.multiply(&mut result, base);
                    }
                }
            }
            return result;
        }
        let mut powers = [result; 16];
        for n in 1..16 {
            powers[n] = powers[n - 1];
            self.multiply(&mut powers[n], base);
        }
        for byte in exponent {
            for digit in [byte >> 4, byte & 15] {
                for _ in 0..4 {
                    self.square(&mut result);
                }
                if digit != 0 {
                    self.multiply(&mut result, &powers[usize::from(digit)]);
                }
            }
        }
        result
    }
}

/// At most eight times `N` bytes.
fn padded<const N: usize>(bytes: &[u8]) -> [u64; N] {
    let mut word = [0; 48];
    word[8 * N - bytes.len()..8 * N].copy_from_slice(bytes);
    integer::<N>(&word[..8 * N]).0
}

fn power<const N: usize>(base: &[u8], exponent: &[u8], modulus: &[u8], length: usize) -> Vec<u8> {
    let modulus = Modulus(padded::<N>(modulus));
    let result = modulus.power(&modulus.reduce(strip(base)), strip(exponent));
    let mut bytes = vec![0; length.max(8 * N)];
    let start = bytes.len() - 8 * N;
    for (bytes, limb) in bytes[start..].as_chunks_mut::<8>().0.iter_mut().zip(result.iter().rev()) {
        *bytes = limb.to_be_bytes();
    }
    // What is above the modulus' length is zero.
    bytes.split_off(bytes.len() - length)
}
