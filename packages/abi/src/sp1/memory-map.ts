/**
 * SP1's memory map for 64-bit programs (crates/primitives/src/consts.rs of succinctlabs/sp1): a program begins at
 * 0x78000000, the stack below grows down, the heap follows the program. An address has 48 bits; only these
 * 768 MiB are plain memory, the rest, which guests with SP1's standard
 * allocator keep their inputs in, from 0x1c00000000 on, goes page by page through the environment.
 */
export const PLAIN = 0x70000000;
export const PLAIN_BYTES = 0x30000000;
/** All of the stack, a program and some heap. */
export const MIN_PLAIN_BYTES = 0x09000000;
/** Where programs begin, by which they are recognised. */
export const PROGRAM = 0x78000000;
/** An address beyond is a fault. */
export const ADDRESS_END = 1n << 48n;
