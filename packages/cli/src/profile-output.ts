import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { HartError } from '@hart/errors';
import type { Profile } from '@hart/machine';
import {
  type FunctionSteps,
  functionSteps,
  nameProfile,
  type SourceProfile,
  toFolded,
  toPprof,
  toSpeedscope,
} from '@hart/profile';
import { type DebugInfo, type Elf, readDebugInfo, readElf } from '@hart/riscv';
import { writeOutputFile } from './files.ts';
import { type ProfileFormat, profileFormat } from './profile-option.ts';
import { grouped, table } from './text.ts';

/** Rows of the table on the terminal. */
const TOP = 15;
/** Widest name in it. */
const NAME_WIDTH = 100;

/** What a command says about a profile that it has written. */
export interface WrittenProfile {
  /** For the `--json` envelope. */
  data: { file: string; nodes: number; functions: readonly FunctionSteps[] };
  /** For standard error: the functions in which most steps were spent. */
  top: string;
  /** For standard error, below that: how much it is, and where. */
  summary: string;
  warnings: string[];
}

/**
 * Writes a profile in the format that the path's ending names. Debug information that cannot be read is a
 * warning. Throws FILE_UNWRITABLE.
 *
 * @param program name of the guest, for what shows the profile
 */
export function writeProfile(
  path: string,
  profile: Profile,
  { elf: bytes, program }: { elf: Uint8Array; program: string },
): WrittenProfile {
  const elf = readElf(bytes);
  const debug = readDebugInfo(bytes);
  const named = nameProfile(profile, elf, debug);
  const format = profileFormat(path) as ProfileFormat;
  writeOutputFile(path, encode(format, named, elf, basename(program)));
  const functions = functionSteps(named);
  return {
    data: { file: path, nodes: named.nodes.length, functions: functions.slice(0, TOP) },
    top: topTable(functions, named.steps),
    summary: summary(named, functions.length, path),
    warnings: problemsOf(debug),
  };
}

function encode(
  format: ProfileFormat,
  named: SourceProfile,
  elf: Elf,
  program: string,
): string | Uint8Array {
  switch (format) {
    case 'pprof':
      return gzipSync(toPprof(named, elf, program));
    case 'folded':
      return toFolded(named);
    case 'speedscope':
      return JSON.stringify(toSpeedscope(named, program));
  }
}

function problemsOf({ problems }: DebugInfo): string[] {
  const first: HartError | undefined = problems[0];
  if (first === undefined) return [];
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return [`${first.code}: ${first.message}${more}`];
}

function topTable(functions: readonly FunctionSteps[], steps: number): string {
  const share = (part: number): string => `${((100 * part) / Math.max(steps, 1)).toFixed(1)}%`;
  const rows = functions
    .slice(0, TOP)
    .map(({ name, exclusive, inclusive }) => [
      grouped(exclusive),
      share(exclusive),
      grouped(inclusive),
      share(inclusive),
      shorten(name),
    ]);
  const all = [['steps', '', 'with callees', '', 'function'], ...rows];
  const widths = [0, 1, 2, 3].map((n) => Math.max(...all.map((row) => row[n]?.length ?? 0)));
  return table(all.map((row) => row.map((cell, n) => cell.padStart(widths[n] ?? 0))));
}

function summary({ nodes }: SourceProfile, functions: number, path: string): string {
  return `profile: ${counted(functions, 'function')} on ${counted(nodes.length, 'call path')}, written to ${path}\n`;
}

/** `1 path`, `1,234 paths`. */
function counted(count: number, what: string): string {
  return `${grouped(count)} ${what}${count === 1 ? '' : 's'}`;
}

/**
 * A name that fits into the table: where it is too long, what is inside angle brackets becomes `…`, except for
 * short arguments and `<T as Trait>`, which says whose function it is.
 */
export function shorten(name: string): string {
  if (name.length <= NAME_WIDTH) return name;
  // Brackets that are done with are ‹ and › until all are.
  let short = name.replaceAll('->', '→');
  for (let before = ''; short !== before; ) {
    before = short;
    short = short.replace(
      /([\w:]?)<([^<>]*)>/g,
      (_, head: string, inner: string) => `${head}‹${head === '' ? inner : brief(inner)}›`,
    );
  }
  short = short.replaceAll('‹', '<').replaceAll('›', '>').replaceAll('→', '->');
  return short.length > NAME_WIDTH ? `${short.slice(0, NAME_WIDTH - 1)}…` : short;
}

/** `1, revm::Interpreter, u8` → `1, …, u8`. */
function brief(list: string): string {
  return list
    .split(', ')
    .map((item) => (item.length <= 4 ? item : '…'))
    .filter((item, n, all) => item !== '…' || all[n - 1] !== '…')
    .join(', ');
}
