import type { CallName } from '../calls.ts';
import { FAIL } from '../errno.ts';
import { type FileStatus, OPEN, type OpenFile, TYPE } from '../files/file.ts';
import type { CallArguments, CallResult, Kernel } from '../kernel.ts';
import { canRead, canWrite, type Handler, readPath } from './handler.ts';

const WORKING_DIRECTORY = -100;
const AT = { noFollow: 0x100, emptyPath: 0x1000 } as const;
const ACCESS = { execute: 1, write: 2 } as const;
const COMMAND = {
  dup: 0,
  getFd: 1,
  setFd: 2,
  getFlags: 3,
  setFlags: 4,
  dupCloseOnExec: 1030,
} as const;
const WHENCE = { start: 0, current: 1, end: 2 } as const;
const MAX_VECTOR = 1024;
/** Most bytes of one read or write, as in Linux. */
const MAX_TRANSFER = 0x7ffff000;

/** Calls `use` with the open file, or fails. */
function withFile(
  use: (kernel: Kernel, file: OpenFile, args: CallArguments) => CallResult,
): Handler {
  return (kernel, args) => {
    const file = kernel.files.get(args[0] | 0);
    return file === undefined ? FAIL.EBADF : use(kernel, file, args);
  };
}

/** A call that may have to wait for a file, until `attempt` gives a result. */
function retry(kernel: Kernel, file: OpenFile, attempt: () => number | undefined): CallResult {
  const result = attempt();
  if (result !== undefined) return result;
  if ((file.flags & OPEN.nonBlocking) !== 0) return FAIL.EAGAIN;
  return kernel.scheduler.wait({
    until: Number.POSITIVE_INFINITY,
    late: 0,
    check: attempt,
    restart: true,
  });
}

function readInto(kernel: Kernel, file: OpenFile, address: number, size: number): CallResult {
  if (file.read === undefined) return file.entries === undefined ? FAIL.EBADF : FAIL.EISDIR;
  const length = Math.min(size, MAX_TRANSFER);
  if (size < 0 || !canWrite(kernel, address, length)) return FAIL.EFAULT;
  return retry(kernel, file, () => {
    const bytes = file.read?.(length);
    if (bytes === undefined) return undefined;
    kernel.ram.bytes(address, bytes.length).set(bytes);
    return bytes.length;
  });
}

function writeFrom(kernel: Kernel, file: OpenFile, address: number, size: number): CallResult {
  if (file.write === undefined) return FAIL.EBADF;
  const length = Math.min(size, MAX_TRANSFER);
  if (size < 0 || !canRead(kernel, address, length)) return FAIL.EFAULT;
  return retry(kernel, file, () => file.write?.(kernel.ram.bytes(address, length)));
}

/** One piece after the other, as long as all of a piece could be moved at once. */
function vectored(piece: typeof readInto): Handler {
  return withFile((kernel, file, [, vector, count]) => {
    const { ram } = kernel;
    if (!(count >= 0 && count <= MAX_VECTOR)) return FAIL.EINVAL;
    if (!canRead(kernel, vector, 16 * count)) return FAIL.EFAULT;
    let sum = 0;
    for (let n = 0; n < count; n++) {
      const [address, size] = [ram.u64(vector + 16 * n), ram.u64(vector + 16 * n + 8)];
      if (size === 0) continue;
      // Only the first piece may wait: what was moved before must be told.
      const moved = sum > 0 && !canMove(file) ? FAIL.EAGAIN : piece(kernel, file, address, size);
      if (typeof moved !== 'number') return moved;
      if (moved < 0) return sum > 0 ? sum : moved;
      sum += moved;
      if (moved < size) break;
    }
    return sum;
  });
}

function canMove(file: OpenFile): boolean {
  const { read, write } = file.ready();
  return read || write;
}

/** The absolute path that a call means; a negative number for an error. */
function resolve(kernel: Kernel, directory: number, address: number): string | number {
  const path = readPath(kernel, address);
  if (typeof path === 'number' || path.startsWith('/') || path === '') return path;
  if ((directory | 0) === WORKING_DIRECTORY) return kernel.files.directory + path;
  const file = kernel.files.get(directory | 0);
  if (file === undefined) return FAIL.EBADF;
  return file.entries === undefined ? FAIL.ENOTDIR : `${file.path}/${path}`;
}

