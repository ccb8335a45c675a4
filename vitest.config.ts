import { defineConfig } from 'vitest/config';
import { closingLine } from './scripts/closing-line.ts';

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'scripts/*.test.ts'],
    reporters: ['default', closingLine],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
