//! Known answers.
use zkvm_accelerators::{Accelerators, Bytes, LeanSet};

use crate::Software;

fn hex<const N: usize>(text: &str) -> [u8; N] {
    assert_eq!(text.len(), 2 * N);
    core::array::from_fn(|n| u8::from_str_radix(&text[2 * n..2 * n + 2], 16).unwrap())
}

#[test]
fn keccak256_of_short_and_long_data() {
    let empty = hex("c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
    assert_eq!(Software::keccak256(&[]), Bytes(empty));
    for length in [1, 135, 136, 137, 271, 272, 1000] {
        let data: Vec<u8> = (0..length).map(|n| n as u8).collect();
        let expected = revm_precompile::primitives::keccak256(&data).0;
        assert_eq!(Software::keccak256(&data), Bytes(expected), "{length}");
    }
}

#[test]
fn sha256_is_its_compression_function() {
    for length in [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000] {
        let data: Vec<u8> = (0..length).map(|n| n as u8).collect();
        let over = zkvm_accelerators::hashing::sha256(&data, Software::sha256_compress);
        assert_eq!(Software::sha256(&data), over, "{length}");
    }
}

#[test]
fn modular_operations_are_those_of_ruint() {
    use revm_precompile::primitives::U256;
    let mut seed = 1u64;
    let mut limb = || {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        // Limbs that are all ones or zeros are where carries go wrong.
        match seed >> 61 {
            0 => 0,
            1 => u64::MAX,
            2 => 1 << 63,
            _ => seed >> 3,
        }
    };
    for round in 0..20_000 {
        let [a, b, mut m]: [[u64; 4]; 3] = core::array::from_fn(|_| core::array::from_fn(|_| limb()));
        m[1 + round % 3..].fill(0);
        if round % 4 == 0 {
            m = core::array::from_fn(|_| limb());
        }
        let [x, y, z] = [a, b, m].map(U256::from_limbs);
        let expected = |value: U256| (!z.is_zero()).then(|| *value.as_limbs());
        assert_eq!(Software::mulmod256(&a, &b, &m), expected(x.mul_mod(y, z)), "{a:x?} * {b:x?} % {m:x?}");
        assert_eq!(Software::addmod256(&a, &b, &m), expected(x.add_mod(y, z)), "{a:x?} + {b:x?} % {m:x?}");
    }
}

#[test]
fn a_key_is_recovered_and_verifies() {
    // The transaction of EIP-155's example.
    let message = Bytes(hex("daf5a779ae972f972197303d7b574746c7ef83eadac0f2791ad23db92e4c8e53"));
    let mut signature = Bytes::ZERO;
    signature.0[..32].copy_from_slice(&hex::<32>("28ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276"));
    signature.0[32..].copy_from_slice(&hex::<32>("67cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83"));
    let key = Software::secp256k1_ecrecover(&message, &signature, 0).unwrap();
    let address = &Software::keccak256(&key.0).0[12..];
    assert_eq!(address, hex::<20>("9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f"));
    assert_eq!(Software::secp256k1_verify(&message, &signature, &key), Some(true));
    assert_eq!(Software::secp256k1_verify(&Bytes([1; 32]), &signature, &key), Some(false));
    assert_eq!(Software::secp256k1_ecrecover(&message, &signature, 4), None);
    assert_eq!(Software::secp256k1_verify(&message, &Bytes::ZERO, &key), None);
}
