//! Places that `hart block --profile` watches, to say which transaction, contract and opcode steps are for. They are in
//! the guest only.
#[cfg(target_os = "none")]
macro_rules! probe {
    ($($arguments:tt)*) => {{
        hart_guest::probe!($($arguments)*)
    }};
}
#[cfg(not(target_os = "none"))]
macro_rules! probe {
    ($name:literal $(, $value:expr)*) => {{
        let _ = ($(&$value,)*);
    }};
}
pub(crate) use probe;
