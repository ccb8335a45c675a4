/** How each guest in Go is compiled, for which system, and from what. Their ELFs are too large to be committed. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { writeGoOverlay } from './go-overlay.ts';
import { guestsFolder } from './guests.ts';

/** `linux` as Go's users build it; `bare` without an operating system; `native` for this machine, to compare with. */
type GoSystem = 'linux' | 'bare' | 'native';

interface GoGuest {
  /** Folder of the module, below `guests`. */
  readonly folder: string;
  readonly package: string;
  readonly system: GoSystem;
  /** Bare: where arguments come from, see `_goroot/src/runtime/hart.go`. */
  readonly arguments?: '@input';
}

const STATELESS = { folder: 'stateless-go', package: '.' } as const;
const WORDS = { folder: 'examples/words-go', package: '.' } as const;
const EVM = { folder: 'evm', package: 'github.com/ethereum/go-ethereum/cmd/evm' } as const;

/** By the names of their files. */
export const GO_GUESTS = {
  'stateless-go': { ...STATELESS, system: 'linux' },
  'stateless-go-bare': { ...STATELESS, system: 'bare' },
  'words-go': { ...WORDS, system: 'linux' },
  'words-go-bare': { ...WORDS, system: 'bare' },
  evm: { ...EVM, system: 'linux' },
  'evm-bare': { ...EVM, system: 'bare', arguments: '@input' },
  'evm-native': { ...EVM, system: 'native' },
} as const satisfies Record<string, GoGuest>;

export type GoGuestName = keyof typeof GO_GUESTS;

/** Go's releases whose runtime the overlay fits. */
const GO_VERSION = /^go version go1\.26\./;

/** One thread without preemption; the collector only runs when 384 of 512 MiB are in use. */
const BARE_ENVIRONMENT = 'GOMAXPROCS=1 GOGC=off GOMEMLIMIT=384MiB GODEBUG=asyncpreemptoff=1';

/** Code at 0x80000000 behind a page of headers, data at the beginning of RAM. */
const BARE_ADDRESSES = '-T 0x80001000 -D 0xa0000000';

/** Packages that get the file of `toolexec.sh`. */
const MINMAX_PACKAGES = ['metrics', 'msgrate', 'pebble'];

const goSdk = join(guestsFolder, 'sdk/go');

/** Where a built guest lies. */
export function goGuestPath(name: GoGuestName): string {
  return join(guestsFolder, 'target/go', name);
}

/**
 * Builds a guest unless the one that is there is of the same sources and the same Go. Returns its path. Ends the
 * process if there is no Go, or the build fails.
 */
export function buildGoGuest(name: GoGuestName, to: string = goGuestPath(name)): string {
  const stamp = `${to}.sources`;
  const sources = hashGoSources(name);
  if (existsSync(to) && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return to;
  mkdirSync(dirname(to), { recursive: true });
  rmSync(stamp, { force: true });
  compile(GO_GUESTS[name], to);
  writeFileSync(stamp, sources);
  return to;
}

function compile(guest: GoGuest, to: string): void {
  const scratch = join(dirname(to), 'overlay');
  // Neither this machine's paths nor the way a build was asked for get into the file.
  const linkerFlags = ['-w', '-buildid='];
  const flags = ['-trimpath', '-buildvcs=false', '-mod=readonly'];
  const env: Record<string, string> = { CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off' };
  if (guest.system !== 'native') Object.assign(env, { GOOS: 'linux', GOARCH: 'riscv64' });
  if (guest.system === 'bare') {
    env.HART_MINMAX = writeMinMax(scratch);
    const overlay = writeGoOverlay(goOutput(['env', 'GOROOT']), scratch);
    flags.push('-tags=hartbare', `-overlay=${overlay}`, '-gcflags=all=-d=softfloat');
    flags.push(`-toolexec=${join(goSdk, 'toolexec.sh')}`);
    linkerFlags.push(BARE_ADDRESSES, `-X "runtime.hartEnvironment=${BARE_ENVIRONMENT}"`);
    if (guest.arguments) linkerFlags.push(`-X runtime.hartArguments=${guest.arguments}`);
  }
  const args = ['build', ...flags, `-ldflags=${linkerFlags.join(' ')}`, '-o', to, guest.package];
  const { status, error } = spawnSync('go', args, {
    cwd: join(guestsFolder, guest.folder),
    env: { ...process.env, ...env },
    stdio: ['ignore', 2, 2],
  });
  if (status === 0) return;
  console.error(`go ${args.join(' ')} failed${error ? `: ${error.message}` : ''}`);
  process.exit(1);
}

function writeMinMax(scratch: string): string {
  const folder = join(scratch, 'minmax');
  mkdirSync(folder, { recursive: true });
  const text = readFileSync(join(goSdk, 'minmax.go.txt'), 'utf8');
  for (const name of MINMAX_PACKAGES) {
    writeFileSync(join(folder, `${name}.go`), text.replace('PACKAGE', name));
  }
  return folder;
}

/** The version line of Go. Ends the process if there is none, or another than the overlay is for. */
export function readGoVersion(): string {
  const found = findGo();
  if (GO_VERSION.test(found)) return found;
  console.error(`The guests in Go need Go 1.26; found: ${found || 'none'}.`);
  process.exit(4);
}

/** Is there a Go that can build the guests? */
export function canBuildGo(): boolean {
  return GO_VERSION.test(findGo());
}

function findGo(): string {
  const { status, stdout } = spawnSync('go', ['version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : '';
}

function goOutput(args: string[]): string {
  return spawnSync('go', args, { encoding: 'utf8' }).stdout.trim();
}

/** One hash over a guest's sources, the way it is compiled, and the compiler. */
export function hashGoSources(name: GoGuestName): string {
  const hash = createHash('sha256').update(readGoVersion());
  const scripts = ['./go-guests.ts', './go-overlay.ts'].map((file) =>
    fileURLToPath(new URL(file, import.meta.url)),
  );
  const folders = [join(guestsFolder, GO_GUESTS[name].folder), goSdk];
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  );
  for (const file of [...files.sort(), ...scripts]) {
    if (!statSync(file).isFile() || file.endsWith('_test.go') || file.endsWith('.md')) continue;
    hash.update(`${relative(guestsFolder, file)}\n`).update(readFileSync(file));
  }
  return hash.digest('hex');
}
