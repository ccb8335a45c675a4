//! Environment calls: the number in a7, the C function's arguments from a0 on, its status in a0; no other register
//! changes.
use core::arch::asm;

use crate::ffi::Status;

/// An argument register: a pointer or a number.
pub trait Argument {
    fn register(self) -> usize;
}

impl<T> Argument for *const T {
    #[inline(always)]
    fn register(self) -> usize {
        self as usize
    }
}

impl<T> Argument for *mut T {
    #[inline(always)]
    fn register(self) -> usize {
        self as usize
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {$(
        impl Argument for $number {
            #[inline(always)]
            fn register(self) -> usize {
                self as usize
            }
        }
    )*};
}

numbers!(u8 u32 usize);

macro_rules! calls {
    ($($name:ident($($argument:ident $register:tt),*);)*) => {$(
        /// # Safety
        /// The pointers are what the call of this number reads and writes.
        #[inline(always)]
        pub unsafe fn $name(number: usize, a0: impl Argument $(, $argument: impl Argument)*) -> Status {
            let status: usize;
            unsafe {
                asm!(
                    "ecall",
                    in("a7") number,
                    inlateout("a0") a0.register() => status,
                    $(in($register) $argument.register(),)*
                    options(nostack, preserves_flags),
                );
            }
            status as Status
        }
    )*};
}

calls! {
    call1();
    call2(a1 "a1");
    call3(a1 "a1", a2 "a2");
    call4(a1 "a1", a2 "a2", a3 "a3");
    call5(a1 "a1", a2 "a2", a3 "a3", a4 "a4");
    call7(a1 "a1", a2 "a2", a3 "a3", a4 "a4", a5 "a5", a6 "a6");
}
