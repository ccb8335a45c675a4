import { decode, type Instruction } from '@hart/riscv';
import { computeFloat, type FloatState } from './float-unit.ts';

/**
 * Executes floating-point instructions for compiled code, which names them by their word: what it
 * cannot be sure of itself. The rounding mode must exist. Returns the destination's value.
 */
export function createExactFloat(state: FloatState): (word: number, x: bigint) => bigint {
  const decoded = new Map<number, Instruction>();
  return (word, x) => {
    let instruction = decoded.get(word);
    if (instruction === undefined) {
      instruction = decode(word) as Instruction;
      decoded.set(word, instruction);
    }
    return computeFloat(state, instruction, x) as bigint;
  };
}
