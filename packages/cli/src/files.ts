import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { HartError } from '@hart/errors';

function reasonOf(error: unknown): { code: string; message: string } {
  const { code = '', message = String(error) } = error as NodeJS.ErrnoException;
  return { code, message };
}

/** FILE_NOT_FOUND, FILE_IS_DIRECTORY or FILE_UNREADABLE, by what the operating system said. */
export function unreadable(path: string, error: unknown): HartError {
  const { code, message } = reasonOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new HartError('FILE_NOT_FOUND', { path }, { cause: error });
  }
  if (code === 'EISDIR') return new HartError('FILE_IS_DIRECTORY', { path }, { cause: error });
  return new HartError('FILE_UNREADABLE', { path, reason: code || message }, { cause: error });
}

/** FILE_UNWRITABLE with what the operating system said. */
export function unwritable(path: string, error: unknown): HartError {
  const { code, message } = reasonOf(error);
  return new HartError('FILE_UNWRITABLE', { path, reason: code || message }, { cause: error });
}

/** Reads a whole file; `-` is standard input. Throws FILE_NOT_FOUND, FILE_IS_DIRECTORY, FILE_UNREADABLE. */
export function readInputFile(path: string): Uint8Array {
  try {
    return readFileSync(path === '-' ? 0 : path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** Whether the path is a folder. Throws FILE_NOT_FOUND, FILE_UNREADABLE. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** Whether the path is there and no plain file: a device, a pipe, a directory. */
function isSpecial(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && !stats.isFile();
}

/**
 * Writes a file whole or not at all, by a neighbour that is renamed; a device or pipe is written
 * directly. Throws FILE_UNWRITABLE.
 */
export function writeOutputFile(path: string, content: string | Uint8Array): void {
  const neighbour = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    if (isSpecial(path)) {
      writeFileSync(path, content);
    } else {
      writeFileSync(neighbour, content);
      renameSync(neighbour, path);
    }
  } catch (error) {
    rmSync(neighbour, { force: true });
    throw unwritable(path, error);
  }
}
