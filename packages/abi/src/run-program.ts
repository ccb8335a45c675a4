import { HartError } from '@hart/errors';
import {
  createRun,
  type Engine,
  type Environment,
  type HartView,
  measureTrace,
  type Outcome,
  type Probes,
  type Profile,
  type TraceConsumer,
  type TraceSize,
  type TranslationStore,
} from '@hart/machine';
import { type Elf, type Probe, readElf, readProbes } from '@hart/riscv';
import type { AcceleratorTally, CountedAccelerator } from './accelerator-calls.ts';
import { MAX_RAM_BYTES as BARE_RAM_BYTES, createBare } from './bare.ts';
import type { CountedCall } from './linux/call-counter.ts';
import { MAX_RAM_BYTES as LINUX_RAM_BYTES, MIN_RAM_BYTES } from './linux/layout.ts';
import { createLinux, detectTier, isLinuxProgram, type LinuxOptions } from './linux/linux.ts';
import { MAX_STRINGS } from './linux/start.ts';
import { isSp1Program } from './sp1/detect.ts';
import {
  MIN_PLAIN_BYTES as SP1_MIN_RAM_BYTES,
  PLAIN_BYTES as SP1_RAM_BYTES,
} from './sp1/memory-map.ts';
import { createSp1 } from './sp1/sp1.ts';
import { isZiskProgram } from './zisk/detect.ts';
import {
  MIN_RAM_BYTES as ZISK_MIN_RAM_BYTES,
  MAX_RAM_BYTES as ZISK_RAM_BYTES,
} from './zisk/memory-map.ts';
import { createZisk } from './zisk/zisk.ts';
import {
  createZkvm,
  MAX_INPUT_BYTES,
  PROGRAM_START,
  MAX_RAM_BYTES as ZKVM_RAM_BYTES,
} from './zkvm.ts';

/** The environments by name, in the order in which help shows them. */
export const ABI_NAMES = ['bare', 'zkvm', 'zisk', 'sp1', 'linux-basic', 'linux-advanced'] as const;
export type AbiName = (typeof ABI_NAMES)[number];

export interface RunProgramOptions {
  /** Default `auto`: by the program's segments, see {@link detectAbi}. */
  abi?: AbiName | 'auto';
  /** Private input, for environments that have one; for Linux, standard input. */
  input?: Uint8Array;
  /** Arguments of a Linux program, without its name. */
  args?: readonly string[];
  /** Environment variables of a Linux program, `NAME=value`; default none. */
  variables?: readonly string[];
  /** Files that a Linux program can read, by absolute path. */
  files?: ReadonlyMap<string, Uint8Array>;
  /** Count the calls of a Linux program; default false. */
  countCalls?: boolean;
  /** Find out how much memory the program has in use at the end, which takes a second or two; default false. */
  measureMemory?: boolean;
  /** Default `aot`. */
  engine?: Engine;
  /** Stop after so many instructions; default no limit. */
  maxSteps?: number;
  /** Bytes of RAM, a multiple of 4096; accesses beyond are faults. Default: all the environment has. */
  maxMemory?: number;
  /** Checked about every 2^26 steps; an abort throws its reason. */
  signal?: AbortSignal;
  /** Called about every 2^26 steps with the steps so far. */
  onProgress?: (steps: number) => void;
  /** Takes the minimal trace of the run, chunk by chunk; its time counts as time of the run. */
  trace?: TraceConsumer;
  /** Count every step by call path and address; default false. */
  profile?: boolean;
  /**
   * Called at each of the places that the program's author has named (`readProbes` of `@hart/riscv`), before the
   * instruction there; needs the program as bytes.
   */
  onProbe?: ProbeConsumer;
  /** Where translations of this program are kept between processes; default: nowhere. */
  translations?: TranslationStore;
}

/**
 * Takes note that the hart is at a probe; its registers are numbered in the probe. To look at only. `calls` are
 * those of accelerators so far.
 */
export type ProbeConsumer = (probe: Probe, hart: HartView, calls: AcceleratorTally) => void;

