import { afterEach, expect, it } from 'vitest';
import type { Till } from '../test-till.ts';
import { outside } from './made-whole.test-support.ts';
import { openFullStore, openSmallStore, orders } from './second-units.test-support.ts';

let till: Till;
afterEach(() => till.close());

const change = async (due: number, fault: string) => {
  till.pay(due);
  till.units.coins.set('payoutFault', fault);
  await till.insert('100');
  const end = await till.end();
  if (end.kind !== 'paid') throw new Error(end.kind);
  return end.change;
};

it.each(['jam', 'coinInExit'])('%s: what came counts to the coin, the rest is a claim', async (fault) => {
  till = await openSmallStore();
  expect(await change(96, fault)).toMatchObject({ paid: 200, claim: { amount: 200 }, open: 0 });
  expect(outside(till)).toBe(2);
  expect(till.store.read.openCashCases()).toMatchObject([{ device: 'hopper-1', amount: 100 }]);
  expect(till.balance('citizen')).toBe(0);
});

it('somebody draws coins out past the counter: nobody is promised them twice, and a person looks', async () => {
  till = await openSmallStore();
  const repaid = await change(96, 'cheat');
  expect(repaid.claim).toBeNull();
  expect(repaid.paid + repaid.open).toBe(400);
  expect(till.store.read.openCashCases()).toMatchObject([{ device: 'hopper-1' }]);
});

it('the store completes what the hopper did not give', async () => {
  till = await openFullStore({ notes: 0, coins: 60 });
  // The store keeps its last notes of one yuan: the hopper gives change as long as it can.
  const repaid = await change(96, 'jam');
  expect(repaid).toMatchObject({ paid: 400, claim: null, open: 0 });
  expect(orders(till).reduce((sum, [, yuan]) => sum + yuan, 0)).toBeGreaterThanOrEqual(4);
});

it('a coin stands in the exit and the process dies under it: the next one hears that it gave up, and calls somebody', async () => {
  till = await openSmallStore();
  till.pay(96);
  till.units.coins.set('payoutFault', 'coinInExit');
  await till.insert('100', 1_000);
  await till.clock.advanceUntil(() => till.units.coins.coins.tray === 2, 60_000);
  await till.restart();
  expect(orders(till)).toEqual([['hopper-1', 4, 'notDone']]);
  expect(till.store.read.openCashClaims()).toMatchObject([{ amount: 200 }]);
  expect(till.store.read.openCashCases()).toMatchObject([{ device: 'hopper-1', amount: 100 }]);
});
