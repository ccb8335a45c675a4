//! The functions by their numbers.
use alloc::vec::Vec;

use zkvm_accelerators::{number, *};

/// Reads integers and byte strings off the front of the input.
fn take<'a>(input: &mut &'a [u8], length: usize) -> &'a [u8] {
    let (bytes, rest) = input.split_at(length);
    *input = rest;
    bytes
}

fn take_length(input: &mut &[u8]) -> usize {
    u32::from_le_bytes(take(input, 4).try_into().expect("four bytes")) as usize
}

struct Arguments<'a>(Vec<&'a [u8]>, usize);

impl<'a> Arguments<'a> {
    fn data(&mut self) -> &'a [u8] {
        self.1 += 1;
        self.0[self.1 - 1]
    }

    fn bytes<const N: usize>(&mut self) -> Bytes<N> {
        Bytes(self.data().try_into().expect("as long as the type"))
    }

    fn number(&mut self) -> u64 {
        self.data().iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte))
    }

    fn words<const N: usize>(&mut self) -> [u64; N] {
        let (words, []) = self.data().as_chunks::<8>() else { panic!("whole words") };
        core::array::from_fn(|n| u64::from_le_bytes(words[n]))
    }

    fn halves<const N: usize>(&mut self) -> [u32; N] {
        let (words, []) = self.data().as_chunks::<4>() else { panic!("whole words") };
        core::array::from_fn(|n| u32::from_le_bytes(words[n]))
    }

    /// An array of structs, each of `A` bytes and then `B`.
    fn pairs<T, const A: usize, const B: usize>(&mut self, pair: impl Fn(Bytes<A>, Bytes<B>) -> T) -> Vec<T> {
        let part = |bytes: &[u8]| {
            let (a, b) = bytes.split_at(A);
            pair(Bytes(a.try_into().expect("A bytes")), Bytes(b.try_into().expect("B bytes")))
        };
        self.data().chunks_exact(A + B).map(part).collect()
    }
}

/// What a call may write.
trait Output {
    fn append(&self, output: &mut Vec<u8>);
}

impl<const N: usize> Output for Bytes<N> {
    fn append(&self, output: &mut Vec<u8>) {
        output.extend(self.0);
    }
}

impl Output for bool {
    fn append(&self, output: &mut Vec<u8>) {
        output.push(u8::from(*self));
    }
}

impl Output for Vec<u8> {
    fn append(&self, output: &mut Vec<u8>) {
        output.extend(self);
    }
}

impl<const N: usize> Output for [u64; N] {
    fn append(&self, output: &mut Vec<u8>) {
        output.extend(self.iter().flat_map(|word| word.to_le_bytes()));
    }
}

impl<const N: usize> Output for [u32; N] {
    fn append(&self, output: &mut Vec<u8>) {
        output.extend(self.iter().flat_map(|word| word.to_le_bytes()));
    }
}

fn finish<T: Output>(result: Result<T, Failed>, output: &mut Vec<u8>) {
    output.push(u8::from(result.is_err()));
    let at = output.len();
    output.extend([0; 4]);
    if let Ok(value) = result {
        value.append(output);
    }
    let length = (output.len() - at - 4) as u32;
    output[at..at + 4].copy_from_slice(&length.to_le_bytes());
}

