import {
  CONTINUE,
  createRun,
  type Engine,
  type Environment,
  type MemoryMap,
  type Outcome,
  type Run,
  type TraceChunk,
  type TranslationStore,
} from '@hart/machine';
import { type Elf, readElf } from '@hart/riscv';
import { type Batch, LAYOUT, symbolsAt } from './batch.ts';
import { createRandom, type Random } from './random.ts';

/** More than any generated program needs. */
const MAX_STEPS = 2_000_000;

/** How a batch is run; the same for every attempt to make a failure smaller. */
export interface Variant {
  /** Decides on chunk lengths and random symbols. */
  seed: number;
  rules: MemoryMap['code'];
  symbols: 'none' | 'functions' | 'random';
  traced: boolean;
  profiled: boolean;
  chunks: 'short' | 'mixed' | 'long';
  /** See `Tuning`. */
  compileAfter: number;
  traceChunkSteps: number;
  /** Translations come from an earlier run, through the bytes that a store keeps. */
  stored: boolean;
}

export function randomVariant(seed: number): Variant {
  const { pick, oneIn } = createRandom(seed);
  return {
    seed,
    rules: pick(['fence.i', 'write-xor-execute']),
    symbols: pick(['none', 'functions', 'random']),
    traced: oneIn(3),
    chunks: pick(['short', 'mixed', 'long']),
    compileAfter: pick([1, 1, 2, 20, 1e9]),
    traceChunkSteps: pick([50, 333, 5000]),
    profiled: oneIn(2),
    stored: oneIn(4),
  };
}

/** Where two engines first differ, or how both ended. */
export type Comparison =
  | { difference: string }
  | {
      difference?: undefined;
      outcome: Outcome;
      /** What was written to file descriptor 1. */
      output: Uint8Array;
      /** All of the window at the end. */
      memory: Uint8Array;
      steps: number;
    };

interface World extends Environment {
  output(): Uint8Array;
}

/** Takes what batches ask of Linux: write (64), exit (93), and signal handlers, which it ignores. */
function createWorld(rules: MemoryMap['code']): World {
  const { window, data, end } = LAYOUT;
  let output: Uint8Array = new Uint8Array();
  let scratch = 0n;
  return {
    name: 'fuzz',
    memory: {
      window,
      writable: rules === 'fence.i' ? window : { base: data, size: end - data },
      watched: [],
      code: rules,
    },
    ecall(hart) {
      const { x } = hart;
      switch (x[17]) {
        case 1n:
          x[10] = x[10]! + 1n;
          x[11] = x[11]! ^ 0xffn;
          return CONTINUE;
        case 64n: {
          const bytes = hart.read(x[11] as bigint, Number(x[12]));
          if (bytes === undefined)
            return { kind: 'trap', cause: 'load-access-fault', address: x[11] as bigint };
          output = bytes;
          x[10] = x[12] as bigint;
          return CONTINUE;
        }
        case 93n:
          return { kind: 'exit', code: Number(x[10]) };
        case 132n:
        case 134n:
          x[10] = 0n;
          return CONTINUE;
        default:
          return undefined;
      }
    },
    readCsr: (csr) => (csr === 0x340 ? scratch : undefined),
    writeCsr(csr, value) {
      if (csr === 0x340) scratch = value;
      return csr === 0x340;
    },
    output: () => output,
  };
}

/** One engine's run of a batch. */
interface Side {
  world: World;
  run: Run;
  /** The trace as text, so far. */
  trace: string[];
}

function start(
  engine: Engine,
  program: Elf,
  variant: Variant,
  translations?: TranslationStore,
): Side {
  const { rules, traced, profiled, compileAfter, traceChunkSteps: chunkSteps } = variant;
  const world = createWorld(rules);
  const trace: string[] = [];
  const consumer = (chunk: TraceChunk): void => void trace.push(text(chunk));
  const tuning = { compileAfter, chunkSteps };
  const options = { engine, tuning, profile: profiled, ...(traced && { trace: consumer }) };
  const kept = translations && { translations };
  return { world, run: createRun(program, world, { ...options, ...kept }), trace };
}

/** The compiler's side. Runs share what is translated by ELF object, so each run here gets its own. */
function startCompiled(readProgram: () => Elf, variant: Variant): Side {
  if (!variant.stored) return start('aot', readProgram(), variant);
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const store: TranslationStore = {
    load: (key) => files.get(key),
    save: (key, bytes) => void files.set(key, bytes),
  };
  const { run } = start('aot', readProgram(), variant, store);
  run.advance(MAX_STEPS);
  run.saveTranslations();
  return start('aot', readProgram(), variant, store);
}

/**
 * Runs a batch in interpreter and compiler, side by side in chunks of random length, and compares
 * everything that can be seen at every boundary.
 */
