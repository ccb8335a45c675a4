/** ZisK's memory map (core/src/mem.rs of 0xPolygonHermez/zisk). */

/** A word for the host's answers, then the input. */
export const INPUT = 0x40000000;
/** Where guests built with ZisK up to 0.12 look for it: a word that is 0, its length, then the input. */
export const OLD_INPUT = 0x90000000;
/** Programs have no segment below. */
export const PROGRAM = 0x80000000;
export const RAM = 0xa0000000;
/** RAM ends at 0xc0000000 unless a run limits it further. */
export const MAX_RAM_BYTES = 0x20000000;
/** Bytes stored here one by one are the log. The page is ZisK's own: stores to it go to the environment. */
export const UART = 0xa0000200;
/** Where plain stores begin. */
export const PLAIN_RAM = RAM + 0x1000;
export const OUTPUT = 0xa0010000;
/** 64 words of 32 bits are public; ZisK's emulator writes them all as the output. */
export const OUTPUT_BYTES = 256;
/** RAM must reach behind the output region at least. */
export const MIN_RAM_BYTES = 0x30000;
/** Longest input: it ends where the program begins. */
export const MAX_INPUT_BYTES = PROGRAM - INPUT - 8;
