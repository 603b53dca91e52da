import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { recordHash, verifyChain } from '../journal/chain.ts';
import { exportJournal } from '../journal/export.ts';
import { readJournal } from '../journal/json-lines.ts';
import { openStore } from './open.ts';
import type { Store } from './store.ts';
import { TestStore } from './test-store.ts';

let test: TestStore;
beforeEach(() => {
  test = new TestStore();
});
afterEach(() => test.remove());

const enter = (store: Store, from: number, to: number) => {
  for (let step = from; step <= to; step++)
    store.commit((write) => write.journal({ type: 'stepEntered', transactionId: 't', step: `step-${step}` }));
};

/** As one who has the key and knows SQLite: the triggers are dropped first, and put back after. */
function tamper(sql: string): void {
  const raw = test.rawConnection();
  const triggers = raw
    .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'journal'")
    .all() as { name: string; sql: string }[];
  for (const { name } of triggers) raw.exec(`DROP TRIGGER ${name}`);
  raw.exec(sql);
  for (const { sql: create } of triggers) raw.exec(create);
  raw.close();
}

it('refuses to open when one of the last records was edited, and names it', () => {
  const store = test.open();
  enter(store, 1, 10);
  store.close();
  tamper("UPDATE journal SET event = replace(event, 'step-7', 'step-8') WHERE sequence = 7");
  expect(openStore(test.options())).toMatchObject({
    ok: false,
    error: { code: 'corrupt', message: `${test.file}: journal record 7 is not as it was written` },
  });
});

it('finds an older record by the verifier, in the exported journal', () => {
  const store = test.open();
  store.commit((write) => {
    for (let step = 1; step <= 1500; step++)
      write.journal({ type: 'stepEntered', transactionId: 't', step: `step-${step}` });
  });
  store.close();
  tamper("UPDATE journal SET at = '2026-11-22T00:00:00.000Z' WHERE sequence = 20");
  const again = test.open();
  const file = join(test.directory, 'journal.jsonl');
  expect(exportJournal(again.read, file)).toBe(1501);
  again.close();
  expect(verifyChain(readJournal(file))).toMatchObject({ ok: false, firstBroken: 20, reason: 'hash' });
});

it('finds a journal whose end was rewritten with right hashes, by the checkpoint', () => {
  const store = test.open();
  enter(store, 1, 3);
  store.commit((write) => write.journal({ type: 'transactionEnded', transactionId: 't', result: 'failed' }));
  const [ended, checkpoint] = store.read.journal(3, 2);
  if (ended === undefined || checkpoint === undefined) throw new Error('expected two records');
  store.close();

  const forged = { ...ended, event: { ...ended.event, result: 'completed' } } as typeof ended;
  const hash = recordHash(forged);
  const signing = { ...checkpoint, previousHash: hash };
  const update = (event: string, previous: string, own: string, sequence: number) =>
    `UPDATE journal SET event = '${event}', previous_hash = '${previous}', hash = '${own}' WHERE sequence = ${sequence};`;
  tamper(
    update(JSON.stringify(forged.event), forged.previousHash, hash, 4) +
      update(JSON.stringify(signing.event), hash, recordHash(signing), 5),
  );
  expect(openStore(test.options())).toMatchObject({
    ok: false,
    error: { code: 'corrupt', message: expect.stringContaining('record 5') },
  });
});

it('finds an end that was deleted, by a checkpoint that the centre has', () => {
  const store = test.open();
  enter(store, 1, 2);
  store.commit((write) => write.journal({ type: 'terminalStopped' }));
  const checkpoint = store.read.journal(3, 1)[0];
  store.close();
  tamper('DELETE FROM journal WHERE sequence > 2');
  const again = test.open();
  const records = again.read.journal(0, 10);
  again.close();
  expect(verifyChain(records)).toMatchObject({ ok: true, records: 2 });
  const known = { through: checkpoint?.sequence ?? 0, hash: checkpoint?.hash ?? '' };
  expect(verifyChain(records, { known })).toMatchObject({ ok: false, firstBroken: 3, reason: 'truncated' });
});
