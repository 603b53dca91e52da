import type { Progress } from './progress-reporter.ts';

export interface UnitRun {
  readonly passed: number;
  readonly failed: number;
  /** Tests that passed only at their second try. */
  readonly again: readonly string[];
  /** Files that were planned and did not end. */
  readonly unfinished: readonly string[];
  /** Those of them that had begun, with the last test of each that did end. */
  readonly stuck: readonly { readonly file: string; readonly last: string | null }[];
}

/** What a run of the unit tests came to, as far as it went. */
export function readRun(progress: readonly Progress[]): UnitRun {
  const planned = new Set<string>();
  const begun = new Map<string, string | null>();
  const again: string[] = [];
  let passed = 0;
  let failed = 0;
  for (const told of progress) {
    if (told.event === 'planned') for (const file of told.files) planned.add(file);
    else if (told.event === 'begun') begun.set(told.file, null);
    else if (told.event === 'tested') {
      begun.set(told.file, told.name);
      if (told.again) again.push(`${told.file}: ${told.name}`);
    } else if (told.event === 'over') failed += told.errors;
    else {
      planned.delete(told.file);
      begun.delete(told.file);
      passed += told.passed;
      failed += told.failed;
    }
  }
  const stuck = [...begun].map(([file, last]) => ({ file, last }));
  return { passed, failed, unfinished: [...planned], again, stuck };
}
