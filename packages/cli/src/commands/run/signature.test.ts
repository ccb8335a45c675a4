import { expect, test } from 'vitest';
import { signatureText } from './signature.ts';

test('a signature is one little-endian word a line', () => {
  expect(signatureText(Uint8Array.of(0xef, 0xbe, 0xad, 0xde, 1, 0, 0, 0))).toBe(
    'deadbeef\n00000001\n',
  );
  expect(signatureText(new Uint8Array())).toBe('');
});
