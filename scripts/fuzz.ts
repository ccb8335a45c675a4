/**
 * `npm run fuzz -- [--programs N] [--seed S] [--no-qemu] [--only JSON]`: random programs in the
 * interpreter, the compiler and, where it is installed, qemu-riscv64. A failure prints the shortest
 * program that still fails, in a form that `--only` takes. Ends with `N passed, N failed`.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { decode, disassemble, readElf } from '@hart/riscv';
import { type Batch, buildBatch } from './fuzz/batch.ts';
import { type Comparison, compareEngines, randomVariant, type Variant } from './fuzz/engines.ts';
import type { Kind, ProgramShape } from './fuzz/generate.ts';
import { createQemu, QEMU } from './fuzz/qemu.ts';
import { createRandom, mix } from './fuzz/random.ts';
import { createWatchdog } from './fuzz/watchdog.ts';

/** Programs in one ELF; those that may trap run alone. */
const BATCH = 30;
/** After so many failures it is clear that something is wrong. */
const MAX_FAILURES = 5;
/** Comparisons with qemu under way at the same time, beside our own engines. */
const IN_FLIGHT = 2;

/** For finding the programs of a failure, and again for making them smaller. */
const MAX_SHRINK_MS = 15_000;
/** Both engines together need a fraction of a second for a batch. */
const MAX_BATCH_MS = 60_000;

/** What a failure is reproduced from. */
interface Sample {
  shapes: readonly ProgramShape[];
  variant: Variant;
}

