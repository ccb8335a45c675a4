//! The EVM's hashes and precompiles through the accelerators' interface; the guest's binary decides who computes them.
use alloc::vec::Vec;

use alloy_primitives::keccak256;
use revm::precompile::bls12_381::{G1Point, G1PointScalar, G2Point, G2PointScalar};
use revm::precompile::{Crypto, PrecompileHalt};
use zkvm_accelerators as accelerators;
use zkvm_accelerators::{
    Bls12Fp2, Bls12G1, Bls12G1Term, Bls12G2, Bls12G2Term, Bls12Pair, Bn254Pair, Bytes, MAX_DATA_BYTES, MAX_MODEXP_BYTES,
};
use zkvm_accelerators_software::library;

#[derive(Debug)]
pub struct GuestCrypto;

/// What a block sees is only that the precompile fails.
const MALFORMED: PrecompileHalt = PrecompileHalt::other_static("malformed input");

impl Crypto for GuestCrypto {
    fn sha256(&self, input: &[u8]) -> [u8; 32] {
        accelerators::sha256(input).0
    }

    fn ripemd160(&self, input: &[u8]) -> [u8; 32] {
        accelerators::ripemd160(input).0
    }

    /// Unlike in transactions, a great `s` is allowed here.
    fn secp256k1_ecrecover(&self, sig: &[u8; 64], recid: u8, msg: &[u8; 32]) -> Result<[u8; 32], PrecompileHalt> {
        let key = accelerators::secp256k1_ecrecover(&Bytes(*msg), &Bytes(*sig), recid)
            .map_err(|_| PrecompileHalt::Secp256k1RecoverFailed)?;
        let mut address = keccak256(key.0).0;
        address[..12].fill(0);
        Ok(address)
    }

    fn secp256r1_verify_signature(&self, msg: &[u8; 32], sig: &[u8; 64], pk: &[u8; 64]) -> bool {
        accelerators::secp256r1_verify(&Bytes(*msg), &Bytes(*sig), &Bytes(*pk)) == Ok(true)
    }

    /// Before EIP-7823 operands could be longer than an accelerator takes them.
    fn modexp(&self, base: &[u8], exp: &[u8], modulus: &[u8]) -> Result<Vec<u8>, PrecompileHalt> {
        if base.len().max(exp.len()).max(modulus.len()) > MAX_MODEXP_BYTES {
            return library().modexp(base, exp, modulus);
        }
        accelerators::modexp(base, exp, modulus).map_err(|_| MALFORMED)
    }

    fn blake2_compress(&self, rounds: u32, h: &mut [u64; 8], m: &[u64; 16], t: &[u64; 2], f: bool) {
        let mut state = bytes_of(h);
        accelerators::blake2f(rounds, &mut state, &bytes_of(m), &bytes_of(t), u8::from(f)).expect("the flag is 0 or 1");
        for (word, bytes) in h.iter_mut().zip(state.0.as_chunks().0) {
            *word = u64::from_le_bytes(*bytes);
        }
    }

    fn bn254_g1_add(&self, p1: &[u8], p2: &[u8]) -> Result<[u8; 64], PrecompileHalt> {
        accelerators::bn254_g1_add(&copy(p1)?, &copy(p2)?).map(|point| point.0).map_err(|_| MALFORMED)
    }

    fn bn254_g1_mul(&self, point: &[u8], scalar: &[u8]) -> Result<[u8; 64], PrecompileHalt> {
        accelerators::bn254_g1_mul(&copy(point)?, &copy(scalar)?).map(|point| point.0).map_err(|_| MALFORMED)
    }

