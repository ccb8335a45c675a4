/**
 * Measures what programs ask of an operating system and writes docs/data/system-calls.json, from which
 * `npm run docs:reference` makes the book's page. Builds the programs first, which takes minutes and needs
 * the compilers of guests/README.md, riscv64-linux-gnu-gcc, zig and Go.
 *
 *     node scripts/system-calls.ts
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type AbiName,
  CALL_NAMES,
  callNameOf,
  callRow,
  type RunProgramOptions,
  runProgram,
} from '@hart/abi';
import { encodeInput } from '@hart/stateless';
import { readBlockFolder } from '@hart/stateless/node';
import { buildGoGuest, readGoVersion } from './go-guests.ts';
import { guestsFolder } from './guests.ts';
import { buildPrograms } from './linux/build.ts';
import { buildLinuxValidator } from './linux/validator.ts';
import { NAMES } from './system-calls/page.ts';
import type { MeasuredProgram, SystemCallsReport } from './system-calls/report.ts';

interface Row {
  name: string;
  about: string;
  elf: string;
  abi: AbiName;
  options?: RunProgramOptions;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const { built, failed } = await buildPrograms();
if (failed.length > 0) throw new Error(failed.join('\n'));

function program(label: string): string {
  const found = built.find((each) => each.label === label);
  if (found === undefined) throw new Error(`${label} was not built: its compiler is missing`);
  return found.elf;
}

const SAMPLE = 'the sample block';
const sample = encodeInput(await readBlockFolder(join(root, 'examples/sample-block')));
const T8N = ['alloc', 'env', 'txs'] as const;
const t8nOptions: RunProgramOptions = {
  args: [
    't8n',
    ...T8N.map((part) => `--input.${part}=/t8n/${part}.json`),
    ...['--output.result=stdout', '--output.alloc=stdout', '--state.fork=Shanghai'],
  ],
  files: new Map(
    T8N.map((part) => [
      `/t8n/${part}.json`,
      new Uint8Array(readFileSync(join(root, `examples/t8n/${part}.json`))),
    ]),
  ),
};
const CONSTRAINED = ['GOMAXPROCS=1', 'GOGC=off', 'GODEBUG=asyncpreemptoff=1'];
const CONSTRAINED_TEXT = CONSTRAINED.map((text) => `\`${text}\``).join(', ');
const linux = { abi: 'linux-advanced' } as const;

const ROWS: readonly Row[] = [
  {
    name: 'Rust, no_std',
    about: 'Fibonacci numbers, a guest of our SDK',
    elf: join(guestsFolder, 'prebuilt/fib-rust.elf'),
    abi: 'zkvm',
    options: { input: Uint8Array.of(50, 0, 0, 0, 0, 0, 0, 0) },
  },
  {
    name: 'C, musl',
    about: 'many allocations, freed in another order',
    elf: program('malloc-churn (musl)'),
    ...linux,
  },
  {
    name: 'C, glibc',
    about: 'the same source',
    elf: program('malloc-churn (glibc)'),
    ...linux,
  },
  {
    name: 'Rust, std',
    about: 'maps, sets and strings of the standard library',
    elf: program('collections'),
    ...linux,
  },
  {
    name: 'Go',
    about: 'goroutines and channels, as Go runs by default',
    elf: program('goroutines'),
    ...linux,
  },
  {
    name: 'Go, constrained',
    about: `the same program with ${CONSTRAINED_TEXT}`,
    elf: program('goroutines'),
    ...linux,
    options: { variables: CONSTRAINED },
  },
  {
    name: NAMES.validatorRust,
    about: `the stateless validator on revm, built for Linux with the standard library: ${SAMPLE}`,
    elf: buildLinuxValidator(),
    ...linux,
    options: { input: sample },
  },
  {
    name: 'Rust validator, bare',
    about: 'the same without an operating system, as `hart block` runs it',
    elf: join(guestsFolder, 'prebuilt/stateless.elf'),
    abi: 'zkvm',
    options: { input: sample },
  },
  {
    name: NAMES.t8n,
    about: '`evm t8n` of go-ethereum: a state transition of two transactions, from and to JSON',
    elf: buildGoGuest('evm'),
    ...linux,
    options: t8nOptions,
  },
  {
    name: NAMES.validatorGo,
    about: `the stateless validator on go-ethereum: ${SAMPLE}`,
    elf: buildGoGuest('stateless-go'),
    ...linux,
    options: { input: sample },
  },
  {
    name: NAMES.validatorGoConstrained,
    about: `the same with ${CONSTRAINED_TEXT}`,
    elf: buildGoGuest('stateless-go'),
    ...linux,
    options: { input: sample, variables: CONSTRAINED },
  },
  {
    name: NAMES.validatorGoBare,
    about: 'the same source without an operating system, and without floating-point instructions',
    elf: buildGoGuest('stateless-go-bare'),
    abi: 'zkvm',
    options: { input: sample },
  },
];

function measure({ name, about, elf, abi, options }: Row): MeasuredProgram {
  const result = runProgram(readFileSync(elf), {
    ...options,
    abi,
    countCalls: true,
    measureMemory: true,
  });
  const { outcome, calls = [], steps, memory = 0 } = result;
  if (outcome.kind !== 'exit' || outcome.code !== 0) {
    throw new Error(`${name}: ${JSON.stringify(outcome, (_, value) => String(value))}`);
  }
  const advanced = CALL_NAMES.some((call) => {
    const { number, tier } = callRow(call);
    return tier === 'linux-advanced' && calls.some((counted) => counted.number === number);
  });
  const byName = calls.map(({ number, count }) => [callNameOf(number), count] as const);
  const tier = abi === 'zkvm' ? 'zkvm' : advanced ? 'linux-advanced' : 'linux-basic';
  console.log(`${name}: ${tier}, ${calls.length} different calls, ${steps} steps`);
  return { name, about, tier, calls: Object.fromEntries(byName), steps, memory };
}

/** The first line that a compiler says of itself. */
function versionOf(compiler: string): string {
  const { stdout } = spawnSync(compiler, ['--version'], { encoding: 'utf8' });
  return stdout.split('\n')[0] ?? '';
}

const report: SystemCallsReport = {
  date: new Date().toISOString().slice(0, 10),
  toolchains: [
    readGoVersion().replace(/^go version /, 'Go: '),
    versionOf('riscv64-linux-gnu-gcc'),
    versionOf('/usr/bin/rustc'),
  ],
  programs: ROWS.map(measure),
};
const file = join(root, 'docs/data/system-calls.json');
writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`);
console.log(`written to docs/data/system-calls.json; now \`npm run docs:reference\``);
