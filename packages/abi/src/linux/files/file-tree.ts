import { FAIL } from '../errno.ts';
import { createContentFile, type FileStatus, OPEN, type OpenFile, TYPE } from './file.ts';

/** Something that a path leads to. */
interface Node {
  status: FileStatus;
  /** Bytes of a regular file, made when it is opened. */
  content?: () => Uint8Array;
  /** Where a link leads. */
  target?: string;
  children?: Map<string, Node>;
  /** Opens a device. */
  open?: (path: string, status: FileStatus, flags: number) => OpenFile;
}

/** A tree of files that nobody can change. */
export interface FileTree {
  /** What is at a path; a negative number for an error. The last link is followed if `follow` is set. */
  find(path: string, follow: boolean): Readonly<Node> | number;
  /** Opens what is there; negative for an error. */
  open(path: string, flags: number): OpenFile | number;
  addFile(path: string, content: () => Uint8Array): void;
  addLink(path: string, target: string): void;
  addDevice(path: string, open: Node['open']): void;
  addDirectory(path: string): void;
}

const MAX_LINKS = 16;
const MAX_PATH = 4096;

export function createFileTree(nextInode: () => number): FileTree {
  const directory = (): Node => ({
    status: { mode: TYPE.directory | 0o555, inode: nextInode(), size: 4096 },
    children: new Map(),
  });
  const root = directory();

  const parts = (path: string): string[] => path.split('/').filter((part) => part !== '');

  /** The directory of a path, made if it is missing, and the last name. */
  function place(path: string): [Node, string] {
    const names = parts(path);
    const name = names.pop() as string;
    let at = root;
    for (const part of names) {
      const children = at.children as Map<string, Node>;
      let next = children.get(part);
      if (next?.children === undefined) {
        next = directory();
        children.set(part, next);
      }
      at = next;
    }
    return [at, name];
  }

  function add(path: string, node: Node): void {
    const [parent, name] = place(path);
    parent.children?.set(name, node);
  }

  function find(path: string, follow: boolean): Node | number {
    if (path === '') return FAIL.ENOENT;
    if (path.length >= MAX_PATH) return FAIL.ENAMETOOLONG;
    const rest = parts(path).reverse();
    const trail: Node[] = [root];
    let links = 0;
    while (rest.length > 0) {
      const part = rest.pop() as string;
      const here = trail.at(-1) as Node;
      if (here.children === undefined) return FAIL.ENOTDIR;
      if (part === '.') continue;
      if (part === '..') {
        if (trail.length > 1) trail.pop();
        continue;
      }
      const next = here.children.get(part);
      if (next === undefined) return FAIL.ENOENT;
      if (next.target !== undefined && (follow || rest.length > 0)) {
        if (++links > MAX_LINKS) return FAIL.ELOOP;
        if (next.target.startsWith('/')) trail.length = 1;
        rest.push(...parts(next.target).reverse());
        continue;
      }
      trail.push(next);
    }
    const found = trail.at(-1) as Node;
    return path.endsWith('/') && found.children === undefined ? FAIL.ENOTDIR : found;
  }

  return {
    find,
    open(path, flags) {
      const node = find(path, true);
      const changes = (flags & OPEN.accessMode) !== 0 || (flags & OPEN.truncate) !== 0;
      if (typeof node === 'number') {
        return node === FAIL.ENOENT && (flags & OPEN.create) !== 0 ? FAIL.EROFS : node;
      }
      const both = OPEN.create | OPEN.exclusive;
      if ((flags & both) === both) return FAIL.EEXIST;
      const { status, content, children } = node;
      if (node.open !== undefined) return node.open(path, status, flags);
      if (changes) return children === undefined ? FAIL.EROFS : FAIL.EISDIR;
      if (children !== undefined) {
        const entries = [
          ...['.', '..'].map((name) => ({ name, status })),
          ...[...children].map(([name, child]) => ({ name, status: child.status })),
        ];
        return {
          path,
          status,
          flags,
          position: 0,
          entries,
          ready: () => ({ read: true, write: true }),
        };
      }
      if ((flags & OPEN.directory) !== 0) return FAIL.ENOTDIR;
      const bytes = content?.() ?? new Uint8Array();
      return createContentFile(path, { ...status, size: bytes.length }, bytes, flags);
    },
    addFile(path, content) {
      const size = path.startsWith('/proc/') ? 0 : content().length;
      add(path, { status: { mode: TYPE.regular | 0o444, inode: nextInode(), size }, content });
    },
    addLink(path, target) {
      const status = { mode: TYPE.link | 0o777, inode: nextInode(), size: target.length };
      add(path, { status, target });
    },
    addDevice(path, open) {
      const status = { mode: TYPE.character | 0o666, inode: nextInode(), size: 0 };
      add(path, { status, ...(open && { open }) });
    },
    addDirectory(path) {
      if (parts(path).length > 0 && typeof find(path, true) === 'number') add(path, directory());
    },
  };
}
