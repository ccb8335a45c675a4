import { describe, expect, test } from 'vitest';
import { countByFamily, listPrecompiles, ZKVMS } from './survey.ts';
import { FAMILIES, KINDS, ZKVM_NAMES } from './vocabulary.ts';

describe('the survey', () => {
  const all = listPrecompiles();

  test('has eight zkVMs and the standard', () => {
    expect(ZKVMS.map(({ name }) => name)).toEqual(ZKVM_NAMES);
    expect(ZKVMS.map(({ name, precompiles }) => [name, precompiles.length])).toEqual([
      ['RISC Zero', 39],
      ['SP1', 48],
      ['Airbender', 15],
      ['ZisK', 50],
      ['OpenVM', 42],
      ['Ziren', 65],
      ['Pico', 42],
      ['Jolt', 24],
      ['zkvm-standards', 19],
    ]);
  });

  test('names a version, a repository and a file for each', () => {
    for (const { version, source } of all) {
      expect(version).toMatch(/@ [0-9a-f]+.* 20\d\d/);
      expect(source).toMatch(/^[\w-]+\/[\w-]+: \S/);
    }
  });

  test.each(ZKVMS.map(({ name }) => name))('%s lists no call twice', (name) => {
    const own = listPrecompiles({ zkvms: [name] });
    // What has no number of its own in the standard is a call of a C function.
    const calls = own.filter(({ id }) => id !== 'non-precompile').map(({ id }) => id);
    expect(calls.filter((id, index) => calls.indexOf(id) !== index)).toEqual([]);
  });

  test('uses every kind and every family', () => {
    expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(Object.keys(KINDS)));
    expect(new Set(all.map(({ family }) => family))).toEqual(new Set(Object.keys(FAMILIES)));
  });

  test('knows how calls differ from the usual ones', () => {
    const [keccak] = listPrecompiles({ zkvms: ['ZisK'], families: ['keccak'] });
    expect(keccak).toEqual({
      zkvm: 'ZisK',
      version: '0.18.0 @ 6182c8be9 2026-06-04',
      name: 'keccakf',
      kind: 'hash',
      family: 'keccak',
      id: 'csr 0x800',
      invocation: expect.stringContaining('csrs <csr>, rs'),
      source: '0xPolygonHermez/zisk: definitions/src/syscall.rs; ziskos/entrypoint/src/syscalls/',
      cost: { area: 75550, inputBytes: 200, outputBytes: 200, stateMachine: 'Keccak' },
    });
    const [hint] = listPrecompiles({ zkvms: ['ZisK'], kinds: ['hint'] });
    expect(hint?.invocation).toContain('0x8C0');
  });
});

test('filters are joined', () => {
  const found = listPrecompiles({ zkvms: ['SP1', 'Pico'], kinds: ['hash'], families: ['sha256'] });
  expect(found.map(({ zkvm, name }) => [zkvm, name])).toEqual([
    ['SP1', 'SHA_EXTEND'],
    ['SP1', 'SHA_COMPRESS'],
    ['Pico', 'SHA_EXTEND'],
    ['Pico', 'SHA_COMPRESS'],
  ]);
  expect(listPrecompiles({ zkvms: [] })).toEqual([]);
});

test('families are counted by zkVM', () => {
  const counts = countByFamily(listPrecompiles({ kinds: ['hash'] }));
  expect(counts.get('sha256')?.get('SP1')).toBe(2);
  expect(counts.get('sha256')?.get('Airbender')).toBeUndefined();
  expect(counts.get('bn254')).toBeUndefined();
});
