import { expect, test } from 'vitest';
import { chainIdOf } from './chain-id.ts';

const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));

test('a typed transaction begins with it', () => {
  const transaction = hex('02c483088bb0');
  const list = [0x80 + transaction.length, ...transaction];
  const block = [0xc0, 0xc0 + list.length, ...list, 0xc0];
  expect(chainIdOf(Uint8Array.from([0xc0 + block.length, ...block]))).toBe(560048n);
});

test('a legacy transaction with EIP-155, after one without', () => {
  const legacy = (v: number) => [0xc9, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, v, 0x80, 0x80];
  const list = [...legacy(27), ...legacy(38)];
  const block = [0xc0, 0xc0 + list.length, ...list, 0xc0];
  expect(chainIdOf(Uint8Array.from([0xc0 + block.length, ...block]))).toBe(1n);
});

test.each([
  ['nothing', ''],
  ['no list', '83010203'],
  ['a block without transactions', 'c3c0c0c0'],
  ['a length beyond the end', 'f90fffc0c0'],
  ['a huge length', 'ffffffffffffffffffc0'],
])('%s has none', (_name, bytes) => {
  expect(chainIdOf(hex(bytes))).toBeUndefined();
});
