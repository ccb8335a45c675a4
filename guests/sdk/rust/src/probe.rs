//! Named places in a program that a host may watch, see `readProbes` of `@hart/riscv`.

/// Names this place, with the values that are of interest here: none, one or two of 64 bits or less.
///
/// It costs no instruction, at most a register that holds a value a little longer: all it writes is a record in a
/// section that is not loaded, of the address and the registers that have the values. What a value points to is in
/// memory here. On other targets nothing is written.
///
/// ```ignore
/// hart_guest::probe!("transaction", index);
/// ```
#[macro_export]
macro_rules! probe {
    ($name:literal) => {
        $crate::__probe!(concat!($name),)
    };
    ($name:literal, $a:expr) => {
        $crate::__probe!(concat!($name, " {0}"), in(reg) $a,)
    };
    ($name:literal, $a:expr, $b:expr) => {
        $crate::__probe!(concat!($name, " {0} {1}"), in(reg) $a, in(reg) $b,)
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __probe {
    ($text:expr, $($operands:tt)*) => {
        // SAFETY: there is no instruction in it.
        unsafe {
            ::core::arch::asm!(
                "989:",
                ".pushsection .hart.probes,\"\",@progbits",
                ".dword 989b",
                concat!(".asciz \"", $text, "\""),
                ".p2align 3",
                ".popsection",
                $($operands)*
                options(readonly, nostack, preserves_flags)
            )
        }
    };
}
