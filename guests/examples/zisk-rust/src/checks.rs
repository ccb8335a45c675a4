//! Each accelerator, memory function and fcall once or twice, against what must hold between their results.
use crate::zisk::{self, call, fcall, next, parameter, take};
use crate::{dma, hashes};

type U256 = [u64; 4];
type U384 = [u64; 6];

fn check(holds: bool, name: &str) {
    if !holds {
        zisk::print("wrong: ");
        zisk::print(name);
        zisk::print("\n");
        panic!("a check failed");
    }
}

const SECP256K1_P: U256 = [0xfffffffefffffc2f, u64::MAX, u64::MAX, u64::MAX];
const SECP256K1_N: U256 = [0xbfd25e8cd0364141, 0xbaaedce6af48a03b, 0xfffffffffffffffe, 0xffffffffffffffff];
const SECP256K1_G: [u64; 8] = [
    0x59f2815b16f81798,
    0x029bfcdb2dce28d9,
    0x55a06295ce870b07,
    0x79be667ef9dcbbac,
    0x9c47d08ffb10d4b8,
    0xfd17b448a6855419,
    0x5da4fbfc0e1108a8,
    0x483ada7726a3c465,
];
const SECP256R1_G: [u64; 8] = [
    0xf4a13945d898c296,
    0x77037d812deb33a0,
    0xf8bce6e563a440f2,
    0x6b17d1f2e12c4247,
    0xcbb6406837bf51f5,
    0x2bce33576b315ece,
    0x8ee7eb4a7c0f9e16,
    0x4fe342e2fe1a7f9b,
];
const SECP256R1_N: U256 = [0xf3b9cac2fc632551, 0xbce6faada7179e84, 0xffffffffffffffff, 0xffffffff00000000];
const BN254_P: U256 = [0x3c208c16d87cfd47, 0x97816a916871ca8d, 0xb85045b68181585d, 0x30644e72e131a029];
const BLS12_381_P: U384 = [
    0xb9feffffffffaaab,
    0x1eabfffeb153ffff,
    0x6730d2a0f6b0f624,
    0x64774b84f38512bf,
    0x4b1ba7b6434bacd7,
    0x1a0111ea397fe69a,
];
const BLS12_381_G: [u64; 12] = [
    0xfb3af00adb22c6bb,
    0x6c55e83ff97a1aef,
    0xa14e3a3f171bac58,
    0xc3688c4f9774b905,
    0x2695638c4fa9ac0f,
    0x17f1d3a73197d794,
    0x0caa232946c5e7e1,
    0xd03cc744a2888ae4,
    0x00db18cb2c04b3ed,
    0xfcf5e095d5d00af6,
    0xa09e30ed741d8ae4,
    0x08b3f481e3aaa0f1,
];

const A: U256 = [0x0123456789abcdef, 0xfedcba9876543210, 0x0f1e2d3c4b5a6978, 0x00c0ffee00c0ffee];
const B: U256 = [5, 0xffffffffffffffff, 7, 0x1000000000000000];
const ONE: U256 = [1, 0, 0, 0];
const ZERO: U256 = [0; 4];

fn at<T>(value: &T) -> usize {
    value as *const T as usize
}

/// Of what a call writes.
fn to<T>(value: &mut T) -> usize {
    value as *mut T as usize
}

/// a·b + c modulo m.
fn mul_add(a: &U256, b: &U256, c: &U256, m: &U256) -> U256 {
    let mut d = ZERO;
    let parameters = [at(a), at(b), at(c), at(m), to(&mut d)];
    call!("0x802", parameters.as_ptr());
    d
}

fn mul_add_384(a: &U384, b: &U384, c: &U384, m: &U384) -> U384 {
    let mut d = [0u64; 6];
    let parameters = [at(a), at(b), at(c), at(m), to(&mut d)];
    call!("0x80b", parameters.as_ptr());
    d
}

pub fn run() {
    check(zisk::marchid() == 0xfffeeee, "marchid");
    dma::mark();
    memory();
    arithmetic();
    hash();
    curves();
    complex();
    inverses();
    roots();
    lines();
    signatures();
    bits();
    divisions();
}

fn memory() {
    let text = *b"the quick brown fox jumps over it";
    let mut copy = [0u8; 33];
    check(dma::copy_17(copy.as_mut_ptr(), text.as_ptr()) == copy.as_mut_ptr(), "memcpy, its result");
    check(copy[..17] == text[..17] && copy[17..] == [0; 16], "memcpy");
    check(dma::compare_17(copy.as_ptr(), text.as_ptr()) == 0, "memcmp, equal");
    copy[3] = b'z';
    check(dma::compare_17(copy.as_ptr(), text.as_ptr()) == i64::from(b'z') - 32, "memcmp, above");
    check(dma::compare_17(text.as_ptr(), copy.as_ptr()) == 32 - i64::from(b'z'), "memcmp, below");
    dma::fill_a5(copy.as_mut_ptr(), 5);
    check(copy[..6] == [0xa5, 0xa5, 0xa5, 0xa5, 0xa5, b'u'], "memset");
    check(dma::fill_33(copy.as_mut_ptr()) == copy.as_mut_ptr(), "memset, its result");
    check(copy == [0x5a; 33], "memset, long form");
    let mut overlapping = text;
    overlapping.copy_within(0..30, 3);
    check(&overlapping[..8] == b"thethe q", "memmove");
}

