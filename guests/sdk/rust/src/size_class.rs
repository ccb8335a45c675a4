//! Sizes that the allocator hands out.

/// Every block begins at a multiple of this and its size is one.
pub const GRAIN: usize = 16;
/// Requests up to this many bytes have a class for each multiple of GRAIN.
const SMALL: usize = 1024;
const SMALL_CLASSES: usize = SMALL / GRAIN + 1;
/// Four classes for each power of two from SMALL to 2^30. Greater requests have a class of this number or above.
pub const CLASSES: usize = SMALL_CLASSES + 4 * 20;

/// Class of a request and the size of its blocks.
#[inline(always)]
pub fn class_of(size: usize) -> (usize, usize) {
    if size <= SMALL {
        let class = size.div_ceil(GRAIN);
        (class, class * GRAIN)
    } else {
        large_class_of(size)
    }
}

#[cold]
#[inline(never)]
fn large_class_of(size: usize) -> (usize, usize) {
    // size - 1 has its highest bit at `log`; the two bits below pick the quarter.
    let log = (size - 1).ilog2() as usize;
    let step = 1 << (log - 2);
    let quarters = (size - 1) / step + 1;
    let class = SMALL_CLASSES + (log - SMALL.ilog2() as usize) * 4 + (quarters - 5);
    (class, quarters * step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_count_up_and_hold_their_requests() {
        let mut last = class_of(1);
        for size in (1..10_000).chain([1 << 20, (1 << 20) + 1, (1 << 29) - 1, 1 << 29, (1 << 30) - 1, 1 << 30]) {
            let (class, rounded) = class_of(size);
            assert!(rounded >= size && rounded.is_multiple_of(GRAIN), "{size}");
            assert!(rounded <= size.max(64) + size / 4 + GRAIN, "{size}: {rounded}");
            assert!(class < CLASSES, "{size}: {class}");
            assert!(class > last.0 || (class, rounded) == last, "{size}: one class, one size");
            last = (class, rounded);
        }
        assert!(class_of((1 << 30) + 1).0 >= CLASSES);
    }
}
