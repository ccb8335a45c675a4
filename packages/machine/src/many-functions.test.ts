import { expect, test } from 'vitest';
import { call, EXIT, type Line, li, R, RET } from './internal/testing/assemble.ts';
import { BASE, programOf, runIn, snapshot, testEnvironment } from './internal/testing/program.ts';

const FUNCTIONS = 150;
const WINDOW = { base: BASE, size: 0x10000 };

/** Calls each of many functions, a hundred times over. */
function program() {
  const names = Array.from({ length: FUNCTIONS }, (_, number) => `f${number}`);
  const main: Line[] = [
    ...['start:', li(R.s0, 100), '.again:'],
    ...names.map(call),
    ...[['addi', { rd: R.s0, rs1: R.s0, imm: -1 }] as const],
    ...[['bne', { rs1: R.s0, rs2: 0, to: '.again' }] as const],
    ...EXIT,
  ];
  const functions = names.flatMap((name, number): Line[] => [
    `${name}:`,
    ['slli', { rd: R.t0, rs1: R.a0, imm: 1 + (number % 7) }],
    ['xor', { rd: R.a0, rs1: R.a0, rs2: R.t0 }],
    ['addi', { rd: R.a0, rs1: R.a0, imm: number }],
    RET,
  ]);
  return programOf([...main, ...functions]);
}

test('runs of one program join what they compiled one by one', () => {
  const elf = program();
  const make = () => testEnvironment({ window: WINDOW, code: 'write-xor-execute' });
  const expected = snapshot(runIn('interpreter', elf, make()), WINDOW);
  const compiled: number[] = [];
  for (let time = 0; time < 4; time++) {
    const run = runIn('aot', elf, make());
    expect(snapshot(run, WINDOW)).toEqual(expected);
    compiled.push(run.translation.functions);
    expect(run.translation.wasmBytes > 0).toBe(time === 0);
  }
  // All of them, from the first run on.
  expect(new Set(compiled)).toEqual(new Set([FUNCTIONS + 1]));
});
