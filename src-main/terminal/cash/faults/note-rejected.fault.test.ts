import { afterEach, expect, it } from 'vitest';
import type { Till } from '../test-till.ts';
import { expectMadeWhole, outside } from './made-whole.test-support.ts';
import { openFullStore, openSmallStore, orders, refund } from './second-units.test-support.ts';

let till: Till;
afterEach(() => till.close());

it.each([
  ['doublePick', 2],
  ['skew', 1],
] as const)(
  '%s: what was put aside lies in the reject bin by the ledger too, and others are paid',
  async (fault, count) => {
    till = await openSmallStore();
    const repaid = await refund(till, ['100', '100'], () => till.units.notes.set('dispenseFault', fault));
    expect(repaid).toEqual({ paid: 20_000, claim: null, open: 0 });
    expect(till.balance('unit:dispenser-1/reject')).toBe(count * 100);
    expect(outside(till)).toBe(200);
    expectMadeWhole(till);
  },
);

it('too many of them: the dispenser gives up, the store pays what did not come', async () => {
  till = await openFullStore();
  const repaid = await refund(till, ['100', '100'], () =>
    till.units.notes.set('dispenseFault', 'overReject'),
  );
  expect(repaid).toEqual({ paid: 20_000, claim: null, open: 0 });
  expect(orders(till)).toEqual([
    ['dispenser-1', 200, 'notDone'],
    ['recycler-1', 100, 'done'],
  ]);
  expect(till.balance('unit:dispenser-1/reject')).toBe(500);
  expect(till.store.read.openCashCases()).toMatchObject([{ device: 'dispenser-1' }]);
  expectMadeWhole(till);
});

it('more are put aside than the ledger has there: it holds what it can, and a person counts', async () => {
  till = await openSmallStore({ notes: 3, coins: 0 });
  // Two more lie in the cassette than were booked.
  till.units.notes.set('fillCassette', true);
  const repaid = await refund(till, ['100', '100'], () =>
    till.units.notes.set('dispenseFault', 'doublePick'),
  );
  expect(repaid).toEqual({ paid: 20_000, claim: null, open: 0 });
  expect(till.balance('unit:dispenser-1/cassette')).toBe(0);
  expect(till.balance('unit:dispenser-1/reject')).toBe(100);
  expect(till.store.read.openCashCases()).toMatchObject([{ device: 'dispenser-1', amount: 10_000 }]);
});
