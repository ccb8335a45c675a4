import { createSymbolizer, type Elf } from '@hart/riscv';
import type { AddressRange, Environment, HartView } from './environment.ts';
import { codeRegion, createCode, type Probes } from './internal/code.ts';
import {
  slotMapBytes,
  type TranslationStore,
  type TranslatorStatistics,
} from './internal/compiler/translator.ts';
import { type Area, countBytesInUse, createGuestMemory } from './internal/guest-memory.ts';
import { Hart } from './internal/interpreter/hart.ts';
import { interpret } from './internal/interpreter/interpret.ts';
import { checkSegments, loadSegments } from './internal/load-segments.ts';
import { PROFILE_LIMITS } from './internal/profiler/call-tree.ts';
import { createProfiledRun } from './internal/profiler/profiled-run.ts';
import { stepperAreas } from './internal/stepper/stepper.ts';
import { createTracer, LOG_BYTES } from './internal/tracer.ts';
import { createCompiledRun } from './internal/trampoline.ts';
import type { Outcome } from './outcome.ts';
import type { Profile } from './profile.ts';
import type { TraceConsumer } from './trace.ts';

/** `interpreter` is the oracle, `aot` the compiler to WebAssembly; they agree on everything but time. */
export type Engine = 'aot' | 'interpreter';

export interface RunOptions {
  /** Default `aot`. */
  engine?: Engine;
  /** Takes the minimal trace, chunk by chunk while the run goes on. */
  trace?: TraceConsumer;
  /**
   * What to do before the instruction at an address is executed, each time; the hart is to be looked at only.
   * Programs run slower near probes, but take the same steps.
   */
  probes?: Probes;
  /** Count every step by call path and address; see {@link Run.profile}. Default false. */
  profile?: boolean;
  /** Where translations of this program are kept between processes; default: nowhere. */
  translations?: TranslationStore;
  /** For tests, which want short programs to meet what long ones meet. */
  tuning?: Tuning;
}

/** What changes how a run is executed but not what it computes. */
export interface Tuning {
  /** Calls of a place, or loops to it, after which it is compiled; default {@link COMPILE_AFTER}. */
  compileAfter?: number;
  /** Steps in a chunk of the trace, at most the 2^18 that make up a chunk elsewhere. */
  chunkSteps?: number;
}

/**
 * Compiling a function takes as long as stepping through it some hundred times. Found by measurement of
 * the stateless guest's cold start.
 */
const COMPILE_AFTER = 100;

/** One program in one environment. */
export interface Run {
  readonly hart: HartView;
  /** Instructions executed so far. */
  readonly steps: number;
  /** Misaligned loads and stores so far. */
  readonly misaligned: number;
  /** Address of the next instruction. */
  readonly pc: bigint;
  /** Set once the guest has ended. */
  readonly outcome: Outcome | undefined;
  /** What the compiler made so far; all zero in the interpreter. */
  readonly translation: Readonly<TranslatorStatistics>;
  /** Executes exactly `steps` instructions, fewer only if the guest ends before. */
  advance(steps: number): void;
  /**
   * Hands the consumer of the trace what was executed since the last whole chunk. For a run that is
   * given up before the guest ends; it must not go on after this.
   */
  flushTrace(): void;
  /** Hands what this run has translated to the store of translations, if there is one. */
  saveTranslations(): void;
  /** Bytes of guest memory in pages of 4 KiB that are not all zero. Takes a second or two with 4 GiB. */
  memoryInUse(): number;
  /** Where the steps so far were spent; undefined unless the run was created with `profile`. */
  profile(): Profile | undefined;
}

/**
 * Loads a program into a fresh memory. The state at the start is the environment's, registers are
 * zero, the pc is the ELF's entry.
 *
 * @throws {HartError} `MACHINE_SEGMENT_OUTSIDE`, `MACHINE_SEGMENT_WRITABLE_CODE`
 */
export function createRun(
  elf: Elf,
  environment: Environment,
  { engine = 'aot', trace, translations, tuning = {}, profile = false, probes }: RunOptions = {},
): Run {
  const map = environment.memory;
  checkSegments(elf, map);
  const memory = createGuestMemory(map, {
    ...(engine === 'aot' ? compiledAreas(codeRegion(elf)) : NO_AREAS),
    log: trace === undefined ? 0 : LOG_BYTES,
    profile: profile && engine === 'aot' ? PROFILE_LIMITS.bytes : 0,
  });
  loadSegments(elf, memory);
  const code = createCode(elf, memory, map, probes);
  const hart = new Hart(memory, code, environment, elf.entry);
  hart.probes = probes;
  environment.start?.(hart);

  const symbolize = createSymbolizer(elf);
  function nameTrap(): void {
    if (hart.outcome?.kind !== 'trap') return;
    const place = symbolize(Number(hart.outcome.pc));
    if (place !== undefined) hart.outcome.symbol = `${place.name}+0x${place.offset.toString(16)}`;
  }

  const tracer = trace === undefined ? undefined : createTracer(hart, trace, tuning.chunkSteps);
  const profiled = profile ? createProfiledRun(elf, hart) : undefined;
  const compileAfter = tuning.compileAfter ?? COMPILE_AFTER;
  const compiled =
    engine === 'aot'
      ? createCompiledRun(elf, hart, tracer, compileAfter, translations, profiled)
      : undefined;
  return {
    hart,
    get steps() {
      return hart.steps;
    },
    get misaligned() {
      return hart.misaligned;
    },
    get pc() {
      return hart.exactPc;
    },
    get outcome() {
      return hart.outcome;
    },
    translation: compiled?.statistics ?? { functions: 0, wasmBytes: 0, seconds: 0 },
    advance(steps) {
      const end = Math.min(hart.steps + steps, Number.MAX_SAFE_INTEGER);
      compiled?.advance(end - hart.steps);
      while (hart.steps < end && hart.outcome === undefined) {
        const chunk = tracer?.left() ?? Number.POSITIVE_INFINITY;
        interpret(hart, Math.min(end, hart.steps + chunk, hart.preemptAt) - hart.steps);
        hart.preempt();
        tracer?.settle();
        hart.cut = undefined;
      }
      nameTrap();
    },
    flushTrace() {
      tracer?.flush();
    },
    saveTranslations() {
      compiled?.save();
    },
    memoryInUse: () => countBytesInUse(memory),
    profile: () => profiled?.summarize(),
  };
}

const NO_AREAS = { slotMap: 0, codeTable: 0, arrivals: 0 };

function compiledAreas(region: AddressRange): Record<Exclude<Area, 'log' | 'profile'>, number> {
  return { slotMap: slotMapBytes(region.size), ...stepperAreas(region) };
}
