import {
  CONTINUE,
  type Environment,
  type Handled,
  type HartView,
  type TrapCause,
} from '@hart/machine';
import type { Elf } from '@hart/riscv';
import { createSink } from '../sink.ts';
import { createAddressSpace, PROTECTION } from './address-space.ts';
import { type CallCounter, type CountedCall, createCallCounter } from './call-counter.ts';
import { callText } from './call-text.ts';
import type { Tier } from './calls.ts';
import { createFileTree } from './files/file-tree.ts';
import { createOpenFiles } from './files/open-files.ts';
import { createStandardFiles } from './files/standard.ts';
import { addSystemFiles } from './files/system-files.ts';
import { createGuestRam } from './guest-ram.ts';
import { readPath } from './handlers/handler.ts';
import { handlersOf, hasCall } from './handlers/index.ts';
import { type CallArguments, type Kernel, PROCESS_ID } from './kernel.ts';
import {
  MAX_RAM_BYTES,
  pageCeil,
  pageFloor,
  programEnd,
  STACK_BYTES,
  WINDOW_START,
  writableRange,
} from './layout.ts';
import { createRandomBytes } from './random.ts';
import { createScheduler } from './scheduler.ts';
import { SIGNAL } from './signal-numbers.ts';
import { createSignals, SIGNAL_RETURN } from './signals.ts';
import { prepareStack } from './start.ts';

export interface LinuxOptions {
  /** Standard input. */
  input?: Uint8Array;
  /** Bytes of address space, a multiple of 4096. */
  ramBytes?: number;
  /** Arguments, without the program's name. */
  args?: readonly string[];
  /** Environment variables, `NAME=value`; none by default. */
  variables?: readonly string[];
  /** Files that the guest can read, by absolute path. */
  files?: ReadonlyMap<string, Uint8Array>;
  /** Count every call, see {@link LinuxEnvironment.calls}. */
  countCalls?: boolean;
}

export interface LinuxEnvironment extends Environment {
  /** What was written to standard output. */
  output(): Uint8Array;
  /** What was written to standard error. */
  log(): Uint8Array;
  /** The calls so far, by number; empty unless they are counted. */
  calls(): CountedCall[];
}

/** The generator's seed: any number, but always this one. */
const SEED = 0x48617274n;
/** Name and path of every program. */
const NAME = 'program';
/** Faults one after the other without a step between them, after which no handler is asked any more. */
const MAX_FAULTS = 64;

/**
 * Linux on riscv64 for a static program: `linux-basic` for one thread, `linux-advanced` for threads, pipes and
 * epoll as well. See docs/linux.md. Nothing outside is reached: files, time and randomness are virtual.
 */
