//! By libsecp256k1. Its verification context is built in, so nothing is allocated.
use secp256k1_sys::recovery::{
    RecoverableSignature, secp256k1_ecdsa_recover, secp256k1_ecdsa_recoverable_signature_parse_compact,
};
use secp256k1_sys::{PublicKey, SECP256K1_SER_UNCOMPRESSED, secp256k1_context_static, secp256k1_ec_pubkey_serialize};

pub fn recover(hash: &[u8; 32], r: &[u8; 32], s: &[u8; 32], odd_y: bool) -> Option<[u8; 64]> {
    let mut compact = [0; 64];
    compact[..32].copy_from_slice(r);
    compact[32..].copy_from_slice(s);
    // SAFETY: all pointers are to live values of the sizes that the functions read and write.
    unsafe {
        let mut signature = RecoverableSignature::new();
        let mut key = PublicKey::new();
        let context = secp256k1_context_static;
        let parsed = secp256k1_ecdsa_recoverable_signature_parse_compact(
            context,
            &mut signature,
            compact.as_ptr(),
            i32::from(odd_y),
        );
        // Parsing lets zeros pass; recovery refuses them.
        if parsed != 1 || secp256k1_ecdsa_recover(context, &mut key, &signature, hash.as_ptr()) != 1 {
            return None;
        }
        let mut serialized = [0; 65];
        let mut length = serialized.len();
        secp256k1_ec_pubkey_serialize(context, serialized.as_mut_ptr(), &mut length, &key, SECP256K1_SER_UNCOMPRESSED);
        serialized[1..].try_into().ok()
    }
}
