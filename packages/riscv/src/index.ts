export {
  COMPRESSED,
  type CompressedMnemonic,
  type CompressedRow,
} from './compressed.ts';
export { compressedName, decode } from './decode.ts';
export { disassemble } from './disassemble.ts';
export { type DebugInfo, readDebugInfo, type SourceFrame } from './dwarf/debug-info.ts';
export { readElf } from './elf.ts';
export { encode, encodeCompressed, type Operands } from './encode.ts';
export { type Probe, readProbes } from './probes.ts';
export { CSR_NAMES, REGISTER_NAMES } from './registers.ts';
export { createSymbolizer, type SymbolPlace } from './symbolizer.ts';
export {
  type Extension,
  type Format,
  INSTRUCTIONS,
  type InstructionRow,
  MNEMONICS,
  type Mnemonic,
  OP,
  type Operand,
} from './table.ts';
export type { Elf, ElfSegment, ElfSymbol, Instruction } from './types.ts';
