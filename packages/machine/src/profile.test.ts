import type { Elf, ElfSymbol } from '@hart/riscv';
import { expect, test } from 'vitest';
import type { Environment } from './environment.ts';
import { codeRegion, createCode } from './internal/code.ts';
import { slotMapBytes } from './internal/compiler/translator.ts';
import { createGuestMemory } from './internal/guest-memory.ts';
import { Hart } from './internal/interpreter/hart.ts';
import { interpret } from './internal/interpreter/interpret.ts';
import { loadSegments } from './internal/load-segments.ts';
import { PROFILE_LIMITS, type ProfileLimits } from './internal/profiler/call-tree.ts';
import { createProfiledRun } from './internal/profiler/profiled-run.ts';
import { stepperAreas } from './internal/stepper/stepper.ts';
import { call, EXIT, jump, type Line, la, li, mv, R, RET } from './internal/testing/assemble.ts';
import { BASE, ENGINES, programOf, testEnvironment } from './internal/testing/program.ts';
import { createCompiledRun } from './internal/trampoline.ts';
import type { Profile, ProfileNode } from './profile.ts';
import { createRun, type Engine } from './run.ts';

const STACK = BigInt(BASE + 0x80000);
const LIMITS = { maxSteps: 100_000, chunk: 100_000 };

function stackEnvironment(): Environment {
  return testEnvironment({ registers: { [R.sp]: STACK } });
}

function profileOf(engine: Engine, elf: Elf, limits: Partial<typeof LIMITS> = {}): Profile {
  const { maxSteps, chunk } = { ...LIMITS, ...limits };
  const run = createRun(elf, stackEnvironment(), { engine, profile: true });
  while (run.outcome === undefined && run.steps < maxSteps) {
    run.advance(Math.min(chunk, maxSteps - run.steps));
  }
  const profile = run.profile() as Profile;
  expect(profile.nodes.reduce((sum, { steps }) => sum + steps, 0)).toBe(run.steps);
  expect(profile.steps).toBe(run.steps);
  return profile;
}

/** `start/f/g 7`: the paths of a profile with the steps of their nodes. */
function pathsOf({ nodes }: Profile, symbols: readonly ElfSymbol[]): string[] {
  const names = new Map(symbols.map(({ name, address }) => [address, name]));
  const paths: string[] = [];
  for (const { parent, address } of nodes) {
    const name =
      address === undefined ? '(cut)' : (names.get(address) ?? `+${(address - BASE).toString(16)}`);
    paths.push(parent < 0 ? name : `${paths[parent]}/${name}`);
  }
  return paths.map((path, n) => `${path} ${nodes[n]?.steps}`);
}

/** What a node's blocks add up to, which must be its samples. */
function sumOfBlocks(blocks: ProfileNode['blocks']): [number, number][] {
  const sums = new Map<number, number>();
  blocks((addresses, times) => {
    expect(times).toBeGreaterThan(0);
    for (const pc of addresses) sums.set(pc, (sums.get(pc) ?? 0) + times);
  });
  return [...sums].sort(([a], [b]) => a - b);
}

/** Everything in a profile, comparable. */
function flat({ steps, nodes }: Profile): unknown {
  return {
    steps,
    nodes: nodes.map(({ parent, callSite, address, steps: own, samples, blocks }) => ({
      parent,
      callSite,
      address,
      own,
      samples: [...samples()].sort(([a], [b]) => a - b),
      blocks: sumOfBlocks(blocks),
    })),
  };
}

/** The paths, after every engine, however cut into chunks, agreed on the whole profile. */
function paths(
  lines: readonly Line[],
  symbols?: readonly ElfSymbol[],
  maxSteps?: number,
): string[] {
  const elf = programOf(lines);
  if (symbols !== undefined) elf.symbols.splice(0, elf.symbols.length, ...symbols);
  const profiles = ENGINES.flatMap((engine) =>
    [1, 7, 100_000].map((chunk) =>
      profileOf(engine, elf, { chunk, ...(maxSteps !== undefined && { maxSteps }) }),
    ),
  );
  for (const profile of profiles) expect(flat(profile)).toEqual(flat(profiles[0] as Profile));
  return pathsOf(profiles[0] as Profile, elf.symbols);
}