export function createLinux(elf: Elf, tier: Tier, options: LinuxOptions = {}): LinuxEnvironment {
  const { input = new Uint8Array(), ramBytes = MAX_RAM_BYTES, args = [], variables = [] } = options;
  const end = WINDOW_START + ramBytes;
  const output = createSink();
  const log = createSink();
  const handlers = handlersOf(tier);
  let kernel: Kernel;
  let counter: CallCounter | undefined;
  /** The registers as pairs of 32 bits: numbers are faster than big integers. */
  let halves: Int32Array;
  const values: [number, number, number, number, number, number] = [0, 0, 0, 0, 0, 0];
  let faultSteps = 0;
  let faults = 0;

  function start(hart: HartView): void {
    halves = new Int32Array(hart.x.buffer, hart.x.byteOffset, 64);
    const ram = createGuestRam(hart, WINDOW_START, ramBytes);
    const heapStart = programEnd(elf);
    const stackStart = end - STACK_BYTES;
    const space = createAddressSpace(ram, heapStart, stackStart);
    for (const { address, memorySize, readable, writable, executable } of elf.segments) {
      const protection =
        (readable ? PROTECTION.read : 0) |
        (writable ? PROTECTION.write : 0) |
        (executable ? PROTECTION.execute : 0);
      mapSegment(pageFloor(address), pageCeil(address + memorySize), protection);
    }
    space.map(stackStart, end, PROTECTION.read | PROTECTION.write);

    /** Maps what the program has brought without making it zero. */
    function mapSegment(from: number, to: number, protection: number): void {
      for (let page = from; page < to; page += 4096) {
        if (!space.isMapped(page, page + 4096)) {
          space.adopt(page, page + 4096, protection);
        }
      }
    }

    let inode = 1;
    const nextInode = () => inode++;
    const random = createRandomBytes(SEED);
    const tree = createFileTree(nextInode);
    const commandLine = [NAME, ...args];
    addSystemFiles(tree, random, `/${NAME}`, commandLine, space.regions);
    for (const [path, content] of options.files ?? []) tree.addFile(path, () => content);
    const standard = createStandardFiles(input, output, log, nextInode);
    const files = createOpenFiles(tree, standard, nextInode);
    const signals = createSignals(ram, space);
    const scheduler = createScheduler(hart, PROCESS_ID, signals.deliver);
    const heap = { start: heapStart, end: heapStart };
    const { now } = scheduler;
    kernel = { hart, ram, space, files, random, scheduler, signals, heap, now };
    if (options.countCalls === true) counter = createCallCounter(pathAt);
    prepareStack(hart, ram, elf, end, `/${NAME}`, commandLine, variables, random);
  }

  function pathAt(address: number): string | undefined {
    const path = readPath(kernel, address);
    return typeof path === 'string' ? path : undefined;
  }

  /** The arguments of the call that the hart is at. */
  function readArguments(): CallArguments {
    for (let n = 0; n < 6; n++) {
      const at = 2 * (10 + n);
      values[n] = (halves[at + 1] as number) * 2 ** 32 + ((halves[at] as number) >>> 0);
    }
    return values;
  }

  function callNumber(): number {
    return halves[2 * 17 + 1] === 0 ? (halves[2 * 17] as number) : -1;
  }

  function setResult(result: number): void {
    halves[2 * 10] = result;
    halves[2 * 10 + 1] = Math.floor(result / 2 ** 32);
  }

  function sigreturn(): Handled {
    const { signals, scheduler, hart } = kernel;
    const context = signals.return(scheduler.current, hart.context());
    if (context === undefined || context.pc === SIGNAL_RETURN) return KILLED;
    return scheduler.resume(context);
  }

  return {
    name: tier,
    memory: {
      window: { base: WINDOW_START, size: ramBytes },
      writable: writableRange(elf, end),
      watched: [],
      code: 'write-xor-execute',
    },
    start,
    ecall(hart) {
      const number = callNumber();
      const args = readArguments();
      counter?.add(number, args);
      const result = handlers[number]?.(kernel, args);
      if (typeof result !== 'number') return result;
      setResult(result);
      const { signals, scheduler } = kernel;
      const { current } = scheduler;
      if (current.signals.pending.length === 0 || !signals.hasDeliverable(current)) return CONTINUE;
      return scheduler.resume(hart.context());
    },
    trap(hart, cause: TrapCause, address) {
      if (cause === 'unknown-environment-call' || cause === 'deadlock') return undefined;
      const context = hart.context();
      if (cause === 'instruction-access-fault' && context.pc === SIGNAL_RETURN) return sigreturn();
      faults = hart.steps === faultSteps ? faults + 1 : 0;
      faultSteps = hart.steps;
      if (faults > MAX_FAULTS) return KILLED;
      const { signals, scheduler } = kernel;
      return signals.fault(scheduler.current, context, cause, address);
    },
    get preemptAt() {
      return kernel.scheduler.preemptAt();
    },
    preempt: () => kernel.scheduler.preempt(),
    describeCall() {
      const number = callNumber();
      const text = callText(number, readArguments(), pathAt);
      const advanced = handlers[number] === undefined && hasCall('linux-advanced', number);
      return advanced ? `${text}, which linux-advanced has` : text;
    },
    output: () => output.bytes(),
    log: () => log.bytes(),
    calls: () => counter?.calls() ?? [],
  };
}

const KILLED: Handled = { kind: 'exit', code: 128 + SIGNAL.SIGSEGV };

/** Whether the program is for Linux: all of it lies below where the other environments have programs. */
export function isLinuxProgram(elf: Elf): boolean {
  return elf.segments.every(
    ({ address, memorySize }) => memorySize === 0 || address + memorySize <= 0x80000000,
  );
}

/** What libraries make threads with. */
const THREAD_MAKERS: ReadonlySet<string> = new Set(['clone', '__clone', 'pthread_create']);

/** `linux-basic` for programs that cannot make threads, by their symbols; of stripped ones nobody knows. */
export function detectTier({ notes, symbols }: Elf): Tier {
  const go = notes?.includes('Go') === true;
  const threads = symbols.length === 0 || symbols.some(({ name }) => THREAD_MAKERS.has(name));
  return go || threads ? 'linux-advanced' : 'linux-basic';
}
