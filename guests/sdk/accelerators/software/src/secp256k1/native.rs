//! By libsecp256k1. Its verification context is built in, so nothing is allocated.
use secp256k1_sys::recovery::{
    RecoverableSignature, secp256k1_ecdsa_recover, secp256k1_ecdsa_recoverable_signature_parse_compact,
};
use secp256k1_sys::{
    PublicKey, SECP256K1_SER_UNCOMPRESSED, Signature, secp256k1_context_static, secp256k1_ec_pubkey_parse,
    secp256k1_ec_pubkey_serialize, secp256k1_ecdsa_signature_normalize, secp256k1_ecdsa_signature_parse_compact,
    secp256k1_ecdsa_verify,
};

const ZERO: [u8; 32] = [0; 32];

pub fn recover(hash: &[u8; 32], signature: &[u8; 64], recovery_id: u8) -> Option<[u8; 64]> {
    if recovery_id > 3 {
        return None;
    }
    // SAFETY: all pointers are to live values of the sizes that the functions read and write.
    unsafe {
        let mut parsed = RecoverableSignature::new();
        let mut key = PublicKey::new();
        let context = secp256k1_context_static;
        let status = secp256k1_ecdsa_recoverable_signature_parse_compact(
            context,
            &mut parsed,
            signature.as_ptr(),
            i32::from(recovery_id),
        );
        // Parsing lets zeros pass; recovery refuses them.
        if status != 1 || secp256k1_ecdsa_recover(context, &mut key, &parsed, hash.as_ptr()) != 1 {
            return None;
        }
        let mut serialized = [0; 65];
        let mut length = serialized.len();
        secp256k1_ec_pubkey_serialize(context, serialized.as_mut_ptr(), &mut length, &key, SECP256K1_SER_UNCOMPRESSED);
        serialized[1..].try_into().ok()
    }
}

pub fn verify(hash: &[u8; 32], signature: &[u8; 64], key: &[u8; 64]) -> Option<bool> {
    // Parsing lets zeros pass.
    if signature[..32] == ZERO || signature[32..] == ZERO {
        return None;
    }
    let mut uncompressed = [4; 65];
    uncompressed[1..].copy_from_slice(key);
    // SAFETY: as above.
    unsafe {
        let context = secp256k1_context_static;
        let mut parsed = Signature::new();
        let mut point = PublicKey::new();
        if secp256k1_ecdsa_signature_parse_compact(context, &mut parsed, signature.as_ptr()) != 1
            || secp256k1_ec_pubkey_parse(context, &mut point, uncompressed.as_ptr(), uncompressed.len()) != 1
        {
            return None;
        }
        // Verification refuses the greater of the two values that s can have.
        let both = parsed;
        secp256k1_ecdsa_signature_normalize(context, &mut parsed, &both);
        Some(secp256k1_ecdsa_verify(context, &parsed, hash.as_ptr(), &point) == 1)
    }
}
