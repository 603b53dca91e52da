import { afterEach, expect, it } from 'vitest';
import { openTill, type Till } from '../test-till.ts';
import { expectMadeWhole } from './made-whole.test-support.ts';
import { openFullStore, orders, refund } from './second-units.test-support.ts';

let till: Till;
afterEach(() => till.close());

const inBezel = () => till.unit.describe().holds.find((line) => line.startsWith('bezel'));

it('nobody takes the first of two notes: it is theirs, the other stays in the store and is a claim', async () => {
  till = await openTill();
  till.unit.set('autoTake', false);
  const repaid = await refund(till, ['100']);
  expect(repaid).toMatchObject({ paid: 5_000, claim: { amount: 5_000 }, open: 0 });
  expect(inBezel()).toBe('bezel: 1 x 50');
  expect(till.store.read.openCashCases()).toEqual([]);
  expectMadeWhole(till);

  // Whoever takes it later gets no more than that.
  till.unit.set('takeNote', true);
  await till.clock.advance(60_000);
  expect(inBezel()).toBe('bezel: empty');
  expectMadeWhole(till);
});

it('nobody takes the only note: it was presented, and the payout is done', async () => {
  till = await openTill();
  till.unit.set('autoTake', false);
  expect(await refund(till, ['50'])).toEqual({ paid: 5_000, claim: null, open: 0 });
  expect(orders(till)).toEqual([['recycler-1', 50, 'done']]);
  expectMadeWhole(till);
});

it('where the first unit brings out what nobody takes, no other brings out more: the rest is a claim', async () => {
  till = await openFullStore();
  till.unit.set('autoTake', false);
  const repaid = await refund(till, ['100', '50', '20']);
  expect(repaid).toMatchObject({ paid: 5_000, claim: { amount: 12_000 }, open: 0 });
  expect(orders(till)).toEqual([['recycler-1', 70, 'notDone']]);
  expect(till.units.notes.notes.exit).toBe(0);
  expectMadeWhole(till);
});
