import { defineConfig } from 'vitest/config';
import { TallyReporter } from './scripts/test/tally-reporter.mjs';

// The real app, one file at a time: it needs a display and the machine to itself.
export default defineConfig({
  test: {
    // Windows, trays and popups of other programs are drawn when they please: one more try, as Playwright does.
    retry: 1,
    include: ['test/e2e/**/*.e2e.ts', 'test/desktop/**/*.desktop.ts', 'test/packages/**/*.desktop.ts'],
    reporters: ['default', new TallyReporter()],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
  },
});