const { values: options } = parseArgs({
  options: {
    programs: { type: 'string', default: '12000' },
    seed: { type: 'string', default: '1' },
    'no-qemu': { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});
const total = wholeNumber('programs', options.programs);
const seed = wholeNumber('seed', options.seed);
const qemu = options['no-qemu'] ? undefined : createQemu();
if (qemu === undefined) console.log(`skipped: comparison with ${QEMU}`);

const watchdog = createWatchdog(MAX_BATCH_MS);
const counts = { passed: 0, failed: 0, steps: 0, traps: 0, qemu: 0 };
const started = performance.now();
if (options.only === undefined) await runAll();
else await settle(JSON.parse(options.only) as Sample);
qemu?.close();
await watchdog.close();
console.log(
  `seed ${seed}: ${counts.steps} steps, ${counts.traps} programs trapped, ${counts.qemu} also agreed with ${QEMU}`,
);
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 ? 0 : 1;

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  console.error(`--${name} must be a positive whole number, not ${text}`);
  process.exit(2);
}

async function runAll(): Promise<void> {
  const pending = new Set<Promise<void>>();
  let reported = 0;
  for (const sample of samples()) {
    if (counts.failed >= MAX_FAILURES) break;
    const settling = settle(sample).finally(() => pending.delete(settling));
    pending.add(settling);
    while (pending.size >= IN_FLIGHT) await Promise.race(pending);
    const done = counts.passed + counts.failed;
    if (done - reported < 1000) continue;
    reported = done;
    console.log(`${done} programs, ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
  await Promise.all(pending);
}

/** Batches of sound programs, and one by one those that may trap. */
function* samples(): Generator<Sample> {
  for (let done = 0; done < total; done += BATCH) {
    const shapes = Array.from({ length: Math.min(BATCH, total - done) }, (_, n) =>
      shapeOf(done + n),
    );
    const sound = shapes.filter(({ kind }) => kind === 'sound');
    const alone = shapes.filter(({ kind }) => kind !== 'sound');
    const groups = [...(sound.length > 0 ? [sound] : []), ...alone.map((shape) => [shape])];
    for (const [n, group] of groups.entries()) {
      yield { shapes: group, variant: randomVariant(mix(mix(seed, done), n)) };
    }
  }
}

function shapeOf(index: number): ProgramShape {
  const random = createRandom(mix(seed, index));
  const kind = random.pick<Kind>(['sound', 'sound', 'sound', 'sound', 'sound', 'fault', 'own']);
  const length = random.between(5, 40);
  return {
    seed: mix(index, seed),
    kind,
    pieces: Array.from({ length }, (_, n) => n),
    faultAt: random.between(0, kind === 'own' ? 2 * length : length - 1),
  };
}

/** Compares a sample and counts; on a difference finds the programs that have it. */
async function settle(sample: Sample): Promise<void> {
  const { shapes } = sample;
  const problem = await problemOf(sample);
  if (problem === undefined) {
    counts.passed += shapes.length;
    if (qemu !== undefined && shapes[0]?.kind !== 'own') counts.qemu += shapes.length;
    return;
  }
  console.log(`a difference, its program is being looked for: ${problem}`);
  const until = performance.now() + MAX_SHRINK_MS;
  const guilty: ProgramShape[] = [];
  for (const shape of shapes) {
    if (performance.now() > until) break;
    if ((await problemOf({ ...sample, shapes: [shape] })) !== undefined) guilty.push(shape);
  }
  // Some only fail together.
  const groups = guilty.length > 0 ? guilty.map((shape) => [shape]) : [shapes];
  const failed = Math.max(guilty.length, 1);
  counts.failed += failed;
  counts.passed += shapes.length - failed;
  for (const group of groups) await report({ ...sample, shapes: group });
}

/** What is wrong with these programs, undefined if nothing is. */
async function problemOf({ shapes, variant }: Sample): Promise<string | undefined> {
  const kind = shapes[0]?.kind;
  const batch = buildBatch(shapes, kind === 'fault');
  const { passed, failed } = counts;
  watchdog.begin(
    `FAIL an engine does not end\n  --only '${JSON.stringify({ shapes, variant })}'\n` +
      `${passed} passed, ${failed + 1} failed\n`,
  );
  const result = attempt(batch, variant);
  watchdog.end();
  if (result.difference !== undefined) return result.difference;
  const { outcome, output, memory, steps } = result;
  counts.steps += steps;
  if (outcome.kind === 'trap') counts.traps++;
  if (kind === 'sound' && outcome.kind !== 'exit')
    return `a sound program ends with ${outcome.kind}`;
  if (qemu === undefined || kind === 'own') return undefined;
  return outcome.kind === 'trap'
    ? await qemu.compareTrap(batch, outcome, memory)
    : await qemu.compareOutput(batch, output);
}

/** An exception is a defect of an engine like any other. */
function attempt(batch: Batch, variant: Variant): Comparison {
  try {
    return compareEngines(batch, variant);
  } catch (error) {
    return { difference: `an engine throws: ${error}` };
  }
}

/** Prints the smallest sample that still fails: without the programs and pieces that are not needed. */
async function report(sample: Sample): Promise<void> {
  let smallest = sample;
  const shapesOf = (shapes: readonly ProgramShape[]): Sample => ({ ...sample, shapes });
  const until = performance.now() + MAX_SHRINK_MS;
  const tryWith = async (shapes: readonly ProgramShape[]): Promise<boolean> => {
    if (performance.now() > until) return false;
    const fails = (await problemOf(shapesOf(shapes))) !== undefined;
    if (fails) smallest = shapesOf(shapes);
    return fails;
  };
  for (let n = sample.shapes.length - 1; n >= 0 && smallest.shapes.length > 1; n--) {
    await tryWith(smallest.shapes.toSpliced(n, 1));
  }
  for (let size = 16; size >= 1; size >>= 1) {
    for (let n = 0; n < smallest.shapes.length; n++) {
      const length = (): number => smallest.shapes[n]!.pieces.length;
      for (let at = 0; at < length(); ) {
        const shape = smallest.shapes[n]!;
        const shorter = { ...shape, pieces: shape.pieces.toSpliced(at, size) };
        if (!(await tryWith(smallest.shapes.with(n, shorter)))) at += size;
      }
    }
  }
  console.log(`FAIL ${await problemOf(smallest)}`);
  console.log(`  --only '${JSON.stringify(smallest)}'`);
  printCode(smallest);
}

function printCode({ shapes }: Sample): void {
  const [text] = readElf(buildBatch(shapes, shapes[0]?.kind === 'fault').elf).segments;
  if (text === undefined) return;
  const view = new DataView(text.data.buffer, text.data.byteOffset, text.data.byteLength);
  for (let at = 0; at < text.data.length; ) {
    const word = at + 4 <= text.data.length ? view.getUint32(at, true) : view.getUint16(at, true);
    const i = decode(word);
    const pc = text.address + at;
    console.log(
      `  ${pc.toString(16)}: ${i === undefined ? `.word 0x${word.toString(16)}` : disassemble(i, pc)}`,
    );
    at += i?.size ?? ((word & 3) === 3 ? 4 : 2);
  }
}
