import { expect, test } from 'vitest';
import { duration, grouped, hex, significant, table } from './text.ts';

test('numbers for people', () => {
  expect([grouped(0), grouped(999), grouped(1234567), grouped(10n ** 12n)]).toEqual([
    '0',
    '999',
    '1,234,567',
    '1,000,000,000,000',
  ]);
  expect([significant(1534.2), significant(98.14), significant(0.0213)]).toEqual([
    '1,534',
    '98.1',
    '0.021',
  ]);
  expect(significant(Number.NaN)).toBe('-');
  expect([duration(12.34), duration(1.26), duration(0.11), duration(0.00091)]).toEqual([
    '12.3 s',
    '1.3 s',
    '110 ms',
    '0.9 ms',
  ]);
  expect(hex(255n, 4)).toBe('0x00ff');
});

test('columns are as wide as their widest cell', () => {
  expect(
    table(
      [
        ['a', 'b'],
        ['ccc', ''],
      ],
      { indent: 1 },
    ),
  ).toBe(' a    b\n ccc\n');
});
