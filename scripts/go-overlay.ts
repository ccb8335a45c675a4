/**
 * The build-time overlay that takes Linux out of Go's runtime: files of our own (`guests/sdk/go/_goroot`) in place of
 * the operating system's layer, and small edits of files of the installed GOROOT. Nothing of Go's is kept in the
 * repository.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { guestsFolder } from './guests.ts';

interface Edit {
  /** What must occur, exactly once unless `all`. */
  readonly find: string | RegExp;
  readonly replace: string;
  readonly all?: true;
}

const RISCV_FLOAT_MOVE = /^\tMOVD\s.*$\n/gm;
const ignored = (tag: string): Edit => ({ find: tag, replace: '//go:build ignore' });

/** Edits by file, below GOROOT. Each says what it is for; a Go release that moved one of them fails the build. */
const EDITS: Record<string, readonly Edit[]> = {
  // One thread: no monitor, and a goroutine that is locked to its thread is not.
  'src/runtime/proc.go': [
    { find: 'const haveSysmon = GOARCH != "wasm"', replace: 'const haveSysmon = false' },
    {
      find: /func (dolockOSThread|dounlockOSThread)\(\) \{\n\tif GOARCH == "wasm" \{/g,
      replace: 'func $1() {\n\tif true {',
      all: true,
    },
  ],
  // Memory grows from the end of the data, as on systems with sbrk.
  'src/runtime/mem_sbrk.go': [{ find: '//go:build plan9 || wasm', replace: '' }],
  'src/runtime/mem_nonsbrk.go': [ignored('//go:build !plan9 && !wasm')],
  // 40 bits of addresses and arenas of 4 MiB: tables that fit into RAM.
  'src/runtime/malloc.go': [
    { find: /^\theapAddrBits = .*$/m, replace: '\theapAddrBits = 40' },
    { find: /^\tlogHeapArenaBytes = .*$/m, replace: '\tlogHeapArenaBytes = 22' },
  ],
  'src/runtime/os_linux.go': [
    { find: 'func osinit() {', replace: 'func osinit() {\n\tinitBloc()' },
    { find: '\tgoenvs_unix()', replace: '\thartGoenvs()' },
  ],
  'src/runtime/runtime1.go': [
    {
      find: 'func goargs() {',
      replace: 'func goargs() {\n\tif true {\n\t\thartGoargs()\n\t\treturn\n\t}',
    },
  ],
  'src/internal/runtime/syscall/linux/syscall_linux.go': [
    { find: /^func Syscall6\(.*$\n/m, replace: '' },
  ],
  // No counter of time to read, and no floating-point registers to save.
  'src/runtime/asm_riscv64.s': [
    {
      find: '\tRDTIME\tX10',
      replace:
        '\tMOV\truntime·hartClock(SB), X10\n\tADD\t$1, X10\n\tMOV\tX10, runtime·hartClock(SB)',
    },
    { find: RISCV_FLOAT_MOVE, replace: '', all: true },
  ],
  'src/runtime/preempt_riscv64.s': [{ find: RISCV_FLOAT_MOVE, replace: '', all: true }],
  // Soft float: floating-point values are passed in integer registers, and nothing is done in assembly.
  'src/internal/abi/abi_riscv64.go': [
    { find: 'FloatArgRegs = 16', replace: 'FloatArgRegs = 0' },
    { find: 'EffectiveFloatRegSize = 8', replace: 'EffectiveFloatRegSize = 0' },
  ],
  // The compiler's soft float does not know the builtins min and max of floats; see toolexec.sh.
  'src/runtime/cgroup_linux.go': [
    { find: 'limit = max(limit, 2)', replace: 'if limit < 2 {\n\t\t\tlimit = 2\n\t\t}' },
  ],
  'src/math/floor_asm.go': [{ find: ' || riscv64', replace: '' }],
  'src/math/floor_noasm.go': [{ find: ' && !riscv64', replace: '' }],
  'src/math/dim_asm.go': [{ find: ' || riscv64', replace: '' }],
  'src/math/dim_noasm.go': [{ find: ' && !riscv64', replace: '' }],
  'src/reflect/float32reg_generic.go': [{ find: ' && !riscv64', replace: '' }],
};

/** Assembly that has no counterpart without hardware floats; an overlay of nothing deletes a file. */
const DELETED = [
  'src/math/floor_riscv64.s',
  'src/math/dim_riscv64.s',
  'src/reflect/float32reg_riscv64.s',
  'src/reflect/stubs_riscv64.go',
];

/** Our own files, at the places they have below GOROOT. */
const OWN = join(guestsFolder, 'sdk/go/_goroot');

/**
 * Writes the overlay's files below the folder `to` and returns the path of the JSON for `go build -overlay`.
 *
 * @throws Error if the installed Go has not what is to be edited
 */
export function writeGoOverlay(goroot: string, to: string): string {
  const replaced: Record<string, string> = {};
  for (const [path, edits] of Object.entries(EDITS)) {
    const edited = join(to, path);
    mkdirSync(dirname(edited), { recursive: true });
    writeFileSync(edited, apply(path, readFileSync(join(goroot, path), 'utf8'), edits));
    replaced[join(goroot, path)] = edited;
  }
  for (const path of DELETED) replaced[join(goroot, path)] = '';
  for (const entry of readdirSync(OWN, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const own = join(entry.parentPath, entry.name);
    replaced[join(goroot, relative(OWN, own))] = own;
  }
  const json = join(to, 'overlay.json');
  writeFileSync(json, JSON.stringify({ Replace: replaced }, undefined, 2));
  return json;
}

function apply(path: string, source: string, edits: readonly Edit[]): string {
  let text = source;
  for (const { find, replace, all } of edits) {
    const count =
      find instanceof RegExp ? (text.match(find)?.length ?? 0) : text.split(find).length - 1;
    if (count === 0 || (count > 1 && !all)) {
      throw new Error(`${path} of the installed Go has ${count} times ${find}`);
    }
    text = text.replace(find, replace);
  }
  return text;
}
