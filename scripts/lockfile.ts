/**
 * Completes package-lock.json, or with `--check` only says what is missing.
 *
 * npm leaves a platform package (`@biomejs/cli-darwin-arm64`, …) out of the lockfile when the registry
 * in use does not serve it, and `npm ci` then refuses that lockfile everywhere. Each missing entry can be
 * written from what the declaring package says: its exact version, and the platform in its name. Such an
 * entry has no integrity hash; npm adds one on the next `npm install` that finds the package.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

interface LockEntry {
  version?: string;
  link?: boolean;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}
interface Lockfile {
  packages: Record<string, LockEntry>;
}

const OS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const CPU = [
  'arm',
  'arm64',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
];
const CPU_ALIASES: Record<string, string> = {
  armv7: 'arm',
  armv6: 'arm',
  ppc64le: 'ppc64',
  loongarch64: 'loong64',
};

/** `os`, `cpu` and `libc` as a platform package's name tells them; undefined when it names no platform. */
function platformOf(name: string): Pick<LockEntry, 'os' | 'cpu' | 'libc'> | undefined {
  const words = (name.split('/').at(-1) ?? '').split('-').map((word) => CPU_ALIASES[word] ?? word);
  const os = words.find((word) => OS.includes(word));
  const cpu = words.find((word) => CPU.includes(word));
  if (cpu === undefined) return undefined;
  const libc =
    words.includes('musl') || words.includes('musleabihf')
      ? 'musl'
      : words.some((word) => word.startsWith('gnu'))
        ? 'glibc'
        : undefined;
  return { cpu: [cpu], ...(os === 'linux' && libc && { libc: [libc] }), ...(os && { os: [os] }) };
}

/** Where npm resolves `name` from the package at `from`: the nearest enclosing node_modules. */
function isLocked(lock: Lockfile, from: string, name: string): boolean {
  for (let base = from; ; base = base.slice(0, base.lastIndexOf('/node_modules/'))) {
    if (lock.packages[`${base}/node_modules/${name}`] !== undefined) return true;
    if (!base.includes('/node_modules/')) break;
  }
  return lock.packages[`node_modules/${name}`] !== undefined;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { check: { type: 'boolean', default: false } },
});
const missing: string[] = [];
for (const path of positionals.length > 0 ? positionals : ['package-lock.json']) {
  const lock = JSON.parse(readFileSync(path, 'utf8')) as Lockfile;
  const added: Record<string, LockEntry> = {};
  for (const [from, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isLocked(lock, from, name)) continue;
      const platform = platformOf(name);
      if (platform === undefined) throw new Error(`${path}: cannot tell the platform of ${name}`);
      missing.push(`${path}: ${name}@${version}`);
      const { cpu, libc, os } = platform;
      // npm's own order of keys, so that its next write changes nothing
      added[`node_modules/${name}`] = {
        version,
        ...(cpu && { cpu }),
        ...(entry.dev && { dev: true }),
        ...(libc && { libc }),
        optional: true,
        ...(os && { os }),
      };
    }
  }
  if (values.check || Object.keys(added).length === 0) continue;
  const packages = Object.entries({ ...lock.packages, ...added }).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  writeFileSync(
    path,
    `${JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }, null, 2)}\n`,
  );
}
for (const line of missing) console.log(`${values.check ? 'missing' : 'added'} ${line}`);
if (values.check && missing.length > 0) {
  console.log('Run `node scripts/lockfile.ts` to add these entries.');
  process.exitCode = 1;
}
