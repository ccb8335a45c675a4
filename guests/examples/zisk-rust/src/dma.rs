//! memcpy, memmove, memset and memcmp are DMA pairs: the instruction behind `csrs` is never executed, it names the
//! other operands.
use core::arch::{asm, global_asm};

global_asm!(
    ".pushsection .text,\"ax\",@progbits",
    ".globl memcpy",
    ".type memcpy,@function",
    "memcpy:",
    "csrs 0x813, a1",
    "add x0, a0, a2",
    "ret",
    ".globl memmove",
    ".type memmove,@function",
    "memmove:",
    "csrs 0x813, a1",
    "add x0, a0, a2",
    "ret",
    ".globl memcmp",
    ".type memcmp,@function",
    "memcmp:",
    "csrs 0x814, a1",
    "add a0, a0, a2",
    "ret",
    // The byte is part of the instruction: zero, or one by one.
    ".globl memset",
    ".type memset,@function",
    "memset:",
    "bnez a1, 1f",
    "csrs 0x816, a0",
    "addi x0, a2, 0",
    "ret",
    "1: add a2, a0, a2",
    "mv a3, a0",
    "2: beq a3, a2, 3f",
    "sb a1, 0(a3)",
    "addi a3, a3, 1",
    "j 2b",
    "3: ret",
    ".popsection",
);

/// Copies with a constant count; returns the target as the call does.
pub fn copy_17(to: *mut u8, from: *const u8) -> *mut u8 {
    let result: *mut u8;
    unsafe { asm!("csrs 0x813, {1}", "addi {0}, {2}, 17", out(reg) result, in(reg) from, in(reg) to) };
    result
}

pub fn compare_17(a: *const u8, b: *const u8) -> i64 {
    let result: i64;
    unsafe { asm!("csrs 0x814, {1}", "addi {0}, {2}, 17", out(reg) result, in(reg) b, in(reg) a) };
    result
}

/// Fills with 0xa5, the count in a register.
pub fn fill_a5(to: *mut u8, count: usize) {
    unsafe { asm!("csrs 0x816, {0}", "addi x0, {1}, 0xa5", in(reg) to, in(reg) count) };
}

/// Fills 33 bytes with 0x5a: the form with two instructions behind it.
pub fn fill_33(to: *mut u8) -> *mut u8 {
    let result: *mut u8;
    unsafe { asm!("csrsi 0x816, 2", "addi {0}, {1}, 33", "addi x0, x0, 0x5a", out(reg) result, in(reg) to) };
    result
}

/// The next words of an fcall's result.
pub fn take(to: *mut u64, bytes: usize) {
    unsafe { asm!("csrs 0x815, {1}", "add x0, {0}, {1}", in(reg) to, in(reg) bytes) };
}

pub fn take_32(to: *mut u64) {
    unsafe { asm!("csrs 0x815, {0}", "addi x0, {0}, 32", in(reg) to) };
}

/// Marks a place for ZisK's profiler.
pub fn mark() {
    unsafe { asm!("csrs 0x81a, {0}", "addi x0, x0, 1", in(reg) 7) };
}
