//! Integers of all widths, 128 bits among them: arithmetic, overflow, bits, text.
fn main() {
    let mut x = 0x0123_4567_89ab_cdef_fedc_ba98_7654_3210u128;
    let mut sum = 0u128;
    for n in 1..3000u128 {
        x = x.wrapping_mul(0x5851_f42d_4c95_7f2d_1405_7b7e_f767_814f).rotate_left(7) ^ n;
        sum = sum.wrapping_add(x / n).wrapping_add(x % (n << 40 | 1));
    }
    println!("{sum:x} {x}");
    println!("{:?} {:?}", i128::MIN.checked_neg(), 200u8.checked_add(56));
    println!("{} {}", i64::MAX.wrapping_add(1), (-7i32).rem_euclid(3));
    println!("{} {} {}", u64::MAX.count_ones(), 40u32.leading_zeros(), 40u32.trailing_zeros());
    println!("{:?}", i16::from_str_radix("-7fff", 16));
    println!("{} {}", u64::MAX.isqrt(), 12u64.pow(15).ilog10());
    println!("{:?}", (1u32..=20).try_fold(1u32, |product, n| product.checked_mul(n)));
}
