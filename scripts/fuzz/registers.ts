/** Registers that random instructions do not write. */
export const RESERVED = {
  link: 1,
  /** Middle of the data buffer, minus 256. */
  stack: 2,
  /** Where subroutines save their return address, out of reach of random stores. */
  frames: 3,
  /** How often a recursive subroutine may still call itself. */
  fuel: 4,
  otherLink: 5,
  /** Middle of the data buffer. */
  data: 8,
  /** Loop counters by nesting depth. */
  counters: [9, 24, 25],
  /** Index into a jump table, a patch, a marker. */
  scratch: 26,
  /** Address of an atomic or of a jump target. */
  pointer: 30,
  /** Where registers are saved at the end. */
  results: 31,
} as const;

const numbers: ReadonlySet<number> = new Set(Object.values(RESERVED).flat());

export function isReserved(register: number): boolean {
  return numbers.has(register);
}
