//! memcpy and its kin, shared with C guests.
core::arch::global_asm!(include_str!("../../mem.S"));