fn arithmetic() {
    let (mut low, mut high) = (ZERO, ZERO);
    let parameters = [at(&A), at(&B), at(&B), to(&mut low), to(&mut high)];
    call!("0x801", parameters.as_ptr());
    // (high·2²⁵⁶ + low) modulo p is a·b + b modulo p; 2²⁵⁶ is 2³² + 977.
    let folded = mul_add(&high, &[0x1000003d1, 0, 0, 0], &low, &SECP256K1_P);
    check(folded == mul_add(&A, &B, &B, &SECP256K1_P), "arith256");

    let mut sum = ZERO;
    let parameters = [at(&A) as u64, at(&SECP256K1_P) as u64, 1, to(&mut sum) as u64];
    let carry = zisk::add256(parameters.as_ptr());
    let reduced = mul_add(&sum, &ONE, &ZERO, &SECP256K1_P);
    check(carry == 1, "add256, its carry");
    // a + p + 1 − 2²⁵⁶ is a − 2³² − 976
    check(mul_add(&reduced, &ONE, &[0x1000003d0, 0, 0, 0], &SECP256K1_P) == A, "add256");

    let two = [2, 0, 0, 0, 0, 0];
    // (p − 1)·2 + 3 is 1
    let mut below = BLS12_381_P;
    below[0] -= 1;
    let three = [3, 0, 0, 0, 0, 0];
    check(mul_add_384(&below, &two, &three, &BLS12_381_P) == [1, 0, 0, 0, 0, 0], "arith384_mod");
}

fn hash() {
    let mut state = [0u64; 25];
    hashes::permute(&mut state);
    check(state[0] == 0xf1258f7940e1dde7, "keccakf");

    let mut first = [1u64; 16];
    let mut second = [1u64; 16];
    call!("0x812", first.as_mut_ptr());
    second[0] = 0xffffffff00000002;
    call!("0x812", second.as_mut_ptr());
    check(first == second && first[0] != 1, "poseidon2");

    // with a message of zeros, all rounds are the same
    let (mut v, mut w, m) = ([1u64; 16], [1u64; 16], [0u64; 16]);
    let parameters = [3, to(&mut v), at(&m)];
    call!("0x819", parameters.as_ptr());
    let parameters = [8, to(&mut w), at(&m)];
    call!("0x819", parameters.as_ptr());
    check(v == w && v[0] != 1, "blake2b_round");
}

/// (p + p) + p by the double and the sum, and p + (p + p) by the sum, for one curve.
macro_rules! check_curve {
    ($add:literal, $double:literal, $point:expr, $name:literal) => {{
        let point = $point;
        let mut twice = point;
        call!($double, twice.as_mut_ptr());
        let mut first = twice;
        let mut second = point;
        let parameters = [first.as_mut_ptr() as usize, at(&point)];
        call!($add, parameters.as_ptr());
        let parameters = [second.as_mut_ptr() as usize, at(&twice)];
        call!($add, parameters.as_ptr());
        check(first == second && first != point, $name);
        // 4p = 2·2p = 3p + p
        call!($double, twice.as_mut_ptr());
        let parameters = [first.as_mut_ptr() as usize, at(&point)];
        call!($add, parameters.as_ptr());
        check(first == twice, $name);
    }};
}

fn curves() {
    check_curve!("0x803", "0x804", SECP256K1_G, "secp256k1");
    check_curve!("0x806", "0x807", [1u64, 0, 0, 0, 2, 0, 0, 0], "bn254");
    check_curve!("0x80c", "0x80d", BLS12_381_G, "bls12_381");
    check_curve!("0x817", "0x818", SECP256R1_G, "secp256r1");
}

/// (x + y)² − y² − x² = 2·x·y, which takes each of a field's three operations.
macro_rules! check_complex {
    ($add:literal, $sub:literal, $mul:literal, $x:expr, $y:expr, $name:literal) => {{
        let (x, y) = ($x, $y);
        let apply = |f1: &mut _, f2: &_, kind: u8| {
            let parameters = [to(f1), at(f2)];
            match kind {
                0 => call!($add, parameters.as_ptr()),
                1 => call!($sub, parameters.as_ptr()),
                _ => call!($mul, parameters.as_ptr()),
            }
        };
        let mut left = x;
        apply(&mut left, &y, 0);
        let sum = left;
        apply(&mut left, &sum, 2);
        for square_of in [x, y] {
            let mut square = square_of;
            apply(&mut square, &square_of, 2);
            apply(&mut left, &square, 1);
        }
        let mut right = x;
        apply(&mut right, &y, 2);
        let product = right;
        apply(&mut right, &product, 0);
        check(left == right && left != x, $name);
    }};
}

