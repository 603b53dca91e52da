import { describe, expect, it } from 'vitest';
import { openTill } from './test-till.ts';

/** The process dies just before or just after each of its commits, in a payment of two notes with change. */
const commits = Array.from({ length: 14 }, (_, index) => index + 2);
const cases = commits.flatMap((at) => (['before', 'after'] as const).map((when) => ({ at, when })));

describe('killed while somebody pays', () => {
  it.each(cases)('%o: the ledger has every note, and what is owed is claimed', async (plan) => {
    const till = await openTill(plan);
    if (!till.dead) {
      till.pay(150);
      for (const note of ['100', '100']) if (!till.dead) await till.insert(note);
      await till.clock.advance(30_000);
    }
    const died = till.dead;
    await till.restart();
    const { read } = till.store;
    expect(till.difference()).toBe(0);
    expect(read.activeCashIn()).toBeUndefined();
    expect(read.unsettledIntents()).toEqual([]);
    expect(till.balance('citizen')).toBe(0);
    expect(till.host.total / 100 + till.balance('host')).toBe(0);
    expect([0, 15_000]).toContain(till.host.total);
    // Nothing is pushed out of a machine in front of which nobody may stand: it is claimed, or was paid before.
    const claimed = read.openCashClaims().reduce((sum, { amount }) => sum + amount, 0);
    expect(till.balance('claims') + claimed / 100).toBe(0);
    if (!died) expect(till.host.total).toBe(15_000);
    await till.close();
  });
});

it('killed when the only note of a payout went into the cashbox instead: not believed to be paid', async () => {
  // With one note of 5 yuan in its store, nothing else makes up the 20.
  const till = await openTill(null, 5);
  till.pay(100);
  await till.insert('20');
  till.unit.set('payoutFault', 'notRecognised');
  till.cancel();
  const inCashbox = () => till.unit.inventory().cashbox.some(({ value }) => value === 2_000);
  await till.clock.advanceUntil(inCashbox, 60_000);
  await till.restart();
  const cases = till.store.read.openCashCases();
  expect(cases).toMatchObject([{ amount: 2_000 }]);
  expect(cases[0]?.evidence).toContain('it named 0 fen as paid');
  expect(till.balance('citizen')).toBe(0);
  expect(till.balance('suspense')).toBe(-20);
  await till.close();
});
