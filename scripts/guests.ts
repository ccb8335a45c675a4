/** How each guest is compiled, and from what. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** Version line of each tool by its name. */
export type Toolchain = Record<string, string>;

interface Guest {
  language: 'rust' | 'c';
  /** Folder below `guests`. */
  folder: string;
  tools: readonly ToolName[];
  /** Linker script below `guests`; default the SDK's, for the `zkvm` environment. */
  linker?: string;
  /** Rust package, if it has not the guest's name. */
  package?: string;
  /** Who computes what has an accelerator: `guests/sdk/accelerators` is among the sources. */
  accelerators?: AcceleratorLevel;
}

/** Software, software over the lean set, environment calls; in Rust, a feature of the guest's package. */
export type AcceleratorLevel = 'plain' | 'lean' | 'fat';

const STATELESS = {
  language: 'rust',
  folder: 'stateless',
  package: 'stateless',
  tools: ['rustc', 'cargo', 'lld', 'clang'],
} as const;

/** The prebuilt guests, by the names of their ELFs. */
export const GUESTS = {
  stateless: { ...STATELESS, accelerators: 'plain' },
  'stateless-lean': { ...STATELESS, accelerators: 'lean' },
  'stateless-fat': { ...STATELESS, accelerators: 'fat' },
  'fib-rust': { language: 'rust', folder: 'examples/fib-rust', tools: ['rustc', 'cargo', 'lld'] },
  'zisk-rust': {
    language: 'rust',
    folder: 'examples/zisk-rust',
    tools: ['rustc', 'cargo', 'lld'],
    linker: 'examples/zisk-rust/zisk.ld',
  },
  'echo-c': { language: 'c', folder: 'examples/echo-c', tools: ['lld', 'clang'] },
} as const satisfies Record<string, Guest>;

export type GuestName = keyof typeof GUESTS;

/** Each tool by its full name, since rustup's shims may come first in PATH, and the Debian package that has it. */
const TOOLS = {
  rustc: { program: '/usr/bin/rustc', package: 'rustc-web' },
  cargo: { program: '/usr/bin/cargo', package: 'cargo-web' },
  lld: { program: 'ld.lld-19', package: 'lld-19' },
  clang: { program: 'clang-19', package: 'clang-19' },
} as const;

type ToolName = keyof typeof TOOLS;

/** All that `apt-get install` must be given. */
const PACKAGES = 'rustc-web cargo-web rust-web-src lld-19 clang-19 binutils';

/** Source of the standard library, which is compiled for the guests. */
const RUST_SOURCE = '/usr/lib/rustlib/src/rust';

export const guestsFolder = fileURLToPath(new URL('../guests', import.meta.url));

const TARGET = 'riscv64im-hart-elf';

/** For C in any guest: the ISA of Rust's target file, and nothing of the host. */
const C_FLAGS = [
  '--target=riscv64-unknown-elf',
  '-march=rv64im',
  '-mabi=lp64',
  '-mcmodel=medany',
  // Zicclsm: misaligned accesses work.
  '-mno-strict-align',
  '-ffreestanding',
  '-ffunction-sections',
  '-fdata-sections',
];

/** Sources that every guest of a language is made from, below `guests`. */
const SHARED = {
  rust: ['Cargo.toml', 'Cargo.lock', 'sdk/rust', 'sdk/mem.S', 'sdk/hart.ld', `sdk/${TARGET}.json`],
  c: ['sdk/c', 'sdk/mem.S', 'sdk/hart.ld'],
} as const;

/** For the memory map of the `zkvm` environment. */
const LINKER_SCRIPT = 'sdk/hart.ld';
const ACCELERATOR_SOURCES = 'sdk/accelerators';

/** Files below a guest's folder that its ELF does not depend on. */
const NO_SOURCES = /(^|\/)(tests|examples|target|README\.md)(\/|$)/;

