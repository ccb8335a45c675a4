import { HartError } from '@hart/errors';
import { decodeOutput, isValid } from '@hart/stateless';
import { type Peer, timePeer } from './peers.ts';
import type { Program } from './programs.ts';
import type { Order, Sample } from './protocol.ts';
import type { ColdRun, GuestSamples } from './report.ts';
import { type BenchWorker, startWorker } from './start-worker.ts';

const COUNTED: Order = { engine: 'aot', trace: false, maxSteps: 0 };
const TRACED: Order = { engine: 'aot', trace: true, maxSteps: 0 };

/** A peer and the seconds that starting it takes. */
export type TimedPeer = Peer & { start: number };

/**
 * Measures one guest: cold runs in fresh processes, warm-up until V8 has made its best code, then
 * `runs` rounds in which every engine and peer has its turn, so that all see the same machine.
 *
 * @throws {HartError} BENCH_OUTPUT if two engines give different outputs, BENCH_STOPPED
 */
export async function measureGuest(
  program: Program,
  options: { peers: readonly TimedPeer[]; runs: number },
): Promise<GuestSamples> {
  const compiled = await measureCompiled(program, options);
  return { ...compiled, interpreter: await measureInterpreter(program) };
}

async function measureCompiled(
  { name, about, kind, work }: Program,
  { peers, runs }: { peers: readonly TimedPeer[]; runs: number },
): Promise<Omit<GuestSamples, 'interpreter'>> {
  const counting = startWorker(name, work);
  const tracing = startWorker(name, work);
  try {
    const first = { counted: await counting.run(COUNTED), traced: await tracing.run(TRACED) };
    const expect = (engine: string, output: string) => {
      compare(name, { engine: 'the engine', output: first.counted.output }, { engine, output });
    };
    if (kind === 'block') checkVerdict(name, first.counted);
    expect('the engine with trace', first.traced.output);
    const settled = [await warmUp(counting, COUNTED), await warmUp(tracing, TRACED)];

    const samples = {
      counted: [] as number[],
      traced: [] as number[],
      native: [] as number[],
      qemu: [] as number[],
    };
    for (let round = 0; round < runs; round++) {
      for (const peer of peers) {
        const { seconds, output } = timePeer(name, peer);
        expect(peer.name, output);
        samples[peer.name].push(seconds - peer.start);
      }
      samples.counted.push(warmSeconds(await counting.run(COUNTED)));
      samples.traced.push(warmSeconds(await tracing.run(TRACED)));
    }
    const measured = (peer: Peer['name']) => (samples[peer].length > 0 ? samples[peer] : null);
    return {
      ...{ name, about, kind },
      steps: first.counted.steps,
      traceBytes: first.traced.traceBytes,
      cold: { counted: coldRun(first.counted), traced: coldRun(first.traced) },
      ...samples,
      settled: !settled.includes(false),
      native: measured('native'),
      qemu: measured('qemu'),
    };
  } finally {
    counting.stop();
    tracing.stop();
  }
}

const WARM_UP_RUNS = 60;
const WARM_UP_SECONDS = 25;
/** Runs that must bring next to nothing before a guest counts as warm. */
const STABLE_RUNS = 5;

/**
 * Runs until V8 has optimized all that it wants to and {@link STABLE_RUNS} in a row bring less than 2 %: in a
 * short guest, functions that are rare in each run are compiled again after many. Returns whether it came
 * to that within the limits above.
 */
async function warmUp(worker: BenchWorker, order: Order): Promise<boolean> {
  let best = Number.POSITIVE_INFINITY;
  let total = 0;
  let stable = 0;
  for (let run = 0; run < WARM_UP_RUNS && total < WARM_UP_SECONDS && stable < STABLE_RUNS; run++) {
    const sample = await worker.run(order);
    const seconds = warmSeconds(sample);
    stable = sample.settled && seconds > 0.98 * best ? stable + 1 : 0;
    best = Math.min(best, seconds);
    total += seconds;
  }
  return stable >= STABLE_RUNS;
}

function warmSeconds({ seconds }: Sample): number {
  return seconds.compile + seconds.run;
}

function coldRun({ seconds: { load, compile, run } }: Sample): ColdRun {
  return { seconds: load + compile + run, compile };
}

const INTERPRETER_RUNS = 3;
/** Of a program that has no smaller build. */
const INTERPRETER_STEPS = 2e7;

/** Times the interpreter on the smaller build, to its end and with the output of the compiled engine. */
async function measureInterpreter(program: Program): Promise<GuestSamples['interpreter']> {
  const { name, work, tiny } = program;
  const order: Order = {
    engine: 'interpreter',
    trace: false,
    maxSteps: tiny === null ? INTERPRETER_STEPS : 0,
  };
  const worker = startWorker(name, tiny ?? work);
  try {
    const first = await worker.run(order);
    if (tiny !== null) {
      const { output } = await worker.run(COUNTED);
      const interpreted = { engine: 'the interpreter', output: first.output };
      compare(name, { engine: 'the engine', output }, interpreted);
    }
    const seconds = [first.seconds.run];
    while (seconds.length < INTERPRETER_RUNS) seconds.push((await worker.run(order)).seconds.run);
    return { steps: first.steps, seconds };
  } finally {
    worker.stop();
  }
}

interface Answer {
  engine: string;
  /** Hex. */
  output: string;
}

function compare(guest: string, expected: Answer, found: Answer): void {
  if (found.output === expected.output) return;
  throw new HartError('BENCH_OUTPUT', {
    guest,
    engine: found.engine,
    found: found.output,
    other: expected.engine,
    expected: expected.output,
  });
}

function checkVerdict(name: string, { output }: Sample): void {
  const verdict = decodeOutput(Buffer.from(output, 'hex'));
  if (isValid(verdict)) return;
  throw new HartError('BENCH_STOPPED', { guest: name, what: `the block is ${verdict.status}` });
}
