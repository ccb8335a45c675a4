//! `_start`: the machine begins here with every register zero and RAM zeroed, so `.bss` needs no clearing.
use core::arch::global_asm;

use crate::io::exit;

unsafe extern "C" {
    fn __hart_main();
}

global_asm!(
    ".pushsection .text.start,\"ax\",@progbits",
    ".globl _start",
    ".type _start,@function",
    "_start:",
    // gp itself must not be addressed through gp.
    ".option push",
    ".option norelax",
    "la gp, __global_pointer$",
    ".option pop",
    "la sp, __stack_top",
    "call {main}",
    ".size _start, . - _start",
    ".popsection",
    main = sym start,
);

extern "C" fn start() -> ! {
    unsafe { __hart_main() };
    exit(0)
}
