import { expect, test } from 'vitest';
import { EXIT, li, R } from './internal/testing/assemble.ts';
import {
  BASE,
  dataSegment,
  ENGINES,
  programOf,
  runIn,
  testEnvironment,
} from './internal/testing/program.ts';

const PAGE = 4096;

test.each(ENGINES)('memory is in use where it is not zero, %s', (engine) => {
  const zeros = dataSegment(BASE + 4 * PAGE, new Uint8Array(3 * PAGE));
  const elf = programOf(
    [
      // A word into the page behind the stack pointer, a zero into the one behind that.
      ['sd', { rs1: R.sp, rs2: R.sp, imm: 0 }],
      ['sd', { rs1: R.s0, rs2: 0, imm: 0 }],
      li(R.a0, 0),
      ...EXIT,
    ],
    { segments: [zeros] },
  );
  const environment = testEnvironment({
    window: { base: BASE, size: 16 * PAGE },
    registers: { [R.sp]: BigInt(BASE + 9 * PAGE - 8), [R.s0]: BigInt(BASE + 11 * PAGE) },
  });
  const run = runIn(engine, elf, environment);
  expect(run.outcome).toEqual({ kind: 'exit', code: 0 });
  // The code's page and the word's.
  expect(run.memoryInUse()).toBe(2 * PAGE);
});
