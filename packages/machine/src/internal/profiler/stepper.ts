import type { Hart } from '../interpreter/hart.ts';
import { interpret } from '../interpreter/interpret.ts';
import type { Stepper } from '../stepper/stepper.ts';

/** How much slower this is than the stepper, and so how much sooner code is worth compiling. */
const SLOWER = 16;

/** Takes the stepper's place in a profiled run: the interpreter, which counts every step. */
export function createProfiledStepper(
  hart: Hart,
  compileAfter: number,
  isEntry: (pc: number) => boolean,
): Stepper {
  const threshold = Math.ceil(compileAfter / SLOWER);
  const arrivals = new Map<number, number>();

  function arrive(pc: number): boolean {
    const count = (arrivals.get(pc) ?? 0) + 1;
    arrivals.set(pc, count);
    return count >= threshold;
  }

  return {
    walk: (budget) => interpret(hart, budget),
    walkToEntry(budget) {
      for (let left = budget; left > 0; left--) {
        const from = hart.pc;
        interpret(hart, 1);
        if (hart.outcome !== undefined || hart.cut !== undefined) return 'limit';
        if (isEntry(hart.pc)) return 'entry';
        const goesOn = hart.pc > from && hart.pc <= from + 4;
        if (!goesOn && arrive(hart.pc)) return 'hot';
      }
      return 'limit';
    },
    arrive,
    markEntry: () => {},
    reset: () => arrivals.clear(),
  };
}