/** Builds one guest below the folder `scratch` and returns the ELF's path. Ends the process if that fails. */
export function buildGuest(name: GuestName, scratch: string): string {
  const guest: Guest = GUESTS[name];
  readToolchain(name);
  return guest.language === 'rust'
    ? buildRust(rustBuildOf(name, guest), scratch)
    : buildC({ name, folder: guest.folder }, scratch);
}

function rustBuildOf(name: GuestName, guest: Guest): RustBuild {
  const { linker, accelerators: level } = guest;
  return { name, package: guest.package ?? name, level, ...(linker && { linker }) };
}

/** A Rust package to build. */
export interface RustBuild {
  /** What the ELF or library is to be called. */
  readonly name: string;
  readonly package: string;
  /** What cargo calls it, if not as the package. */
  readonly artifact?: string;
  /** The feature of the package that is wanted. */
  readonly level?: AcceleratorLevel | undefined;
  /** See {@link Guest}. */
  readonly linker?: string;
}

/** Builds a Rust package below the folder `scratch` and returns the file's path. Ends the process if that fails. */
export function buildRust(build: RustBuild, scratch: string): string {
  const cargoHome = process.env.CARGO_HOME ?? join(homedir(), '.cargo');
  // The registry's folders exist only once something was fetched.
  const fetch = ['fetch', '--locked'];
  run(TOOLS.cargo.program, fetch, {
    cwd: guestsFolder,
    env: cleanEnvironment({ CARGO_HOME: cargoHome }),
  });
  const registries = join(cargoHome, 'registry', 'src');
  const remaps = [
    ...readdirSync(registries).map((folder) => [join(registries, folder), '/crates']),
    [guestsFolder, '/guests'],
    [RUST_SOURCE, '/rust'],
    [scratch, '/target'],
  ];
  const rustFlags = [
    '-Cpasses=lower-atomic',
    '-Clinker=ld.lld-19',
    // Relative to guestsFolder, where cargo runs the linker: an absolute path would change symbol hashes.
    `-Clink-arg=-T${build.linker ?? LINKER_SCRIPT}`,
    '-Clink-arg=--gc-sections',
    '-Clink-arg=--strip-debug',
    ...remaps.map(([from, to]) => `--remap-path-prefix=${from}=${to}`),
  ];
  // Read by the `cc` crate in build scripts, which run elsewhere: absolute paths.
  const cFlags = [
    ...C_FLAGS,
    '-O3',
    ...remaps.map(([from, to]) => `-ffile-prefix-map=${from}=${to}`),
    `-include ${join(guestsFolder, 'sdk/accelerators/software/native/secp256k1-config.h')}`,
  ];
  const target = TARGET.replaceAll('-', '_');
  const env = cleanEnvironment({
    CARGO_HOME: cargoHome,
    CARGO_TARGET_DIR: scratch,
    CARGO_ENCODED_RUSTFLAGS: rustFlags.join('\x1f'),
    RUSTC: TOOLS.rustc.program,
    RUSTC_BOOTSTRAP: '1',
    [`CC_${target}`]: TOOLS.clang.program,
    [`AR_${target}`]: 'ar',
    [`CFLAGS_${target}`]: cFlags.join(' '),
    // Archives without times and owners.
    ZERO_AR_DATE: '1',
  });
  const features = build.level ? ['--no-default-features', '--features', build.level] : [];
  const args = [
    ...['build', '--release', '--locked', '-j2', '--package', build.package, ...features],
    ...['--target', `sdk/${TARGET}.json`, '-Zjson-target-spec'],
    ...['-Zbuild-std=core,alloc,compiler_builtins', '-Zbuild-std-features=compiler-builtins-mem'],
  ];
  run(TOOLS.cargo.program, args, { cwd: guestsFolder, env });
  // The next level of the same package is built to the same path.
  const built = join(scratch, TARGET, 'release', build.artifact ?? build.package);
  const kept = join(scratch, TARGET, 'release', `${build.name}${build.artifact ? '' : '.elf'}`);
  copyFileSync(built, kept);
  return kept;
}

