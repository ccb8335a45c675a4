import { decode, type Instruction } from '@hart/riscv';
import { computeFloat, type FloatState } from './float-unit.ts';
import { createQuickFloat } from './quick-float.ts';

/**
 * Executes floating-point instructions for compiled code, which names them by their word: what it
 * cannot be sure of itself. The rounding mode must exist. Returns the value of an integer destination.
 */
export function createExactFloat(state: FloatState): (word: number, x: bigint) => bigint {
  const quick = createQuickFloat(state);
  const decoded = new Map<number, Instruction>();
  return (word, x) => {
    let instruction = decoded.get(word);
    if (instruction === undefined) {
      instruction = decode(word) as Instruction;
      decoded.set(word, instruction);
    }
    if (quick(instruction)) return 0n;
    return computeFloat(state, instruction, x) as bigint;
  };
}
