import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTranslationCache, measureTranslationCache } from './translation-cache.ts';

const ELF = Uint8Array.of(1, 2, 3);
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hart-cache-'));
  vi.stubEnv('HART_CACHE_DIR', folder);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const files = (): string[] =>
  readdirSync(join(folder, 'translations')).map((name) => join(folder, 'translations', name));

test('gives back what was saved, for the same program and key only', () => {
  const cache = createTranslationCache(ELF);
  expect(cache.load('a')).toBe(undefined);
  cache.save('a', Uint8Array.of(7, 8));
  cache.save('b', Uint8Array.of(9));
  expect(createTranslationCache(ELF).load('a')).toEqual(Uint8Array.of(7, 8));
  expect(cache.load('b')).toEqual(Uint8Array.of(9));
  expect(createTranslationCache(Uint8Array.of(1, 2)).load('a')).toBe(undefined);
  expect(measureTranslationCache()).toEqual({ files: 2, bytes: 2 * 32 + 3 });
});

test('a damaged file is as good as none, and removed', () => {
  const cache = createTranslationCache(ELF);
  for (const damage of [
    (bytes: Buffer) => bytes.subarray(0, 10),
    (bytes: Buffer) => bytes.fill(0, bytes.length - 1),
    (bytes: Buffer) => bytes.fill(0, 0, 1),
    () => Buffer.alloc(0),
  ]) {
    cache.save('a', Uint8Array.of(7, 8));
    const [path] = files() as [string];
    writeFileSync(path, damage(readFileSync(path)));
    expect(cache.load('a')).toBe(undefined);
    expect(files()).toEqual([]);
  }
});

test('the least recently used files go when there is too much', () => {
  const cache = createTranslationCache(ELF);
  const large = new Uint8Array(100 * 1024 * 1024);
  for (const [age, key] of [...'abc'].entries()) {
    cache.save(key, large);
    // `a` was used last
    for (const path of files()) {
      if (cache.load('a') === undefined) throw new Error('a is gone');
      utimesSync(path, new Date(), new Date(Date.now() - 1000 * (10 - age)));
    }
    cache.load('a');
  }
  expect(cache.load('a')).toHaveLength(large.length);
  expect(cache.load('b')).toBe(undefined);
  expect(cache.load('c')).toHaveLength(large.length);
});

test('a folder that cannot be written costs nothing but speed', () => {
  writeFileSync(join(folder, 'file'), '');
  vi.stubEnv('HART_CACHE_DIR', join(folder, 'file'));
  const cache = createTranslationCache(ELF);
  cache.save('a', Uint8Array.of(1));
  expect(cache.load('a')).toBe(undefined);
  expect(measureTranslationCache()).toEqual({ files: 0, bytes: 0 });
});
