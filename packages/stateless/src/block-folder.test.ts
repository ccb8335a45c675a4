import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isHartError } from '@hart/errors';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBlockFolder } from './block-folder.ts';

const HASH = `0x${'ab'.repeat(32)}`;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hart-block-'));
  await write('block.rlp', Uint8Array.of(0xc0));
  await write('witness.json', '{"state":[],"codes":[],"headers":[]}');
  await write('meta.json', JSON.stringify({ chainId: 1, hash: HASH, preStateRoot: HASH }));
});
afterEach(() => rm(folder, { recursive: true }));

const write = (name: string, content: string | Uint8Array) =>
  writeFile(join(folder, name), content);

async function codeOf(path = folder): Promise<string | undefined> {
  const error = await readBlockFolder(path).catch((e) => e);
  return isHartError(error) ? error.code : undefined;
}

describe('readBlockFolder', () => {
  it('reads the three files', async () => {
    expect(await readBlockFolder(folder)).toEqual({
      blockRlp: Uint8Array.of(0xc0),
      witness: { state: [], codes: [], headers: [] },
      chainId: 1n,
      expectedHash: HASH,
      claimedPreStateRoot: HASH,
    });
  });

  it.each(['block.rlp', 'witness.json', 'meta.json'])('names %s if it is missing', async (name) => {
    await rm(join(folder, name));
    const error = await readBlockFolder(folder).catch((e) => e);
    expect(error.code).toBe('HART4008');
    expect(error.arguments.path).toBe(join(folder, name));
  });

  it('refuses a file in place of the folder, and a folder that is not there', async () => {
    expect(await codeOf(join(folder, 'block.rlp'))).toBe('HART4008');
    expect(await codeOf(join(folder, 'nothing'))).toBe('HART4008');
  });

  it.each([
    '',
    'null',
    '[]',
    '{"chainId":1}',
    `{"hash":"${HASH}"}`,
    `{"chainId":"1","hash":"${HASH}"}`,
    `{"chainId":-1,"hash":"${HASH}"}`,
    `{"chainId":1.5,"hash":"${HASH}"}`,
    '{"chainId":1,"hash":"0x12"}',
    `{"chainId":1,"hash":"${HASH}","preStateRoot":5}`,
  ])('refuses the meta.json %j', async (text) => {
    await write('meta.json', text);
    expect(await codeOf()).toBe('HART4007');
  });

  it('refuses a block that is too large without reading it', async () => {
    await write('block.rlp', new Uint8Array(16 * 2 ** 20 + 1));
    expect(await codeOf()).toBe('HART4004');
  });

  it('refuses a witness that is none', async () => {
    await write('witness.json', '{}');
    expect(await codeOf()).toBe('HART4002');
  });
});
