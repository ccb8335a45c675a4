import { createHash, hash } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { TranslationStore } from '@hart/machine';
import { shippedProfile } from './shipped-profile.ts';

/** All files together; the least recently used go first. */
const MAX_BYTES = 256 * 1024 * 1024;
const DIGEST_BYTES = 32;

/** The packages whose code decides what a translation looks like. */
const TRANSLATING_PACKAGES = ['@hart/machine', '@hart/riscv', '@hart/wasm'];

/** Folder of everything that Hart keeps between runs, by the customs of the platform; `HART_CACHE_DIR` overrides. */
export function cacheDirectory(): string {
  const { HART_CACHE_DIR, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (HART_CACHE_DIR) return HART_CACHE_DIR;
  if (XDG_CACHE_HOME) return join(XDG_CACHE_HOME, 'hart');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'hart');
  if (process.platform === 'win32' && LOCALAPPDATA) return join(LOCALAPPDATA, 'hart', 'Cache');
  return join(homedir(), '.cache', 'hart');
}

/**
 * Keeps what the engine has translated of a program in {@link cacheDirectory}: a file for each program
 * and kind of run, with its own digest. A file that is damaged is as good as none, and a cache that
 * cannot be read or written costs speed only. Files are put in place by renaming, so that processes
 * running at once see whole ones; the last to end wins.
 */
export function createTranslationCache(elf: Uint8Array): TranslationStore {
  const folder = join(cacheDirectory(), 'translations');
  const pathOf = (key: string): string => {
    const name = createHash('sha256').update(fingerprint()).update(key).update('\0').update(elf);
    return join(folder, `${name.digest('hex')}.bin`);
  };
  return {
    profile: shippedProfile(elf),
    load: (key) => attempt(() => readSealed(pathOf(key))),
    save(key, bytes) {
      attempt(() => {
        // what is in here is executed, so nobody else may write it
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        const path = pathOf(key);
        const unfinished = `${path}.${process.pid}`;
        writeFileSync(unfinished, digestOf(bytes), { mode: 0o600 });
        writeFileSync(unfinished, bytes, { flag: 'a' });
        renameSync(unfinished, path);
        removeOldest(folder);
      });
    },
  };
}

/** Files and bytes in the cache. */
export function measureTranslationCache(): { files: number; bytes: number } {
  const files = attempt(() => listFiles(join(cacheDirectory(), 'translations'))) ?? [];
  return { files: files.length, bytes: files.reduce((sum, { size }) => sum + size, 0) };
}

function readSealed(path: string): Uint8Array<ArrayBuffer> | undefined {
  const file = readFileSync(path);
  const length = Math.max(file.length - DIGEST_BYTES, 0);
  const bytes = new Uint8Array(file.buffer, file.byteOffset + file.length - length, length);
  if (!digestOf(bytes).equals(file.subarray(0, DIGEST_BYTES))) {
    rmSync(path, { force: true });
    return undefined;
  }
  const now = new Date();
  utimesSync(path, now, now);
  return bytes;
}

function digestOf(bytes: Uint8Array): Buffer {
  return hash('sha256', bytes, 'buffer');
}

function removeOldest(folder: string): void {
  const files = listFiles(folder).sort((a, b) => b.mtimeMs - a.mtimeMs);
  let total = 0;
  for (const { path, size } of files) {
    total += size;
    if (total > MAX_BYTES) rmSync(path, { force: true });
  }
}

function listFiles(folder: string): { path: string; size: number; mtimeMs: number }[] {
  return readdirSync(folder).map((name) => {
    const path = join(folder, name);
    const { size, mtimeMs } = statSync(path);
    return { path, size, mtimeMs };
  });
}

/** Changes with the translating code: names, sizes and times of its files. */
function fingerprint(): string {
  const lines: string[] = [];
  for (const name of TRANSLATING_PACKAGES) {
    const folder = dirname(fileURLToPath(import.meta.resolve(name)));
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const { size, mtimeMs } = statSync(path);
      lines.push(`${path} ${size} ${mtimeMs}`);
    }
  }
  return lines.join('\n');
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
