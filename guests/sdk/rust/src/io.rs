//! Input window and the two environment calls.
use core::arch::asm;

const INPUT: *const u64 = 0x4000_0000 as *const u64;
const ECALL_WRITE: usize = 64;
const ECALL_EXIT: usize = 93;
const FD_OUTPUT: usize = 1;
const FD_LOG: usize = 2;

/// The whole input, in place: reading it costs plain loads.
pub fn read_input() -> &'static [u8] {
    // SAFETY: the environment maps the length and that many bytes, read-only, for the whole run.
    unsafe {
        let length = INPUT.read_volatile() as usize;
        core::slice::from_raw_parts(INPUT.add(1).cast(), length)
    }
}

/// Appends to the public output.
pub fn write_output(bytes: &[u8]) {
    write(FD_OUTPUT, bytes);
}

/// Writes text to the log, which is no part of the result.
pub fn log(text: &str) {
    write(FD_LOG, text.as_bytes());
}

/// Ends the run; 0 is success.
pub fn exit(code: i32) -> ! {
    unsafe { asm!("ecall", in("a7") ECALL_EXIT, in("a0") code, options(noreturn, nostack)) }
}

fn write(fd: usize, bytes: &[u8]) {
    unsafe {
        asm!(
            "ecall",
            in("a7") ECALL_WRITE,
            inlateout("a0") fd => _,
            in("a1") bytes.as_ptr(),
            in("a2") bytes.len(),
            options(nostack),
        );
    }
}
