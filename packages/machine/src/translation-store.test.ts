import { useModuleCompiler } from '@hart/wasm';
import { afterEach, describe, expect, test } from 'vitest';
import { createRun, type Environment, type Outcome, type TranslationStore } from './index.ts';
import { decodeTranslations } from './internal/compiler/translation-file.ts';
import { call, EXIT, type Line, R, RET } from './internal/testing/assemble.ts';
import { BASE, programOf, testEnvironment } from './internal/testing/program.ts';

const DATA = BASE + 0x80000;

/** Calls two functions in a loop. */
const PROGRAM: readonly Line[] = [
  'start:',
  ['lui', { rd: R.s1, imm: 0x400000 }],
  '.loop:',
  call('load'),
  call('store'),
  ['addi', { rd: R.s1, rs1: R.s1, imm: -1 }],
  ['bne', { rs1: R.s1, rs2: R.zero, to: '.loop' }],
  ...EXIT,
  'load:',
  ['lw', { rd: R.a0, rs1: R.s0, imm: 4 }],
  RET,
  'store:',
  ['addi', { rd: R.a0, rs1: R.a0, imm: 3 }],
  ['sw', { rs1: R.s0, rs2: R.a0, imm: 4 }],
  RET,
];

const world = (code: 'write-xor-execute' | 'fence.i' = 'write-xor-execute'): Environment =>
  testEnvironment({ code, registers: { [R.s0]: BigInt(DATA) } });

function createStore(): TranslationStore & { files: Map<string, Uint8Array<ArrayBuffer>> } {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  return { files, load: (key) => files.get(key), save: (key, bytes) => void files.set(key, bytes) };
}

interface Result {
  outcome: Outcome | undefined;
  steps: number;
  /** Bytes of WebAssembly newly made. */
  made: number;
  functions: number;
}

function execute(store: TranslationStore | undefined, traced = false): Result {
  // a new ELF object each time, so that nothing is shared within the process
  const run = createRun(programOf(PROGRAM), world(), {
    ...(store && { translations: store }),
    ...(traced && { trace: () => {} }),
  });
  run.advance(1e9);
  run.saveTranslations();
  const { functions, wasmBytes: made } = run.translation;
  return { outcome: run.outcome, steps: run.steps, made, functions };
}

test('what one run translates the next one takes from the store', () => {
  const store = createStore();
  const first = execute(store);
  expect(first.made).toBeGreaterThan(0);
  expect(store.files.size).toBe(1);
  const second = execute(store);
  expect(second).toEqual({ ...first, made: 0 });
  expect(execute(undefined)).toEqual(first);
});

test('runs with and without a trace keep translations apart', () => {
  const store = createStore();
  execute(store);
  expect(execute(store, true).made).toBeGreaterThan(0);
  expect(store.files.size).toBe(2);
  expect(execute(store, true).made).toBe(0);
});

/** The profile of the first steps; what each node counted. */
function profiled(store: TranslationStore | undefined, steps: number) {
  const run = createRun(programOf(PROGRAM), world(), {
    profile: true,
    ...(store && { translations: store }),
  });
  run.advance(steps);
  run.saveTranslations();
  const nodes = run
    .profile()
    ?.nodes.map(({ address, samples }) => [address, [...samples()].sort(([a], [b]) => a - b)]);
  return { nodes, made: run.translation.wasmBytes };
}

test('what counts for a profile counts the same in the next run', () => {
  const store = createStore();
  execute(store);
  expect(profiled(store, 1e5).made).toBeGreaterThan(0);
  expect(store.files.size).toBe(2);
  // So long that it goes on by itself.
  const again = profiled(store, 2e5);
  expect(again).toEqual({ nodes: profiled(undefined, 2e5).nodes, made: 0 });
  expect(again.nodes).toHaveLength(3);
});

test('a store that has nothing new is not written to', () => {
  const store = createStore();
  execute(store);
  let saved = 0;
  execute({ load: store.load, save: () => saved++ });
  expect(saved).toBe(0);
});

test('code that may change is never stored', () => {
  const store = createStore();
  const run = createRun(programOf(PROGRAM), world('fence.i'), { translations: store });
  run.advance(1e9);
  run.saveTranslations();
  expect(store.files.size).toBe(0);
});

test('bytes of another shape are as good as none', () => {
  const store = createStore();
  const expected = execute(store);
  const [[key, bytes]] = [...store.files] as [[string, Uint8Array<ArrayBuffer>]];
  for (const wrong of [
    new Uint8Array(),
    bytes.slice(0, 31),
    bytes.slice(0, -1),
    bytes.slice(0, 64),
    Uint8Array.of(...bytes, 0),
    bytes.map((byte, index) => (index === 3 ? 0xee : byte)),
    bytes.map((byte, index) => (index === 8 ? byte + 1 : byte)),
    bytes.map((byte, index) => (index > 3 && index < 28 ? 0xff : byte)),
  ]) {
    expect(decodeTranslations(wrong)).toBe(undefined);
    store.files.set(key, wrong);
    expect(execute(store)).toEqual(expected);
  }
});

describe('with a compiler that has tiers', () => {
  const compiled: string[] = [];
  afterEach(() => {
    useModuleCompiler((bytes) => new WebAssembly.Module(bytes));
    compiled.length = 0;
  });

  test('what executes for long is optimised, and in the next run from the start', () => {
    useModuleCompiler((bytes, tier) => {
      compiled.push(tier);
      return new WebAssembly.Module(bytes);
    });
    const store = createStore();
    const first = execute(store);
    const whilstRunning = compiled.slice(compiled.indexOf('baseline'));
    expect(whilstRunning).toContain('optimised');
    compiled.length = 0;
    expect(execute(store)).toEqual({ ...first, made: 0 });
    // the machine's own two modules, and one module of all that was hot
    expect(compiled.filter((tier) => tier === 'optimised').length).toBeGreaterThanOrEqual(3);
  });
});