    /// No block has gas for so many pairs that an accelerator does not take them, but a test network's might.
    fn bn254_pairing_check(&self, pairs: &[(&[u8], &[u8])]) -> Result<bool, PrecompileHalt> {
        if pairs.len() > MAX_DATA_BYTES / size_of::<Bn254Pair>() {
            return library().bn254_pairing_check(pairs);
        }
        let pairs = pairs
            .iter()
            .map(|(g1, g2)| Ok(Bn254Pair { g1: copy(g1)?, g2: copy(g2)? }))
            .collect::<Result<Vec<_>, PrecompileHalt>>()?;
        accelerators::bn254_pairing(&pairs).map_err(|_| MALFORMED)
    }

    fn verify_kzg_proof(
        &self,
        z: &[u8; 32],
        y: &[u8; 32],
        commitment: &[u8; 48],
        proof: &[u8; 48],
    ) -> Result<(), PrecompileHalt> {
        match accelerators::kzg_point_eval(&Bytes(*commitment), &Bytes(*z), &Bytes(*y), &Bytes(*proof)) {
            Ok(true) => Ok(()),
            _ => Err(PrecompileHalt::BlobVerifyKzgProofFailed),
        }
    }

    fn bls12_381_g1_add(&self, a: G1Point, b: G1Point) -> Result<[u8; 96], PrecompileHalt> {
        accelerators::bls12_g1_add(&g1(&a), &g1(&b)).map(|point| point.0).map_err(|_| MALFORMED)
    }

    fn bls12_381_g1_msm(
        &self,
        pairs: &mut dyn Iterator<Item = Result<G1PointScalar, PrecompileHalt>>,
    ) -> Result<[u8; 96], PrecompileHalt> {
        let pairs = pairs.collect::<Result<Vec<_>, _>>()?;
        if pairs.len() > MAX_DATA_BYTES / size_of::<Bls12G1Term>() {
            return library().bls12_381_g1_msm(&mut pairs.into_iter().map(Ok));
        }
        let terms: Vec<_> =
            pairs.iter().map(|(point, scalar)| Bls12G1Term { point: g1(point), scalar: Bytes(*scalar) }).collect();
        accelerators::bls12_g1_msm(&terms).map(|point| point.0).map_err(|_| MALFORMED)
    }

    fn bls12_381_g2_add(&self, a: G2Point, b: G2Point) -> Result<[u8; 192], PrecompileHalt> {
        accelerators::bls12_g2_add(&g2(&a), &g2(&b)).map(|point| point.0).map_err(|_| MALFORMED)
    }

    fn bls12_381_g2_msm(
        &self,
        pairs: &mut dyn Iterator<Item = Result<G2PointScalar, PrecompileHalt>>,
    ) -> Result<[u8; 192], PrecompileHalt> {
        let pairs = pairs.collect::<Result<Vec<_>, _>>()?;
        if pairs.len() > MAX_DATA_BYTES / size_of::<Bls12G2Term>() {
            return library().bls12_381_g2_msm(&mut pairs.into_iter().map(Ok));
        }
        let terms: Vec<_> =
            pairs.iter().map(|(point, scalar)| Bls12G2Term { point: g2(point), scalar: Bytes(*scalar) }).collect();
        accelerators::bls12_g2_msm(&terms).map(|point| point.0).map_err(|_| MALFORMED)
    }

    fn bls12_381_pairing_check(&self, pairs: &[(G1Point, G2Point)]) -> Result<bool, PrecompileHalt> {
        if pairs.len() > MAX_DATA_BYTES / size_of::<Bls12Pair>() {
            return library().bls12_381_pairing_check(pairs);
        }
        let pairs: Vec<_> = pairs.iter().map(|(a, b)| Bls12Pair { g1: g1(a), g2: g2(b) }).collect();
        accelerators::bls12_pairing(&pairs).map_err(|_| MALFORMED)
    }

    fn bls12_381_fp_to_g1(&self, fp: &[u8; 48]) -> Result<[u8; 96], PrecompileHalt> {
        accelerators::bls12_map_fp_to_g1(&Bytes(*fp)).map(|point| point.0).map_err(|_| MALFORMED)
    }

