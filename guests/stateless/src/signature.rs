//! ECDSA on secp256k1: who signed.
use alloy_primitives::{Address, B256, U256, keccak256, uint};
use zkvm_accelerators::{Bytes, Signature, secp256k1_ecrecover};

/// Half of the curve's order: a greater `s` is refused in transactions (EIP-2) and authorizations (EIP-7702).
const HALF_ORDER: U256 = uint!(0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0_U256);

/// Address of the signer of a transaction or authorization; `None` if the signature is not valid.
pub fn recover(hash: B256, r: U256, s: U256, odd_y: bool) -> Option<Address> {
    if s > HALF_ORDER {
        return None;
    }
    let mut signature = Signature::ZERO;
    signature.0[..32].copy_from_slice(&r.to_be_bytes::<32>());
    signature.0[32..].copy_from_slice(&s.to_be_bytes::<32>());
    let key = secp256k1_ecrecover(&Bytes(hash.0), &signature, u8::from(odd_y)).ok()?;
    Some(Address::from_slice(&keccak256(key.0)[12..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::{address, b256};

    const ORDER: U256 = uint!(0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141_U256);

    /// The transaction of EIP-155's example, signed by the key 0x4646…46.
    const HASH: B256 = b256!("daf5a779ae972f972197303d7b574746c7ef83eadac0f2791ad23db92e4c8e53");
    const R: U256 = uint!(0x28ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276_U256);
    const S: U256 = uint!(0x67cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83_U256);

    #[test]
    fn recovers_the_signer() {
        let signer = address!("9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f");
        assert_eq!(recover(HASH, R, S, false), Some(signer));
        assert_ne!(recover(HASH, R, S, true), Some(signer));
    }

    #[test]
    fn refuses_what_no_signer_makes() {
        // The mirrored signature is as good for ECDSA, but not here.
        assert_eq!(recover(HASH, R, ORDER - S, true), None);
        for (r, s) in [(U256::ZERO, S), (R, U256::ZERO), (ORDER, S), (U256::MAX, S), (R, HALF_ORDER + U256::ONE)] {
            assert_eq!(recover(HASH, r, s, false), None);
        }
    }
}
