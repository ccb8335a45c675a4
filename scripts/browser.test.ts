import { expect, test } from 'vitest';
import { bundleForBrowser } from './browser/bundle.ts';

/** Packages whose main door must work in a browser; what needs Node stands behind another one. */
const PORTABLE = [
  'errors',
  'riscv',
  'wasm',
  'machine',
  'abi',
  'stateless',
  'profile',
  'accelerators',
];

test.each(PORTABLE)('%s bundles for browsers, with nothing of Node in it', async (name) => {
  const { files, foreign } = await bundleForBrowser({ [name]: `packages/${name}/src/index.ts` });
  expect(foreign).toEqual([]);
  expect([...files.keys()]).toContain(`${name}.js`);
});

test('what needs Node is noticed', async () => {
  const { foreign } = await bundleForBrowser({ node: 'packages/stateless/src/node.ts' });
  expect(foreign).toContain('node:fs/promises');
});
