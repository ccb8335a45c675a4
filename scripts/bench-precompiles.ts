/**
 * Builds the guests of the precompile bench and runs each with little work: all must write what noble computes, with
 * the compiled engine and the interpreter. With `--check` a tool that is missing is a failure; without, it skips.
 */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { type ProgramResult, runProgram } from '@hart/abi';
import { buildPrograms, makeWorkloads } from '@hart/cli';
import { HartError } from '@hart/errors';
import { createTally } from './tally.ts';

/** What the interpreter does in a second or two. */
const INTERPRETED_STEPS = 3e7;

const progress = { show() {}, end() {}, note: (line: string) => console.error(line) };
const tally = createTally();
try {
  const { programs } = await buildPrograms(undefined, progress);
  const workloads = await makeWorkloads({ few: true }, progress);
  for (const { workload, items, input, output } of workloads) {
    const expected = Buffer.from(output).toString('hex');
    for (const { library, level, elf } of programs.filter((each) =>
      each.workloads.includes(workload),
    )) {
      const program = readFileSync(elf);
      const name = `${workload} by ${library}, ${level}`;
      const compiled = runProgram(program, { abi: 'zkvm', input });
      const note = `${Math.round(compiled.steps / items)} steps an operation`;
      tally.check(name, problemOf(compiled, expected), note);
      if (compiled.steps > INTERPRETED_STEPS) continue;
      const interpreted = runProgram(program, { abi: 'zkvm', input, engine: 'interpreter' });
      const same = interpreted.steps === compiled.steps;
      const problem = same ? problemOf(interpreted, expected) : `${interpreted.steps} steps`;
      tally.check(`${name}, interpreted`, problem);
    }
  }
} catch (error) {
  if (!(error instanceof HartError) || error.errorName !== 'BENCH_TOOLS') throw error;
  if (process.argv.includes('--check')) tally.check('build', error.message);
  else console.log(`skipped: ${error.message}`);
}
tally.end();

function problemOf(result: ProgramResult, expected: string): string | undefined {
  const { outcome, output, log } = result;
  if (outcome.kind !== 'exit' || outcome.code !== 0) return `${outcome.kind} ${log.trim()}`;
  const found = Buffer.from(output).toString('hex');
  return found === expected ? undefined : `output ${found}, not ${expected}`;
}
