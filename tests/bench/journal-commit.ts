import { randomUUID } from 'node:crypto';
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalRecord } from '../../src-main/terminal/journal/events.ts';
import { openKeys } from '../../src-main/terminal/store/keys.ts';
import { openStore } from '../../src-main/terminal/store/open.ts';
import type { Store } from '../../src-main/terminal/store/store.ts';
import { systemClock } from '../../src-shared/clock.ts';

export interface JournalCommit {
  /** Median milliseconds of a durable commit of one journal record to the encrypted store. */
  readonly commitMs: number;
  /** Median milliseconds of a write of as many bytes + fdatasync, on the same disk. */
  readonly bareMs: number;
  readonly ratio: number;
}

/**
 * Times a journal commit against the least that durability costs, in pairs that take turns, so that what
 * else the disk does meets both. `directory` must be on the disk in question: /tmp is memory on many systems.
 */
export function measureJournalCommit(directory: string, pairs = 1000): JournalCommit {
  const home = mkdtempSync(join(directory, 'journal-commit-'));
  const bare = openSync(join(home, 'bare'), 'w');
  try {
    const store = openTerminalStore(home);
    const commitTimes: number[] = [];
    const bareTimes: number[] = [];
    for (let pair = 0; pair < pairs; pair++) {
      commitTimes.push(milliseconds(() => commitOne(store)));
      const bytes = Buffer.from(`${JSON.stringify(lastRecord(store, pair))}\n`);
      bareTimes.push(
        milliseconds(() => {
          writeSync(bare, bytes);
          fdatasyncSync(bare);
        }),
      );
    }
    store.close();
    const commitMs = median(commitTimes);
    const bareMs = median(bareTimes);
    return { commitMs, bareMs, ratio: commitMs / bareMs };
  } finally {
    closeSync(bare);
    rmSync(home, { recursive: true, force: true });
  }
}

/** As the terminal opens it: real keys, signed checkpoints among the records. */
function openTerminalStore(home: string): Store {
  const keys = openKeys(join(home, 'data'));
  if (!keys.ok) throw new Error(keys.error.message);
  const opened = openStore({
    file: join(home, 'data', 'terminal.db'),
    key: keys.value.storeKey,
    clock: systemClock,
    terminalNumber: '0001',
    newId: randomUUID,
    signer: keys.value.journalSigner,
  });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

function commitOne(store: Store): void {
  store.commit((write) =>
    write.journal({
      type: 'stepEntered',
      transactionId: '6c3f9a52-0000-4000-8000-000000000000',
      step: 'preview',
    }),
  );
}

function lastRecord(store: Store, after: number): JournalRecord | undefined {
  return store.read.journal(after, 1)[0];
}

function milliseconds(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
