import type { Instruction } from '@hart/riscv';
import type { Constants } from './constants.ts';
import type { FunctionBounds } from './function-index.ts';
import type { ReadMemory } from './region.ts';

const MAX_TARGETS = 1024;

/**
 * Likely targets of `jalr x0`, when its register was loaded from a jump table: absolute elements of
 * 8 or 4 bytes, or 4-byte elements relative to a constant (what clang and GCC emit). How long the
 * table is does not show, so elements are taken as long as they point into the function. A guess too
 * many is only an unused label, and a target not guessed goes through the trampoline.
 */
export function recoverJumpTable(
  constants: Constants,
  jump: Instruction,
  readMemory: ReadMemory,
  bounds: FunctionBounds,
): number[] {
  const known = constants.known(jump.rs1);
  if (known?.kind !== 'loaded' && known?.kind !== 'relative') return [];
  const size = known.kind === 'loaded' ? known.size : 4;
  const origin = known.kind === 'relative' ? known.origin : 0;
  const targets = new Set<number>();
  for (let n = 0; n < MAX_TARGETS; n++) {
    const element = readMemory(known.base + n * size, size);
    if (element === undefined) break;
    const absolute = known.kind === 'loaded' && size === 4 ? element >>> 0 : element;
    const target = absolute + origin + jump.imm;
    if (target < bounds.start || target >= bounds.end || target % 2 !== 0) break;
    targets.add(target);
  }
  return [...targets];
}
