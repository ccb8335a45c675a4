import type { Elf } from '@hart/riscv';
import { PROGRAM } from './memory-map.ts';

/** Whether the program begins exactly where SP1's linker lets programs begin. Linux has them far below. */
export function isSp1Program({ segments }: Elf): boolean {
  const first = segments.find(({ memorySize }) => memorySize > 0);
  return first?.address === PROGRAM;
}
