import { expect, test } from 'vitest';
import { createRun, type Engine } from './index.ts';
import { EXIT, type Line, li, R } from './internal/testing/assemble.ts';
import { programOf, testEnvironment } from './internal/testing/program.ts';

const PROGRAM: readonly Line[] = [
  'start:',
  li(R.s2, 300),
  'loop:',
  ['addi', { rd: R.s3, rs1: R.s3, imm: 5 }],
  'call:',
  ['jal', { rd: R.ra, to: 'leaf' }],
  'branch:',
  ['bne', { rs1: R.s2, rs2: 0, to: 'loop' }],
  li(R.a0, 0),
  ...EXIT,
  'leaf:',
  ['addi', { rd: R.s2, rs1: R.s2, imm: -1 }],
  'return:',
  ['jalr', { rd: 0, rs1: R.ra, imm: 0 }],
];
const elf = programOf(PROGRAM);
const addressOf = (name: string): number =>
  elf.symbols.find((symbol) => symbol.name === name)?.address as number;

/** What probes see: name, steps so far, a register. */
function follow(engine: Engine, names: readonly string[], compileAfter: number, more: object = {}) {
  const seen: [string, number, bigint][] = [];
  const probes = new Map(
    names.map((name) => [
      addressOf(name),
      (hart: { steps: number; x: BigUint64Array }) => {
        seen.push([name, hart.steps, hart.x[R.s3]!]);
      },
    ]),
  );
  const options = { engine, probes, tuning: { compileAfter, chunkSteps: 64 }, ...more };
  const run = createRun(elf, testEnvironment({ code: 'write-xor-execute' }), options);
  while (run.outcome === undefined) run.advance(997);
  return { seen, steps: run.steps, registers: [...run.hart.x], profile: run.profile()?.steps };
}

const every = ['loop', 'call', 'branch', 'leaf', 'return'];

test.each([['loop'], ['call'], ['branch'], ['leaf'], ['return'], every].map((names) => [names]))(
  'probes at %s are met at each pass, at the same step in both engines',
  (names) => {
    const plain = follow('interpreter', [], 1);
    const expected = follow('interpreter', names, 1);
    expect(expected.seen.length).toBe(300 * names.length);
    expect({ ...expected, seen: [] }).toEqual(plain);
    for (const after of [1, 30, Number.POSITIVE_INFINITY]) {
      expect(follow('aot', names, after)).toEqual(expected);
      expect(follow('aot', names, after, { trace: () => {} })).toEqual(expected);
      const profiled = follow('aot', names, after, { profile: true });
      expect(profiled).toEqual({ ...expected, profile: expected.steps });
    }
  },
);
