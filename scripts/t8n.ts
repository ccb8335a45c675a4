/**
 * Runs geth's `evm t8n`, unmodified, on state transitions of the conformance data: built for this machine, for Linux on
 * RISC-V, and without an operating system. All three must write the same bytes and end with the same exit code.
 *
 *     node scripts/t8n.ts [--every N] [--only TEXT]    each N-th transaction (default 8) and N/5-th block; by name
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type ProgramResult, runProgram } from '@hart/abi';
import { dataFolder } from './data-folder.ts';
import { buildGoGuest } from './go-guests.ts';
import { readBlockCases, readStateCases, type T8nCase } from './t8n-cases.ts';
import { createTally } from './tally.ts';

const LINUX_VARIABLES = [
  'GOMAXPROCS=1',
  'GOGC=off',
  'GOMEMLIMIT=1GiB',
  'GODEBUG=asyncpreemptoff=1',
];
/** More than any case takes that is read. */
const MAX_STEPS = 10e9;

const { values } = parseArgs({
  options: { every: { type: 'string', default: '8' }, only: { type: 'string', default: '' } },
});
const folder = dataFolder('eest');
const tally = createTally({ quiet: true });
if (folder !== undefined) {
  const native = buildGoGuest('evm-native');
  const linux = readElf(buildGoGuest('evm'));
  const bare = readElf(buildGoGuest('evm-bare'));
  const every = Number(values.every);
  const cases = [
    ...sample(readStateCases(folder), every),
    ...sample(readBlockCases(folder), Math.ceil(every / 5)),
  ];
  const counts = { expected: 0, failing: 0 };
  const steps = { linux: 0, bare: 0 };
  for (const one of cases) {
    const expected = runNative(native, one);
    if (expected.code !== 0) counts.failing++;
    else if (one.stateRoot !== undefined && expected.output.includes(one.stateRoot))
      counts.expected++;
    const onLinux = runOnLinux(linux, one);
    const withoutLinux = runBare(bare, one);
    steps.linux += onLinux.steps;
    steps.bare += withoutLinux.steps;
    tally.check(`${one.name} on Linux`, problemOf(expected, onLinux));
    tally.check(`${one.name} bare`, problemOf(expected, withoutLinux));
  }
  console.log(
    `${cases.length} cases; in ${counts.expected} the fixture's state root, in ${counts.failing} an error by all three`,
  );
  console.log(
    `steps for a case: ${mean(steps.linux)} million on Linux, ${mean(steps.bare)} million bare`,
  );
  function mean(sum: number): string {
    return (sum / cases.length / 1e6).toFixed(1);
  }
}
tally.end();

/** Each `every`-th of the cases that were asked for. */
function sample(cases: readonly T8nCase[], every: number): T8nCase[] {
  return cases
    .filter(({ name }) => name.includes(values.only))
    .filter((_, index) => index % every === 0);
}

interface Expected {
  readonly code: number | null;
  readonly output: Buffer;
}

function runNative(program: string, { args, stdin }: T8nCase): Expected {
  const { status, stdout } = spawnSync(program, args, { input: stdin, maxBuffer: 2 ** 28 });
  return { code: status, output: stdout };
}

function runOnLinux(elf: Uint8Array, { args, stdin }: T8nCase): ProgramResult {
  return runProgram(elf, {
    abi: 'linux-advanced',
    args,
    variables: LINUX_VARIABLES,
    input: new TextEncoder().encode(stdin),
    maxSteps: MAX_STEPS,
  });
}

/** The input begins with the arguments: their length, then they with zero bytes in between. */
function runBare(elf: Uint8Array, { args, stdin }: T8nCase): ProgramResult {
  const argumentBytes = Buffer.from(['evm', ...args].join('\0'));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(argumentBytes.length));
  const input = new Uint8Array(Buffer.concat([length, argumentBytes, Buffer.from(stdin)]));
  return runProgram(elf, { abi: 'zkvm', input, maxSteps: MAX_STEPS });
}

function problemOf(
  expected: Expected,
  { outcome, output, log }: ProgramResult,
): string | undefined {
  if (outcome.kind !== 'exit') return `${outcome.kind} ${'cause' in outcome ? outcome.cause : ''}`;
  if (outcome.code !== expected.code) {
    return `exit code ${outcome.code}, natively ${expected.code}: ${log.slice(-200)}`;
  }
  return expected.output.equals(output) ? undefined : `${output.length} other bytes of output`;
}

function readElf(path: string): Uint8Array {
  return new Uint8Array(readFileSync(path));
}
