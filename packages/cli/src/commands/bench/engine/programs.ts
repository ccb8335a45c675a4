import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HartError } from '@hart/errors';
import { guestPath } from '@hart/stateless/node';
import type { Progress } from '../../../progress.ts';
import { runScript } from '../run-script.ts';
import type { Work } from './protocol.ts';

/** A guest with all that runs it. */
export interface Program {
  name: string;
  about: string;
  kind: 'c' | 'block';
  work: Work;
  /** A build with less work for the interpreter; null: the same program, only its first steps. */
  tiny: Work | null;
  /** Path of the program for the host; null if it was not built. */
  native: string | null;
}

export interface Programs {
  programs: readonly Program[];
  /** A program that does nothing, for each peer; null where there is none. */
  empty: { elf: string; native: string | null } | null;
  versions: { clang: string | null; gcc: string | null; qemu: string | null };
  leftOut: { what: string; why: string }[];
}

/** What `bench/build.ts` prints. */
interface Built {
  compilers: { guest: string | null; native: string | null };
  guests: readonly { name: string; about: string; elf: string; native: string | null }[];
  empty: { elf: string; native: string | null } | null;
  leftOut: { what: string; why: string }[];
}

const ROOT = new URL('../../../../../../', import.meta.url);
const BUILD = 'bench/build.ts';

/** Blocks for the stateless guest: one of the repository, one of the conformance data beside it. */
const BLOCKS = ['examples/sample-block', '../shared/data/blocks/mainnet-21077746'];

/**
 * Builds what is asked for, all if that is undefined, and finds the blocks and peers that there are.
 *
 * @throws {HartError} BENCH_NO_SOURCES, BENCH_BUILD; USAGE for an unknown name
 */
export async function findPrograms(
  wanted: readonly string[] | undefined,
  progress: Progress,
  root = ROOT,
): Promise<Programs> {
  const blocks = BLOCKS.map((path) => ({ path, name: basename(path) }));
  const isBlock = (name: string) => blocks.some((block) => block.name === name);
  const built = await build(
    wanted?.filter((name) => !isBlock(name)),
    fileURLToPath(new URL(BUILD, root)),
    progress,
  );
  const leftOut = [...built.leftOut];
  const programs = [...built.programs];
  for (const { path, name } of blocks) {
    if (wanted !== undefined && !wanted.includes(name)) continue;
    const block = fileURLToPath(new URL(path, root));
    if (!existsSync(block)) {
      leftOut.push({ what: name, why: `there is no ${path}` });
      continue;
    }
    programs.push({
      name,
      about: 'the stateless guest, validating this block',
      kind: 'block',
      work: { elf: guestPath('rust'), block, input: null },
      tiny: null,
      native: null,
    });
  }
  const { status, stdout } = spawnSync('qemu-riscv64', ['--version'], { encoding: 'utf8' });
  const qemu = status === 0 ? (stdout.split('\n')[0] ?? '') : null;
  if (qemu === null) {
    const why = 'qemu-riscv64 is missing (Debian: apt-get install qemu-user)';
    leftOut.push({ what: 'qemu', why });
  }
  if (programs.some(({ kind }) => kind === 'block')) {
    leftOut.push({
      what: 'native and qemu on blocks',
      why: 'the stateless guest is a program for the machine, whose input lies at a fixed address',
    });
  }
  return { ...built, programs, versions: { ...built.versions, qemu }, leftOut };
}

type BuiltPrograms = Omit<Programs, 'versions'> & {
  versions: Omit<Programs['versions'], 'qemu'>;
};

async function build(
  wanted: readonly string[] | undefined,
  script: string,
  progress: Progress,
): Promise<BuiltPrograms> {
  if (wanted?.length === 0) {
    return { programs: [], empty: null, versions: { clang: null, gcc: null }, leftOut: [] };
  }
  if (!existsSync(script)) throw new HartError('BENCH_NO_SOURCES', { path: script });
  const only = wanted === undefined ? [] : ['--only', wanted.join(',')];
  const full = await runBuild([script, ...only], progress);
  const tiny = await runBuild([script, '--tiny', ...only], progress);
  const programs = full.guests.map(({ name, about, elf, native }): Program => {
    const small = tiny.guests.find((guest) => guest.name === name);
    return {
      name,
      about,
      kind: 'c',
      work: { elf, block: null, input: null },
      tiny: small === undefined ? null : { elf: small.elf, block: null, input: null },
      native,
    };
  });
  return {
    programs,
    empty: full.empty,
    versions: { clang: full.compilers.guest, gcc: full.compilers.native },
    leftOut: full.leftOut,
  };
}

async function runBuild(args: readonly string[], progress: Progress): Promise<Built> {
  const { status, stdout, said } = await runScript(args, progress);
  if (status !== 0) throw buildError(status, said);
  return JSON.parse(stdout) as Built;
}

function buildError(status: number | null, why: string): HartError {
  if (status !== 2) return new HartError('BENCH_BUILD', { why });
  const blocks = BLOCKS.map((path) => basename(path)).join(', ');
  return new HartError('USAGE', { what: `${why} Blocks: ${blocks}.` });
}
