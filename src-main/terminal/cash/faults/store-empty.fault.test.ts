import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTill, type Till } from '../test-till.ts';
import { expectMadeWhole } from './made-whole.test-support.ts';

let till: Till;
beforeEach(async () => {
  // With one note of 5 yuan in its store.
  till = await openTill(null, 5);
});
afterEach(() => till.close());

it('a note whose change cannot be made is given back at once, and the exact one is taken', async () => {
  till.pay(30);
  await till.clock.advanceUntil(() => till.ground.recycler.status.accepting, 60_000);
  till.unit.set('insert', '100 CNY');
  await till.clock.advance(8_000);
  expect(till.taken).toEqual([]);
  expect(till.balance('escrow:recycler-1')).toBe(0);
  await till.insert('20');
  await till.insert('10');
  expect(await till.end()).toMatchObject({ kind: 'paid', change: { paid: 0, claim: null } });
  expectMadeWhole(till);
});