/** The status that a call asks for by directory, path and flags. */
function statusAt(
  kernel: Kernel,
  directory: number,
  address: number,
  flags: number,
): FileStatus | number {
  const path = resolve(kernel, directory, address);
  if (typeof path === 'number') return path;
  if (path === '') {
    if ((flags & AT.emptyPath) === 0) return FAIL.ENOENT;
    return kernel.files.get(directory | 0)?.status ?? FAIL.EBADF;
  }
  const found = kernel.files.tree.find(path, (flags & AT.noFollow) === 0);
  return typeof found === 'number' ? found : found.status;
}

const STATUS_BYTES = 128;
const BLOCK = 4096;

/** `struct stat` (asm-generic/stat.h). */
function writeStatus(kernel: Kernel, address: number, { mode, inode, size }: FileStatus): number {
  const { ram } = kernel;
  if (!canWrite(kernel, address, STATUS_BYTES)) return FAIL.EFAULT;
  ram.bytes(address, STATUS_BYTES).fill(0);
  ram.setU64(address, 1);
  ram.setU64(address + 8, inode);
  ram.setU32(address + 16, mode);
  ram.setU32(address + 20, 1);
  ram.setU64(address + 48, size);
  ram.setU32(address + 56, BLOCK);
  ram.setU64(address + 64, Math.ceil(size / 512));
  return 0;
}

const STATX_BYTES = 256;
/** Everything but the time of birth. */
const BASIC_STATS = 0x7ff;

/** `struct statx` (linux/stat.h). */
function writeStatx(kernel: Kernel, address: number, { mode, inode, size }: FileStatus): number {
  const { ram } = kernel;
  if (!canWrite(kernel, address, STATX_BYTES)) return FAIL.EFAULT;
  ram.bytes(address, STATX_BYTES).fill(0);
  ram.setU32(address, BASIC_STATS);
  ram.setU32(address + 4, BLOCK);
  ram.setU32(address + 16, 1);
  ram.setU16(address + 28, mode);
  ram.setU64(address + 32, inode);
  ram.setU64(address + 40, size);
  ram.setU64(address + 48, Math.ceil(size / 512));
  ram.setU32(address + 136, 1);
  return 0;
}

const access: Handler = (kernel, [directory, address, mode]) => {
  const status = statusAt(kernel, directory, address, 0);
  if (typeof status === 'number') return status;
  const type = status.mode & 0o170000;
  if ((mode & ACCESS.write) !== 0 && type !== TYPE.character) return FAIL.EROFS;
  return (mode & ACCESS.execute) !== 0 && (status.mode & 0o111) === 0 ? FAIL.EACCES : 0;
};

const readOnly: Handler = (kernel, [directory, address]) => {
  const path = resolve(kernel, directory, address);
  return typeof path === 'number' ? path : FAIL.EROFS;
};

const ENTRY_HEADER = 19;
const ENTRY_TYPE_SHIFT = 12;

/** `struct linux_dirent64`, one for each name. */
const listDirectory = withFile((kernel, file, [, buffer, size]) => {
  const { ram } = kernel;
  const { entries } = file;
  if (entries === undefined) return FAIL.ENOTDIR;
  let at = 0;
  while (file.position < entries.length) {
    const { name, status } = entries[file.position] as (typeof entries)[number];
    const bytes = new TextEncoder().encode(name);
    const length = Math.ceil((ENTRY_HEADER + bytes.length + 1) / 8) * 8;
    if (at + length > size) return at === 0 ? FAIL.EINVAL : at;
    if (!canWrite(kernel, buffer + at, length)) return FAIL.EFAULT;
    const entry = ram.bytes(buffer + at, length).fill(0);
    ram.setU64(buffer + at, status.inode);
    ram.setU64(buffer + at + 8, file.position + 1);
    ram.setU16(buffer + at + 16, length);
    entry[18] = status.mode >> ENTRY_TYPE_SHIFT;
    entry.set(bytes, ENTRY_HEADER);
    at += length;
    file.position++;
  }
  return at;
});

