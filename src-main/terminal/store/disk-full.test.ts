import { afterEach, beforeEach, expect, it } from 'vitest';
import { verifyChain } from '../journal/chain.ts';
import { TestProcess } from './test-process.ts';
import { TestStore } from './test-store.ts';

let test: TestStore;
beforeEach(() => {
  test = new TestStore();
});
afterEach(() => test.remove());

// A limit on the size of files stands in for the full disk: the write fails in the same place.
it.skipIf(process.platform === 'win32')(
  'stops committing when the disk is full, and keeps every commit that it acknowledged',
  async () => {
    const child = new TestProcess(test, ['commit'], 'ulimit -f 1000; exec "$0" "$@"');
    await child.end();
    const [failed, then] = child.lines.slice(-2);
    expect(failed).toMatch(/^failed .*(disk|full)/i);
    expect(then).toBe('then an earlier commit failed on the disk; start the terminal again');
    const last = Number(child.lines.at(-3)?.split(' ')[0]);
    expect(last).toBeGreaterThan(5);

    const store = test.open();
    const reports = store.read.unsentReports(100_000);
    expect(reports.length - last).toBeGreaterThanOrEqual(0);
    expect(reports.length - last).toBeLessThanOrEqual(1);
    expect(verifyChain(store.read.journal(0, 100_000))).toMatchObject({ ok: true });
    expect(store.commit((write) => write.report('start', {}))).toBe(reports.length + 1);
    store.close();
  },
  60_000,
);
