import { FAIL } from '../errno.ts';
import type { OpenFile } from './file.ts';
import type { FileTree } from './file-tree.ts';

const MAX_FILES = 1024;

/** The numbers of a process for its open files, and the files that it can open. */
export interface OpenFiles {
  readonly tree: FileTree;
  /** The working directory; it cannot be changed. */
  readonly directory: string;
  get(number: number): OpenFile | undefined;
  /** The lowest free number from `from` on, or an error. */
  add(file: OpenFile, from?: number): number;
  /** Makes `number` mean `file`. */
  replace(number: number, file: OpenFile): number;
  close(number: number): number;
  nextInode(): number;
}

export function createOpenFiles(
  tree: FileTree,
  standard: readonly OpenFile[],
  nextInode: () => number,
): OpenFiles {
  const files = new Map<number, OpenFile>(standard.entries());
  const users = new Map<OpenFile, number>();
  for (const file of standard) users.set(file, 1);

  function use(number: number, file: OpenFile): number {
    files.set(number, file);
    users.set(file, (users.get(file) ?? 0) + 1);
    return number;
  }

  function close(number: number): number {
    const file = files.get(number);
    if (file === undefined) return FAIL.EBADF;
    files.delete(number);
    const left = (users.get(file) as number) - 1;
    users.set(file, left);
    if (left > 0) return 0;
    users.delete(file);
    file.close?.();
    return 0;
  }

  return {
    tree,
    directory: '/',
    nextInode,
    get: (number) => files.get(number),
    add(file, from = 0) {
      for (let number = from; number < MAX_FILES; number++) {
        if (!files.has(number)) return use(number, file);
      }
      return FAIL.EMFILE;
    },
    replace(number, file) {
      if (number < 0 || number >= MAX_FILES) return FAIL.EBADF;
      if (files.get(number) === file) return number;
      close(number);
      return use(number, file);
    },
    close,
  };
}
