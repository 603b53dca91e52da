import { afterEach, expect, it } from 'vitest';
import type { Till } from '../test-till.ts';
import { expectMadeWhole, outside } from './made-whole.test-support.ts';
import { openSmallStore, orders } from './second-units.test-support.ts';

let till: Till;
afterEach(() => till.close());

/** Change of 4 yuan in coins, with `meanwhile` done as the second one falls. */
async function change(meanwhile: () => void): Promise<void> {
  till.pay(96);
  await till.insert('100', 1_000);
  await till.clock.advanceUntil(() => till.units.coins.coins.tray === 2, 60_000);
  meanwhile();
}

it('the line is cut while it pays, and comes back: decided by what the hopper remembers', async () => {
  till = await openSmallStore();
  await change(() => till.units.lines.coins.cut());
  await till.clock.advance(5_000);
  till.units.lines.coins.mend();
  expect(await till.end()).toMatchObject({ kind: 'paid', change: { paid: 400, claim: null, open: 0 } });
  expect(orders(till)).toEqual([['hopper-1', 4, 'done']]);
  expectMadeWhole(till);
});

it('the command itself is not heard: its number did not move, so nothing was paid', async () => {
  till = await openSmallStore();
  till.units.coins.set('loseCommand', true);
  till.pay(96);
  await till.insert('100');
  const end = await till.end();
  if (end.kind !== 'paid') throw new Error(end.kind);
  expect(outside(till)).toBe(0);
  const { claim, open } = end.change;
  expect((claim?.amount ?? 0) + open).toBe(400);
});

it('the process dies while it pays: the next one waits for its end, and pays nothing again', async () => {
  till = await openSmallStore();
  await change(() => {});
  await till.restart();
  await till.clock.advance(5_000);
  expect(orders(till)).toEqual([['hopper-1', 4, 'done']]);
  expect(outside(till)).toBe(4);
  expect(till.store.read.openCashClaims()).toEqual([]);
  expectMadeWhole(till);
});

it('it loses its power in the payout: what it remembers proves nothing, so a person looks', async () => {
  till = await openSmallStore();
  till.units.coins.set('payoutFault', 'reset');
  till.pay(96);
  await till.insert('100');
  const end = await till.end();
  if (end.kind !== 'paid') throw new Error(end.kind);
  expect(end.change).toEqual({ paid: 0, claim: null, open: 400 });
  expect(till.store.read.openCashCases()).toMatchObject([{ device: 'hopper-1', amount: 400 }]);
  expect(till.balance('citizen')).toBe(0);
});
