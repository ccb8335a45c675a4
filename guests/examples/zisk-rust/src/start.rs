//! Start, exit, and what to do at a panic.
use core::arch::{asm, global_asm};
use core::panic::PanicInfo;

use crate::zisk;

global_asm!(
    ".pushsection .text.start,\"ax\",@progbits",
    ".globl _start",
    ".type _start,@function",
    "_start:",
    ".option push",
    ".option norelax",
    "la gp, __global_pointer$",
    ".option pop",
    "la sp, __stack_top",
    "call {main}",
    "li a7, 93",
    "ecall",
    ".size _start, . - _start",
    ".popsection",
    main = sym start,
);

extern "C" fn start() {
    crate::main();
}

/// ZisK has no exit code: a failure is an instruction that cannot be executed.
#[panic_handler]
fn panic(info: &PanicInfo) -> ! {
    if let Some(message) = info.message().as_str() {
        zisk::print(message);
        zisk::print("\n");
    }
    unsafe { asm!("unimp", options(noreturn)) }
}
