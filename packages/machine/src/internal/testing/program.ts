import { deepStrictEqual } from 'node:assert';
import { hash } from 'node:crypto';
import type { Elf, ElfSegment, ElfSymbol } from '@hart/riscv';
import {
  type AddressRange,
  CONTINUE,
  createRun,
  type Engine,
  type Environment,
  type HartView,
  type MemoryMap,
  type Outcome,
  type Run,
} from '../../index.ts';
import { assemble, type Line } from './assemble.ts';

export const BASE = 0x80000000;
const WINDOW_SIZE = 0x100000;
export const ENGINES = ['interpreter', 'aot'] as const satisfies readonly Engine[];

export interface ProgramOptions {
  /** Where the code lies; default {@link BASE}. */
  base?: number;
  /** Default `base`. */
  entry?: number;
  /** Further segments. */
  segments?: readonly ElfSegment[];
  symbols?: readonly ElfSymbol[];
}

/** A program whose code are the given bytes, in one executable segment. */
export function elfOf(code: Uint8Array, options: ProgramOptions = {}): Elf {
  const base = options.base ?? BASE;
  const text: ElfSegment = {
    address: base,
    memorySize: code.length,
    data: code,
    readable: true,
    writable: false,
    executable: true,
  };
  return {
    entry: options.entry ?? base,
    flags: 0,
    segments: [text, ...(options.segments ?? [])].sort((a, b) => a.address - b.address),
    symbols: [...(options.symbols ?? [])],
  };
}

/** A writable data segment. */
export function dataSegment(address: number, data: Uint8Array, memorySize?: number): ElfSegment {
  return {
    address,
    memorySize: memorySize ?? data.length,
    data,
    readable: true,
    writable: true,
    executable: false,
  };
}

/**
 * Assembles lines (see `assemble.ts`) into a program. Every label becomes a function symbol without a
 * size, except those that start with a dot.
 */
export function programOf(lines: readonly Line[], options: ProgramOptions = {}): Elf {
  const { bytes, labels } = assemble(lines, options.base ?? BASE);
  const symbols = [...labels]
    .filter(([name]) => !name.startsWith('.'))
    .map(([name, address]): ElfSymbol => ({ name, address, size: 0, kind: 'function' }));
  return elfOf(bytes, { ...options, symbols: [...symbols, ...(options.symbols ?? [])] });
}

export interface TestEnvironmentOptions extends Partial<Omit<Environment, 'name' | 'memory'>> {
  /** Default `fence.i`, where the whole window is writable; else its upper half is. */
  code?: MemoryMap['code'];
  window?: AddressRange;
  writable?: AddressRange;
  watched?: readonly AddressRange[];
  /** Registers at the start, by number. */
  registers?: Readonly<Record<number, bigint>>;
}

/**
 * A small world: 1 MiB at {@link BASE}; `ecall` with a7 = 93 exits with code a0, with a7 = 1 adds one
 * to a0 and continues, with a7 = 2 traps with `breakpoint`, anything else is unknown.
 */
export function testEnvironment(options: TestEnvironmentOptions = {}): Environment {
  const { code = 'fence.i', window = { base: BASE, size: WINDOW_SIZE } } = options;
  const half = { base: window.base + window.size / 2, size: window.size / 2 };
  const writable = options.writable ?? (code === 'fence.i' ? window : half);
  const { registers = {}, watched = [], start, ecall, load, store } = options;
  const { readCsr, writeCsr, csrCall } = options;
  return {
    name: 'test',
    memory: { window, writable, watched, code },
    start(hart) {
      for (const [number, value] of Object.entries(registers)) {
        hart.x[Number(number)] = BigInt.asUintN(64, value);
      }
      start?.(hart);
    },
    ecall: ecall ?? defaultCall,
    ...(load === undefined ? {} : { load }),
    ...(store === undefined ? {} : { store }),
    ...(readCsr === undefined ? {} : { readCsr }),
    ...(writeCsr === undefined ? {} : { writeCsr }),
    ...(csrCall === undefined ? {} : { csrCall }),
  };
}

function defaultCall({ x }: HartView): ReturnType<Environment['ecall']> {
  switch (x[17]) {
    case 93n:
      return { kind: 'exit', code: Number(BigInt.asIntN(32, x[10]!)) };
    case 1n:
      x[10] = x[10]! + 1n;
      return CONTINUE;
    case 2n:
      return { kind: 'trap', cause: 'breakpoint' };
    default:
      return undefined;
  }
}

/** Everything on which the engines must agree. */
export interface Snapshot {
  pc: bigint;
  steps: number;
  misaligned: number;
  /** x0..x31. */
  registers: bigint[];
  /** f0..f31. */
  floats: bigint[];
  fcsr: number;
  /** Hash of the whole window. */
  memory: string;
  outcome: Outcome | undefined;
}

export function snapshot(run: Run, window: AddressRange): Snapshot {
  const bytes = run.hart.read(BigInt(window.base), window.size) as Uint8Array;
  return {
    pc: run.pc,
    steps: run.steps,
    misaligned: run.misaligned,
    registers: [...run.hart.x],
    floats: [...run.hart.f],
    fcsr: run.hart.fcsr,
    memory: hash('sha1', bytes),
    outcome: run.outcome,
  };
}

export interface Limits {
  maxSteps?: number;
  chunk?: number;
  /** Default 1: everything is compiled when it is reached. */
  compileAfter?: number;
}

/**
 * Runs a program in one engine until it ends or `maxSteps` are done, in chunks of `chunk` steps, and
 * calls `each` at every boundary.
 */
export function runIn(
  engine: Engine,
  elf: Elf,
  environment: Environment,
  { maxSteps = 1_000_000, chunk = maxSteps, compileAfter = 1 }: Limits = {},
  each: (run: Run) => void = () => {},
): Run {
  const run = createRun(elf, environment, { engine, tuning: { compileAfter } });
  while (run.outcome === undefined && run.steps < maxSteps) {
    const before = run.steps;
    const wanted = Math.min(chunk, maxSteps - before);
    run.advance(wanted);
    if (run.outcome === undefined && run.steps - before !== wanted) {
      throw new Error(`${engine}: advance(${wanted}) did ${run.steps - before} steps`);
    }
    each(run);
  }
  return run;
}

export interface Both {
  interpreter: Snapshot;
  aot: Snapshot;
}

/**
 * Runs a program in both engines, each in its own environment from `make`, and returns where they
 * ended. Both must be deeply equal; the caller asserts it.
 */
export function runBoth(
  elf: Elf,
  make: () => Environment = testEnvironment,
  limits: Limits = {},
): Both {
  const { window } = make().memory;
  const ends = ENGINES.map((engine) => snapshot(runIn(engine, elf, make(), limits), window));
  const never = { ...limits, compileAfter: Number.POSITIVE_INFINITY };
  const stepped = snapshot(runIn('aot', elf, make(), never), window);
  deepStrictEqual(stepped, ends[0], 'the stepper differs from the interpreter');
  return { interpreter: ends[0] as Snapshot, aot: ends[1] as Snapshot };
}
