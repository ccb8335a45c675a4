import { describe, expect, it } from 'vitest';
import { describeValue, fromFixedHex, fromHex, fromQuantity, toHex } from './hex.ts';

describe('fromHex', () => {
  it('reads lower and upper case and the empty string', () => {
    expect(fromHex('0x')).toEqual(new Uint8Array(0));
    expect(fromHex('0xaBcd01')).toEqual(Uint8Array.of(0xab, 0xcd, 1));
    expect(toHex(Uint8Array.of(0xab, 0xcd, 1))).toBe('0xabcd01');
  });

  it.each([
    '',
    '0',
    'ab',
    '0xabc',
    '0xzz',
    '0xab zz',
    '0Xab',
    '0xab\u0130b',
    17,
    null,
    undefined,
    [],
  ])('refuses %j', (value) => {
    expect(fromHex(value)).toBeUndefined();
  });
});

describe('fromFixedHex', () => {
  it('insists on the size', () => {
    expect(fromFixedHex('0xabcd', 2)).toEqual(Uint8Array.of(0xab, 0xcd));
    expect(fromFixedHex('0xabcd', 3)).toBeUndefined();
    expect(fromFixedHex('0xabcz', 2)).toBeUndefined();
  });
});

describe('fromQuantity', () => {
  it('reads quantities and nothing else', () => {
    expect(fromQuantity('0x0')).toBe(0n);
    expect(fromQuantity('0x1fF')).toBe(511n);
    for (const value of ['0x', '12', 12, null, '0x-1', `0x${'f'.repeat(65)}`]) {
      expect(fromQuantity(value)).toBeUndefined();
    }
  });
});

describe('describeValue', () => {
  it('keeps messages short', () => {
    expect(describeValue('0x12')).toBe('"0x12"');
    expect(describeValue('x'.repeat(1000)).length).toBeLessThan(60);
    expect([null, undefined, [1], { a: 1 }, 5].map(describeValue)).toEqual([
      'null',
      'undefined',
      'a list',
      'an object',
      '5',
    ]);
  });
});
