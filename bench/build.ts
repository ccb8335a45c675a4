/**
 * Builds the bench guests, each for the machine and for the host, from the same sources:
 * `node bench/build.ts [--tiny] [--only NAME,NAME]`. Prints one JSON document ({@link Built}) that says
 * what was built, and what was left out and why; progress goes to standard error. What is up to date is
 * left as it is. Exit code 1: a compiler refused a source; 2: there is no such guest.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fetchSources } from './fetch-sources.ts';
import { GUESTS, type Guest } from './guests.ts';

/** A program for the machine (and every other that runs riscv64), and for the host if it has a compiler. */
interface Program {
  elf: string;
  native: string | null;
}

/** What is printed. Paths are absolute. */
interface Built {
  /** What the compilers say that they are; null if there is none. */
  compilers: { guest: string | null; native: string | null };
  guests: (Program & { name: string; about: string })[];
  /** A program without work, to measure what starting one costs; null if nothing could be built. */
  empty: Program | null;
  leftOut: { what: string; why: string }[];
}

const bench = fileURLToPath(new URL('.', import.meta.url));
const sdk = fileURLToPath(new URL('../guests/sdk', import.meta.url));
const cache = fileURLToPath(new URL('../.cache/bench', import.meta.url));
const libc = join(bench, 'runtime/libc');

const WARNINGS = ['-Wall', '-Wextra', '-Werror'];

/** The ISA and code model of all C guests, and -O2 as for the host. */
const GUEST_COMMAND = [
  ...['clang-19', '--target=riscv64-unknown-elf', '-march=rv64im', '-mabi=lp64'],
  ...['-mcmodel=medany', '-std=c11', '-O2', '-ffreestanding'],
  ...['-ffunction-sections', '-fdata-sections', '-nostdlib', '-static', '-fuse-ld=lld-19'],
  ...[`-Wl,-T${bench}runtime/guest.ld,--gc-sections`, ...WARNINGS, `-I${sdk}/c`],
];
const GUEST_SOURCES = [
  join(bench, 'runtime/guest.c'),
  join(sdk, 'c/hart.c'),
  join(sdk, 'mem.S'),
] as const;
/** What foreign sources take from a C library. */
const LIBC = ['-isystem', libc, join(libc, 'libc.c'), join(libc, 'double.c')];

const NATIVE_COMMAND = ['gcc', '-std=c11', '-O2'];
const NATIVE_SOURCE = join(bench, 'runtime/native.c');

const { values } = parseArgs({
  options: { tiny: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const wanted = values.only?.split(',') ?? Object.keys(GUESTS);
const unknown = wanted.find((name) => GUESTS[name] === undefined);
if (unknown !== undefined) {
  fail(`There is no bench guest ${unknown}; there are ${Object.keys(GUESTS).join(', ')}.`, 2);
}
process.stdout.write(`${JSON.stringify(await buildAll(wanted, values.tiny))}\n`);

async function buildAll(names: readonly string[], tiny: boolean): Promise<Built> {
  const linker = versionOf('ld.lld-19');
  const clang = versionOf('clang-19');
  const compilers = {
    guest: clang !== null && linker !== null ? `${clang}, ${linker}` : null,
    native: versionOf('gcc'),
  };
  const built: Built = { compilers, guests: [], empty: null, leftOut: [] };
  if (compilers.guest === null) {
    const why = 'clang-19 or ld.lld-19 is missing (Debian: apt-get install clang-19 lld-19)';
    return { ...built, leftOut: names.map((what) => ({ what, why })) };
  }
  if (compilers.native === null) {
    built.leftOut.push({ what: 'native', why: 'gcc is missing (Debian: apt-get install gcc)' });
  }

  const folder = join(cache, tiny ? 'tiny' : 'full');
  mkdirSync(folder, { recursive: true });
  built.empty = await build('empty', 0, folder, undefined, compilers);
  for (const name of names) {
    const guest = GUESTS[name] as Guest;
    const sources = guest.package && fetchSources(guest.package, join(cache, 'packages'));
    if (sources !== undefined && 'why' in sources) {
      built.leftOut.push({ what: name, why: sources.why });
      continue;
    }
    const rounds = tiny ? guest.tinyRounds : guest.rounds;
    const program = await build(name, rounds, folder, sources?.folder, compilers);
    built.guests.push({ name, about: guest.about, ...program });
  }
  return built;
}

/** Compiles `guests/NAME.c` for both, unless nothing has changed since that was last done. */
async function build(
  name: string,
  rounds: number,
  folder: string,
  foreign: string | undefined,
  compilers: Built['compilers'],
): Promise<Program> {
  const elf = join(folder, `${name}.elf`);
  const native = compilers.native === null ? null : join(folder, `${name}.native`);
  const source = join(bench, 'guests', `${name}.c`);
  const common = [`-DROUNDS=${rounds}`, `-I${bench}runtime`, source];
  const shared = foreign === undefined ? [] : ['-isystem', foreign];
  const commands = [
    [
      ...[...GUEST_COMMAND, ...common, ...shared],
      ...(foreign === undefined ? [] : LIBC),
      ...[...GUEST_SOURCES, '-o', elf],
    ],
  ];
  if (native !== null) {
    // gcc has no pragma that silences all warnings about foreign sources
    const warnings = foreign === undefined ? WARNINGS : ['-w'];
    commands.push([
      ...[...NATIVE_COMMAND, ...warnings, ...common, ...shared],
      ...[NATIVE_SOURCE, '-o', native],
    ]);
  }
  const program = { elf, native };
  const key = hashOf(JSON.stringify([commands, compilers]), source);
  const keyFile = join(folder, `${name}.key`);
  const isCurrent = existsSync(keyFile) && readFileSync(keyFile, 'utf8') === key;
  if (isCurrent && existsSync(elf) && (native === null || existsSync(native))) return program;
  process.stderr.write(`building ${name}\n`);
  rmSync(keyFile, { force: true });
  await Promise.all(commands.map(compile));
  writeFileSync(keyFile, key);
  return program;
}

function compile([program = '', ...args]: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 2, 2] });
    child.on('error', (error) => fail(`${program}: ${error.message}`, 1));
    child.on('exit', (status) => {
      if (status !== 0) fail(`${program} ${args.join(' ')} failed.`, 1);
      resolve();
    });
  });
}

/** Over commands, compilers and every file of ours that a guest is made from. */
function hashOf(commands: string, source: string): string {
  const hash = createHash('sha256').update(commands).update(readFileSync(source));
  for (const folder of [join(bench, 'runtime'), libc, join(sdk, 'c'), sdk]) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isFile()) hash.update(readFileSync(join(folder, entry.name)));
    }
  }
  return hash.digest('hex');
}

/** The first line of what a program says about itself; null if it cannot be run. */
function versionOf(program: string): string | null {
  const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return status === 0 ? (stdout.split('\n')[0] ?? '') : null;
}

function fail(message: string, code: number): never {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}