const PUSH: readonly Line[] = [
  ['addi', { rd: R.sp, rs1: R.sp, imm: -16 }],
  ['sd', { rs1: R.sp, rs2: R.ra, imm: 0 }],
];
const POP: readonly Line[] = [
  ['ld', { rd: R.ra, rs1: R.sp, imm: 0 }],
  ['addi', { rd: R.sp, rs1: R.sp, imm: 16 }],
  RET,
];

test('a path of calls, each from one place, is a node, with the steps of each instruction', () => {
  const lines = [
    'start:',
    call('f'),
    call('g'),
    ...EXIT,
    'f:',
    ...PUSH,
    call('g'),
    call('g'),
    ...POP,
    'g:',
    li(R.a0, 3),
    '.loop:',
    ['addi', { rd: R.a0, rs1: R.a0, imm: -1 }],
    ['bne', { rs1: R.a0, to: '.loop' }],
    RET,
  ] satisfies Line[];
  expect(paths(lines)).toEqual(['start 4', 'start/f 7', 'start/f/g 8', 'start/f/g 8', 'start/g 8']);
  const profile = profileOf('aot', programOf(lines));
  const g = BASE + 11 * 4;
  expect([...(profile.nodes[2]?.samples() ?? [])].sort(([a], [b]) => a - b)).toEqual([
    [g, 1],
    [g + 4, 3],
    [g + 8, 3],
    [g + 12, 1],
  ]);
});

test('jumps into other functions take their place; far jumps back find their caller', () => {
  const lines = [
    'start:',
    ...la(R.s0, 'h', '.h'),
    call('f'),
    ...la(R.s1, '.back', '.b'),
    mv(R.s2, R.sp),
    call('deep'),
    '.back:',
    ...EXIT,
    // A tail call, one through a pointer, and falling through into the next function.
    'f:',
    jump('g'),
    'g:',
    ['jalr', { rd: 0, rs1: R.s0 }],
    'h:',
    li(R.a1, 1),
    'i:',
    RET,
    // Like longjmp, over two frames.
    'deep:',
    call('deeper'),
    'deeper:',
    mv(R.ra, R.s1),
    mv(R.sp, R.s2),
    RET,
  ] satisfies Line[];
  expect(paths(lines)).toEqual([
    'start 9',
    'start/f 1',
    'start/g 1',
    'start/h 1',
    'start/i 1',
    'start/deep 1',
    'start/deep/deeper 3',
  ]);
});

test('calls through registers and tables keep their callers apart', () => {
  const lines = [
    'start:',
    ...la(R.s0, 'f', '.f'),
    ...la(R.s1, 'g', '.g'),
    li(R.s3, 30),
    '.loop:',
    ['jalr', { rd: R.ra, rs1: R.s0 }],
    ['jalr', { rd: R.ra, rs1: R.s1 }],
    mv(R.t1, R.s0),
    mv(R.s0, R.s1),
    mv(R.s1, R.t1),
    ['addi', { rd: R.s3, rs1: R.s3, imm: -1 }],
    ['bne', { rs1: R.s3, to: '.loop' }],
    ...EXIT,
    'f:',
    RET,
    'g:',
    li(R.a0, 1),
    RET,
  ] satisfies Line[];
  expect(paths(lines)).toEqual([
    `start ${7 + 30 * 7}`,
    'start/f 15',
    'start/g 30',
    'start/g 30',
    'start/f 15',
  ]);
});

test('deep recursion shares its innermost node', () => {
  const lines = [
    'start:',
    li(R.a0, 300),
    call('f'),
    ...EXIT,
    'f:',
    ...PUSH,
    ['addi', { rd: R.a0, rs1: R.a0, imm: -1 }],
    ['beq', { rs1: R.a0, to: '.end' }],
    call('f'),
    '.end:',
    ...POP,
  ] satisfies Line[];
  const found = paths(lines);
  expect(found).toHaveLength(1 + PROFILE_LIMITS.recursion);
  expect(found.slice(0, 3)).toEqual(['start 4', 'start/f 8', 'start/f/f 8']);
  expect(found.at(-1)).toMatch(new RegExp(`^start(/f){16} ${285 * 8 - 1}$`));
});

test('without symbols, functions are what is called', () => {
  const lines = [call('.f'), call('.g'), ...EXIT, '.f:', RET, '.g:', jump('.f')] satisfies Line[];
  expect(paths(lines)).toEqual(['+0 4', '+0/+10 1', '+0/+14 2']);
});