/** A C program to build. */
export interface CBuild {
  /** What the ELF is to be called. */
  readonly name: string;
  /** Folder of its sources below `guests`. */
  readonly folder: string;
  readonly includes?: readonly string[];
  /** Static libraries, by their paths. */
  readonly libraries?: readonly string[];
}

/** Builds a C program below the folder `scratch` and returns the ELF's path. Ends the process if that fails. */
export function buildC(build: CBuild, scratch: string): string {
  mkdirSync(scratch, { recursive: true });
  const elf = join(scratch, build.name);
  const sources = listFiles(join(guestsFolder, build.folder)).filter((path) => path.endsWith('.c'));
  const includes = ['sdk/c', ...(build.includes ?? [])].map((path) => `-I${path}`);
  const args = [
    ...[...C_FLAGS, '-std=c11', '-Wall', '-Wextra', '-Werror', '-O2', ...includes],
    ...['-nostdlib', '-static', '-fuse-ld=lld-19', '-Wl,-Tsdk/hart.ld,--gc-sections,--strip-debug'],
    ...[
      '-o',
      elf,
      ...sources.map((path) => relative(guestsFolder, path)),
      'sdk/c/hart.c',
      'sdk/mem.S',
      ...(build.libraries ?? []),
    ],
  ];
  run(TOOLS.clang.program, args, { cwd: guestsFolder, env: cleanEnvironment({}) });
  return elf;
}

/** Versions of a guest's tools. Ends the process, naming the packages, if one is not there. */
export function readToolchain(name: GuestName): Toolchain {
  const toolchain: Toolchain = {};
  const missing: string[] = [];
  for (const tool of GUESTS[name].tools) {
    const { program, package: debian } = TOOLS[tool];
    const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
    if (status === 0) toolchain[tool] = stdout.split('\n')[0]?.trim() ?? '';
    else missing.push(`${program} (${debian})`);
  }
  if (missing.length > 0) {
    console.error(`The guests need ${missing.join(', ')}, which cannot be run.`);
    console.error(`On Debian 12: apt-get install ${PACKAGES}`);
    process.exit(4);
  }
  return toolchain;
}

/** One hash over a guest's sources and the way it is compiled. */
export function hashSources(name: GuestName): string {
  const guest: Guest = GUESTS[name];
  const accelerators = guest.accelerators ? [ACCELERATOR_SOURCES] : [];
  const files = [...SHARED[guest.language], ...accelerators, guest.folder]
    .flatMap((path) => listFiles(join(guestsFolder, path)))
    .map((path) => relative(guestsFolder, path).split(sep).join('/'))
    .filter(
      (path) =>
        !NO_SOURCES.test(path.slice(path.startsWith(guest.folder) ? guest.folder.length : 0)),
    );
  const hash = createHash('sha256');
  for (const path of [...new Set(files)].sort()) {
    hash.update(`${path} ${sha256(readFileSync(join(guestsFolder, path)))}\n`);
  }
  hash.update(sha256(readFileSync(fileURLToPath(import.meta.url))));
  return hash.digest('hex');
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** All files below a path, or the file itself. */
function listFiles(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.name !== 'target')
      .flatMap((entry) => listFiles(resolve(path, entry.name)));
  } catch {
    return [path];
  }
}

/** The environment without what would change how compilers work. */
function cleanEnvironment(changes: Record<string, string>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(RUST|CARGO|CC|CXX|AR|C(XX|PP)?FLAGS|LD|SOURCE_DATE_EPOCH)/.test(name),
  );
  return { ...Object.fromEntries(kept), ...changes };
}

function run(
  program: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): void {
  const { status, error } = spawnSync(program, args, { ...options, stdio: ['ignore', 2, 2] });
  if (status === 0) return;
  console.error(`${program} ${args.join(' ')} failed${error ? `: ${error.message}` : ''}`);
  process.exit(1);
}