export const fileCalls = {
  getcwd(kernel, [buffer, size]) {
    const path = new TextEncoder().encode(`${kernel.files.directory}\0`);
    if (size < path.length) return FAIL.ERANGE;
    if (!canWrite(kernel, buffer, path.length)) return FAIL.EFAULT;
    kernel.ram.bytes(buffer, path.length).set(path);
    return path.length;
  },
  dup: withFile(({ files }, file) => files.add(file)),
  dup3: withFile(({ files }, file, [old, wanted]) =>
    old === wanted ? FAIL.EINVAL : files.replace(wanted | 0, file),
  ),
  fcntl: withFile(({ files }, file, [, command, argument]) => {
    switch (command) {
      case COMMAND.dup:
      case COMMAND.dupCloseOnExec:
        return argument < 0 ? FAIL.EINVAL : files.add(file, argument);
      case COMMAND.getFd:
      case COMMAND.setFd:
        return 0;
      case COMMAND.getFlags:
        return file.flags & ~OPEN.closeOnExec;
      case COMMAND.setFlags: {
        const changeable = OPEN.append | OPEN.nonBlocking;
        file.flags = (file.flags & ~changeable) | (argument & changeable);
        return 0;
      }
      default:
        return FAIL.EINVAL;
    }
  }),
  ioctl: withFile(() => FAIL.ENOTTY),
  mkdirat: readOnly,
  unlinkat: readOnly,
  ftruncate: withFile(() => FAIL.EINVAL),
  faccessat: access,
  faccessat2: access,
  openat(kernel, [directory, address, flags]) {
    const path = resolve(kernel, directory, address);
    if (typeof path === 'number') return path;
    const file = kernel.files.tree.open(path, flags);
    return typeof file === 'number' ? file : kernel.files.add(file);
  },
  close: ({ files }, [number]) => files.close(number | 0),
  getdents64: listDirectory,
  lseek: withFile((_, file, [, offset, whence]) => {
    if (file.content === undefined && file.entries === undefined) return FAIL.ESPIPE;
    const size = file.content?.length ?? 0;
    const from =
      whence === WHENCE.start
        ? 0
        : whence === WHENCE.current
          ? file.position
          : whence === WHENCE.end
            ? size
            : Number.NaN;
    if (!(from + offset >= 0)) return FAIL.EINVAL;
    file.position = from + offset;
    return file.position;
  }),
  read: withFile((kernel, file, [, address, size]) => readInto(kernel, file, address, size)),
  write: withFile((kernel, file, [, address, size]) => writeFrom(kernel, file, address, size)),
  readv: vectored(readInto),
  writev: vectored(writeFrom),
  pread64: withFile((kernel, file, [, address, size, offset]) => {
    if (file.content === undefined) return FAIL.ESPIPE;
    if (offset < 0) return FAIL.EINVAL;
    const bytes = file.content.subarray(offset, offset + Math.max(0, size));
    if (!canWrite(kernel, address, bytes.length)) return FAIL.EFAULT;
    kernel.ram.bytes(address, bytes.length).set(bytes);
    return bytes.length;
  }),
  readlinkat(kernel, [directory, address, buffer, size]) {
    const path = resolve(kernel, directory, address);
    if (typeof path === 'number') return path;
    if (!(size > 0)) return FAIL.EINVAL;
    const found = kernel.files.tree.find(path, false);
    if (typeof found === 'number') return found;
    if (found.target === undefined) return FAIL.EINVAL;
    const bytes = new TextEncoder().encode(found.target).subarray(0, size);
    if (!canWrite(kernel, buffer, bytes.length)) return FAIL.EFAULT;
    kernel.ram.bytes(buffer, bytes.length).set(bytes);
    return bytes.length;
  },
  newfstatat(kernel, [directory, path, buffer, flags]) {
    const status = statusAt(kernel, directory, path, flags);
    return typeof status === 'number' ? status : writeStatus(kernel, buffer, status);
  },
  fstat: withFile((kernel, { status }, [, buffer]) => writeStatus(kernel, buffer, status)),
  statx(kernel, [directory, path, flags, , buffer]) {
    const status = statusAt(kernel, directory, path, flags);
    return typeof status === 'number' ? status : writeStatx(kernel, buffer, status);
  },
  statfs: () => FAIL.ENOSYS,
  umask: () => 0o022,
} satisfies Partial<Record<CallName, Handler>>;
