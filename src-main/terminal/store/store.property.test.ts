import fc from 'fast-check';
import { expect, it } from 'vitest';
import { verifyChain } from '../journal/chain.ts';
import type { Store, Write } from './store.ts';
import { TestStore } from './test-store.ts';

/** What the store must hold, kept the simple way. */
interface Model {
  transactions: { id: string; trace: string; ended: boolean }[];
  intents: { id: string; outcome: 'done' | 'notDone' | 'indeterminate' | null }[];
  reports: number[];
  lastReport: number;
  events: number;
  facts: Record<string, string>;
}

/** One write, chosen by two small numbers, done to both. What is impossible at this point is skipped. */
const operations: readonly ((write: Write, model: Model, n: number) => void)[] = [
  (write, model, n) => {
    write.journal({ type: 'stepEntered', transactionId: 't', step: String(n) });
    model.events += 1;
  },
  (write, model) => {
    model.lastReport += 1;
    model.reports.push(model.lastReport);
    expect(write.report('rating', { level: model.lastReport })).toBe(model.lastReport);
  },
  (write, model) => {
    const id = `t${model.transactions.length + 1}`;
    const trace = `0001-${String(model.transactions.length + 1).padStart(6, '0')}`;
    const begun = write.beginTransaction({ id, itemCode: 'item', configurationVersion: 'v' });
    expect(begun.trace).toBe(trace);
    model.transactions.push({ id, trace, ended: false });
  },
  (write, model) => {
    const open = model.transactions.find(({ ended }) => !ended);
    if (open === undefined) return;
    write.endTransaction(open.id, 'completed');
    write.journal({ type: 'transactionEnded', transactionId: open.id, result: 'completed' });
    open.ended = true;
    model.events += 1;
  },
  (write, model, n) => {
    const transaction = model.transactions[n % Math.max(1, model.transactions.length)];
    if (transaction === undefined) return;
    const id = `i${model.intents.length + 1}`;
    const effect = { kind: 'motion', device: 'p', jobName: id, sheets: 1 } as const;
    write.intend({ id, transactionId: transaction.id, step: 'print', effect });
    model.intents.push({ id, outcome: null });
  },
  (write, model, n) => {
    const intent = model.intents.find(({ outcome }) => outcome === null || outcome === 'indeterminate');
    if (intent === undefined) return;
    intent.outcome = (['done', 'notDone', 'indeterminate'] as const)[n % 3] ?? 'done';
    write.settle(intent.id, intent.outcome, [String(n)]);
  },
  (write, model, n) => {
    const through = model.reports[n % Math.max(1, model.reports.length)];
    if (through === undefined) return;
    write.acknowledgeReports(through);
    model.reports = model.reports.filter((sequence) => sequence > through);
  },
  (write, model, n) => {
    write.setFact(`f${n % 3}`, String(n));
    model.facts[`f${n % 3}`] = String(n);
  },
];

class Thrown extends Error {}

const step = fc.record({ operation: fc.nat(operations.length - 1), n: fc.nat(20) });
/** `failAt` n: the work throws before its write n; null: it ends well. */
const commit = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 6 }),
  failAt: fc.option(fc.nat(6), { freq: 1 }),
  reopen: fc.boolean(),
});

it('holds after any commits, throws and restarts exactly what was committed', () => {
  fc.assert(
    fc.property(fc.array(commit, { minLength: 1, maxLength: 12 }), (commits) => {
      const test = new TestStore();
      let store = test.open();
      let model: Model = { transactions: [], intents: [], reports: [], lastReport: 0, events: 0, facts: {} };
      try {
        for (const { steps, failAt, reopen } of commits) {
          const next = structuredClone(model);
          const work = () =>
            store.commit((write) => {
              steps.forEach(({ operation, n }, index) => {
                if (index === failAt) throw new Thrown();
                operations[operation]?.(write, next, n);
              });
              if (failAt !== null && failAt >= steps.length) throw new Thrown();
            });
          if (failAt === null) {
            work();
            model = next;
          } else expect(work).toThrow(Thrown);
          if (reopen) {
            store.close();
            store = test.open();
          }
          expectEqual(store, model, test.signer.publicKey);
        }
      } finally {
        store.close();
        test.remove();
      }
    }),
    { numRuns: 60, seed: 20261122 },
  );
});

function expectEqual(store: Store, model: Model, publicKey: string): void {
  const { read } = store;
  expect(read.unsentReports(1000).map(({ sequence }) => sequence)).toEqual(model.reports);
  for (const { id, trace, ended } of model.transactions)
    expect(read.transaction(id)).toMatchObject({ trace, result: ended ? 'completed' : null });
  expect(read.unfinishedTransactions().map(({ id }) => id)).toEqual(
    model.transactions.filter(({ ended }) => !ended).map(({ id }) => id),
  );
  expect(read.unsettledIntents().map(({ id }) => id)).toEqual(
    model.intents.filter(({ outcome }) => outcome === null).map(({ id }) => id),
  );
  for (const [name, value] of Object.entries(model.facts)) expect(read.fact(name)).toBe(value);
  const journal = read.journal(0, 10_000);
  expect(verifyChain(journal, { publicKey })).toMatchObject({ ok: true });
  expect(journal.filter(({ event }) => event.type !== 'checkpoint')).toHaveLength(model.events);
}
