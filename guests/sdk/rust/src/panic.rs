//! A panic logs its message with the place and ends the run with exit code 101, Rust's own.
use core::fmt::{self, Write};
use core::panic::PanicInfo;

use crate::io::{exit, log};

struct Log;

impl Write for Log {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        log(text);
        Ok(())
    }
}

#[panic_handler]
fn panic(info: &PanicInfo) -> ! {
    // Written piece by piece: the allocator may be what failed.
    let _ = writeln!(Log, "{info}");
    exit(101)
}