fn complex() {
    let (x, y) = ([9u64, 8, 7, 6, 5, 4, 3, 2], [1u64, 2, 3, 4, 5, 6, 7, 8]);
    check_complex!("0x808", "0x809", "0x80a", x, y, "bn254_complex");
    let (x, y) = ([3u64, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8], [2u64, 7, 1, 8, 2, 8, 1, 8, 2, 8, 4, 5]);
    check_complex!("0x80e", "0x80f", "0x810", x, y, "bls12_381_complex");
}

fn inverses() {
    let verify = |modulus: &U256, name: &str| {
        let inverse: U256 = take();
        check(mul_add(&A, &inverse, &ZERO, modulus) == ONE, name);
    };
    parameter!("0x8f2", A.as_ptr());
    fcall!("1");
    verify(&SECP256K1_P, "fcall 1");
    parameter!("0x8f2", A.as_ptr());
    fcall!("2");
    verify(&SECP256K1_N, "fcall 2");
    parameter!("0x8f2", A.as_ptr());
    fcall!("6");
    verify(&BN254_P, "fcall 6");

    let a = [11u64, 22, 33, 44, 55, 66];
    parameter!("0x8f1", a[..2].as_ptr());
    parameter!("0x8f2", a[2..].as_ptr());
    fcall!("10");
    let inverse: U384 = take();
    check(mul_add_384(&a, &inverse, &[0; 6], &BLS12_381_P) == [1, 0, 0, 0, 0, 0], "fcall 10");

    let x = [9u64, 8, 7, 6, 5, 4, 3, 2];
    parameter!("0x8f3", x.as_ptr());
    fcall!("7");
    let mut product: [u64; 8] = take();
    let parameters = [product.as_mut_ptr() as usize, at(&x)];
    call!("0x80a", parameters.as_ptr());
    check(product == [1, 0, 0, 0, 0, 0, 0, 0], "fcall 7");

    let x = [3u64, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8];
    parameter!("0x8f4", x.as_ptr());
    fcall!("12");
    let mut product: [u64; 12] = take();
    let parameters = [product.as_mut_ptr() as usize, at(&x)];
    call!("0x810", parameters.as_ptr());
    check(product[0] == 1 && product[1..] == [0; 11], "fcall 12");
}

fn roots() {
    for parity in [0u64, 1] {
        parameter!("0x8f2", A.as_ptr());
        parameter!("0x8f0", parity);
        fcall!("3");
        let is_square = next();
        let root: U256 = take();
        let square = mul_add(&root, &root, &ZERO, &SECP256K1_P);
        let factor = if is_square == 1 { 1 } else { 3 };
        check(square == mul_add(&A, &[factor, 0, 0, 0], &ZERO, &SECP256K1_P), "fcall 3");
        check(is_square == 0 || root[0] & 1 == parity, "fcall 3, its parity");
    }

    let a = [11u64, 22, 33, 44, 55, 66];
    parameter!("0x8f2", a.as_ptr());
    parameter!("0x8f1", a[4..].as_ptr());
    fcall!("11");
    let factor = if next() == 1 { 1 } else { 2 };
    let root: U384 = take();
    let square = mul_add_384(&root, &root, &[0; 6], &BLS12_381_P);
    check(square == mul_add_384(&a, &[factor, 0, 0, 0, 0, 0], &[0; 6], &BLS12_381_P), "fcall 11");

    let x = [3u64, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8];
    parameter!("0x8f4", x.as_ptr());
    fcall!("13");
    let is_square = next();
    let mut square: [u64; 12] = take();
    let root = square;
    let parameters = [square.as_mut_ptr() as usize, at(&root)];
    call!("0x810", parameters.as_ptr());
    let mut expected = x;
    if is_square == 0 {
        let non_residue = [1u64, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0];
        let parameters = [expected.as_mut_ptr() as usize, at(&non_residue)];
        call!("0x810", parameters.as_ptr());
    }
    check(square == expected, "fcall 13");
}

/// λ·x + μ − y must be 0 at a point of a line.
macro_rules! check_line {
    ($add:literal, $mul:literal, $slope:expr, $offset:expr, $x:expr, $y:expr, $name:literal) => {{
        let mut value = $slope;
        let parameters = [value.as_mut_ptr() as usize, at($x)];
        call!($mul, parameters.as_ptr());
        let parameters = [value.as_mut_ptr() as usize, at($offset)];
        call!($add, parameters.as_ptr());
        check(value == *$y, $name);
    }};
}

