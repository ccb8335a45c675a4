//! Sums and products modulo a number, of any values: schoolbook multiplication and long division (Knuth's algorithm D).

/// a + b modulo m; `None` if m is 0.
pub fn add<const N: usize>(a: &[u64; N], b: &[u64; N], m: &[u64; N]) -> Option<[u64; N]> {
    let mut wide = [0; MAX_WIDE];
    let mut carry = 0;
    for n in 0..N {
        let sum = u128::from(a[n]) + u128::from(b[n]) + carry;
        wide[n] = sum as u64;
        carry = sum >> 64;
    }
    wide[N] = carry as u64;
    remainder(&wide[..=N], m)
}

/// a·b modulo m; `None` if m is 0.
pub fn multiply<const N: usize>(a: &[u64; N], b: &[u64; N], m: &[u64; N]) -> Option<[u64; N]> {
    let mut wide = [0; MAX_WIDE];
    for n in 0..N {
        let mut carry = 0;
        for k in 0..N {
            let sum = u128::from(a[n]) * u128::from(b[k]) + u128::from(wide[n + k]) + carry;
            wide[n + k] = sum as u64;
            carry = sum >> 64;
        }
        wide[n + N] = carry as u64;
    }
    remainder(&wide[..2 * N], m)
}

/// Limbs of the longest product, and one more for long division.
const MAX_WIDE: usize = 13;

fn remainder<const N: usize>(wide: &[u64], m: &[u64; N]) -> Option<[u64; N]> {
    let length = m.iter().rposition(|limb| *limb != 0)? + 1;
    // Both are shifted so that the divisor's highest bit is set.
    let shift = m[length - 1].leading_zeros();
    let mut divisor = *m;
    shift_left(&mut divisor[..length], shift);
    let mut dividend = [0; MAX_WIDE];
    dividend[..wide.len()].copy_from_slice(wide);
    shift_left(&mut dividend[..=wide.len()], shift);
    for n in (0..=wide.len() - length).rev() {
        reduce(&mut dividend[n..=n + length], &divisor[..length]);
    }
    let mut result = [0; N];
    for n in 0..length {
        let high = if shift == 0 || n + 1 == length { 0 } else { dividend[n + 1] << (64 - shift) };
        result[n] = dividend[n] >> shift | high;
    }
    Some(result)
}

fn shift_left(limbs: &mut [u64], shift: u32) {
    if shift == 0 {
        return;
    }
    for n in (1..limbs.len()).rev() {
        limbs[n] = limbs[n] << shift | limbs[n - 1] >> (64 - shift);
    }
    limbs[0] <<= shift;
}

/// Takes from `window`, which is one limb longer than the divisor, as often the divisor as it goes in: fewer than 2^64
/// times.
fn reduce(window: &mut [u64], divisor: &[u64]) {
    let length = divisor.len();
    let high = u128::from(window[length]) << 64 | u128::from(window[length - 1]);
    let top = u128::from(divisor[length - 1]);
    // At most two too great.
    let quotient = (high / top).min(u128::from(u64::MAX)) as u64;
    let mut borrow = 0;
    let mut carry = 0;
    for n in 0..length {
        let product = u128::from(quotient) * u128::from(divisor[n]) + carry;
        carry = product >> 64;
        let (low, first) = window[n].overflowing_sub(product as u64);
        let (low, second) = low.overflowing_sub(borrow);
        window[n] = low;
        borrow = u64::from(first | second);
    }
    let (top, first) = window[length].overflowing_sub(carry as u64);
    let (top, second) = top.overflowing_sub(borrow);
    window[length] = top;
    let mut negative = first | second;
    while negative {
        let mut carry = 0;
        for n in 0..length {
            let sum = u128::from(window[n]) + u128::from(divisor[n]) + carry;
            window[n] = sum as u64;
            carry = sum >> 64;
        }
        let (top, overflow) = window[length].overflowing_add(carry as u64);
        window[length] = top;
        negative = !overflow;
    }
}
