import { afterEach, expect, it } from 'vitest';
import { unitOf } from '../ground.ts';
import { planPayOut } from '../paying-units.ts';
import type { Till } from '../test-till.ts';
import { outside } from './made-whole.test-support.ts';
import { openSmallStore, orders } from './second-units.test-support.ts';

let till: Till;
afterEach(() => till.close());

/** Somebody loaded fewer coins than they wrote down. */
async function openMisloaded(physical: number, booked: number): Promise<Till> {
  const opened = await openSmallStore({ notes: 0, coins: physical });
  opened.store.commit((write) =>
    write.moveCash({
      transactionId: null,
      reason: 'loaded',
      debit: unitOf('hopper-1', 'hopper'),
      credit: 'vault',
      amount: { value: 100, count: booked - physical },
    }),
  );
  return opened;
}

it('it runs empty midway: what came counts, the rest is a claim, and what the ledger misses is a case', async () => {
  till = await openMisloaded(2, 30);
  till.pay(96);
  await till.insert('100');
  expect(await till.end()).toMatchObject({
    kind: 'paid',
    change: { paid: 200, claim: { amount: 200 }, open: 0 },
  });
  expect(orders(till)).toEqual([['hopper-1', 4, 'notDone']]);
  expect(outside(till)).toBe(2);
  expect(till.store.read.openCashCases()).toMatchObject([{ device: 'hopper-1', amount: 2_800 }]);
  expect(till.difference()).toBe(-28);
  expect(till.balance('citizen')).toBe(0);
});

it('and until somebody has filled it no change is promised from it', async () => {
  till = await openMisloaded(2, 30);
  till.pay(96);
  await till.insert('100');
  await till.end();
  expect(planPayOut(till.ground, 200)).toEqual({ kind: 'notDispensable', nearest: 0 });
});