export function compareEngines(batch: Batch, variant: Variant): Comparison {
  const random = createRandom(variant.seed);
  const symbols = symbolsAt(symbolAddresses(batch, variant, random));
  const readProgram = (): Elf => {
    const program = readElf(batch.elf);
    program.symbols.push(...symbols);
    return program;
  };
  const oracle = start('interpreter', readProgram(), variant);
  const compiled = startCompiled(readProgram, variant);
  while (oracle.run.outcome === undefined) {
    if (oracle.run.steps >= MAX_STEPS) return { difference: `no end after ${MAX_STEPS} steps` };
    const from = oracle.run.steps;
    const length = chunkLength(variant, random);
    oracle.run.advance(length);
    compiled.run.advance(length);
    const difference =
      compareStates(oracle.run, compiled.run) ??
      compareMemory(oracle.run, compiled.run, batch.data);
    if (difference !== undefined)
      return { difference: `after ${from} steps and ${length} more: ${difference}` };
  }
  const difference = compareMemory(oracle.run, compiled.run, LAYOUT.window);
  if (difference !== undefined) return { difference: `at the end ${difference}` };
  if (oracle.trace.join() !== compiled.trace.join()) return { difference: 'the traces differ' };
  const profiles = compareProfiles(oracle.run, compiled.run);
  if (profiles !== undefined) return { difference: profiles };
  return {
    outcome: oracle.run.outcome,
    output: oracle.world.output(),
    memory: readWindow(oracle.run),
    steps: oracle.run.steps,
  };
}

/** Every node of the call tree and every count in it, and their sum. */
function compareProfiles(oracle: Run, compiled: Run): string | undefined {
  const expected = profileLines(oracle);
  const found = profileLines(compiled);
  const at = expected.findIndex((line, n) => line !== found[n]);
  if (at >= 0) return `the profiles differ: ${found[at]}, not ${expected[at]}`;
  if (found.length > expected.length) return `the profile has too much: ${found[expected.length]}`;
  const nodes = oracle.profile()?.nodes ?? [];
  const sum = nodes.reduce((steps, node) => steps + node.steps, 0);
  if (nodes.length === 0 || sum === oracle.steps) return undefined;
  return `the profile has ${sum} steps, not ${oracle.steps}`;
}

function profileLines(run: Run): string[] {
  const { nodes = [] } = run.profile() ?? {};
  return nodes.map(({ parent, callSite, address, steps, samples, blocks }) => {
    const counts = [...samples()].sort(([a], [b]) => a - b);
    const sums = new Map<number, number>();
    blocks((addresses, times) => {
      for (const pc of addresses) sums.set(pc, (sums.get(pc) ?? 0) + times);
    });
    const added = [...sums].sort(([a], [b]) => a - b);
    return JSON.stringify({ parent, callSite, address, steps, counts, added });
  });
}

function symbolAddresses(
  { functions, code }: Batch,
  { symbols }: Variant,
  random: Random,
): number[] {
  if (symbols === 'none') return [];
  if (symbols === 'functions') return [...functions];
  // Anywhere, also within instructions.
  return Array.from({ length: random.below(40) }, () => code.address + random.below(code.size));
}

function chunkLength({ chunks }: Variant, { oneIn, between }: Random): number {
  if (chunks === 'short' || (chunks === 'mixed' && oneIn(3))) return between(1, 40);
  return chunks === 'mixed' ? between(10, 3000) : between(1000, 100_000);
}

function readWindow(run: Run): Uint8Array {
  return run.hart.read(BigInt(LAYOUT.window.base), LAYOUT.window.size) as Uint8Array;
}

function compareMemory(
  oracle: Run,
  compiled: Run,
  range: { address: number; size: number } | { base: number; size: number },
): string | undefined {
  const base = 'base' in range ? range.base : range.address;
  const [expected, found] = [oracle, compiled].map(
    ({ hart }) => hart.read(BigInt(base), range.size) as Uint8Array,
  ) as [Uint8Array, Uint8Array];
  if (Buffer.compare(expected, found) === 0) return undefined;
  const at = expected.findIndex((byte, n) => byte !== found[n]);
  return `memory differs at 0x${(base + at).toString(16)}: ${found[at]}, not ${expected[at]}`;
}

function compareStates(oracle: Run, compiled: Run): string | undefined {
  const same =
    oracle.pc === compiled.pc &&
    oracle.steps === compiled.steps &&
    oracle.misaligned === compiled.misaligned &&
    oracle.hart.x.every((value, n) => value === compiled.hart.x[n]) &&
    oracle.hart.f.every((value, n) => value === compiled.hart.f[n]) &&
    oracle.hart.fcsr === compiled.hart.fcsr &&
    oracle.outcome === undefined &&
    compiled.outcome === undefined;
  if (same) return undefined;
  const facts = (run: Run): Record<string, unknown> => ({
    pc: run.pc,
    steps: run.steps,
    misaligned: run.misaligned,
    ...Object.fromEntries([...run.hart.x].map((value, n) => [`x${n}`, value])),
    ...Object.fromEntries([...run.hart.f].map((value, n) => [`f${n}`, value])),
    fcsr: run.hart.fcsr,
    outcome: text(run.outcome),
  });
  const [expected, found] = [facts(oracle), facts(compiled)];
  const differing = Object.keys(expected).filter((name) => expected[name] !== found[name]);
  if (differing.length === 0) return undefined;
  const show = (value: unknown): string =>
    typeof value === 'bigint' ? `0x${value.toString(16)}` : String(value);
  return differing
    .map((name) => `${name} is ${show(found[name])}, not ${show(expected[name])}`)
    .join('; ');
}

/** Everything in a value, so that two of them can be compared. */
function text(value: unknown): string {
  return JSON.stringify(value ?? null, (_, part) =>
    typeof part === 'bigint' || part instanceof BigUint64Array ? part.toString() : part,
  );
}
