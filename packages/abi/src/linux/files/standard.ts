import type { Sink } from '../../sink.ts';
import { FAIL } from '../errno.ts';
import { type OpenFile, TYPE } from './file.ts';

/** A guest cannot write more than this in all, so that it cannot exhaust the host. */
const MAX_WRITTEN_BYTES = 256 * 1024 * 1024;

/** The standard streams: input as a pipe whose other end is closed, and pipes into the sinks. */
export function createStandardFiles(
  input: Uint8Array,
  output: Sink,
  log: Sink,
  nextInode: () => number,
): OpenFile[] {
  const status = () => ({ mode: TYPE.fifo | 0o600, inode: nextInode(), size: 0 });
  let read = 0;
  const standardInput: OpenFile = {
    ...{ path: '/dev/stdin', status: status(), flags: 0, position: 0 },
    read(size) {
      const bytes = input.subarray(read, read + size);
      read += bytes.length;
      return bytes;
    },
    ready: () => ({ read: true, write: false }),
  };
  const into = (path: string, sink: Sink): OpenFile => ({
    ...{ path, status: status(), flags: 1, position: 0 },
    write(bytes) {
      if (bytes.length > MAX_WRITTEN_BYTES - output.size() - log.size()) return FAIL.ENOSPC;
      sink.append(bytes);
      return bytes.length;
    },
    ready: () => ({ read: false, write: true }),
  });
  return [standardInput, into('/dev/stdout', output), into('/dev/stderr', log)];
}
