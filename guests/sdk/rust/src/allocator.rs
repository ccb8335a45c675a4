//! The global allocator: a bump pointer with free lists by size class.
//!
//! Small requests are rounded up to 16 bytes, larger ones to a quarter of a power of two, so that a freed block fits
//! the next request of its class. The last block may also grow in place and be taken back. Nothing is ever merged;
//! guests are short.
use core::alloc::{GlobalAlloc, Layout};
use core::cell::UnsafeCell;
use core::ptr;

use crate::size_class::{CLASSES, GRAIN, class_of};

unsafe extern "C" {
    static mut __heap_start: u8;
    static mut __heap_end: u8;
}

struct State {
    /// First free byte above all blocks; 0 before the first request.
    top: usize,
    /// Heads of the lists of freed blocks; a freed block's first word is the next one.
    free: [usize; CLASSES],
}

struct Allocator(UnsafeCell<State>);

// SAFETY: guests are single-threaded.
unsafe impl Sync for Allocator {}

#[global_allocator]
static ALLOCATOR: Allocator = Allocator(UnsafeCell::new(State { top: 0, free: [0; CLASSES] }));

unsafe impl GlobalAlloc for Allocator {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: single-threaded, and no call below re-enters.
        let state = unsafe { &mut *self.0.get() };
        let (class, size) = class_of(layout.size());
        if class < CLASSES && layout.align() <= GRAIN {
            let head = state.free[class];
            if head != 0 {
                state.free[class] = unsafe { *(head as *const usize) };
                return head as *mut u8;
            }
        }
        unsafe { state.bump(size, layout) }
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        let state = unsafe { &mut *self.0.get() };
        let (class, size) = class_of(layout.size());
        let address = block as usize;
        if address + size == state.top {
            state.top = address;
        } else if class < CLASSES && size >= GRAIN {
            unsafe { *(address as *mut usize) = state.free[class] };
            state.free[class] = address;
        }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        let block = unsafe { self.alloc(layout) };
        unsafe { ptr::write_bytes(block, 0, layout.size()) };
        block
    }

    #[inline]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        let (class, size) = class_of(layout.size());
        let (new_class, rounded) = class_of(new_size);
        if class == new_class {
            return block;
        }
        let state = unsafe { &mut *self.0.get() };
        let address = block as usize;
        if address + size == state.top && rounded <= heap_end() - address {
            state.top = address + rounded;
            return block;
        }
        // SAFETY: a GlobalAlloc caller passes a size that is valid for this alignment.
        let new_layout = unsafe { Layout::from_size_align_unchecked(new_size, layout.align()) };
        let new_block = unsafe { self.alloc(new_layout) };
        unsafe {
            ptr::copy_nonoverlapping(block, new_block, layout.size().min(new_size));
            self.dealloc(block, layout);
        }
        new_block
    }
}

fn heap_end() -> usize {
    &raw const __heap_end as usize
}

impl State {
    #[inline]
    unsafe fn bump(&mut self, size: usize, layout: Layout) -> *mut u8 {
        if self.top == 0 {
            self.top = &raw const __heap_start as usize;
        }
        let address = self.top.next_multiple_of(layout.align().max(GRAIN));
        match address.checked_add(size) {
            Some(top) if top <= heap_end() => self.top = top,
            _ => out_of_memory(layout.size()),
        }
        address as *mut u8
    }
}

#[cold]
fn out_of_memory(size: usize) -> ! {
    panic!(
        "out of memory: {size} bytes requested, heap of {} bytes is full",
        heap_end() - &raw const __heap_start as usize
    )
}
