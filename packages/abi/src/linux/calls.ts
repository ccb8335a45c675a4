/** How an argument is shown, and which of them tell what a program wants: see `call-text.ts`. */
export type ArgumentKind =
  | 'fd'
  | 'number'
  | 'size'
  | 'address'
  | 'bits'
  | 'octal'
  | 'path'
  | 'protection'
  | 'mapFlags'
  | 'openFlags'
  | 'clock'
  | 'futexOperation'
  | 'signal'
  | 'advice'
  | 'cloneFlags'
  | 'resource'
  | 'fcntlCommand';

export type Tier = 'linux-basic' | 'linux-advanced';

interface CallRow {
  number: number;
  /** The smallest tier that has it. */
  tier: Tier;
  /** Name and kind of each argument. */
  arguments: Readonly<Record<string, ArgumentKind>>;
  /** What it does here, for the book. */
  does: string;
}

/**
 * Every Linux call that Hart knows, with its number on riscv64 (asm-generic/unistd.h). Dispatch, the text of
 * a call, `hart syscalls` and the book's page come from here.
 */
export const CALLS = {
  // files
  getcwd: {
    number: 17,
    tier: 'linux-basic',
    arguments: { buffer: 'address', size: 'size' },
    does: 'The working directory is `/`.',
  },
  dup: {
    number: 23,
    tier: 'linux-basic',
    arguments: { fd: 'fd' },
    does: 'Another number for the same open file.',
  },
  dup3: {
    number: 24,
    tier: 'linux-basic',
    arguments: { old: 'fd', new: 'fd', flags: 'bits' },
    does: 'The same with the number that is asked for.',
  },
  fcntl: {
    number: 25,
    tier: 'linux-basic',
    arguments: { fd: 'fd', command: 'fcntlCommand', argument: 'number' },
    does: 'Duplicates, and asks for or changes flags; anything else is `EINVAL`.',
  },
  ioctl: {
    number: 29,
    tier: 'linux-basic',
    arguments: { fd: 'fd', request: 'bits', argument: 'address' },
    does: 'Nothing is a terminal: `ENOTTY`.',
  },
  mkdirat: {
    number: 34,
    tier: 'linux-basic',
    arguments: { directory: 'fd', path: 'path', mode: 'octal' },
    does: 'The file system is read-only: `EROFS`.',
  },
  unlinkat: {
    number: 35,
    tier: 'linux-basic',
    arguments: { directory: 'fd', path: 'path', flags: 'bits' },
    does: 'The file system is read-only: `EROFS`.',
  },
  statfs: {
    number: 43,
    tier: 'linux-advanced',
    arguments: { path: 'path', buffer: 'address' },
    does: 'Not there (`ENOSYS`): files lie on no file system that has a size.',
  },
  ftruncate: {
    number: 46,
    tier: 'linux-basic',
    arguments: { fd: 'fd', size: 'size' },
    does: 'Nothing is open that could be cut: `EINVAL`.',
  },
  faccessat: {
    number: 48,
    tier: 'linux-basic',
    arguments: { directory: 'fd', path: 'path', mode: 'octal' },
    does: 'Files may be read, devices written as well.',
  },
  openat: {
    number: 56,
    tier: 'linux-basic',
    arguments: { directory: 'fd', path: 'path', flags: 'openFlags', mode: 'octal' },
    does: 'Opens a file, directory or device of the virtual file system.',
  },
  close: {
    number: 57,
    tier: 'linux-basic',
    arguments: { fd: 'fd' },
    does: 'Closes a number.',
  },
  getdents64: {
    number: 61,
    tier: 'linux-basic',
    arguments: { fd: 'fd', buffer: 'address', size: 'size' },
    does: 'The entries of a directory, in the order in which they were made.',
  },
  lseek: {
    number: 62,
    tier: 'linux-basic',
    arguments: { fd: 'fd', offset: 'number', whence: 'number' },
    does: 'Moves in a regular file; `ESPIPE` elsewhere.',
  },
  read: {
    number: 63,
    tier: 'linux-basic',
    arguments: { fd: 'fd', buffer: 'address', size: 'size' },
    does: 'Reads a file, device, pipe, or standard input, which is the input of the run.',
  },
  write: {
    number: 64,
    tier: 'linux-basic',
    arguments: { fd: 'fd', buffer: 'address', size: 'size' },
    does: 'Writes to standard output (the run’s output), standard error (its log), devices and pipes.',
  },
  readv: {
    number: 65,
    tier: 'linux-basic',
    arguments: { fd: 'fd', vector: 'address', count: 'number' },
    does: '`read` into several buffers.',
  },
  writev: {
    number: 66,
    tier: 'linux-basic',
    arguments: { fd: 'fd', vector: 'address', count: 'number' },
    does: '`write` from several buffers.',
  },
  pread64: {
    number: 67,
    tier: 'linux-basic',
    arguments: { fd: 'fd', buffer: 'address', size: 'size', offset: 'number' },
    does: 'Reads a regular file at an offset.',
  },
  readlinkat: {
    number: 78,
    tier: 'linux-basic',
    arguments: { directory: 'fd', path: 'path', buffer: 'address', size: 'size' },
    does: 'Where a link leads; `/proc/self/exe` is one.',
  },
  newfstatat: {
    number: 79,
    tier: 'linux-basic',
    arguments: { directory: 'fd', path: 'path', buffer: 'address', flags: 'bits' },
    does: 'Status of a file by its path. All times are 0.',
  },
  fstat: {
    number: 80,
    tier: 'linux-basic',
    arguments: { fd: 'fd', buffer: 'address' },
    does: 'Status of an open file. The standard streams are pipes.',
  },
  statx: {
    number: 291,
    tier: 'linux-basic',
    arguments: { directory: 'fd', path: 'path', flags: 'bits', mask: 'bits', buffer: 'address' },
    does: 'Status in its newer form.',
  },
  faccessat2: {
    number: 439,
    tier: 'linux-basic',
    arguments: { directory: 'fd', path: 'path', mode: 'octal', flags: 'bits' },
    does: 'As `faccessat`.',
  },
  umask: {
    number: 166,
    tier: 'linux-basic',
    arguments: { mask: 'octal' },
    does: 'Was 022, and stays so.',
  },
  ppoll: {
    number: 73,
    tier: 'linux-basic',
    arguments: { files: 'address', count: 'number', timeout: 'address', mask: 'address' },
    does: 'Waits in virtual time until one of the files is ready.',
  },

  // memory
  brk: {
    number: 214,
    tier: 'linux-basic',
    arguments: { end: 'address' },
    does: 'Moves the end of the heap, which begins behind the program.',
  },
  munmap: {
    number: 215,
    tier: 'linux-basic',
    arguments: { address: 'address', size: 'size' },
    does: 'Unmaps pages; they are zero when they are mapped again.',
  },
  mremap: {
    number: 216,
    tier: 'linux-basic',
    arguments: { old: 'address', oldSize: 'size', newSize: 'size', flags: 'bits', new: 'address' },
    does: 'Shrinks, grows in place, or moves with the content.',
  },
  mmap: {
    number: 222,
    tier: 'linux-basic',
    arguments: {
      address: 'address',
      size: 'size',
      protection: 'protection',
      flags: 'mapFlags',
      fd: 'fd',
      offset: 'number',
    },
    does: 'Maps zeros, or a private copy of a file. Hints beyond the window are not followed.',
  },
  mprotect: {
    number: 226,
    tier: 'linux-basic',
    arguments: { address: 'address', size: 'size', protection: 'protection' },
    does: 'Noted for calls, not enforced on loads and stores.',
  },
  msync: {
    number: 227,
    tier: 'linux-basic',
    arguments: { address: 'address', size: 'size', flags: 'bits' },
    does: 'Nothing has to be written anywhere.',
  },
  mlock: {
    number: 228,
    tier: 'linux-basic',
    arguments: { address: 'address', size: 'size' },
    does: 'Memory is never swapped.',
  },
  munlock: {
    number: 229,
    tier: 'linux-basic',
    arguments: { address: 'address', size: 'size' },
    does: 'Memory is never swapped.',
  },
  madvise: {
    number: 233,
    tier: 'linux-basic',
    arguments: { address: 'address', size: 'size', advice: 'advice' },
    does: '`MADV_DONTNEED` makes the pages zero; other advice changes nothing.',
  },

  // the process
  exit: {
    number: 93,
    tier: 'linux-basic',
    arguments: { code: 'number' },
    does: 'Ends the thread, and with the last one the program.',
  },
  exit_group: {
    number: 94,
    tier: 'linux-basic',
    arguments: { code: 'number' },
    does: 'Ends the program with the low 8 bits of the code.',
  },
  set_tid_address: {
    number: 96,
    tier: 'linux-basic',
    arguments: { address: 'address' },
    does: 'Where to write 0, and wake a waiter, when the thread ends.',
  },
  set_robust_list: {
    number: 99,
    tier: 'linux-basic',
    arguments: { head: 'address', size: 'size' },
    does: 'Accepted. Mutexes of threads that end are not released.',
  },
  uname: {
    number: 160,
    tier: 'linux-basic',
    arguments: { buffer: 'address' },
    does: 'Linux 6.1 on riscv64, host name `hart`.',
  },
  getrlimit: {
    number: 163,
    tier: 'linux-basic',
    arguments: { resource: 'resource', buffer: 'address' },
    does: 'Stack 8 MiB, 1024 open files, no limit elsewhere.',
  },
  setrlimit: {
    number: 164,
    tier: 'linux-basic',
    arguments: { resource: 'resource', buffer: 'address' },
    does: 'Accepted without effect.',
  },
  getrusage: {
    number: 165,
    tier: 'linux-basic',
    arguments: { who: 'number', buffer: 'address' },
    does: 'The virtual time as user time, the rest 0.',
  },
  prctl: {
    number: 167,
    tier: 'linux-basic',
    arguments: { option: 'number', argument: 'number' },
    does: 'Accepts the name of a thread; anything else is `EINVAL`.',
  },
  getcpu: {
    number: 168,
    tier: 'linux-basic',
    arguments: { cpu: 'address', node: 'address' },
    does: 'There is one, number 0.',
  },
  getpid: { number: 172, tier: 'linux-basic', arguments: {}, does: 'Always 1000.' },
  getppid: { number: 173, tier: 'linux-basic', arguments: {}, does: 'Always 1.' },
  getuid: { number: 174, tier: 'linux-basic', arguments: {}, does: 'Always 1000.' },
  geteuid: { number: 175, tier: 'linux-basic', arguments: {}, does: 'Always 1000.' },
  getgid: { number: 176, tier: 'linux-basic', arguments: {}, does: 'Always 1000.' },
  getegid: { number: 177, tier: 'linux-basic', arguments: {}, does: 'Always 1000.' },
  gettid: {
    number: 178,
    tier: 'linux-basic',
    arguments: {},
    does: 'The first thread is 1000, the others follow.',
  },
  sysinfo: {
    number: 179,
    tier: 'linux-basic',
    arguments: { buffer: 'address' },
    does: 'The window as memory, one process, the virtual time.',
  },
  sched_getaffinity: {
    number: 123,
    tier: 'linux-basic',
    arguments: { thread: 'number', size: 'size', mask: 'address' },
    does: 'One CPU.',
  },
  sched_setaffinity: {
    number: 122,
    tier: 'linux-basic',
    arguments: { thread: 'number', size: 'size', mask: 'address' },
    does: 'Accepted without effect.',
  },
  sched_getscheduler: {
    number: 120,
    tier: 'linux-basic',
    arguments: { thread: 'number' },
    does: 'Always 0, `SCHED_OTHER`.',
  },
  sched_getparam: {
    number: 121,
    tier: 'linux-basic',
    arguments: { thread: 'number', buffer: 'address' },
    does: 'Priority 0.',
  },
  prlimit64: {
    number: 261,
    tier: 'linux-basic',
    arguments: { process: 'number', resource: 'resource', new: 'address', old: 'address' },
    does: 'As `getrlimit` and `setrlimit`.',
  },
  getrandom: {
    number: 278,
    tier: 'linux-basic',
    arguments: { buffer: 'address', size: 'size', flags: 'bits' },
    does: 'Bytes of a generator with a fixed seed.',
  },
  rseq: {
    number: 293,
    tier: 'linux-basic',
    arguments: { area: 'address', size: 'size', flags: 'bits', signature: 'bits' },
    does: 'Not there (`ENOSYS`); libraries do without.',
  },
  riscv_hwprobe: {
    number: 258,
    tier: 'linux-basic',
    arguments: {
      pairs: 'address',
      count: 'number',
      cpuSize: 'size',
      cpus: 'address',
      flags: 'bits',
    },
    does: 'Not there (`ENOSYS`); libraries do without.',
  },
  riscv_flush_icache: {
    number: 259,
    tier: 'linux-basic',
    arguments: { start: 'address', end: 'address', flags: 'bits' },
    does: 'Nothing to do, as code cannot change.',
  },
  membarrier: {
    number: 283,
    tier: 'linux-basic',
    arguments: { command: 'number', flags: 'bits', cpu: 'number' },
    does: 'Not there (`ENOSYS`); libraries do without.',
  },

  // time
  nanosleep: {
    number: 101,
    tier: 'linux-basic',
    arguments: { duration: 'address', left: 'address' },
    does: 'Sleeps in virtual time, which costs none when nobody else runs.',
  },
  clock_gettime: {
    number: 113,
    tier: 'linux-basic',
    arguments: { clock: 'clock', buffer: 'address' },
    does: 'Virtual time: one ns for each step, and what was slept.',
  },
  clock_getres: {
    number: 114,
    tier: 'linux-basic',
    arguments: { clock: 'clock', buffer: 'address' },
    does: 'One ns.',
  },
  clock_nanosleep: {
    number: 115,
    tier: 'linux-basic',
    arguments: { clock: 'clock', flags: 'bits', duration: 'address', left: 'address' },
    does: 'As `nanosleep`, also until a moment.',
  },
  times: {
    number: 153,
    tier: 'linux-basic',
    arguments: { buffer: 'address' },
    does: 'The virtual time in hundredths of a second.',
  },
  gettimeofday: {
    number: 169,
    tier: 'linux-basic',
    arguments: { time: 'address', zone: 'address' },
    does: 'As `clock_gettime` of `CLOCK_REALTIME`.',
  },

  // signals
  sigaltstack: {
    number: 132,
    tier: 'linux-basic',
    arguments: { new: 'address', old: 'address' },
    does: 'A stack for signal handlers.',
  },
  rt_sigaction: {
    number: 134,
    tier: 'linux-basic',
    arguments: { signal: 'signal', new: 'address', old: 'address', size: 'size' },
    does: 'What to do with a signal.',
  },
  rt_sigprocmask: {
    number: 135,
    tier: 'linux-basic',
    arguments: { how: 'number', new: 'address', old: 'address', size: 'size' },
    does: 'Which signals are blocked.',
  },
  rt_sigpending: {
    number: 136,
    tier: 'linux-basic',
    arguments: { set: 'address', size: 'size' },
    does: 'Which signals are blocked and waiting.',
  },
  rt_sigreturn: {
    number: 139,
    tier: 'linux-basic',
    arguments: {},
    does: 'Goes back to where a signal arrived.',
  },
  kill: {
    number: 129,
    tier: 'linux-basic',
    arguments: { process: 'number', signal: 'signal' },
    does: 'A signal to the program itself.',
  },
  tkill: {
    number: 130,
    tier: 'linux-basic',
    arguments: { thread: 'number', signal: 'signal' },
    does: 'A signal to a thread.',
  },
  tgkill: {
    number: 131,
    tier: 'linux-basic',
    arguments: { process: 'number', thread: 'number', signal: 'signal' },
    does: 'A signal to a thread.',
  },
  futex: {
    number: 98,
    tier: 'linux-basic',
    arguments: {
      word: 'address',
      operation: 'futexOperation',
      value: 'number',
      timeout: 'address',
      word2: 'address',
      value3: 'number',
    },
    does: '`WAIT`, `WAKE`, their `BITSET` forms, `REQUEUE` and `CMP_REQUEUE`; others are `ENOSYS`.',
  },

  // threads
  epoll_create1: {
    number: 20,
    tier: 'linux-advanced',
    arguments: { flags: 'bits' },
    does: 'A set of files to wait for.',
  },
  epoll_ctl: {
    number: 21,
    tier: 'linux-advanced',
    arguments: { epoll: 'fd', operation: 'number', fd: 'fd', event: 'address' },
    does: 'Changes the set.',
  },
  epoll_pwait: {
    number: 22,
    tier: 'linux-advanced',
    arguments: {
      epoll: 'fd',
      events: 'address',
      count: 'number',
      timeout: 'number',
      mask: 'address',
    },
    does: 'Waits in virtual time until a file of the set is ready; level- and edge-triggered.',
  },
  eventfd2: {
    number: 19,
    tier: 'linux-advanced',
    arguments: { initial: 'number', flags: 'bits' },
    does: 'A counter to wait for.',
  },
  pipe2: {
    number: 59,
    tier: 'linux-advanced',
    arguments: { numbers: 'address', flags: 'bits' },
    does: 'A pipe of 64 KiB between threads.',
  },
  sched_yield: {
    number: 124,
    tier: 'linux-advanced',
    arguments: {},
    does: 'Lets the other threads run that are ready.',
  },
  clone: {
    number: 220,
    tier: 'linux-advanced',
    arguments: {
      flags: 'cloneFlags',
      stack: 'address',
      parent: 'address',
      storage: 'address',
      child: 'address',
    },
    does: 'A thread; a process of its own is `ENOSYS`.',
  },
  clone3: {
    number: 435,
    tier: 'linux-advanced',
    arguments: { options: 'address', size: 'size' },
    does: 'Not there (`ENOSYS`); libraries use `clone`.',
  },
} as const satisfies Record<string, CallRow>;

export type CallName = keyof typeof CALLS;

export const CALL_NAMES = Object.keys(CALLS) as CallName[];

/** A row with its types forgotten. */
export function callRow(name: CallName): CallRow {
  return CALLS[name];
}