fn lines() {
    let points = [[9u64, 8, 7, 6, 5, 4, 3, 2], [1, 2, 3, 4, 5, 6, 7, 8], [2; 8], [4; 8]];
    parameter!("0x8f9", points.as_ptr());
    fcall!("8");
    let (slope, offset): ([u64; 8], [u64; 8]) = (take(), take());
    check_line!("0x808", "0x80a", slope, &offset, &points[0], &points[1], "fcall 8");
    check_line!("0x808", "0x80a", slope, &offset, &points[2], &points[3], "fcall 8");
    parameter!("0x8f5", points.as_ptr());
    fcall!("9");
    let (slope, offset): ([u64; 8], [u64; 8]) = (take(), take());
    check_line!("0x808", "0x80a", slope, &offset, &points[0], &points[1], "fcall 9");

    let points = [[1u64; 12], [2; 12], [3; 12], [5; 12]];
    parameter!("0x8fa", points.as_ptr());
    fcall!("14");
    let (slope, offset): ([u64; 12], [u64; 12]) = (take(), take());
    check_line!("0x80e", "0x810", slope, &offset, &points[0], &points[1], "fcall 14");
    check_line!("0x80e", "0x810", slope, &offset, &points[2], &points[3], "fcall 14");
    parameter!("0x8f7", points.as_ptr());
    fcall!("15");
    let (slope, offset): ([u64; 12], [u64; 12]) = (take(), take());
    check_line!("0x80e", "0x810", slope, &offset, &points[0], &points[1], "fcall 15");
}

/// With the base point as the key, z = r = 1 and s = 1, both points are G + G.
fn signatures() {
    let verify = |base: &[u64; 8], order: &U256, double: bool, name: &str| {
        let scalars = [ONE, ONE, ONE];
        parameter!("0x8f3", base.as_ptr());
        parameter!("0x8f4", scalars.as_ptr());
        let mut expected = *base;
        if double {
            fcall!("4");
            call!("0x804", expected.as_mut_ptr());
        } else {
            fcall!("5");
            call!("0x818", expected.as_mut_ptr());
        }
        let point: [u64; 8] = take();
        check(point == expected && order[3] != 0, name);
    };
    verify(&SECP256K1_G, &SECP256K1_N, true, "fcall 4");
    verify(&SECP256R1_G, &SECP256R1_N, false, "fcall 5");
}

fn bits() {
    parameter!("0x8f0", 1u64);
    parameter!("0x8f0", 0b1011u64);
    fcall!("16");
    check(take::<5>() == [4, 1, 0, 1, 1], "fcall 16");

    parameter!("0x8f0", 2u64);
    parameter!("0x8f2", A.as_ptr());
    parameter!("0x8f2", B.as_ptr());
    fcall!("17");
    check(take::<2>() == [3, 60], "fcall 17");

    let (x, y) = ([1u64, 0, 0, 0, 0, 0, 99, 99], [0u64, 0, 4, 0, 0, 0, 99, 99]);
    parameter!("0x8f3", x.as_ptr());
    parameter!("0x8f3", y.as_ptr());
    fcall!("18");
    check(take::<2>() == [2, 2], "fcall 18");
}

fn divisions() {
    let operands = [B, A];
    parameter!("0x8f3", operands.as_ptr());
    fcall!("19");
    let (quotient, remainder): (U256, U256) = (take(), take());
    check(mul_add(&quotient, &A, &remainder, &[u64::MAX; 4]) == B, "fcall 19");

    parameter!("0x8f2", B.as_ptr());
    fcall!("20");
    check(next() == 1 && next().wrapping_mul(B[0]) == 1, "fcall 20");

    let operands = [A, SECP256K1_N];
    parameter!("0x8f3", operands.as_ptr());
    fcall!("21");
    check(next() == 1, "fcall 21, its flag");
    let mut inverse = ZERO;
    dma::take_32(inverse.as_mut_ptr());
    check(mul_add(&A, &inverse, &ZERO, &SECP256K1_N) == ONE, "fcall 21");

    parameter!("0x8f0", 4u64);
    parameter!("0x8f2", B.as_ptr());
    parameter!("0x8f0", 1u64);
    parameter!("0x8f0", 10u64);
    fcall!("22");
    check(next() == 4, "fcall 22, its length");
    let mut quotient = ZERO;
    dma::take(quotient.as_mut_ptr(), 32);
    check(next() == 4, "fcall 22, its second length");
    let remainder: U256 = take();
    let product = mul_add(&quotient, &[10, 0, 0, 0], &remainder, &[u64::MAX; 4]);
    check(product == B && remainder[0] < 10, "fcall 22");
}
