import { FAIL } from '../errno.ts';
import { type OpenFile, TYPE } from './file.ts';

const CAPACITY = 65536;

/** The two ends of a pipe. */
export function createPipe(inode: number, flags: number): { reader: OpenFile; writer: OpenFile } {
  let held = new Uint8Array(0);
  let readers = 1;
  let writers = 1;
  const path = `pipe:[${inode}]`;
  const status = { mode: TYPE.fifo | 0o600, inode, size: 0 };
  const reader: OpenFile = {
    ...{ path, status, flags, position: 0 },
    read(size) {
      if (held.length === 0 && writers > 0 && size > 0) return undefined;
      const bytes = held.slice(0, size);
      held = held.slice(bytes.length);
      return bytes;
    },
    ready: () => ({ read: held.length > 0 || writers === 0, write: false }),
    close() {
      readers--;
    },
  };
  const writer: OpenFile = {
    ...{ path, status, flags: flags | 1, position: 0 },
    write(bytes) {
      if (readers === 0) return FAIL.EPIPE;
      const room = CAPACITY - held.length;
      if (room === 0 && bytes.length > 0) return undefined;
      const taken = bytes.slice(0, room);
      const joined = new Uint8Array(held.length + taken.length);
      joined.set(held);
      joined.set(taken, held.length);
      held = joined;
      return taken.length;
    },
    ready: () => ({ read: false, write: readers === 0 || held.length < CAPACITY }),
    close() {
      writers--;
    },
  };
  return { reader, writer };
}

const SEMAPHORE = 1;
const MAX_COUNT = 2n ** 64n - 2n;

/** A counter that can be read and written like a file: `eventfd2`. */
export function createEventCounter(inode: number, initial: number, flags: number): OpenFile {
  let count = BigInt(initial);
  return {
    path: 'anon_inode:[eventfd]',
    status: { mode: 0o600, inode, size: 0 },
    flags,
    position: 0,
    read(size) {
      if (size < 8) return new Uint8Array(0);
      if (count === 0n) return undefined;
      const taken = (flags & SEMAPHORE) !== 0 ? 1n : count;
      count -= taken;
      return new Uint8Array(BigUint64Array.of(taken).buffer);
    },
    write(bytes) {
      if (bytes.length < 8) return FAIL.EINVAL;
      const added = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
      if (count + added > MAX_COUNT) return undefined;
      count += added;
      return 8;
    },
    ready: () => ({ read: count > 0n, write: count < MAX_COUNT }),
  };
}