export interface ProgramResult {
  abi: AbiName;
  outcome: Outcome;
  /** Instructions executed. */
  steps: number;
  /** Misaligned loads and stores (zkvm-standards, riscv-target). */
  misaligned: number;
  /** Public output; of a Linux program, standard output. */
  output: Uint8Array;
  /** What the guest said besides; of a Linux program, standard error. */
  log: string;
  /** The accelerators that it has called, with how often. */
  accelerators: CountedAccelerator[];
  /** The calls of a Linux program by number, if they were counted. */
  calls?: CountedCall[];
  /** Bytes of memory in pages that are not all zero at the end, if that was asked for. */
  memory?: number;
  /** Words between `begin_signature` and `end_signature`, if the program has these symbols. */
  signature?: Uint8Array;
  /** How large the trace was, if one was asked for; its bytes are those of the trace as a file. */
  trace?: TraceSize;
  /** Where the steps were spent, if that was asked for. */
  profile?: Profile;
  /** Wall time. `compile` is translation and Wasm compilation, before and while running; `run` is the rest. */
  seconds: { load: number; compile: number; run: number };
}

/** Between two looks at the abort signal. */
const STRIDE = 2 ** 26;

/**
 * Runs a program to its end, trap or step limit.
 *
 * @throws {HartError} `ELF_*` for a file that is no static RISC-V program, `MACHINE_SEGMENT_*` if it
 * does not fit the environment, and `ABI_*` for options that the environment cannot fulfil.
 */
export function runProgram(
  program: Uint8Array | Elf,
  options: RunProgramOptions = {},
): ProgramResult {
  const {
    engine = 'aot',
    maxSteps = Number.POSITIVE_INFINITY,
    signal,
    onProgress,
    profile: profiled = false,
  } = options;
  const started = performance.now();
  const elf = program instanceof Uint8Array ? parse(program) : program;
  const abi = options.abi === undefined || options.abi === 'auto' ? detectAbi(elf) : options.abi;
  const environment = createEnvironment(abi, elf, options);
  const trace = options.trace && measureTrace(options.trace);
  const run = createRun(elf, environment, {
    engine,
    profile: profiled,
    ...(trace && { trace }),
    ...(options.onProbe &&
      program instanceof Uint8Array && {
        probes: probesOf(program, options.onProbe, environment.accelerators ?? NO_CALLS),
      }),
    ...(options.translations && { translations: options.translations }),
  });
  const loaded = performance.now();
  // what earlier runs or a profile know is compiled before the run
  const compiledBefore = run.translation.seconds;

  while (run.outcome === undefined && run.steps < maxSteps) {
    signal?.throwIfAborted();
    run.advance(Math.min(STRIDE, maxSteps - run.steps));
    onProgress?.(run.steps);
  }
  if (run.outcome === undefined) run.flushTrace();
  const elapsed = (performance.now() - loaded) / 1000;
  run.saveTranslations();
  const signature = readSignature(elf, run.hart);
  const profile = run.profile();
  return {
    abi,
    outcome: run.outcome ?? { kind: 'limit', limit: 'steps', value: maxSteps },
    steps: run.steps,
    misaligned: run.misaligned,
    output: environment.output?.() ?? new Uint8Array(),
    log: new TextDecoder().decode(environment.log?.()),
    accelerators: environment.accelerators?.counts() ?? [],
    ...(environment.calls !== undefined && options.countCalls === true
      ? { calls: environment.calls() }
      : {}),
    ...(options.measureMemory === true ? { memory: run.memoryInUse() } : {}),
    ...(signature === undefined ? {} : { signature }),
    ...(trace && { trace: trace.size() }),
    ...(profile && { profile }),
    seconds: {
      load: (loaded - started) / 1000 - compiledBefore,
      compile: run.translation.seconds,
      run: elapsed - (run.translation.seconds - compiledBefore),
    },
  };
}

const NO_CALLS: AcceleratorTally = { total: 0, counts: () => [] };

/** Several probes may be at one address; they are met in the order of the file. */
function probesOf(program: Uint8Array, consume: ProbeConsumer, calls: AcceleratorTally): Probes {
  const byAddress = Map.groupBy(readProbes(program), ({ address }) => address);
  return new Map(
    [...byAddress].map(([address, probes]) => [
      address,
      (hart: HartView) => {
        for (const probe of probes) consume(probe, hart, calls);
      },
    ]),
  );
}

const parsed = new WeakMap<Uint8Array, Elf>();

/** Reads an ELF once, so that runs of the same bytes share what is translated. */
function parse(program: Uint8Array): Elf {
  let elf = parsed.get(program);
  if (elf === undefined) {
    elf = readElf(program);
    parsed.set(program, elf);
  }
  return elf;
}

/** An environment with what some of them can tell after the run. */
interface Telling extends Environment {
  output?(): Uint8Array;
  log?(): Uint8Array;
  calls?(): CountedCall[];
  readonly accelerators?: AcceleratorTally;
}

