/** What the suite found about one driver. */
export class Report {
  readonly driver: string;
  #passed = 0;
  readonly failures: string[] = [];
  readonly skipped: string[] = [];
  /** Scenarios by kind, for the table. */
  readonly kinds = new Map<string, { passed: number; failed: number }>();

  constructor(driver: string) {
    this.driver = driver;
  }

  get passed(): number {
    return this.#passed;
  }

  /** Runs one scenario; what it throws is a failure. */
  async check(kind: string, name: string, scenario: () => Promise<void>): Promise<void> {
    const counts = this.kinds.get(kind) ?? { passed: 0, failed: 0 };
    this.kinds.set(kind, counts);
    try {
      await scenario();
      counts.passed++;
      this.#passed++;
    } catch (error) {
      counts.failed++;
      this.failures.push(`${kind}, ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  skip(reason: string): void {
    this.skipped.push(reason);
  }
}

/** Ends a scenario as failed. */
export function fail(reason: string): never {
  throw new Error(reason);
}
