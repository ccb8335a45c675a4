/**
 * Builds the guests of the precompile bench: `node bench/precompiles/build.ts [--only WORKLOAD,WORKLOAD]`. Prints
 * one JSON document ({@link Built}); progress goes to standard error. What is up to date is left as it is. Exit code 1: it
 * could not be built; 2: there is no such workload; 4: a tool is missing.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { LEVELS, type Level, LIBRARIES } from './guests.ts';
import { writeOverlays } from './overlays.ts';

/** What is printed. Paths are absolute. */
interface Built {
  /** What the tools say that they are. */
  tools: Record<string, string>;
  programs: {
    library: string;
    about: string;
    level: Level;
    workloads: readonly string[];
    elf: string;
  }[];
}

const workspace = fileURLToPath(new URL('.', import.meta.url));
const guestsFolder = fileURLToPath(new URL('../../guests', import.meta.url));
const cache = fileURLToPath(new URL('../../.cache/precompiles', import.meta.url));

const TARGET = 'riscv64im-hart-elf';

/** From the workspace, where cargo and the linker run: absolute paths would change symbol hashes. */
const SDK = '../../guests/sdk';

/** Programs by their full names, since rustup's shims may come first in PATH, and the Debian packages that have them. */
const TOOLS = {
  rustc: { program: '/usr/bin/rustc', package: 'rustc-web rust-web-src' },
  cargo: { program: '/usr/bin/cargo', package: 'cargo-web' },
  lld: { program: 'ld.lld-19', package: 'lld-19' },
  clang: { program: 'clang-19', package: 'clang-19' },
} as const;

/** Source of the standard library, which is compiled for the guests. */
const RUST_SOURCE = '/usr/lib/rustlib/src/rust';

/** For the C in some crates: the ISA of Rust's target file, and nothing of the host. */
const C_FLAGS = [
  ...['--target=riscv64-unknown-elf', '-march=rv64im', '-mabi=lp64', '-mcmodel=medany'],
  ...['-ffreestanding', '-ffunction-sections', '-fdata-sections', '-O3'],
  `-include ${join(guestsFolder, 'sdk/accelerators/software/native/secp256k1-config.h')}`,
];

/** What a guest is made from: not the inputs, and not what is said about them. */
const SOURCES = /\.(rs|toml|lock|S|c|h|ld|json)$|^(build|overlays)\.ts$/;

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const served = Object.values(LIBRARIES).flatMap(({ workloads }) => Object.values(workloads).flat());
const wanted = values.only?.split(',') ?? served;
const unknown = wanted.find((name) => !served.includes(name));
if (unknown !== undefined) {
  fail(`There is no workload ${unknown}; there are ${[...new Set(served)].join(', ')}.`, 2);
}
process.stdout.write(`${JSON.stringify(buildAll(wanted))}\n`);

function buildAll(wanted: readonly string[]): Built {
  const tools = readTools();
  const sources = hashSources(tools);
  mkdirSync(join(cache, 'elf'), { recursive: true });
  const programs: Built['programs'] = [];
  for (const [library, { about, workloads }] of Object.entries(LIBRARIES)) {
    for (const level of Object.keys(LEVELS) as Level[]) {
      const some = (workloads[level] ?? []).filter((workload) => wanted.includes(workload));
      if (some.length === 0) continue;
      const elf = build(library, level, sources);
      programs.push({ library, about, level, workloads: some, elf });
    }
  }
  return { tools, programs };
}

/** Compiles one program, unless nothing has changed since that was last done. Returns its path. */
function build(library: string, level: Level, sources: string): string {
  const { folder, overlay } = LIBRARIES[library] as (typeof LIBRARIES)[string];
  const elf = join(cache, 'elf', `${folder}-${level}.elf`);
  const keyFile = `${elf}.key`;
  if (hasText(keyFile, sources) && existsSync(elf)) return elf;
  process.stderr.write(`building ${folder}, ${level}\n`);
  const edited = level === 'lean' && overlay === true;
  const scratch = join(cache, edited ? 'target-edited' : 'target');
  if (edited) forgetOtherEdits(scratch);
  const cargoHome = process.env.CARGO_HOME ?? join(homedir(), '.cargo');
  const args = [
    ...['build', '--release', '--locked', '-j1', '--package', `bench-${folder}`],
    ...['--target', `${SDK}/${TARGET}.json`, '-Zjson-target-spec'],
    ...['-Zbuild-std=core,alloc,compiler_builtins', '-Zbuild-std-features=compiler-builtins-mem'],
    ...(level === 'plain' ? [] : ['--features', level]),
  ];
  run(TOOLS.cargo.program, ['fetch', '--locked'], environment({ CARGO_HOME: cargoHome }));
  run(TOOLS.cargo.program, args, environment(settings(cargoHome, scratch, edited)));
  copyFileSync(join(scratch, TARGET, 'release', `bench-${folder}`), elf);
  writeFileSync(keyFile, sources);
  return elf;
}