/** RAM that each environment has at most, and at least. */
const RAM_BYTES: Record<AbiName, { least: number; most: number }> = {
  bare: { least: 4096, most: BARE_RAM_BYTES },
  zkvm: { least: 4096, most: ZKVM_RAM_BYTES },
  zisk: { least: ZISK_MIN_RAM_BYTES, most: ZISK_RAM_BYTES },
  sp1: { least: SP1_MIN_RAM_BYTES, most: SP1_RAM_BYTES },
  'linux-basic': { least: MIN_RAM_BYTES, most: LINUX_RAM_BYTES },
  'linux-advanced': { least: MIN_RAM_BYTES, most: LINUX_RAM_BYTES },
};

function createEnvironment(abi: AbiName, elf: Elf, options: RunProgramOptions): Telling {
  const { input, maxMemory } = options;
  const { least, most } = RAM_BYTES[abi];
  const ramBytes = maxMemory ?? most;
  if (!Number.isInteger(ramBytes / 4096) || ramBytes < least || ramBytes > most) {
    throw new HartError('ABI_MEMORY_LIMIT', { bytes: ramBytes, abi, least, available: most });
  }
  if (abi === 'linux-basic' || abi === 'linux-advanced') {
    checkStrings(options);
    return createLinux(elf, abi, { ...linuxOptions(options), ramBytes });
  }
  const what = options.args?.length
    ? 'arguments'
    : options.variables?.length
      ? 'environment variables'
      : options.files?.size
        ? 'files'
        : undefined;
  if (what !== undefined) throw new HartError('ABI_NO_PROCESS', { abi, what });
  if (abi === 'bare') {
    if (input !== undefined) throw new HartError('ABI_NO_INPUT', { abi });
    return createBare(elf, ramBytes);
  }
  if (abi === 'sp1') return createSp1(elf, input && [input], ramBytes);
  // Both have the same memory map.
  for (const { address, memorySize } of elf.segments) {
    if (memorySize > 0 && address < PROGRAM_START) {
      throw new HartError('ABI_SEGMENT_IN_INPUT', { start: `0x${address.toString(16)}` });
    }
  }
  if (input !== undefined && input.length > MAX_INPUT_BYTES) {
    throw new HartError('ABI_INPUT_TOO_LONG', { bytes: input.length, limit: MAX_INPUT_BYTES });
  }
  return abi === 'zisk' ? createZisk(input, ramBytes) : createZkvm(input, ramBytes);
}

function linuxOptions({
  input,
  args,
  variables,
  files,
  countCalls,
}: RunProgramOptions): LinuxOptions {
  return {
    ...(input && { input }),
    ...(args && { args }),
    ...(variables && { variables }),
    ...(files && { files }),
    ...(countCalls && { countCalls }),
  };
}

function checkStrings({ args = [], variables = [], files = new Map() }: RunProgramOptions): void {
  // Each needs a pointer as well.
  const bytes = [...args, ...variables].reduce((sum, text) => sum + 3 * text.length + 9, 0);
  if (bytes > MAX_STRINGS)
    throw new HartError('ABI_STRINGS_TOO_LONG', { bytes, limit: MAX_STRINGS });
  for (const path of files.keys()) {
    if (!/^\/.*[^/]$/.test(path)) throw new HartError('ABI_FILE_PATH', { path });
  }
}

/**
 * `bare` for programs that have a `tohost` symbol; `sp1` for those that begin at 0x78000000; a tier of Linux for those that lie below 0x80000000:
 * `linux-basic` for those that cannot make threads, else `linux-advanced`; `bare` for those that write to RAM below 0xa0000000,
 * which the zkVM memory map keeps for code; `zisk` for those whose code writes to one of ZisK's CSRs; else `zkvm`.
 */
export function detectAbi(elf: Elf): AbiName {
  if (elf.symbols.some(({ name }) => name === 'tohost')) return 'bare';
  if (isSp1Program(elf)) return 'sp1';
  if (isLinuxProgram(elf)) return detectTier(elf);
  const bare = elf.segments.some(
    ({ address, writable, memorySize }) => writable && memorySize > 0 && address < 0xa0000000,
  );
  if (bare) return 'bare';
  return isZiskProgram(elf) ? 'zisk' : 'zkvm';
}

function readSignature(
  elf: Elf,
  hart: { read(address: bigint, size: number): Uint8Array | undefined },
): Uint8Array | undefined {
  const begin = elf.symbols.find(({ name }) => name === 'begin_signature');
  const end = elf.symbols.find(({ name }) => name === 'end_signature');
  if (begin === undefined || end === undefined || end.address < begin.address) return undefined;
  return hart.read(BigInt(begin.address), end.address - begin.address);
}
