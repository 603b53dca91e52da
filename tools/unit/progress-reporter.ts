import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter } from 'vitest/node';

/** What Vitest is doing, one JSON line each. */
export type Progress =
  | { readonly event: 'planned'; readonly files: readonly string[] }
  | { readonly event: 'begun'; readonly file: string }
  /** `again`: it passed only when it was tried a second time. */
  | { readonly event: 'tested'; readonly file: string; readonly name: string; readonly again: boolean }
  | { readonly event: 'ended'; readonly file: string; readonly passed: number; readonly failed: number }
  /** Errors outside of any test. */
  | { readonly event: 'over'; readonly errors: number };

/** Written at once: a worker that hangs takes whatever was still to be reported with it. */
export class ProgressReporter implements Reporter {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  readonly onTestRunStart: NonNullable<Reporter['onTestRunStart']> = (specifications) =>
    this.#write({ event: 'planned', files: specifications.map(({ moduleId }) => named(moduleId)) });

  readonly onTestModuleQueued: NonNullable<Reporter['onTestModuleQueued']> = ({ moduleId }) =>
    this.#write({ event: 'begun', file: named(moduleId) });

  readonly onTestCaseResult: NonNullable<Reporter['onTestCaseResult']> = (test) =>
    this.#write({
      event: 'tested',
      file: named(test.module.moduleId),
      name: test.fullName,
      again: test.diagnostic()?.flaky ?? false,
    });

  readonly onTestModuleEnd: NonNullable<Reporter['onTestModuleEnd']> = (module) => {
    const states = [...module.children.allTests()].map((test) => test.result().state);
    const failed = states.filter((state) => state === 'failed').length;
    this.#write({
      event: 'ended',
      file: named(module.moduleId),
      passed: states.filter((state) => state === 'passed').length,
      // A file that does not load has no failed test, but it failed.
      failed: module.ok() ? failed : Math.max(failed, 1),
    });
  };

  readonly onTestRunEnd: NonNullable<Reporter['onTestRunEnd']> = (_modules, errors) =>
    this.#write({ event: 'over', errors: errors.length });

  #write(progress: Progress): void {
    appendFileSync(this.#file, `${JSON.stringify(progress)}\n`);
  }
}

function named(moduleId: string): string {
  return relative(process.cwd(), moduleId);
}
