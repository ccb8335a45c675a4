import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PROGRAMS } from './programs.ts';
import { CARGO, GLIBC_COMPILER, RUST_TARGET, RUSTC, rustEnvironment } from './rust-target.ts';

const sources = fileURLToPath(new URL('../../guests/linux', import.meta.url));
const cache = fileURLToPath(new URL('../../.cache/linux', import.meta.url));

/** A program that was built, by what it is called in reports. */
export interface Built {
  /** As in `PROGRAMS`. */
  program: string;
  /** `threads (musl)`. */
  label: string;
  elf: string;
}

export interface BuildResult {
  built: Built[];
  /** What was left out, and why. */
  skipped: string[];
  /** What a compiler refused. */
  failed: string[];
}

const C_FLAGS = ['-std=gnu17', '-O2', '-static', '-pthread'];
/** Zig brings clang, musl's sources and a linker; it is looked for here, then in `PATH`. */
const ZIG = [process.env.ZIG ?? '', join(cache, 'zig/ziglang/zig'), 'zig'];

/** Builds what there are compilers for, into `.cache/linux`. */
export async function buildPrograms(): Promise<BuildResult> {
  const result: BuildResult = { built: [], skipped: [], failed: [] };
  mkdirSync(join(cache, 'bin'), { recursive: true });
  // Rust's library takes as long as all the others together.
  await Promise.all([
    buildRust(result),
    (async () => {
      await buildGo(result);
      await buildC(result);
    })(),
  ]);
  return result;
}

function namesOf(language: string): string[] {
  return Object.keys(PROGRAMS).filter((name) => PROGRAMS[name]?.language === language);
}

function works(program: string, argument: string): boolean {
  return spawnSync(program, [argument], { stdio: 'ignore' }).status === 0;
}

/** Runs a compiler; what it said if it refused. */
async function refusal(
  program: string,
  args: readonly string[],
  { cwd = sources, env = {} }: { cwd?: string; env?: Record<string, string> } = {},
): Promise<string | undefined> {
  try {
    const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 2 ** 26 };
    await promisify(execFile)(program, args, options);
    return undefined;
  } catch (error) {
    const { message, stdout = '', stderr = '' } = error as Error & Record<string, string>;
    return `${message}\n${stdout}${stderr}`;
  }
}

async function buildC({ built, skipped, failed }: BuildResult): Promise<void> {
  const zig = ZIG.find((path) => path !== '' && works(path, 'version'));
  const zigCache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'zig');
  const env = { ZIG_GLOBAL_CACHE_DIR: zigCache, ZIG_LOCAL_CACHE_DIR: zigCache };
  const compilers = [
    ['glibc', works(GLIBC_COMPILER, '--version') ? [GLIBC_COMPILER] : undefined],
    ['musl', zig && [zig, 'cc', '-target', 'riscv64-linux-musl', '-s']],
  ] as const;
  for (const [library, command] of compilers) {
    if (command === undefined) {
      skipped.push(`C with ${library}: no compiler`);
      continue;
    }
    for (const program of namesOf('c')) {
      const elf = join(cache, 'bin', `${program}-${library}`);
      const [compiler = '', ...flags] = command;
      const args = [...flags, ...C_FLAGS, '-o', elf, `c/${program}.c`, '-lm'];
      const problem = await refusal(compiler, args, { env });
      if (problem !== undefined) failed.push(problem);
      else built.push({ program, label: `${program} (${library})`, elf });
    }
  }
}

async function buildGo({ built, skipped, failed }: BuildResult): Promise<void> {
  if (!works('go', 'version')) {
    skipped.push('Go: no compiler');
    return;
  }
  const bin = join(cache, 'bin/go/');
  mkdirSync(bin, { recursive: true });
  const problem = await refusal('go', ['build', '-trimpath', '-ldflags=-s', '-o', bin, './...'], {
    cwd: join(sources, 'go'),
    env: { GOOS: 'linux', GOARCH: 'riscv64', CGO_ENABLED: '0' },
  });
  if (problem !== undefined) failed.push(problem);
  else
    for (const program of namesOf('go'))
      built.push({ program, label: program, elf: join(bin, program) });
}

async function buildRust({ built, skipped, failed }: BuildResult): Promise<void> {
  if (!existsSync(RUSTC) || !works(GLIBC_COMPILER, '--version')) {
    skipped.push(`Rust: no ${RUSTC}, or no linker`);
    return;
  }
  const target = join(cache, 'rust');
  const problem = await refusal(
    CARGO,
    [
      ...['build', '--locked', '--release', '--target', RUST_TARGET],
      ...['-Zbuild-std=std,panic_unwind'],
    ],
    {
      cwd: join(sources, 'rust'),
      env: rustEnvironment(target),
    },
  );
  if (problem !== undefined) failed.push(problem);
  for (const program of problem === undefined ? namesOf('rust') : []) {
    built.push({ program, label: program, elf: join(target, RUST_TARGET, 'release', program) });
  }
}
