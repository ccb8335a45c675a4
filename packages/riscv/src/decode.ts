import { COMPRESSED, type CompressedMnemonic } from './compressed.ts';
import { createDecoder } from './internal/decoder.ts';
import { INSTRUCTIONS } from './table.ts';
import type { Instruction } from './types.ts';

const decoder = createDecoder(INSTRUCTIONS, COMPRESSED);

/**
 * Decodes `word`, 32 bits fetched little-endian (signed or unsigned); its two low bits decide the
 * size and the upper half of a 16-bit instruction is ignored. `undefined` means illegal or reserved.
 *
 * @example
 * decode(0x00c58513); // addi a0, a1, 12
 */
export const decode: (word: number) => Instruction | undefined = decoder.decode;

/** The name of the 16-bit instruction in `halfword`, `undefined` if illegal or not 16 bits long. */
export function compressedName(halfword: number): CompressedMnemonic | undefined {
  return COMPRESSED[decoder.compressedRow(halfword)]?.name;
}
