/**
 * `npm run guests:accelerators -- [--calls N] [--seed S] [--only NAME] [--steps]`: makes the same calls of every
 * accelerator in guests of all three levels, with N (1,000) random, edge and malformed inputs for each function, and
 * compares what they return. Then checks that C programs over the static libraries print the same. `--steps` prints
 * what a valid call takes at each level instead. Builds what it runs. Ends with `N passed, N failed`.
 */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { createZkvm } from '@hart/abi';
import { createRun } from '@hart/machine';
import { type Elf, readElf } from '@hart/riscv';
import { buildExample, buildLibrary, buildTestGuest, LEVELS } from './accelerator-guests.ts';
import { type Answer, type Call, runCalls } from './accelerators/calls.ts';
import { SUBJECTS, type Subject } from './accelerators/inputs.ts';
import { createRandom, mix } from './fuzz/random.ts';
import type { AcceleratorLevel } from './guests.ts';
import { createTally } from './tally.ts';

/** Calls in one run of a guest. */
const BATCH = 250;
/** Valid calls that steps are measured over. */
const MEASURED = 8;
const MAX_EXAMPLE_STEPS = 2 ** 30;

const { values: options } = parseArgs({
  options: {
    calls: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    steps: { type: 'boolean', default: false },
  },
});
const total = Number(options.calls);
const seed = Number(options.seed);
const subjects = SUBJECTS.filter(({ name }) => options.only === undefined || name === options.only);
if (
  !(Number.isSafeInteger(total) && total > 0 && Number.isSafeInteger(seed)) ||
  subjects.length === 0
) {
  console.error(
    'usage: node scripts/accelerator-levels.ts [--calls N] [--seed S] [--only NAME] [--steps]',
  );
  process.exit(2);
}

const guests = forLevels((level) => readElf(readFileSync(buildTestGuest(level))));
const tally = createTally();
if (options.steps) subjects.forEach(measure);
else {
  subjects.forEach(compare);
  if (options.only === undefined) compareExamples();
}
tally.end();

function forLevels<T>(make: (level: AcceleratorLevel) => T): Record<AcceleratorLevel, T> {
  return { plain: make('plain'), lean: make('lean'), fat: make('fat') };
}

function compare(subject: Subject): void {
  const next = subject.create(createRandom(mix(seed, subject.number)), false);
  const counts = { succeeded: 0, failed: 0 };
  let problem: string | undefined;
  for (let done = 0; done < total && problem === undefined; done += BATCH) {
    const calls = Array.from({ length: Math.min(BATCH, total - done) }, () => ({
      number: subject.number,
      arguments: next(),
    }));
    const answers = forLevels((level) => attempt(guests[level], calls));
    problem = differenceOf(calls, answers);
    for (const answer of answers.plain) counts[answer === undefined ? 'failed' : 'succeeded']++;
  }
  const { succeeded, failed } = counts;
  tally.check(subject.name, problem, `${succeeded} calls succeeded, ${failed} failed`);
}

/** A guest that traps or hangs has no answers. */
function attempt(guest: Elf, calls: readonly Call[]): readonly Answer[] {
  try {
    return runCalls(guest, calls).answers;
  } catch (error) {
    console.log(String(error));
    return [];
  }
}

function differenceOf(
  calls: readonly Call[],
  answers: Record<AcceleratorLevel, readonly Answer[]>,
): string | undefined {
  for (const [n, call] of calls.entries()) {
    const texts = LEVELS.map((level) => {
      if (n >= answers[level].length) return `${level}: no answer`;
      const answer = answers[level][n];
      return `${level}: ${answer === undefined ? 'failure' : `0x${hex(answer)}`}`;
    });
    const distinct = new Set(texts.map((text) => text.slice(text.indexOf(' '))));
    if (distinct.size > 1 || texts[0]?.endsWith('no answer')) {
      return `${texts.join(', ')} of ${call.arguments.map(hex).join(' ')}`;
    }
  }
  return undefined;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** Steps of a valid call, less those of reading it from the list. */
function measure(subject: Subject): void {
  const next = subject.create(createRandom(mix(seed, subject.number)), true);
  const calls = Array.from({ length: MEASURED }, () => ({
    number: subject.number,
    arguments: next(),
  }));
  const empty = calls.map((call) => ({ ...call, number: 0 }));
  // what is only done once, such as a table, is done by the calls that are made twice
  const twice = [...calls, ...calls];
  const wrong = runCalls(guests.plain, calls).answers.some(
    // what says yes or no says yes
    (answer) => answer === undefined || (answer.length === 1 && answer[0] !== 1),
  );
  const steps = LEVELS.map((level) => {
    const stepsOf = (list: readonly Call[]): number => runCalls(guests[level], list).steps;
    const calling = stepsOf(twice) - stepsOf(calls);
    const reading = stepsOf([...empty, ...empty]) - stepsOf(empty);
    return `${level} ${Math.round((calling - reading) / MEASURED)}`;
  });
  tally.check(subject.name, wrong ? 'an input is not valid' : undefined, steps.join(', '));
}

function compareExamples(): void {
  const outputs = LEVELS.map((level) => {
    const elf = readElf(readFileSync(buildExample(level, buildLibrary(level))));
    const environment = createZkvm(new TextEncoder().encode('abc'));
    const run = createRun(elf, environment);
    run.advance(MAX_EXAMPLE_STEPS);
    const { outcome } = run;
    if (outcome?.kind !== 'exit' || outcome.code !== 0)
      return `${level} ends with ${outcome?.kind}`;
    return new TextDecoder().decode(environment.output());
  });
  const expected = 'keccak256 4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45\n';
  const wrong = outputs.find((output) => output !== outputs[0] || !output.startsWith(expected));
  tally.check('the example in C', wrong, 'the same output at each level');
}
