//! What Rust asks of a program's runtime, by the C one.
use core::alloc::{GlobalAlloc, Layout};
use core::ffi::{c_char, c_void};
use core::panic::PanicInfo;

unsafe extern "C" {
    fn malloc(size: usize) -> *mut c_void;
    fn realloc(block: *mut c_void, size: usize) -> *mut c_void;
    fn free(block: *mut c_void);
    safe fn panic(message: *const c_char) -> !;
}

/// Blocks of malloc are aligned to 16 bytes, and nothing here needs more.
const ALIGNMENT: usize = 16;

struct Allocator;

#[global_allocator]
static ALLOCATOR: Allocator = Allocator;

unsafe impl GlobalAlloc for Allocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        assert!(layout.align() <= ALIGNMENT);
        unsafe { malloc(layout.size()).cast() }
    }

    unsafe fn dealloc(&self, block: *mut u8, _: Layout) {
        unsafe { free(block.cast()) };
    }

    unsafe fn realloc(&self, block: *mut u8, _: Layout, size: usize) -> *mut u8 {
        unsafe { realloc(block.cast(), size).cast() }
    }
}

#[panic_handler]
fn handle_panic(_: &PanicInfo) -> ! {
    panic(c"zkvm_accelerators: panic".as_ptr())
}
