import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTill, type Till } from '../test-till.ts';

let till: Till;
beforeEach(async () => {
  till = await openTill();
});
afterEach(() => till.close());

it('the cashbox is pulled while somebody pays: no note is taken, and with it back the payment goes on', async () => {
  till.pay(150);
  await till.insert('100');
  till.unit.set('cashbox', 'out');
  await till.clock.advance(3_000);
  till.unit.set('insert', '50 CNY');
  await till.clock.advance(5_000);
  expect(till.taken).toEqual([100]);
  till.unit.set('cashbox', 'in');
  await till.clock.advance(5_000);
  await till.insert('50');
  expect(await till.end()).toMatchObject({ kind: 'paid' });
  // The box was carried off with the first note in it: the ledger says so until somebody counts.
  expect(till.difference()).toBe(-100);
  expect(till.balance('citizen')).toBe(0);
});

it('it is pulled and the citizen gives up: everything back, from the store or by a claim', async () => {
  till.pay(150);
  await till.insert('100');
  till.unit.set('cashbox', 'out');
  await till.clock.advance(3_000);
  till.cancel();
  const end = await till.end();
  if (end.kind !== 'refunded') throw new Error(end.kind);
  expect(end.repaid.paid + (end.repaid.claim?.amount ?? 0)).toBe(10_000);
  expect(till.difference()).toBe(-100);
  expect(till.balance('citizen')).toBe(0);
});
