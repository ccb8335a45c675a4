//! The structs of `zkvm_accelerators.h`: big-endian bytes, aligned to 8.

/// `N` bytes at an address divisible by 8: every type of the standard is one, or a pair of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C, align(8))]
pub struct Bytes<const N: usize>(pub [u8; N]);

impl<const N: usize> Bytes<N> {
    pub const ZERO: Self = Self([0; N]);
}

impl<const N: usize> From<[u8; N]> for Bytes<N> {
    fn from(bytes: [u8; N]) -> Self {
        Self(bytes)
    }
}

pub type Hash = Bytes<32>;
/// r, then s.
pub type Signature = Bytes<64>;
/// x, then y.
pub type PublicKey = Bytes<64>;

/// x, then y; all zero is the point at infinity.
pub type Bn254G1 = Bytes<64>;
/// x then y, each with its imaginary part first (EIP-197); all zero is the point at infinity.
pub type Bn254G2 = Bytes<128>;

pub type Bls12Fp = Bytes<48>;
/// c0, then c1.
pub type Bls12Fp2 = Bytes<96>;
/// x, then y; all zero is the point at infinity.
pub type Bls12G1 = Bytes<96>;
/// x then y, each c0 then c1 (EIP-2537); all zero is the point at infinity.
pub type Bls12G2 = Bytes<192>;

/// An integer; it need not be below the order of a curve.
pub type Scalar = Bytes<32>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Bn254Pair {
    pub g1: Bn254G1,
    pub g2: Bn254G2,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Bls12Pair {
    pub g1: Bls12G1,
    pub g2: Bls12G2,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Bls12G1Term {
    pub point: Bls12G1,
    pub scalar: Scalar,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Bls12G2Term {
    pub point: Bls12G2,
    pub scalar: Scalar,
}

/// The input is malformed: a point that is on no curve, an element above its field, a signature of zeros.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failed;

/// Bytes that the arrays of one call may have together (terms of a sum, pairs of a pairing).
pub const MAX_DATA_BYTES: usize = 1 << 20;

/// Longest operand of modexp (EIP-7823).
pub const MAX_MODEXP_BYTES: usize = 1024;
