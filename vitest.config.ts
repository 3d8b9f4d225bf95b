import { defineConfig } from 'vitest/config';
import { TallyReporter } from './scripts/test/tally-reporter.mjs';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['test/e2e/**', 'test/desktop/**'],
    reporters: ['default', new TallyReporter()],
    maxWorkers: 2,
    // Time limits only end what hangs: a busy machine is no failure.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
