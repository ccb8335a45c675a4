import { expect, test } from 'vitest';
import { geometricMean, mean, median } from './statistics.ts';

test('the median is the middle value, or lies between the middle two', () => {
  expect(median([3])).toBe(3);
  expect(median([10, 1, 2])).toBe(2);
  expect(median([10, 1, 2, 4])).toBe(3);
  expect(median([])).toBeNaN();
});

test('the median leaves its argument in order', () => {
  const values = [3, 1, 2];
  median(values);
  expect(values).toEqual([3, 1, 2]);
});

test('means', () => {
  expect(mean([1, 2, 6])).toBe(3);
  expect(geometricMean([1, 4])).toBeCloseTo(2);
  expect(geometricMean([0.5, 2, 1])).toBeCloseTo(1);
  expect(geometricMean([])).toBeNaN();
});
