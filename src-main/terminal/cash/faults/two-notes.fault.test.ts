import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTill, type Till } from '../test-till.ts';
import { expectMadeWhole } from './made-whole.test-support.ts';

let till: Till;
beforeEach(async () => {
  till = await openTill();
});
afterEach(() => till.close());

it.each(['two at once', 'forgery'])('%s: given back, never kept, never counted', async (paper) => {
  till.pay(100);
  await till.clock.advanceUntil(() => till.ground.recycler.status.accepting, 60_000);
  const held = till.balance('unit:recycler-1/cashbox') + till.balance('unit:recycler-1/payout');
  till.unit.set('insert', paper);
  await till.clock.advance(8_000);
  expect(till.taken).toEqual([]);
  expect(till.balance('unit:recycler-1/cashbox') + till.balance('unit:recycler-1/payout')).toBe(held);
  const types = till.store.read.journal(0, 10_000).map(({ event }) => event.type);
  expect(types).toContain('noteRefused');
  await till.insert('100');
  expect(await till.end()).toMatchObject({ kind: 'paid' });
  expectMadeWhole(till);
});
