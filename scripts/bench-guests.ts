/**
 * Builds the bench guests with little work and runs each on both engines, natively and in qemu: all
 * must write the same. Says what it skips when a compiler, npm or qemu is missing.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { type ProgramResult, runProgram } from '@hart/abi';
import type { TraceChunk } from '@hart/machine';
import { createTally } from './tally.ts';

const BUILD = fileURLToPath(new URL('../bench/build.ts', import.meta.url));

const tally = createTally();
const { status, stdout } = spawnSync(process.execPath, [BUILD, '--tiny'], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
});
if (status === 0) {
  const { guests, leftOut } = JSON.parse(stdout) as {
    guests: { name: string; elf: string; native: string | null }[];
    leftOut: { what: string; why: string }[];
  };
  for (const { what, why } of leftOut) console.log(`skipped ${what}: ${why}`);
  const hasQemu = spawnSync('qemu-riscv64', ['--version']).status === 0;
  if (!hasQemu) console.log('skipped qemu: qemu-riscv64 cannot be run');
  for (const { name, elf, native } of guests) {
    const program = readFileSync(elf);
    const interpreted = createTraceHash();
    const expected = runProgram(program, { engine: 'interpreter', trace: interpreted.take });
    tally.check(`${name} interpreted`, failureOf(expected), `${expected.steps} steps`);
    const compiled = runProgram(program, { engine: 'aot' });
    tally.check(`${name} compiled`, difference(compiled, expected));
    const compiledTrace = createTraceHash();
    const traced = runProgram(program, { engine: 'aot', trace: compiledTrace.take });
    const sameTrace = interpreted.digest() === compiledTrace.digest();
    const problem = sameTrace ? difference(traced, expected) : 'the trace is another one';
    tally.check(`${name} compiled with trace`, problem);
    if (native !== null) checkPeer(`${name} natively`, [native], expected);
    if (hasQemu) checkPeer(`${name} in qemu`, ['qemu-riscv64', elf], expected);
  }
} else {
  tally.check('build', 'the guests could not be built');
}
tally.end();

/** A consumer of a trace that hashes all of it. */
function createTraceHash() {
  const hash = createHash('sha256');
  return {
    take({ pc, registers, values }: TraceChunk) {
      hash.update(`${pc} ${registers} ${values.length}`).update(values);
    },
    digest: () => hash.digest('hex'),
  };
}

function failureOf({ outcome, output }: ProgramResult): string | undefined {
  if (outcome.kind !== 'exit' || outcome.code !== 0) return JSON.stringify(outcome.kind);
  return textOf(output).match(/^[0-9a-f]{16}$/) === null ? `output ${textOf(output)}` : undefined;
}

function difference(found: ProgramResult, expected: ProgramResult): string | undefined {
  const summary = ({ outcome, steps, misaligned, output }: ProgramResult) =>
    `${outcome.kind}, ${steps} steps, ${misaligned} misaligned, output ${textOf(output)}`;
  if (summary(found) === summary(expected)) return undefined;
  return `${summary(found)}; the interpreter: ${summary(expected)}`;
}

function checkPeer(
  what: string,
  [program, ...args]: [string, ...string[]],
  expected: ProgramResult,
) {
  const { status, signal, stdout } = spawnSync(program, args, { encoding: 'latin1' });
  const output = textOf(expected.output);
  const problem =
    status !== 0
      ? `ended with ${signal ?? status}`
      : stdout !== output
        ? `output ${stdout}; the interpreter: ${output}`
        : undefined;
  tally.check(what, problem);
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
