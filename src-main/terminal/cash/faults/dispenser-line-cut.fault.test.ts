import { afterEach, expect, it } from 'vitest';
import type { Till } from '../test-till.ts';
import { expectMadeWhole, outside } from './made-whole.test-support.ts';
import { openSmallStore, orders, refund } from './second-units.test-support.ts';

let till: Till;
afterEach(() => till.close());

/** Everything back after three notes, with `meanwhile` done as the first one lies outside. */
async function refundCut(meanwhile: () => void) {
  till.pay(900);
  for (const note of ['100', '100', '100']) await till.insert(note);
  till.cancel();
  await till.clock.advanceUntil(() => till.units.notes.notes.exit === 1, 60_000);
  meanwhile();
  return till.end();
}

it('the answer to "dispense" never comes: it is not ordered again, and a person looks', async () => {
  till = await openSmallStore();
  const end = await refundCut(() => till.units.notes.set('lostReply', 'once'));
  expect(end).toMatchObject({ repaid: { paid: 0, claim: null, open: 30_000 } });
  expect(orders(till)).toEqual([['dispenser-1', 300, 'indeterminate']]);
  expect(outside(till)).toBe(300);
  expect(till.balance('suspense')).toBe(-300);
  expect(till.store.read.openCashCases()).toMatchObject([{ device: 'dispenser-1', amount: 30_000 }]);
});

it('the line is cut between command and answer, and is back in time to hear it: decided by that', async () => {
  till = await openSmallStore();
  const end = await refundCut(() => {
    till.units.lines.notes.cut();
    till.units.lines.notes.mend();
  });
  expect(end).toMatchObject({ repaid: { paid: 30_000, claim: null, open: 0 } });
  expect(outside(till)).toBe(300);
  expectMadeWhole(till);
});

it('the line is back too late to hear it: not promised a second time', async () => {
  till = await openSmallStore();
  const end = await refundCut(() => {
    till.units.lines.notes.cut();
    till.clock.schedule(10_000, () => till.units.lines.notes.mend());
  });
  expect(end).toMatchObject({ repaid: { paid: 0, claim: null, open: 30_000 } });
  expect(till.balance('citizen')).toBe(0);
});

it('the process dies while it pays: the next one hears what it did, and pays nothing again', async () => {
  till = await openSmallStore();
  till.pay(900);
  for (const note of ['100', '100']) await till.insert(note);
  till.cancel();
  await till.clock.advanceUntil(() => till.units.notes.notes.exit === 1, 60_000);
  await till.restart();
  expect(orders(till)).toEqual([['dispenser-1', 200, 'done']]);
  expect(outside(till)).toBe(200);
  expect(till.store.read.openCashClaims()).toEqual([]);
  expectMadeWhole(till);
});

it('it loses its power midway and remembers nothing: not promised twice, not forgotten', async () => {
  till = await openSmallStore();
  const repaid = await refund(till, ['100', '100'], () => till.units.notes.set('dispenseFault', 'reset'));
  expect(repaid).toEqual({ paid: 0, claim: null, open: 20_000 });
  expect(till.store.read.openCashCases()).toMatchObject([{ amount: 20_000 }]);
});

it('it does not answer at all: nothing is ordered, and all of it is a claim', async () => {
  till = await openSmallStore();
  const repaid = await refund(till, ['100', '100'], () => till.units.lines.notes.cut());
  expect(repaid).toMatchObject({ paid: 0, claim: { amount: 20_000 } });
  expect(orders(till)).toEqual([]);
  expectMadeWhole(till);
});
