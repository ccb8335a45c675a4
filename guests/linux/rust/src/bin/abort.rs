//! Ends by abort: signal 6.
fn main() {
    println!("before");
    std::process::abort();
}
