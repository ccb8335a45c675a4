/**
 * Builds the Linux programs of `guests/linux` with the compilers that there are, and runs each in both engines
 * and in qemu: all must write the same and exit the same. Both engines must need the same steps and give
 * the same trace, which must replay on two threads. Some programs get random inputs as well.
 *
 *     node scripts/linux-programs.ts [NAME…]     only these
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { type ProgramResult, type RunProgramOptions, runProgram } from '@hart/abi';
import type { TraceChunk } from '@hart/machine';
import { replayTrace } from '@hart/machine/node';
import { readElf } from '@hart/riscv';
import { type Built, buildPrograms } from './linux/build.ts';
import { type Case, PROGRAMS, type Program } from './linux/programs.ts';
import { randomInput } from './linux/random-input.ts';
import { createTally } from './tally.ts';

const RANDOM_INPUTS = 12;
/** Programs that do not end are a failure. */
const MAX_STEPS = 2_000_000_000;

/** What a run left behind, as qemu shows it too. */
interface Seen {
  output: string;
  log: string;
  code: number | string;
}

const tally = createTally();
const only = process.argv.slice(2);
const started = performance.now();
const { built, skipped, failed } = await buildPrograms();
const seconds = ((performance.now() - started) / 1000).toFixed(0);
for (const what of skipped) console.log(`skipped ${what}`);
for (const problem of failed) tally.check('build', problem);
console.log(`${built.length} programs, built in ${seconds} s`);
const hasQemu = spawnSync('qemu-riscv64', ['--version']).status === 0;
if (!hasQemu) console.log('skipped qemu: qemu-riscv64 cannot be run');

/** Files for the guests, and where they lie for qemu. */
const data = join(tmpdir(), `hart-linux-${process.pid}`);
const FILES = new Map([
  ['numbers.txt', Array.from({ length: 500 }, (_, n) => `${n} ${n * n}\n`).join('')],
  ['empty', ''],
]);
mkdirSync(data, { recursive: true });
for (const [name, text] of FILES) writeFileSync(join(data, name), text);

for (const each of built) {
  if (only.length > 0 && !only.includes(each.program)) continue;
  const program = PROGRAMS[each.program] as Program;
  try {
    const note = await checkProgram(each, program);
    tally.check(each.label, undefined, note);
  } catch (error) {
    tally.check(each.label, (error as Error).message);
  }
}
tally.end();

/** Throws with what is wrong. */
async function checkProgram({ elf }: Built, program: Program): Promise<string> {
  const bytes = new Uint8Array(readFileSync(elf));
  let steps = 0;
  for (const one of program.cases ?? [{}]) {
    const { result, trace } = checkEngines(bytes, program, one);
    steps += result.steps;
    compare('qemu', runInQemu(elf, one), seenOf(result));
    const replayed = await replayTrace(trace, { elf: readElf(bytes), workers: 2 });
    if (!replayed.ok)
      throw new Error(`chunk ${replayed.chunk} does not replay: ${replayed.reason}`);
    if (replayed.steps !== result.steps) throw new Error(`replayed ${replayed.steps} steps`);
  }
  for (let seed = 1; program.fuzz !== undefined && seed <= RANDOM_INPUTS; seed++) {
    const one = { input: randomInput(program.fuzz, seed) };
    const found = seenOf(run(bytes, program, one, { engine: 'aot' }));
    compare(`input ${JSON.stringify(one.input).slice(0, 200)}: qemu`, runInQemu(elf, one), found);
  }
  return `${steps} steps`;
}

/** Runs in both engines, twice compiled: with and without a trace. */
function checkEngines(bytes: Uint8Array, program: Program, one: Case) {
  const trace: TraceChunk[] = [];
  const keep = (chunk: TraceChunk) => {
    trace.push({ ...chunk, values: chunk.values.slice() });
  };
  const result = run(bytes, program, one, { engine: 'aot', trace: keep });
  const hash = createTraceHash();
  const interpreted = run(bytes, program, one, { engine: 'interpreter', trace: hash.take });
  const plain = run(bytes, program, one, { engine: 'aot' });
  const expected = createTraceHash();
  trace.forEach(expected.take);
  for (const [name, other] of Object.entries({
    interpreter: interpreted,
    'without trace': plain,
  })) {
    compare(name, seenOf(other), seenOf(result));
    if (other.steps !== result.steps) throw new Error(`${name}: ${other.steps}, ${result.steps}`);
  }
  if (hash.digest() !== expected.digest()) throw new Error('the engines give different traces');
  return { result, trace };
}

function createTraceHash() {
  const hash = createHash('sha256');
  return {
    take({ pc, registers, floats, values, steps, end, moved }: TraceChunk) {
      hash.update(`${pc} ${registers} ${floats} ${values.length} ${steps} ${end} ${moved}`);
      hash.update(values);
    },
    digest: () => hash.digest('hex'),
  };
}

/** An argument as the guest, or qemu, gets it. */
function placed(text: string, folder: string): string {
  return text.replaceAll('{data}', folder);
}

function run(
  bytes: Uint8Array,
  program: Program,
  { args = [], input = '', variables = [] }: Case,
  options: RunProgramOptions,
): ProgramResult {
  return runProgram(bytes, {
    abi: program.tier,
    maxSteps: MAX_STEPS,
    args: args.map((text) => placed(text, '/data')),
    input: new TextEncoder().encode(input),
    variables,
    files: new Map(
      [...FILES].map(([name, text]) => [`/data/${name}`, new TextEncoder().encode(text)]),
    ),
    ...options,
  });
}

function seenOf({ outcome, output, log }: ProgramResult): Seen {
  const code =
    outcome.kind === 'exit' ? outcome.code : `${outcome.kind} ${JSON.stringify(outcome, big)}`;
  return { output: Buffer.from(output).toString('latin1'), log, code };
}

function big(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `0x${value.toString(16)}` : value;
}

function runInQemu(elf: string, { args = [], input = '', variables = [] }: Case): Seen | undefined {
  if (!hasQemu) return undefined;
  const { status, signal, stdout, stderr } = spawnSync(
    'qemu-riscv64',
    ['-0', 'program', elf, ...args.map((text) => placed(text, data))],
    { input, env: environment(variables), timeout: 60_000 },
  );
  const code = status ?? 128 + constants.signals[signal as NodeJS.Signals];
  return { output: stdout.toString('latin1'), log: stderr.toString(), code };
}

/** Only what the case sets, and what qemu itself looks for. */
function environment(variables: readonly string[]): Record<string, string> {
  const pairs = variables.map((text) => text.split('=', 2) as [string, string]);
  return { PATH: process.env.PATH ?? '', ...Object.fromEntries(pairs) };
}

/** Messages about the machine that qemu adds, and addresses that differ, are not compared. */
function compare(name: string, expected: Seen | undefined, found: Seen): void {
  if (expected === undefined) return;
  for (const part of ['code', 'output'] as const) {
    if (expected[part] === found[part]) continue;
    throw new Error(
      `${part} ${show(found[part])}, ${name} has ${show(expected[part])} ${found.log}`,
    );
  }
}

function show(value: string | number): string {
  return JSON.stringify(value).slice(-300);
}
