//! ZisK as a guest sees it: accelerators and fcalls by CSR, input, output, UART.
use core::arch::asm;

const INPUT: usize = 0x4000_0008;
const UART: *mut u8 = 0xa000_0200 as *mut u8;
const OUTPUT: *mut u32 = 0xa001_0000 as *mut u32;

/// Calls the accelerator of a CSR with the address of its parameters.
macro_rules! call {
    ($csr:literal, $parameters:expr) => {
        unsafe {
            core::arch::asm!(concat!("csrs ", $csr, ", {0}"), in(reg) $parameters, options(nostack))
        }
    };
}
pub(crate) use call;

/// The `add256` accelerator, which has a result register.
pub fn add256(parameters: *const u64) -> u64 {
    let carry: u64;
    unsafe { asm!("csrrs {0}, 0x811, {1}", out(reg) carry, in(reg) parameters, options(nostack)) };
    carry
}

/// Gives an fcall parameters: the CSR says how many words there are at the address (0x8f0: the word itself).
macro_rules! parameter {
    ($csr:literal, $value:expr) => {
        unsafe { core::arch::asm!(concat!("csrs ", $csr, ", {0}"), in(reg) $value, options(nostack)) }
    };
}
pub(crate) use parameter;

/// Calls fcall `$id`, a number below 32.
macro_rules! fcall {
    ($id:literal) => {
        unsafe { core::arch::asm!(concat!("csrwi 0x8c0, ", $id), options(nostack)) }
    };
}
pub(crate) use fcall;

/// The next word of an fcall's result.
pub fn next() -> u64 {
    let word: u64;
    unsafe { asm!("csrr {0}, 0xffe", out(reg) word, options(nostack)) };
    word
}

pub fn take<const N: usize>() -> [u64; N] {
    core::array::from_fn(|_| next())
}

pub fn marchid() -> u64 {
    let id: u64;
    unsafe { asm!("csrr {0}, marchid", out(reg) id, options(nostack)) };
    id
}

/// The first record of the input: its length, then the bytes.
pub fn read_input() -> &'static [u8] {
    let ready = |last: usize| {
        parameter!("0x8f0", last);
        fcall!("23");
    };
    ready(INPUT + 7);
    let length = unsafe { *(INPUT as *const u64) } as usize;
    if length > 0 {
        ready(INPUT + 8 + length - 1);
    }
    unsafe { core::slice::from_raw_parts((INPUT + 8) as *const u8, length) }
}

/// Public output, whole words of 32 bits.
pub fn write_output(bytes: &[u8]) {
    for (index, word) in bytes.chunks_exact(4).enumerate() {
        let value = u32::from_le_bytes(word.try_into().unwrap());
        unsafe { OUTPUT.add(index).write_volatile(value) };
    }
}

pub fn print(text: &str) {
    for byte in text.bytes() {
        unsafe { UART.write_volatile(byte) };
    }
}
