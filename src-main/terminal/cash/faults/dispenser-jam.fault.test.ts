import { afterEach, expect, it } from 'vitest';
import { closeCase } from '../case.ts';
import { bookCount } from '../count.ts';
import { unitOf } from '../ground.ts';
import { planPayOut } from '../paying-units.ts';
import type { Till } from '../test-till.ts';
import { outside } from './made-whole.test-support.ts';
import { openFullStore, openSmallStore, orders, refund } from './second-units.test-support.ts';

let till: Till;
afterEach(() => till.close());

const three = ['100', '100', '100'];

it('it jams midway, with the notes counted: the store pays the rest, and staff are called', async () => {
  till = await openFullStore();
  const repaid = await refund(till, three, () => till.units.notes.set('dispenseFault', 'jamAtCheck'));
  expect(repaid).toEqual({ paid: 30_000, claim: null, open: 0 });
  expect(orders(till)).toEqual([
    ['dispenser-1', 300, 'notDone'],
    ['recycler-1', 200, 'done'],
  ]);
  expect(outside(till)).toBe(300);
  expect(till.balance('citizen')).toBe(0);
  // One lies in its path, which the ledger still has in the cassette: a person looks, and nothing is in suspense.
  expect(till.store.read.openCashCases()).toMatchObject([{ device: 'dispenser-1', amount: 10_000 }]);
  expect(till.difference()).toBe(-100);
  expect(till.balance('suspense')).toBe(0);
});

it('nobody else has the rest: a claim for it, to the fen', async () => {
  till = await openSmallStore();
  const repaid = await refund(till, three, () => till.units.notes.set('dispenseFault', 'jamAtCheck'));
  expect(repaid).toMatchObject({ paid: 10_000, claim: { amount: 20_000 }, open: 0 });
  expect(outside(till)).toBe(100);
  expect(till.store.read.unsentReports(100).filter(({ kind }) => kind === 'cashClaim')).toMatchObject([
    { body: { state: 'open', amount: 20_000 } },
  ]);
});

it.each(['jamAtExit', 'jamAtDiverter', 'miscount'] as const)(
  '%s: what the unit cannot explain is not promised a second time, the rest is paid or owed',
  async (fault) => {
    till = await openSmallStore();
    const repaid = await refund(till, three, () => till.units.notes.set('dispenseFault', fault));
    expect(repaid).toEqual({ paid: 10_000, claim: null, open: 20_000 });
    expect(till.store.read.openCashCases()).toMatchObject([{ amount: 20_000 }]);
    expect(till.balance('suspense')).toBe(-200);
    expect(till.balance('citizen')).toBe(0);
  },
);

it('until somebody has looked it pays nothing; then the count is right, and the case holds nothing more', async () => {
  till = await openSmallStore();
  await refund(till, three, () => till.units.notes.set('dispenseFault', 'miscount'));
  const { store } = till;
  const place = unitOf('dispenser-1', 'cassette');
  const unit = () => store.read.cashUnits().find((one) => one.place === place)?.accuracy;
  expect(unit()).toBe('inaccurate');
  expect(planPayOut(till.ground, 10_000)).toEqual({ kind: 'notDispensable', nearest: 5_500 });
  bookCount(store, {
    place,
    items: [{ value: 10_000, count: till.units.notes.notes.cassette }],
    by: 'staff',
  });
  for (const { id } of store.read.openCashCases()) closeCase(store, id, 'counted', 'staff');
  expect(till.difference()).toBe(0);
  expect(planPayOut(till.ground, 10_000).kind).toBe('mix');
  // 200 were held, and 200 are missing where 100 of them were paid: both stand in the register.
  expect(store.read.openCashDifferences().map(({ amount }) => amount)).toEqual([-10_000, 20_000]);
});
