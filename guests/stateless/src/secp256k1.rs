//! Public key recovery: libsecp256k1 in the guest, k256 elsewhere. The real blocks go through both.
#[cfg(target_os = "none")]
#[path = "secp256k1/native.rs"]
mod implementation;
#[cfg(not(target_os = "none"))]
#[path = "secp256k1/portable.rs"]
mod implementation;

/// The uncompressed public key, x then y, that made the signature (r, s) of `hash`; `None` if there is none.
///
/// `odd_y` is the parity of the y coordinate of the signature's point, whose x coordinate is below the curve's order.
pub fn recover(hash: &[u8; 32], r: &[u8; 32], s: &[u8; 32], odd_y: bool) -> Option<[u8; 64]> {
    implementation::recover(hash, r, s, odd_y)
}
