import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { decode, disassemble, readElf } from '@hart/riscv';
import { buildBatch, type ProgramSpec } from './fuzz/batch.ts';
import { compareEngines } from './fuzz/engines.ts';
import { createRandom } from './fuzz/random.ts';

/**
 * `npm run fuzz -- [--programs N] [--seed S] [--no-qemu]`: random programs in the interpreter, the
 * compiler and, where it is installed, qemu-riscv64. One program in five faults; those run in the two
 * engines only. A failure prints the seed and the shortest program that still fails.
 */
const QEMU = 'qemu-riscv64';
const BATCH = 40;

const { values: options } = parseArgs({
  options: {
    programs: { type: 'string', default: '12000' },
    seed: { type: 'string', default: '1' },
    'no-qemu': { type: 'boolean', default: false },
  },
});
const total = wholeNumber('programs', options.programs);
const seed = wholeNumber('seed', options.seed);
const folder = mkdtempSync(join(tmpdir(), 'hart-fuzz-'));
const qemu = !options['no-qemu'] && spawnSync(QEMU, ['--version']).status === 0;
if (!qemu) console.log(`skipped: comparison with ${QEMU}`);

const counts = { passed: 0, failed: 0, steps: 0, qemu: 0 };
const started = performance.now();
for (let done = 0; done < total && counts.failed < 5; ) {
  const size = Math.min(BATCH, total - done);
  const specs = Array.from({ length: size }, (_, n) => specOf(done + n));
  const sound = specs.filter(({ fault }) => !fault);
  const faulting = specs.filter(({ fault }) => fault);
  if (sound.length > 0) settle(sound, qemu);
  for (const spec of faulting) settle([spec], false);
  done += size;
  if (done % (25 * BATCH) === 0 || done === total) {
    console.log(`${done} programs, ${counts.steps} steps, ${seconds()} s`);
  }
}
rmSync(folder, { recursive: true });
console.log(`seed ${seed}: ${counts.qemu} programs also agreed with ${QEMU}`);
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 ? 0 : 1;

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  console.error(`--${name} must be a positive whole number, not ${text}`);
  process.exit(2);
}

function seconds(): string {
  return ((performance.now() - started) / 1000).toFixed(1);
}

function specOf(index: number): ProgramSpec {
  const random = createRandom(Math.imul(seed, 0x9e3779b1) + index);
  return {
    seed: Math.imul(seed, 0x85ebca6b) + index,
    length: random.between(5, 40),
    fault: random.oneIn(5),
  };
}

/** Compares a batch, and on a difference finds the programs that have it. */
function settle(specs: readonly ProgramSpec[], withQemu: boolean): void {
  const problem = problemOf(specs, withQemu);
  if (problem === undefined) {
    counts.passed += specs.length;
    if (withQemu) counts.qemu += specs.length;
    return;
  }
  const guilty =
    specs.length === 1 ? specs : specs.filter((spec) => problemOf([spec], withQemu) !== undefined);
  counts.passed += specs.length - Math.max(guilty.length, 1);
  counts.failed += Math.max(guilty.length, 1);
  if (guilty.length === 0)
    console.log(`FAIL only together, seeds ${specs[0]?.seed} on: ${problem}`);
  for (const spec of guilty) report(spec, withQemu);
}

/** What is wrong with these programs, undefined if nothing is. */
function problemOf(specs: readonly ProgramSpec[], withQemu: boolean): string | undefined {
  const { elf, outputBytes } = buildBatch(specs);
  const result = compareEngines(elf, createRandom(specs[0]?.seed ?? 0));
  if (result.difference !== undefined) return result.difference;
  counts.steps += result.steps;
  if (!withQemu) return undefined;
  if (result.output.length !== outputBytes)
    return `wrote ${result.output.length} bytes, not ${outputBytes}`;
  const path = join(folder, 'batch.elf');
  writeFileSync(path, elf, { mode: 0o755 });
  const { stdout, status, signal } = spawnSync(QEMU, [path], {
    timeout: 20_000,
    maxBuffer: 2 ** 24,
  });
  if (status !== 0) return `${QEMU} ended with ${signal ?? status}`;
  const at = result.output.findIndex((byte, n) => byte !== stdout[n]);
  if (at >= 0 || stdout.length !== outputBytes) {
    const program = Math.floor(at / 256);
    return program < specs.length
      ? `x${Math.floor((at % 256) / 8)} of program ${program} differs from ${QEMU}`
      : `the data buffer differs from ${QEMU} at ${at - specs.length * 256}`;
  }
  return undefined;
}

function report(spec: ProgramSpec, withQemu: boolean): void {
  let smallest = spec;
  for (let length = spec.length - 1; length > 0; length--) {
    const shorter = { ...spec, length };
    if (problemOf([shorter], withQemu) !== undefined) smallest = shorter;
  }
  console.log(`FAIL ${JSON.stringify(smallest)}: ${problemOf([smallest], withQemu)}`);
  const [text] = readElf(buildBatch([smallest]).elf).segments;
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