test('steps that were not done are not counted', () => {
  const fault = [
    'start:',
    li(R.a0, 1),
    call('f'),
    ...EXIT,
    'f:',
    li(R.a1, 8),
    ['ld', { rd: R.a2, rs1: R.a1, imm: 0 }],
    li(R.a1, 9),
    RET,
  ] satisfies Line[];
  expect(paths(fault)).toEqual(['start 2', 'start/f 1']);
  const endless = ['start:', call('f'), jump('start'), 'f:', li(R.a0, 1), RET] satisfies Line[];
  expect(paths(endless, undefined, 1001)).toEqual(['start 501', 'start/f 500']);
  expect(
    paths([...fault.slice(0, 3), ['csrrs', { rd: R.a0, imm: 0xc02 }], ...EXIT, ...fault.slice(5)]),
  ).toEqual(['start 2', 'start/f 1']);
});

/** A profile under limits of its own; whether it reached its end. */
function limited(engine: Engine, lines: readonly Line[], limits: ProfileLimits): Profile {
  const elf = programOf(lines);
  const environment = stackEnvironment();
  const region = codeRegion(elf);
  const memory = createGuestMemory(environment.memory, {
    slotMap: slotMapBytes(region.size),
    ...stepperAreas(region),
    log: 0,
    profile: limits.bytes,
  });
  loadSegments(elf, memory);
  const hart = new Hart(
    memory,
    createCode(elf, memory, environment.memory),
    environment,
    elf.entry,
  );
  environment.start?.(hart);
  const profiled = createProfiledRun(elf, hart, limits);
  if (engine === 'interpreter') interpret(hart, 100_000);
  else createCompiledRun(elf, hart, undefined, 1, undefined, profiled).advance(100_000);
  expect(hart.outcome).toMatchObject({ kind: 'exit' });
  const profile = profiled.summarize();
  expect(profile.nodes.reduce((sum, { steps }) => sum + steps, 0)).toBe(hart.steps);
  return profile;
}

/** 20 functions, each of which calls the next one twice, up to `depth`. */
function pyramid(depth: number): Line[] {
  const lines: Line[] = ['f0:', ...PUSH, call('f1'), call('f1'), ...EXIT];
  for (let n = 1; n < depth; n++) {
    lines.push(`f${n}:`, ...PUSH, call(`f${n + 1}`), call(`f${n + 1}`), ...POP);
  }
  return [...lines, `f${depth}:`, RET];
}

test('a tree that becomes too large is cut alike in both engines', () => {
  for (const limits of [
    { ...PROFILE_LIMITS, depth: 5 },
    { ...PROFILE_LIMITS, nodes: 4 },
  ]) {
    const [expected, found] = ENGINES.map((engine) => limited(engine, pyramid(10), limits)) as [
      Profile,
      Profile,
    ];
    expect(flat(found)).toEqual(flat(expected));
    expect(found.nodes.some(({ address }) => address === undefined)).toBe(true);
  }
});

/** How often each instruction was executed, wherever it was called from. */
function byAddress({ nodes }: Profile): [number, number][] {
  const sums = new Map<number, number>();
  for (const { samples } of nodes) {
    for (const [pc, steps] of samples()) sums.set(pc, (sums.get(pc) ?? 0) + steps);
  }
  return [...sums].sort(([a], [b]) => a - b);
}

test('when memory for records runs out, the tree is cut and the interpreter does the rest', () => {
  const expected = limited('interpreter', pyramid(10), PROFILE_LIMITS);
  // Beside the cache, enough for the records of some nodes, of few, of one, and of none.
  for (const bytes of [2000, 400, 40, 0]) {
    const limits = { ...PROFILE_LIMITS, bytes: 2 ** 19 + 2 ** 21 + bytes };
    const found = limited('aot', pyramid(10), limits);
    expect(byAddress(found)).toEqual(byAddress(expected));
    const cut = found.nodes.some(({ address }) => address === undefined);
    if (bytes >= 400) expect(cut).toBe(true);
  }
});

test('a run without a profile has none', () => {
  const run = createRun(programOf(['start:', ...EXIT]), stackEnvironment());
  run.advance(10);
  expect(run.profile()).toBeUndefined();
});
