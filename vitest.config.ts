import { defineConfig } from 'vitest/config';
import { ProgressReporter } from './tools/unit/progress-reporter.ts';

/** Where `npm test` reads how far the run is. */
const progress = process.env.ZEROWINDOW_UNIT_PROGRESS;

export default defineConfig({
  test: {
    include: ['{src-shared,devices,src-main,src-renderer,src-server,tools,tests}/**/*.test.{ts,tsx}'],
    setupFiles: ['tests/setup.ts'],
    // Tests that need a real browser, Electron or printer daemon are run apart by tools/test.ts.
    exclude: ['**/node_modules/**', 'tests/e2e/**'],
    testTimeout: 20_000,
    // Two cores are common on build machines, where the default would leave one of them idle.
    maxWorkers: 2,
    retry: progress === undefined ? 0 : 1,
    reporters: progress === undefined ? ['default'] : ['dot', new ProgressReporter(progress)],
  },
});
