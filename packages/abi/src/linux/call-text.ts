import { callNameOf } from './call-numbers.ts';
import { type ArgumentKind, CALL_NAMES, callRow } from './calls.ts';
import type { CallArguments } from './kernel.ts';
import { signalName } from './signal-numbers.ts';

const PROTECTIONS = { READ: 1, WRITE: 2, EXEC: 4 };
const MAP_FLAGS = {
  SHARED: 1,
  PRIVATE: 2,
  FIXED: 16,
  ANONYMOUS: 32,
  NORESERVE: 0x4000,
  STACK: 0x20000,
  FIXED_NOREPLACE: 0x100000,
};
const OPEN_FLAGS = {
  WRONLY: 1,
  RDWR: 2,
  CREAT: 0o100,
  EXCL: 0o200,
  TRUNC: 0o1000,
  APPEND: 0o2000,
  NONBLOCK: 0o4000,
  LARGEFILE: 0o100000,
  DIRECTORY: 0o200000,
  NOFOLLOW: 0o400000,
  CLOEXEC: 0o2000000,
};
const CLONE_FLAGS = {
  VM: 0x100,
  FS: 0x200,
  FILES: 0x400,
  SIGHAND: 0x800,
  THREAD: 0x10000,
  SYSVSEM: 0x40000,
  SETTLS: 0x80000,
  PARENT_SETTID: 0x100000,
  CHILD_CLEARTID: 0x200000,
  CHILD_SETTID: 0x1000000,
};
const CLOCKS = [
  'REALTIME',
  'MONOTONIC',
  'PROCESS_CPUTIME_ID',
  'THREAD_CPUTIME_ID',
  'MONOTONIC_RAW',
  'REALTIME_COARSE',
  'MONOTONIC_COARSE',
  'BOOTTIME',
];
const FUTEX_OPERATIONS = [
  'WAIT',
  'WAKE',
  'FD',
  'REQUEUE',
  'CMP_REQUEUE',
  'WAKE_OP',
  'LOCK_PI',
  'UNLOCK_PI',
  'TRYLOCK_PI',
  'WAIT_BITSET',
  'WAKE_BITSET',
];
const RESOURCES = [
  'CPU',
  'FSIZE',
  'DATA',
  'STACK',
  'CORE',
  'RSS',
  'NPROC',
  'NOFILE',
  'MEMLOCK',
  'AS',
];
const ADVICE = new Map([
  [0, 'NORMAL'],
  [1, 'RANDOM'],
  [2, 'SEQUENTIAL'],
  [3, 'WILLNEED'],
  [4, 'DONTNEED'],
  [8, 'FREE'],
  [12, 'MERGEABLE'],
  [14, 'HUGEPAGE'],
  [15, 'NOHUGEPAGE'],
  [25, 'COLLAPSE'],
]);
const FCNTL = new Map([
  [0, 'DUPFD'],
  [1, 'GETFD'],
  [2, 'SETFD'],
  [3, 'GETFL'],
  [4, 'SETFL'],
  [5, 'GETLK'],
  [6, 'SETLK'],
  [1030, 'DUPFD_CLOEXEC'],
]);

function flags(value: number, names: Readonly<Record<string, number>>, none: string): string {
  let rest = value;
  const set: string[] = [];
  for (const [name, bits] of Object.entries(names)) {
    if ((rest & bits) !== bits) continue;
    set.push(name);
    rest -= bits;
  }
  if (rest !== 0) set.push(hex(rest));
  return set.join('|') || none;
}

function hex(value: number): string {
  return value < 0 ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}

/** Reads the path at an address, for a text; undefined if there is none. */
export type ReadPath = (address: number) => string | undefined;

const AT_WORKING_DIRECTORY = -100;

/** How each kind of argument is shown. */
const SHOW: Record<ArgumentKind, (value: number, readPath: ReadPath) => string> = {
  fd: (value) => ((value | 0) === AT_WORKING_DIRECTORY ? 'CWD' : String(value | 0)),
  number: String,
  size: String,
  address: (value) => (value === 0 ? 'NULL' : hex(value)),
  bits: hex,
  octal: (value) => `0${value.toString(8)}`,
  path(value, readPath) {
    const path = readPath(value);
    return path === undefined ? hex(value) : JSON.stringify(path);
  },
  protection: (value) => flags(value, PROTECTIONS, 'NONE'),
  mapFlags: (value) => flags(value, MAP_FLAGS, '0'),
  openFlags: (value) => flags(value, OPEN_FLAGS, 'RDONLY'),
  clock: (value) => CLOCKS[value] ?? String(value),
  futexOperation(value) {
    const [plain, shared] = [value & 0x7f, (value & 128) === 0];
    return `${FUTEX_OPERATIONS[plain] ?? plain}${shared ? ' (shared)' : ''}`;
  },
  signal: signalName,
  advice: (value) => ADVICE.get(value) ?? String(value),
  cloneFlags: (value) => flags(value, CLONE_FLAGS, '0'),
  resource: (value) => RESOURCES[value] ?? String(value),
  fcntlCommand: (value) => FCNTL.get(value) ?? String(value),
};

/** Kinds that say what a program wants of the system, and not where its data is. */
const TELLING: ReadonlySet<ArgumentKind> = new Set<ArgumentKind>([
  'path',
  'protection',
  'mapFlags',
  'openFlags',
  'clock',
  'futexOperation',
  'signal',
  'advice',
  'cloneFlags',
  'resource',
  'fcntlCommand',
]);

const ROWS = new Map(CALL_NAMES.map((name) => [callRow(name).number, callRow(name)]));

/** A call as text: `openat(CWD, "/etc/passwd", RDONLY, 00)`. */
export function callText(number: number, values: CallArguments, readPath: ReadPath): string {
  const row = ROWS.get(number);
  const name = callNameOf(number) ?? 'call';
  if (row === undefined) return `${name}(${values.map(hex).join(', ')}), number ${number}`;
  const shown = Object.values(row.arguments).map((kind, n) =>
    SHOW[kind](values[n] as number, readPath),
  );
  return `${name}(${shown.join(', ')})`;
}

/** The arguments of a call that tell what is wanted; empty if it has none. */
export function tellingText(number: number, values: CallArguments, readPath: ReadPath): string {
  const row = ROWS.get(number);
  if (row === undefined) return values.map(hex).join(', ');
  return Object.values(row.arguments)
    .flatMap((kind, n) => (TELLING.has(kind) ? [SHOW[kind](values[n] as number, readPath)] : []))
    .join(', ');
}