    fn bls12_381_fp2_to_g2(&self, fp2: ([u8; 48], [u8; 48])) -> Result<[u8; 192], PrecompileHalt> {
        let element: Bls12Fp2 = join([&fp2.0, &fp2.1]);
        accelerators::bls12_map_fp2_to_g2(&element).map(|point| point.0).map_err(|_| MALFORMED)
    }
}

/// The hook that alloy's `native-keccak` feature looks for.
///
/// # Safety
/// `bytes` points to `len` readable bytes, `output` to 32 writable ones.
#[cfg(target_os = "none")]
#[unsafe(no_mangle)]
unsafe extern "C" fn native_keccak256(bytes: *const u8, len: usize, output: *mut u8) {
    use accelerators::{Hash, ffi};
    let aligned = output.cast::<Hash>();
    if aligned.is_aligned() {
        unsafe { ffi::zkvm_keccak256(bytes, len, aligned) };
        return;
    }
    let mut hash = Hash::ZERO;
    unsafe {
        ffi::zkvm_keccak256(bytes, len, &mut hash);
        core::ptr::copy_nonoverlapping(hash.0.as_ptr(), output, hash.0.len());
    }
}

/// An operand of the EVM's, aligned.
fn copy<const N: usize>(bytes: &[u8]) -> Result<Bytes<N>, PrecompileHalt> {
    bytes.try_into().map(Bytes).map_err(|_| MALFORMED)
}

/// `N` is eight times `WORDS`.
fn bytes_of<const WORDS: usize, const N: usize>(words: &[u64; WORDS]) -> Bytes<N> {
    let mut result = Bytes::ZERO;
    for (bytes, word) in result.0.as_chunks_mut().0.iter_mut().zip(words) {
        *bytes = word.to_le_bytes();
    }
    result
}

/// `N` is 48 times `PARTS`.
fn join<const PARTS: usize, const N: usize>(parts: [&[u8; 48]; PARTS]) -> Bytes<N> {
    let mut result = Bytes::ZERO;
    for (bytes, part) in result.0.as_chunks_mut().0.iter_mut().zip(parts) {
        *bytes = *part;
    }
    result
}

fn g1((x, y): &G1Point) -> Bls12G1 {
    join([x, y])
}

fn g2((x0, x1, y0, y1): &G2Point) -> Bls12G2 {
    join([x0, x1, y0, y1])
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    #[test]
    fn operands_of_modexp_may_be_longer_than_an_accelerator_takes() {
        for length in [MAX_MODEXP_BYTES, MAX_MODEXP_BYTES + 1, 3000] {
            // modulo 2^n - 1 a power of 2 is another, whose exponent is modulo n
            let modulus = vec![0xff; length];
            let power = 0xffff % (8 * length);
            let mut expected = vec![0; length];
            expected[length - 1 - power / 8] = 1 << (power % 8);
            let result = GuestCrypto.modexp(&[2], &[0xff, 0xff], &modulus).unwrap();
            // Leading zeros are the EVM's to add.
            let start = expected.len() - result.len();
            assert_eq!(result, expected.split_off(start), "{length}");
            assert!(expected.iter().all(|byte| *byte == 0));
        }
    }

    #[test]
    fn malformed_input_halts() {
        assert_eq!(GuestCrypto.bn254_g1_add(&[0xff; 64], &[0; 64]), Err(MALFORMED));
        assert_eq!(GuestCrypto.bn254_pairing_check(&[(&[1; 64], &[0; 128])]), Err(MALFORMED));
        assert_eq!(GuestCrypto.bn254_pairing_check(&[]), Ok(true));
        assert_eq!(GuestCrypto.bls12_381_fp_to_g1(&[0xff; 48]), Err(MALFORMED));
        assert!(!GuestCrypto.secp256r1_verify_signature(&[1; 32], &[0; 64], &[0; 64]));
    }
}
