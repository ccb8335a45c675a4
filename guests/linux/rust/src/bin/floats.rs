//! Floating point: functions, formatting, parsing, conversions that saturate.
fn main() {
    let mut sum = 0f64;
    for n in 1..2000 {
        let x = f64::from(n) / 13.0;
        sum += x.sqrt().mul_add(1.25, x.fract()) + x.sin().abs() - x.ln().floor();
    }
    println!("{:.9} {:e}", sum, sum);
    for text in ["1e308", "-0", "0.1", "5e-324", "inf", "NaN", "1e400", "x"] {
        println!("{text}: {:?}", text.parse::<f64>());
    }
    println!("{} {} {}", 300.7f64 as u8, -5.5f32 as u32, f64::NAN as i64);
    println!("{} {} {}", f64::MAX, f32::MIN_POSITIVE, 1.0f32 / 3.0);
    println!("{:?} {:?}", 2.5f64.round(), 2.5f64.round_ties_even());
    println!("{:?}", [3.5, -1.0, f64::NAN, 0.0].map(|x: f64| x.total_cmp(&0.0)));
}
