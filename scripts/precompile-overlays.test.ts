import { expect, test } from 'vitest';
import { edit } from '../bench/precompiles/overlays.ts';

test('an edit replaces what occurs as often as it says', () => {
  const edits = [
    { find: 'a', replace: '$&b' },
    { find: '--', replace: '+', times: 2 },
  ];
  expect(edit('lib.rs', 'a -- c -- d', edits)).toBe('$&b + c + d');
});

test.each([
  ['not at all', 'b'],
  ['twice', 'a a'],
])('what occurs %s instead of once is an error that names the file', (_, source) => {
  expect(() => edit('lib.rs', source, [{ find: 'a', replace: 'c' }])).toThrow('lib.rs has');
});