/** Crates with and without edits, or with other ones, look the same to cargo: one folder for them alone. */
function forgetOtherEdits(scratch: string): void {
  const edits = readFileSync(join(workspace, 'overlays.ts'), 'utf8');
  const marker = join(scratch, 'edits');
  if (hasText(marker, edits)) return;
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  writeFileSync(marker, edits);
}

function hasText(path: string, text: string): boolean {
  return existsSync(path) && readFileSync(path, 'utf8') === text;
}

function settings(cargoHome: string, scratch: string, edited: boolean): Record<string, string> {
  const registries = join(cargoHome, 'registry', 'src');
  const folders = readdirSync(registries).map((folder) => join(registries, folder));
  const rustFlags = [
    '-Cpasses=lower-atomic',
    '-Clinker=ld.lld-19',
    `-Clink-arg=-T${SDK}/hart.ld`,
    ...['-Clink-arg=--gc-sections', '-Clink-arg=--strip-debug'],
    ...folders.map((folder) => `--remap-path-prefix=${folder}=/crates`),
    `--remap-path-prefix=${workspace}=/bench/`,
    `--remap-path-prefix=${guestsFolder}=/guests`,
    `--remap-path-prefix=${RUST_SOURCE}=/rust`,
    `--remap-path-prefix=${cache}=/cache`,
  ];
  const target = TARGET.replaceAll('-', '_');
  return {
    CARGO_HOME: cargoHome,
    CARGO_TARGET_DIR: scratch,
    CARGO_ENCODED_RUSTFLAGS: rustFlags.join('\x1f'),
    RUSTC: TOOLS.rustc.program,
    RUSTC_BOOTSTRAP: '1',
    ...(edited && { RUSTC_WRAPPER: writeOverlays(folders, join(cache, 'edited')) }),
    [`CC_${target}`]: TOOLS.clang.program,
    [`AR_${target}`]: 'ar',
    [`CFLAGS_${target}`]: C_FLAGS.join(' '),
  };
}

/** Versions of the tools. Ends the process, naming the packages, if one is not there. */
function readTools(): Record<string, string> {
  const versions: Record<string, string> = {};
  const missing: string[] = [];
  for (const [name, { program, package: debian }] of Object.entries(TOOLS)) {
    const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
    if (status === 0) versions[name] = stdout.split('\n')[0]?.trim() ?? '';
    else missing.push(debian);
  }
  if (!existsSync(RUST_SOURCE)) missing.push('rust-web-src');
  if (missing.length > 0) {
    fail(
      `The guests need tools that are missing (Debian: apt-get install ${missing.join(' ')}).`,
      4,
    );
  }
  return versions;
}

/** One hash over the tools and every file of ours that a guest is made from. */
function hashSources(tools: Record<string, string>): string {
  const hash = createHash('sha256').update(JSON.stringify(tools));
  for (const folder of [workspace, join(guestsFolder, 'sdk')]) {
    for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      if (!SOURCES.test(path) || path.includes('target')) continue;
      hash.update(`${path}\n`).update(readFileSync(join(folder, path)));
    }
  }
  return hash.digest('hex');
}

/** The environment without what would change how compilers work. */
function environment(changes: Record<string, string>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(RUST|CARGO|CC|CXX|AR|C(XX|PP)?FLAGS|LD|SOURCE_DATE_EPOCH)/.test(name),
  );
  return { ...Object.fromEntries(kept), ...changes };
}

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv): void {
  const { status, error } = spawnSync(program, args, {
    cwd: workspace,
    env,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0)
    fail(`${program} ${args.join(' ')} failed${error ? `: ${error.message}` : ''}`, 1);
}

function fail(message: string, code: number): never {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}
