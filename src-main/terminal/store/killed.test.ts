import { afterEach, beforeEach, expect, it } from 'vitest';
import { verifyChain } from '../journal/chain.ts';
import { TestProcess } from './test-process.ts';
import { TestStore } from './test-store.ts';

const KILLS = 8;

let test: TestStore;
beforeEach(() => {
  test = new TestStore();
});
afterEach(() => test.remove());

it('has, after kill -9 at any moment, every commit that it acknowledged, without a gap', async () => {
  let acknowledged = 0;
  const random = seeded(7);
  for (let kill = 0; kill < KILLS; kill++) {
    const child = new TestProcess(test, ['commit']);
    await child.untilLines(2 + Math.floor(random() * 300));
    // Somewhere inside a later commit: at a hot loop the signal lands where it lands.
    for (let spin = Math.floor(random() * 2e6); spin > 0; spin--);
    await child.kill();
    expect(child.lines[0]).toBe('open');
    const last = Number(child.lines.at(-1)?.split(' ')[0]);
    expect(last).toBeGreaterThan(acknowledged);
    acknowledged = last;

    const store = test.open();
    const sequences = store.read.unsentReports(100_000).map(({ sequence }) => sequence);
    expect(sequences).toEqual(sequences.map((_, index) => index + 1));
    // At most the one commit whose acknowledgement was not out yet is more.
    expect(sequences.length - acknowledged).toBeGreaterThanOrEqual(0);
    expect(sequences.length - acknowledged).toBeLessThanOrEqual(1);
    const transactions = store.read.unfinishedTransactions();
    expect(transactions.map(({ trace }) => trace)).toEqual(
      sequences.map((sequence) => `0001-${String(sequence).padStart(6, '0')}`),
    );
    const journal = store.read.journal(0, 100_000);
    expect(verifyChain(journal)).toMatchObject({ ok: true });
    expect(journal.filter(({ event }) => event.type === 'transactionStarted')).toHaveLength(sequences.length);
    acknowledged = sequences.length;
    store.close();
  }
}, 60_000);

/** Park-Miller: the same kills in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
