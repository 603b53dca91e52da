import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTill, type Till } from '../test-till.ts';
import { expectMadeWhole, outside } from './made-whole.test-support.ts';

let till: Till;
beforeEach(async () => {
  till = await openTill();
});
afterEach(() => till.close());

it('its store is out of service: a claim for the whole, and nothing comes out later', async () => {
  till.pay(150);
  await till.insert('100');
  till.unit.set('payoutOutOfService', true);
  till.cancel();
  expect(await till.end()).toMatchObject({ repaid: { paid: 0, claim: { amount: 10_000 } } });
  till.unit.set('payoutOutOfService', false);
  await till.clock.advance(120_000);
  expect(outside(till)).toBe(0);
  expectMadeWhole(till);
});

it('the change jams: the payment holds, and what did not come out is owed', async () => {
  till.pay(150);
  await till.insert('100');
  till.unit.set('payoutFault', 'jam');
  await till.insert('100', 30_000);
  till.unit.set('clearJam', true);
  const end = await till.end();
  if (end.kind !== 'paid') throw new Error(end.kind);
  expect(till.host.total).toBe(15_000);
  const owed = (end.change.claim?.amount ?? 0) / 100;
  const open = till.store.read.openCashCases().reduce((sum, { amount }) => sum + amount, 0) / 100;
  // Whatever the unit can tell of it: paid, owed, or looked at by somebody. Never less than the change.
  expect(end.change.paid / 100 + owed + open).toBeGreaterThanOrEqual(50);
  expect(till.balance('citizen')).toBe(0);
});
