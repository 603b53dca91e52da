import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSession, type TestSession } from '../session/test-session.ts';
import { journalTypes } from '../transaction/test-ground.ts';
import { centreHost } from './centre-host.ts';
import { startCash } from './start-cash.ts';

let session: TestSession;
beforeEach(async () => {
  session = await openSession();
});
afterEach(() => session.close());

const payout = 'unit:noteRecycler/payout' as const;
const read = () => session.disk.store.read;

/** The cash service of the next process, on the same store and unit. */
async function startAgain(): Promise<void> {
  session.cash.stop();
  const again = startCash({
    store: session.disk.store,
    recycler: session.recycler,
    dispensers: [],
    host: {
      ...centreHost(session.centre.payments),
      post: () => Promise.reject(new Error('nothing is sent again')),
    },
    clock: session.clock,
    randomUUID: session.disk.newId,
    claimCode: () => 'CLAM-CODE',
  });
  const recovered = again.recover();
  await session.clock.advance(10_000);
  await recovered;
}

it('what lies in the store at the first start is taken over, once', async () => {
  expect(read().cashBalance(payout)).toBe(17_500);
  expect(read().cashBalance('vault')).toBe(-17_500);
  await startAgain();
  expect(read().cashBalance(payout)).toBe(17_500);
  expect(journalTypes(session.disk.store).filter((type) => type === 'cashTakenOver')).toHaveLength(1);
  expect(read().openCashCases()).toEqual([]);
});

it('a store that is not as the ledger has it: a person looks, and is called once', async () => {
  session.disk.store.commit((write) =>
    write.moveCash({
      transactionId: null,
      reason: 'test',
      debit: 'suspense',
      credit: payout,
      amount: { value: 5_000, count: 1 },
    }),
  );
  await startAgain();
  await startAgain();
  expect(read().openCashCases()).toMatchObject([
    {
      device: 'noteRecycler',
      amount: 5_000,
      evidence: ['store, notes of 5000 fen: 1 by the ledger, 2 by the unit'],
    },
  ]);
});
