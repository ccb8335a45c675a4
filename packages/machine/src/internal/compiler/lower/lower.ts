import { type Instruction, MNEMONICS, type Mnemonic } from '@hart/riscv';
import type { Emitter } from '../emitter.ts';
import { rv64a } from './rv64a.ts';
import { rv64fd } from './rv64fd.ts';
import { rv64i } from './rv64i.ts';
import { rv64m } from './rv64m.ts';

/** Translates one instruction that neither jumps nor needs the host. */
export type Lower = (e: Emitter, i: Instruction) => void;

/** Ends a block, or is left to the interpreter; `emit-function.ts` handles these. */
const endsBlock: Lower = () => {
  throw new Error('a block terminator has no straight-line translation');
};

/** The translation of every instruction; a row of the table without one does not compile. */
const LOWERINGS: Record<Mnemonic, Lower> = {
  ...rv64i,
  ...rv64m,
  ...rv64a,
  ...rv64fd,
  jal: endsBlock,
  jalr: endsBlock,
  beq: endsBlock,
  bne: endsBlock,
  blt: endsBlock,
  bge: endsBlock,
  bltu: endsBlock,
  bgeu: endsBlock,
  ecall: endsBlock,
  ebreak: endsBlock,
  csrrw: endsBlock,
  csrrs: endsBlock,
  csrrc: endsBlock,
  csrrwi: endsBlock,
  csrrsi: endsBlock,
  csrrci: endsBlock,
  'fence.i': endsBlock,
  mret: endsBlock,
  wfi: endsBlock,
};

/** Translations by op number. */
export const LOWER: readonly Lower[] = MNEMONICS.map((name) => LOWERINGS[name]);
