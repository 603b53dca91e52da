import { afterEach, describe, expect, it } from 'vitest';
import { expectMadeWhole, outside } from './faults/made-whole.test-support.ts';
import { openTill, type Till, transactionId } from './test-till.ts';
import { cashState } from './unit-counters.ts';

let till: Till;
afterEach(() => till.close());

/** Of a payment of 400 yuan that is called off after these notes. */
async function refund(...notes: readonly string[]) {
  till.pay(400);
  for (const note of notes) await till.insert(note);
  till.cancel();
  const end = await till.end();
  if (end.kind !== 'refunded') throw new Error(end.kind);
  return end.repaid;
}

const orders = () =>
  till.store.read
    .intentsOf(transactionId)
    .flatMap(({ effect, outcome }) =>
      effect.kind === 'cash' && ['payOut', 'dispense'].includes(effect.command)
        ? [[effect.device, effect.amount / 100, outcome]]
        : [],
    );

describe('a refund over several units', () => {
  it('hundreds from the dispenser, the rest from the store: each with its intent and its outcome', async () => {
    till = await openTill(null, 1, { notes: 20, coins: 60 });
    expect(await refund('100', '100', '50')).toEqual({ paid: 25_000, claim: null, open: 0 });
    expect(orders()).toEqual([
      ['recycler-1', 50, 'done'],
      ['dispenser-1', 200, 'done'],
    ]);
    expect(till.units.notes.notes).toMatchObject({ cassette: 18, exit: 2 });
    expect(outside(till)).toBe(250);
    // Counters of every unit come out of the same moves.
    const { units } = cashState(till.store, till.ground);
    expect(units.map(({ place }) => place)).toEqual([
      'unit:recycler-1/payout',
      'unit:recycler-1/cashbox',
      'unit:dispenser-1/cassette',
      'unit:dispenser-1/reject',
      'unit:hopper-1/hopper',
    ]);
    expect(units[2]).toMatchObject({
      initial: [{ value: 10_000, count: 20 }],
      out: { presented: [{ value: 10_000, count: 2 }] },
      now: [{ value: 10_000, count: 18 }],
    });
    expectMadeWhole(till);
  });

  it('without a dispenser it is a claim: the hundreds lie in the cashbox', async () => {
    till = await openTill(null, 5);
    expect(await refund('100', '100')).toMatchObject({ paid: 0, claim: { amount: 20_000 } });
    expectMadeWhole(till);
  });

  it('nothing makes it: nothing is paid, the claim is exact, and the journal says what could have been paid', async () => {
    till = await openTill(null, 5, { notes: 1, coins: 3 });
    expect(await refund('100', '100')).toMatchObject({ paid: 0, claim: { amount: 20_000 } });
    expect(outside(till)).toBe(0);
    const events = till.store.read.journal(0, 1_000).map(({ event }) => event);
    expect(events).toContainEqual({
      type: 'cashNotDispensable',
      transactionId,
      amount: 20_000,
      nearest: 10_800,
    });
    expectMadeWhole(till);
  });
});

describe('change', () => {
  it('in coins, where the store has no such notes', async () => {
    till = await openTill(null, 5, { notes: 1, coins: 60 });
    till.pay(96);
    await till.insert('100');
    expect(await till.end()).toMatchObject({ kind: 'paid', change: { paid: 400, claim: null } });
    expect(till.units.coins.coins.tray).toBe(4);
    expectMadeWhole(till);
  });

  it('a note whose change neither store nor hopper can make goes back at once', async () => {
    till = await openTill(null, 5, { notes: 9, coins: 3 });
    till.pay(91);
    await till.insert('100', 8_000);
    expect(till.taken).toEqual([]);
    till.cancel();
    await till.end();
    expectMadeWhole(till);
  });
});

it('a note that is told of while others are paid out goes back, and is not paid', async () => {
  for (const wait of [0, 150, 300, 450, 600, 900]) {
    till = await openTill(null, 5, { notes: 20, coins: 60 });
    till.pay(400);
    await till.insert('100');
    till.unit.set('insert', '100 CNY');
    await till.clock.advance(wait);
    till.cancel();
    expect(await till.end()).toMatchObject({ kind: 'refunded', repaid: { claim: null, open: 0 } });
    await till.clock.advance(10_000);
    expectMadeWhole(till);
    if (wait !== 900) await till.close();
  }
});

describe('the process dies while three units pay', () => {
  const deaths = Array.from({ length: 11 }, (_, at) => at + 1);
  it.each(deaths.flatMap((at) => [[at, 'before'] as const, [at, 'after'] as const]))(
    'at commit %i of the payout, %s it: nobody gets more, and nothing is forgotten',
    async (at, when) => {
      till = await openTill(null, 5, { notes: 20, coins: 60 });
      till.pay(400);
      for (const note of ['100', '100', '5', '1', '1']) await till.insert(note);
      till.arm({ at, when });
      till.cancel();
      await till.clock.advanceUntil(() => till.dead || till.ended, 600_000);
      if (till.dead) await till.restart();
      await till.clock.advance(10_000);
      const { read } = till.store;
      // A dispenser whose answer nobody wrote down remembers nothing: a person counts it.
      const doubt = read.openCashCases().reduce((sum, { amount }) => sum + amount, 0) / 100;
      if (doubt === 0) expectMadeWhole(till);
      expect(-till.difference()).toBeGreaterThanOrEqual(0);
      expect(-till.difference()).toBeLessThanOrEqual(doubt);
      expect(till.balance('suspense') + doubt).toBe(0);
      expect([read.activeCashIn(), ...read.unsettledIntents()]).toEqual([undefined]);
      const claims = read.openCashClaims().reduce((sum, { amount }) => sum + amount, 0) / 100;
      // All of it is outside, owed, or somebody's to look at; what nobody can tell of may be outside too.
      expect(outside(till) + claims).toBeLessThanOrEqual(207);
      expect(outside(till) + claims + doubt).toBeGreaterThanOrEqual(207);
    },
  );
});
