/** Bits of `st_mode` that say what a file is. */
export const TYPE = {
  fifo: 0o010000,
  character: 0o020000,
  directory: 0o040000,
  regular: 0o100000,
  link: 0o120000,
} as const;

/** Flags of `open` (asm-generic/fcntl.h). */
export const OPEN = {
  accessMode: 3,
  create: 0o100,
  exclusive: 0o200,
  truncate: 0o1000,
  append: 0o2000,
  nonBlocking: 0o4000,
  directory: 0o200000,
  closeOnExec: 0o2000000,
} as const;

export interface FileStatus {
  /** Type and permissions. */
  mode: number;
  inode: number;
  size: number;
}

/** An open file. What it cannot do, it has no function for. */
export interface OpenFile {
  readonly path: string;
  readonly status: FileStatus;
  /** {@link OPEN} flags that `fcntl` can ask for and change. */
  flags: number;
  /** Bytes of a regular file, which can be read from any place. */
  readonly content?: Uint8Array;
  position: number;
  /** Names in a directory, with their status. */
  readonly entries?: readonly { name: string; status: FileStatus }[];
  /** At most `size` bytes; none at the end; undefined if there are none yet. */
  read?(size: number): Uint8Array | undefined;
  /** How many bytes it took; undefined if it cannot take any yet; negative for an error. */
  write?(bytes: Uint8Array): number | undefined;
  /** Whether to read or write would not wait. */
  ready(): { read: boolean; write: boolean };
  /** Called when the last number for it is closed. */
  close?(): void;
}

/** A regular file or another thing with fixed bytes. */
export function createContentFile(
  path: string,
  status: FileStatus,
  content: Uint8Array,
  flags: number,
): OpenFile {
  const file: OpenFile = {
    path,
    status,
    flags,
    content,
    position: 0,
    read(size) {
      const bytes = content.subarray(file.position, file.position + size);
      file.position += bytes.length;
      return bytes;
    },
    ready: () => ({ read: true, write: true }),
  };
  return file;
}
