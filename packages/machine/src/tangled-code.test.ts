import type { Elf } from '@hart/riscv';
import { describe, expect, test } from 'vitest';
import { createFlowGraph } from './internal/compiler/flow-graph.ts';
import { createFunctionGraph } from './internal/compiler/function-graph.ts';
import { call, EXIT, type Line, la, li, R, RET } from './internal/testing/assemble.ts';
import { BASE, programOf, runBoth, testEnvironment } from './internal/testing/program.ts';

const WINDOW = { base: BASE, size: 0x10000 };
const SEEDS = Array.from({ length: 60 }, (_, index) => index + 1);

/** Numbers below `limit`, the same for the same seed. */
function createRandom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % limit;
  };
}

/** Blocks that go on at blocks drawn by chance, so that loops have any number of ways in. */
function drawEdges(seed: number): number[][] {
  const below = createRandom(seed);
  const size = 3 + below(30);
  return Array.from({ length: size }, (_, block) => {
    const degree = below(9) === 0 ? 5 : 1 + below(2);
    // Mostly near, so that loops nest.
    return Array.from({ length: degree }, () =>
      below(3) === 0 ? below(size) : (block + below(7) + size - 3) % size,
    );
  });
}

/** A program of that shape: which way it takes depends on all that it did before, until its fuel is used up. */
function tangled(seed: number): Elf {
  const below = createRandom(seed ^ 0x5bd1e995);
  const lines: Line[] = ['start:', li(R.s0, seed), li(R.s1, 700)];
  const tables: Line[] = [];
  for (const [block, edges] of drawEdges(seed).entries()) {
    lines.push(
      `.b${block}:`,
      ['addi', { rd: R.s1, rs1: R.s1, imm: -1 }],
      ['bge', { rs1: 0, rs2: R.s1, to: '.out' }],
      ['slli', { rd: R.t0, rs1: R.s0, imm: 1 + below(9) }],
      ['xor', { rd: R.s0, rs1: R.s0, rs2: R.t0 }],
      ['srli', { rd: R.t0, rs1: R.s0, imm: 1 + below(9) }],
      ['xor', { rd: R.s0, rs1: R.s0, rs2: R.t0 }],
      ['addi', { rd: R.s0, rs1: R.s0, imm: block }],
    );
    if (below(4) === 0) lines.push(call('leaf'));
    const [first, ...others] = edges.map((to) => `.b${to}`) as [string, ...string[]];
    if (edges.length <= 2) {
      const [other] = others;
      lines.push(['andi', { rd: R.t0, rs1: R.s0, imm: 1 << below(6) }]);
      if (other !== undefined) lines.push(['beq', { rs1: R.t0, rs2: 0, to: other }]);
      lines.push(['jal', { rd: 0, to: first }]);
      continue;
    }
    lines.push(
      ['andi', { rd: R.t0, rs1: R.s0, imm: 3 }],
      ...la(R.t1, `.table${block}`, `.here${block}`),
      ['slli', { rd: R.t0, rs1: R.t0, imm: 3 }],
      ['add', { rd: R.t0, rs1: R.t0, rs2: R.t1 }],
      ['ld', { rd: R.t0, rs1: R.t0, imm: 0 }],
      ['jalr', { rd: 0, rs1: R.t0 }],
    );
    tables.push(`.table${block}:`, ...others.map((quad) => ({ quad })));
  }
  const code: Line[] = [
    ...['.out:', ['addi', { rd: R.a0, rs1: R.s0, imm: 0 }] as const, ...EXIT],
    ...['leaf:', ['addi', { rd: R.s0, rs1: R.s0, imm: 77 }] as const, RET],
  ];
  // Tables hold 64-bit words.
  const length = [...lines, ...code].filter((line) => typeof line !== 'string').length;
  if (length % 2 === 1) code.push(['addi', {}]);
  return programOf([...lines, ...code, ...tables]);
}

describe('loops with any number of ways in', () => {
  test.each(SEEDS)('become structured, seed %d', (seed) => {
    const edges = drawEdges(seed);
    const every = createFlowGraph(edges, 0).order.toSorted((a, b) => a - b);
    expect(createFunctionGraph(edges, [0]).structured).toBe(true);
    // However many of the blocks are entries.
    expect(createFunctionGraph(edges, every).structured).toBe(true);
  });

  test('nested too deeply are left as they are', () => {
    const depth = 100;
    // Down into ever smaller loops, the innermost with two ways in, and out again.
    const [left, right] = [depth, depth + 1];
    const edges = Array.from({ length: depth }, (_, level) => [level + 1]);
    edges[depth - 1] = [left, right];
    edges.push([right, depth + 2], [left]);
    for (let level = depth - 1; level >= 0; level--) edges.push([level, edges.length + 1]);
    edges.push([]);
    const { structured, flow } = createFunctionGraph(edges, [0]);
    expect(structured).toBe(false);
    // With one stub and a root.
    expect(flow.order.length).toBe(edges.length + 2);
  });

  test.each(SEEDS)('run as in the interpreter, seed %d', (seed) => {
    const elf = tangled(seed);
    for (const chunk of [100_000, 13]) {
      const make = () => testEnvironment({ window: WINDOW });
      const { interpreter, aot } = runBoth(elf, make, { chunk, maxSteps: 50_000 });
      expect(aot).toEqual(interpreter);
      expect(interpreter.outcome).toMatchObject({ kind: 'exit' });
    }
  });
});
