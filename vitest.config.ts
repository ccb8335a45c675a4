import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { closingLine } from './scripts/closing-line.ts';

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'scripts/*.test.ts'],
    reporters: ['default', closingLine],
    // away from what the user keeps
    env: { HART_CACHE_DIR: fileURLToPath(new URL('.cache/test', import.meta.url)) },
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
