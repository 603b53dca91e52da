import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTill, type Till } from '../test-till.ts';
import { expectMadeWhole } from './made-whole.test-support.ts';

let till: Till;
beforeEach(async () => {
  till = await openTill();
});
afterEach(() => till.close());

it.each(['safe', 'unsafe'])(
  'a note jams (%s): it does not count, and after it is cleared the payment ends',
  async (jam) => {
    till.pay(150);
    await till.insert('100');
    expect(till.taken).toEqual([100]);
    till.unit.set('jamNext', jam);
    till.unit.set('insert', '50 CNY');
    await till.clock.advance(8_000);
    till.unit.set('clearJam', true);
    await till.clock.advance(10_000);
    till.cancel();
    const end = await till.end();
    expect(end.kind).toBe('refunded');
    expect(till.host.total).toBe(0);
    expectMadeWhole(till);
  },
);

it('the jam is never cleared: what was taken before is owed, and the citizen is told', async () => {
  till.pay(150);
  await till.insert('100');
  till.unit.set('jamNext', 'unsafe');
  till.unit.set('insert', '50 CNY');
  await till.clock.advance(8_000);
  till.cancel();
  const end = await till.end();
  if (end.kind !== 'refunded') throw new Error(end.kind);
  expect(end.repaid.paid + (end.repaid.claim?.amount ?? 0)).toBeGreaterThanOrEqual(10_000);
  expect(till.balance('citizen')).toBe(0);
});
