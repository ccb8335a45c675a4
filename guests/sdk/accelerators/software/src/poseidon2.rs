//! Poseidon2 over KoalaBear, width 16, S-box x³, 8 full and 20 partial rounds, with the parameters of Plonky3: round
//! constants from the Grain LFSR, the matrix circ(2, 3, 1, 1), and the diagonal below.

const P: u64 = 0x7f00_0001;
const WIDTH: usize = 16;
/// Half of the full rounds, which come before and after the partial ones.
const HALF: usize = 4;
const PARTIAL: usize = 20;

/// 2^-n modulo P.
const fn inverse_power(n: u32) -> u64 {
    let mut value = 1;
    let mut count = 0;
    while count < n {
        value = if value % 2 == 0 { value / 2 } else { (value + P) / 2 };
        count += 1;
    }
    value
}

/// What the internal matrix has on its diagonal beside its ones.
const DIAGONAL: [u64; WIDTH] = [
    P - 2,
    1,
    2,
    inverse_power(1),
    3,
    4,
    P - inverse_power(1),
    P - 3,
    P - 4,
    inverse_power(8),
    inverse_power(3),
    inverse_power(24),
    P - inverse_power(8),
    P - inverse_power(3),
    P - inverse_power(4),
    P - inverse_power(24),
];

struct Constants {
    first: [[u64; WIDTH]; HALF],
    partial: [u64; PARTIAL],
    last: [[u64; WIDTH]; HALF],
}

static CONSTANTS: Constants = generate();

/// The LFSR of 80 bits of the Poseidon papers, its oldest bit lowest.
struct Grain(u128);

impl Grain {
    const fn new() -> Self {
        // Widths of the fields: 2 field type, 4 S-box, 12 bits of the prime, 12 width, 10 full, 10 partial rounds.
        let fields: [(u32, u128); 6] = [(2, 1), (4, 0), (12, 31), (12, 16), (10, 8), (10, 20)];
        let mut state = 0;
        let mut at = 0;
        let mut field = 0;
        while field < fields.len() {
            let (width, value) = fields[field];
            let mut bit = width;
            while bit > 0 {
                bit -= 1;
                state |= (value >> bit & 1) << at;
                at += 1;
            }
            field += 1;
        }
        // The other 30 bits are ones.
        state |= ((1 << 30) - 1) << at;
        let mut grain = Self(state);
        let mut warm_up = 0;
        while warm_up < 160 {
            grain.step();
            warm_up += 1;
        }
        grain
    }

    const fn step(&mut self) -> u64 {
        let s = self.0;
        let bit = (s >> 62 ^ s >> 51 ^ s >> 38 ^ s >> 23 ^ s >> 13 ^ s) & 1;
        self.0 = s >> 1 | bit << 79;
        bit as u64
    }

    /// An element: 31 bits, highest first, of those bits that follow a one; again as long as it is not below P.
    const fn element(&mut self) -> u64 {
        loop {
            let mut value = 0;
            let mut count = 0;
            while count < 31 {
                let chosen = self.step() == 1;
                let bit = self.step();
                if chosen {
                    value = value << 1 | bit;
                    count += 1;
                }
            }
            if value < P {
                return value;
            }
        }
    }
}

const fn generate() -> Constants {
    let mut grain = Grain::new();
    let first = full_rounds(&mut grain);
    let mut partial = [0; PARTIAL];
    let mut round = 0;
    while round < PARTIAL {
        partial[round] = grain.element();
        round += 1;
    }
    Constants { first, partial, last: full_rounds(&mut grain) }
}

const fn full_rounds(grain: &mut Grain) -> [[u64; WIDTH]; HALF] {
    let mut rounds = [[0; WIDTH]; HALF];
    let mut n = 0;
    while n < HALF * WIDTH {
        rounds[n / WIDTH][n % WIDTH] = grain.element();
        n += 1;
    }
    rounds
}

/// False, and nothing done, if a value is not below P.
pub fn permute(state: &mut [u32; WIDTH]) -> bool {
    if state.iter().any(|value| u64::from(*value) >= P) {
        return false;
    }
    let mut values = state.map(u64::from);
    external(&mut values);
    for constants in &CONSTANTS.first {
        full_round(&mut values, constants);
    }
    for constant in CONSTANTS.partial {
        values[0] = cube(values[0] + constant);
        let sum: u64 = values.iter().sum();
        for (value, factor) in values.iter_mut().zip(DIAGONAL) {
            *value = (*value * factor + sum) % P;
        }
    }
    for constants in &CONSTANTS.last {
        full_round(&mut values, constants);
    }
    *state = values.map(|value| value as u32);
    true
}

fn full_round(values: &mut [u64; WIDTH], constants: &[u64; WIDTH]) {
    for (value, constant) in values.iter_mut().zip(constants) {
        *value = cube(*value + constant);
    }
    external(values);
}

fn cube(value: u64) -> u64 {
    let value = value % P;
    value * value % P * value % P
}

/// The matrix circ(2M, M, M, M) over M = circ(2, 3, 1, 1).
fn external(values: &mut [u64; WIDTH]) {
    let mut sums = [0; 4];
    for group in values.as_chunks_mut::<4>().0 {
        let all: u64 = group.iter().sum();
        let [a, b, c, d] = *group;
        *group = [all + a + 2 * b, all + b + 2 * c, all + c + 2 * d, all + d + 2 * a];
        for (sum, value) in sums.iter_mut().zip(*group) {
            *sum += value;
        }
    }
    for (n, value) in values.iter_mut().enumerate() {
        *value = (*value + sums[n % 4]) % P;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_are_those_of_plonky3() {
        assert_eq!(CONSTANTS.first[0][..4], [0x7ee56a48, 0x11367045, 0x12e41941, 0x7ebbc12b]);
        assert_eq!(CONSTANTS.partial[19], 0x1e66cec2);
        assert_eq!(CONSTANTS.last[3][15], 0x3466c7ca);
    }

    /// The vector of Plonky3's test of its default permutation, and what is not canonical.
    #[test]
    fn permutes_as_plonky3_does() {
        let mut state = [
            894848333, 1437655012, 1200606629, 1690012884, 71131202, 1749206695, 1717947831, 120589055, 19776022,
            42382981, 1831865506, 724844064, 171220207, 1299207443, 227047920, 1783754913,
        ];
        assert!(permute(&mut state));
        let expected = [
            1934285469, 604889435, 133449501, 1026180808, 1830659359, 176667110, 1391183747, 351743874, 1238264085,
            1292768839, 2023573270, 1201586780, 1360691759, 1230682461, 748270449, 651545025,
        ];
        assert_eq!(state, expected);
        state[15] = P as u32;
        let before = state;
        assert!(!permute(&mut state));
        assert_eq!(state, before);
    }
}
