//! A panic that is caught by nobody: the exit code is 101, after destructors ran.
struct Loud(&'static str);

impl Drop for Loud {
    fn drop(&mut self) {
        println!("dropped {}", self.0);
    }
}

fn main() {
    let _outer = Loud("outer");
    let list: Vec<u32> = (0..std::env::args().count() as u32).collect();
    let caught = std::panic::catch_unwind(|| {
        let _inner = Loud("inner");
        list[list.len() + 3]
    });
    println!("caught: {}", caught.is_err());
    let number: Result<u32, _> = "not a number".parse::<u32>();
    println!("about to fail");
    number.unwrap();
}
