//! The base field.
use crypto_bigint::modular::constant_mod::{Residue, ResidueParams};
use crypto_bigint::{Encoding, NonZero, U256, impl_modulus};

impl_modulus!(Prime, U256, "30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47");

/// An element of the base field, with the constants that curve and pairing need.
pub trait Field: Copy + PartialEq {
    const ZERO: Self;
    const ONE: Self;
    /// One half.
    const HALF: Self;
    /// ξ = 9 + u to the power of i(p − 1)/6, for i from 1 to 5: what the Frobenius map multiplies by.
    const FROBENIUS: [[Self; 2]; 5];
    /// b of the twist: 3/ξ.
    const TWIST_B: [Self; 2];

    fn add(self, other: Self) -> Self;
    fn sub(self, other: Self) -> Self;
    fn mul(self, other: Self) -> Self;
    fn square(self) -> Self {
        self.mul(self)
    }
    fn double(self) -> Self {
        self.add(self)
    }
    fn neg(self) -> Self {
        Self::ZERO.sub(self)
    }
    /// Of a value that is not zero.
    fn invert(self) -> Self;
    /// None unless the number is below the modulus.
    fn from_number(number: U256) -> Option<Self>;
    fn to_number(self) -> U256;

    fn from_bytes(bytes: &[u8; 32]) -> Option<Self> {
        Self::from_number(U256::from_be_bytes(*bytes))
    }
    fn to_bytes(self) -> [u8; 32] {
        self.to_number().to_be_bytes()
    }
}

/// The constants of [`Field`], from numbers by a constant function.
macro_rules! constants {
    ($from:path) => {
        const ZERO: Self = $from(U256::ZERO);
        const ONE: Self = $from(U256::ONE);
        const HALF: Self = $from(U256::from_be_hex("183227397098d014dc2822db40c0ac2ecbc0b548b438e5469e10460b6c3e7ea4"));
        const FROBENIUS: [[Self; 2]; 5] = [
            [
                $from(U256::from_be_hex("1284b71c2865a7dfe8b99fdd76e68b605c521e08292f2176d60b35dadcc9e470")),
                $from(U256::from_be_hex("246996f3b4fae7e6a6327cfe12150b8e747992778eeec7e5ca5cf05f80f362ac")),
            ],
            [
                $from(U256::from_be_hex("2fb347984f7911f74c0bec3cf559b143b78cc310c2c3330c99e39557176f553d")),
                $from(U256::from_be_hex("16c9e55061ebae204ba4cc8bd75a079432ae2a1d0b7c9dce1665d51c640fcba2")),
            ],
            [
                $from(U256::from_be_hex("063cf305489af5dcdc5ec698b6e2f9b9dbaae0eda9c95998dc54014671a0135a")),
                $from(U256::from_be_hex("07c03cbcac41049a0704b5a7ec796f2b21807dc98fa25bd282d37f632623b0e3")),
            ],
            [
                $from(U256::from_be_hex("05b54f5e64eea80180f3c0b75a181e84d33365f7be94ec72848a1f55921ea762")),
                $from(U256::from_be_hex("2c145edbe7fd8aee9f3a80b03b0b1c923685d2ea1bdec763c13b4711cd2b8126")),
            ],
            [
                $from(U256::from_be_hex("0183c1e74f798649e93a3661a4353ff4425c459b55aa1bd32ea2c810eab7692f")),
                $from(U256::from_be_hex("12acf2ca76fd0675a27fb246c7729f7db080cb99678e2ac024c6b8ee6e0c2c4b")),
            ],
        ];
        const TWIST_B: [Self; 2] = [
            $from(U256::from_be_hex("2b149d40ceb8aaae81be18991be06ac3b5b4c5e559dbefa33267e6dc24a138e5")),
            $from(U256::from_be_hex("009713b03af0fed4cd2cafadeed8fdf4a74fa084e52d1852e4a2bd0685c315d2")),
        ];
    };
}

/// crypto-bigint's residues, in Montgomery form and constant time.
#[derive(Clone, Copy, PartialEq)]
pub struct Montgomery(Residue<Prime, { U256::LIMBS }>);

impl Montgomery {
    const fn new(number: U256) -> Self {
        Self(Residue::new(&number))
    }
}

impl Field for Montgomery {
    constants!(Self::new);

    #[inline]
    fn add(self, other: Self) -> Self {
        Self(self.0.add(&other.0))
    }
    #[inline]
    fn sub(self, other: Self) -> Self {
        Self(self.0.sub(&other.0))
    }
    #[inline]
    fn mul(self, other: Self) -> Self {
        Self(self.0.mul(&other.0))
    }
    #[inline]
    fn square(self) -> Self {
        Self(self.0.square())
    }
    fn invert(self) -> Self {
        Self(self.0.invert().0)
    }
    fn from_number(number: U256) -> Option<Self> {
        (number < Prime::MODULUS).then(|| Self::new(number))
    }
    fn to_number(self) -> U256 {
        self.0.retrieve()
    }
}

/// The number itself, multiplied by an accelerator call; sums are crypto-bigint's.
#[derive(Clone, Copy, PartialEq)]
pub struct Called(U256);

static MODULUS: [u64; 4] = Prime::MODULUS.to_words();

unsafe extern "C" {
    fn hart_mulmod256(a: *const [u64; 4], b: *const [u64; 4], m: *const [u64; 4], out: *mut [u64; 4]) -> i32;
}

impl Field for Called {
    constants!(Self);

    #[inline]
    fn add(self, other: Self) -> Self {
        Self(self.0.add_mod(&other.0, &Prime::MODULUS))
    }
    #[inline]
    fn sub(self, other: Self) -> Self {
        Self(self.0.sub_mod(&other.0, &Prime::MODULUS))
    }
    #[inline]
    fn mul(mut self, other: Self) -> Self {
        let this: *mut [u64; 4] = self.0.as_words_mut();
        // SAFETY: inputs are read before the output, which may be one of them, is written.
        unsafe { hart_mulmod256(this, other.0.as_words(), &MODULUS, this) };
        self
    }
    /// By Fermat: multiplications are what is cheap here.
    fn invert(self) -> Self {
        let exponent = Prime::MODULUS.wrapping_sub(&U256::from_u8(2));
        (0..254).rev().fold(Self::ONE, |power, bit| {
            let square = power.square();
            if exponent.bit_vartime(bit) { square.mul(self) } else { square }
        })
    }
    fn from_number(number: U256) -> Option<Self> {
        (number < Prime::MODULUS).then_some(Self(number))
    }
    fn to_number(self) -> U256 {
        self.0
    }
}

/// An exponent of up to 256 bits, any value, modulo the order of the groups.
pub fn read_scalar(bytes: &[u8; 32]) -> U256 {
    const ORDER: U256 = U256::from_be_hex("30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001");
    U256::from_be_bytes(*bytes).rem(&NonZero::new(ORDER).unwrap())
}
