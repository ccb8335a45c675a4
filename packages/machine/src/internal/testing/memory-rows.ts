import type { Mnemonic } from '@hart/riscv';

/** Loads: name, bytes, whether the value is sign-extended. */
export const LOADS = [
  ['lb', 1, true],
  ['lh', 2, true],
  ['lw', 4, true],
  ['ld', 8, true],
  ['lbu', 1, false],
  ['lhu', 2, false],
  ['lwu', 4, false],
] as const satisfies readonly (readonly [Mnemonic, number, boolean])[];

/** Stores: name and bytes. */
export const STORES = [
  ['sb', 1],
  ['sh', 2],
  ['sw', 4],
  ['sd', 8],
] as const satisfies readonly (readonly [Mnemonic, number])[];
