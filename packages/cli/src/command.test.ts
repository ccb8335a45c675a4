import { expect, test } from 'vitest';
import { choice, hash, InvalidValue, integer, optionFlag } from './command.ts';

test('integers are decimal or hex, with a minimum', () => {
  const { parse } = integer('N', 'a number', 1);
  expect(parse?.('1_000_000')).toBe(1_000_000);
  expect(parse?.('0x10')).toBe(16);
  for (const wrong of ['0', '-1', '1.5', '1e3', '', ' 1', '0x', '_1', '9007199254740992']) {
    expect(() => parse?.(wrong), wrong).toThrow(InvalidValue);
  }
});

test('choices and hashes are checked', () => {
  expect(choice(['auto', 'bare'], 'an ABI').parse?.('bare')).toBe('bare');
  expect(() => choice(['auto', 'bare'], 'an ABI').parse?.('Bare')).toThrow(InvalidValue);
  const digits = 'AB'.repeat(32);
  expect(hash('H', 'a hash').parse?.(`0x${digits}`)).toBe(`0x${digits.toLowerCase()}`);
  expect(() => hash('H', 'a hash').parse?.(digits)).toThrow(InvalidValue);
});

test('flags are the names in kebab case', () => {
  expect(optionFlag('trustPreState')).toBe('--trust-pre-state');
});
