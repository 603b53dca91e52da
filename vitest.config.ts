import { defineConfig } from 'vitest/config';
import { ProgressReporter } from './tools/unit/progress-reporter.ts';

/** Where `npm test` reads how far the run is. */
const progress = process.env.ZEROWINDOW_UNIT_PROGRESS;

export default defineConfig({
  test: {
    include: ['{src-shared,devices,src-main,src-renderer,src-server,tools,tests}/**/*.test.{ts,tsx}'],
    setupFiles: ['tests/setup.ts'],
    // The files share two processes: one for each would load and compile the same modules some four hundred times.
    // So a test leaves what belongs to the process (environment, globals, state of a module) as it found it.
    isolate: false,
    // Tests that need a real browser, Electron or printer daemon are run apart by tools/test.ts.
    exclude: ['**/node_modules/**', 'tests/e2e/**'],
    testTimeout: 20_000,
    // Two cores are common on build machines, where the default would leave one of them idle.
    maxWorkers: 2,
    retry: progress === undefined ? 0 : 1,
    reporters: progress === undefined ? ['default'] : ['dot', new ProgressReporter(progress)],
  },
});
