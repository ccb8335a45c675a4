import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Tools that only rebuilding guests or the longer tests need; running Hart needs none of them. */
const TOOLS = [
  {
    name: 'rustc',
    command: ['/usr/bin/rustc', '--version'],
    purpose: 'Rust guests',
    debian: 'rustc-web',
  },
  {
    name: 'cargo',
    command: ['/usr/bin/cargo', '--version'],
    purpose: 'Rust guests',
    debian: 'cargo-web',
  },
  {
    name: 'rust-src',
    file: '/usr/lib/rustlib/src/rust/library/core/Cargo.toml',
    purpose: 'Rust guests (core and alloc are built for the guest)',
    debian: 'rust-web-src',
  },
  {
    name: 'ld.lld-19',
    command: ['ld.lld-19', '--version'],
    purpose: 'linking guests',
    debian: 'lld-19',
  },
  { name: 'clang-19', command: ['clang-19', '--version'], purpose: 'C guests', debian: 'clang-19' },
  { name: 'ar', command: ['ar', '--version'], purpose: 'C in Rust guests', debian: 'binutils' },
  {
    name: 'qemu-riscv64',
    command: ['qemu-riscv64', '--version'],
    purpose: 'fuzzing and benches against a foreign engine',
    debian: 'qemu-user',
  },
  {
    name: 'gcc',
    command: ['gcc', '--version'],
    purpose: 'benches against native code',
    debian: 'gcc',
  },
] as const satisfies readonly ({ name: string; purpose: string; debian: string } & (
  | { command: readonly [string, ...string[]] }
  | { file: string }
))[];

export interface Toolchain {
  name: string;
  purpose: string;
  /** Debian package that brings it. */
  debian: string;
  /** First line of what `--version` prints, `present` for a folder, null when missing. */
  found: string | null;
}

/** Looks for every tool. */
export function findToolchains(): Toolchain[] {
  return TOOLS.map((tool) => {
    const { name, purpose, debian } = tool;
    if ('file' in tool) {
      return { name, purpose, debian, found: existsSync(tool.file) ? 'present' : null };
    }
    const [program, ...args] = tool.command;
    const { status, stdout } = spawnSync(program, args, { encoding: 'utf8' });
    return { name, purpose, debian, found: status === 0 ? (stdout.split('\n')[0] ?? '') : null };
  });
}