/// Makes the call at the input's front.
pub fn make(input: &mut &[u8], output: &mut Vec<u8>) {
    let call = take_length(input);
    let count = take_length(input);
    let mut arguments = Vec::with_capacity(count);
    for _ in 0..count {
        let length = take_length(input);
        arguments.push(take(input, length));
    }
    let a = &mut Arguments(arguments, 0);
    let o = output;
    match call {
        0 => finish(Ok(Vec::new()), o),
        number::KECCAK256 => finish(Ok(keccak256(a.data())), o),
        number::SHA256 => finish(Ok(sha256(a.data())), o),
        number::RIPEMD160 => finish(Ok(ripemd160(a.data())), o),
        number::SECP256K1_VERIFY => finish(secp256k1_verify(&a.bytes(), &a.bytes(), &a.bytes()), o),
        number::SECP256K1_ECRECOVER => finish(secp256k1_ecrecover(&a.bytes(), &a.bytes(), a.number() as u8), o),
        number::SECP256R1_VERIFY => finish(secp256r1_verify(&a.bytes(), &a.bytes(), &a.bytes()), o),
        number::MODEXP => finish(modexp(a.data(), a.data(), a.data()), o),
        number::BN254_G1_ADD => finish(bn254_g1_add(&a.bytes(), &a.bytes()), o),
        number::BN254_G1_MUL => finish(bn254_g1_mul(&a.bytes(), &a.bytes()), o),
        number::BN254_PAIRING => finish(bn254_pairing(&a.pairs(|g1, g2| Bn254Pair { g1, g2 })), o),
        number::BLAKE2F => {
            let rounds = a.number() as u32;
            let mut state = a.bytes();
            let result = blake2f(rounds, &mut state, &a.bytes(), &a.bytes(), a.number() as u8);
            finish(result.map(|()| state), o);
        }
        number::KZG_POINT_EVAL => finish(kzg_point_eval(&a.bytes(), &a.bytes(), &a.bytes(), &a.bytes()), o),
        number::BLS12_G1_ADD => finish(bls12_g1_add(&a.bytes(), &a.bytes()), o),
        number::BLS12_G1_MSM => finish(bls12_g1_msm(&a.pairs(|point, scalar| Bls12G1Term { point, scalar })), o),
        number::BLS12_G2_ADD => finish(bls12_g2_add(&a.bytes(), &a.bytes()), o),
        number::BLS12_G2_MSM => finish(bls12_g2_msm(&a.pairs(|point, scalar| Bls12G2Term { point, scalar })), o),
        number::BLS12_PAIRING => finish(bls12_pairing(&a.pairs(|g1, g2| Bls12Pair { g1, g2 })), o),
        number::BLS12_MAP_FP_TO_G1 => finish(bls12_map_fp_to_g1(&a.bytes()), o),
        number::BLS12_MAP_FP2_TO_G2 => finish(bls12_map_fp2_to_g2(&a.bytes()), o),
        number::KECCAK_F1600 => {
            let mut state = a.words();
            keccak_f1600(&mut state);
            finish(Ok(state), o);
        }
        number::SHA256_COMPRESS => {
            let mut state = a.halves();
            sha256_compress(&mut state, &a.bytes().0);
            finish(Ok(state), o);
        }
        number::MULMOD256 => finish(mulmod256(&a.words(), &a.words(), &a.words()), o),
        number::ADDMOD256 => finish(addmod256(&a.words(), &a.words(), &a.words()), o),
        number::MULMOD384 => finish(mulmod384(&a.words(), &a.words(), &a.words()), o),
        number::ADDMOD384 => finish(addmod384(&a.words(), &a.words(), &a.words()), o),
        number::POSEIDON2_KOALABEAR16 => {
            let mut state = a.halves();
            finish(poseidon2_koalabear16(&mut state).map(|()| state), o);
        }
        number::MEMCPY => {
            // Within one buffer, so that the two places overlap: to, from and length.
            let mut buffer = a.data().to_vec();
            let (to, from, length) = (a.number() as usize, a.number() as usize, a.number() as usize);
            assert!(to.max(from) + length <= buffer.len());
            let start = buffer.as_mut_ptr();
            // SAFETY: both places are in the buffer.
            unsafe { ffi::hart_memcpy(start.add(to).cast(), start.add(from).cast(), length) };
            finish(Ok(buffer), o);
        }
        number::MEMSET => {
            let mut buffer = a.data().to_vec();
            let (at, byte, length) = (a.number() as usize, a.number() as u8, a.number() as usize);
            fill(&mut buffer[at..at + length], byte);
            finish(Ok(buffer), o);
        }
        other => panic!("no call {other:#x}"),
    }
}
