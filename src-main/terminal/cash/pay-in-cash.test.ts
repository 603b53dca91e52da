import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resolvePending } from './pay-in-cash.ts';
import { openTill, type Till, transactionId } from './test-till.ts';

let till: Till;
beforeEach(async () => {
  till = await openTill();
});
afterEach(async () => {
  expect(till.difference()).toBe(0);
  await till.close();
});

describe('a payment of 150 yuan', () => {
  it('is paid exactly, and the authority has it once', async () => {
    till.pay(150);
    await till.insert('100');
    await till.insert('50');
    expect(await till.end()).toMatchObject({ kind: 'paid', change: { paid: 0, claim: null } });
    expect(till.taken).toEqual([100, 150]);
    expect(till.host.total).toBe(15_000);
    expect(till.balance('host')).toBe(-150);
    expect(till.balance('citizen')).toBe(0);
  });

  it('too much is taken where the rest can be given back, and it is', async () => {
    till.pay(150);
    await till.insert('100');
    await till.insert('100');
    expect(await till.end()).toMatchObject({ kind: 'paid', change: { paid: 5_000, claim: null } });
    expect(till.host.total).toBe(15_000);
  });

  it('a note that cannot be changed is given back and does not count', async () => {
    till.unit.set('payoutOutOfService', true);
    till.pay(150);
    await till.insert('100');
    await till.insert('100');
    expect(till.taken.at(-1)).toBe(100);
    expect(till.balance('escrow:recycler-1')).toBe(0);
    await till.insert('50');
    expect(await till.end()).toMatchObject({ kind: 'paid' });
  });

  it('called off: everything that was taken is paid out again', async () => {
    till.pay(150);
    await till.insert('50');
    await till.insert('20');
    till.cancel();
    expect(await till.end()).toMatchObject({
      kind: 'refunded',
      why: 'cancelled',
      repaid: { paid: 7_000, claim: null },
    });
    expect(till.host.total).toBe(0);
    expect(till.store.read.activeCashIn()).toBeUndefined();
  });

  it('called off, and the recycler cannot pay: a claim for the same sum, known to the centre', async () => {
    till.pay(150);
    await till.insert('50');
    till.unit.set('payoutOutOfService', true);
    till.cancel();
    const end = await till.end();
    expect(end).toMatchObject({ repaid: { paid: 0, claim: { transactionId, amount: 5_000 } } });
    expect(till.balance('claims')).toBe(-50);
    expect(till.store.read.unsentReports(100).find(({ kind }) => kind === 'cashClaim')?.body).toEqual({
      transactionId,
      state: 'open',
      amount: 5_000,
    });
    const code = till.store.read.openCashClaims()[0]?.code ?? '';
    expect(JSON.stringify(till.store.read.journal(0, 1_000))).not.toContain(code);
  });

  it('called off, and the payout ends halfway: what came out is booked, the rest is a claim', async () => {
    till.pay(150);
    await till.insert('50');
    await till.insert('20');
    const outside = () => till.unit.inventory().outside.length > 0;
    const spoil = () => {
      if (outside()) till.unit.set('payoutFault', 'notRecognised');
      till.clock.schedule(100, spoil);
    };
    spoil();
    till.cancel();
    const end = await till.end();
    if (end.kind !== 'refunded') throw new Error(end.kind);
    const came = till.unit.inventory().outside.reduce((sum, { value, count }) => sum + value * count, 0);
    expect(came).toBeGreaterThan(0);
    expect(end.repaid).toMatchObject({ paid: came, claim: { amount: 7_000 - came } });
    expect(till.balance('claims')).toBe((came - 7_000) / 100);
  });

  it('refused by the authority: given back', async () => {
    till.host.trouble = 'refuses';
    till.pay(150);
    await till.insert('100');
    await till.insert('50');
    expect(await till.end()).toMatchObject({ kind: 'refunded', why: 'refused', repaid: { paid: 15_000 } });
  });

  it('the answer is lost: asked by its key, and paid once', async () => {
    till.host.trouble = 'losesAnswer';
    till.pay(150);
    await till.insert('100');
    await till.insert('50', 10_000);
    till.host.trouble = 'none';
    expect(await till.end()).toMatchObject({ kind: 'paid' });
    expect(till.host.total).toBe(15_000);
  });

  it('nobody answers for a minute: pending, and booked when the centre is back', async () => {
    till.host.trouble = 'losesAnswer';
    till.pay(150);
    await till.insert('100');
    await till.insert('50');
    expect(await till.end()).toMatchObject({ kind: 'pending' });
    expect(till.balance('pending')).toBe(-150);
    till.host.trouble = 'none';
    const resolving = resolvePending(till.ground, transactionId);
    await till.clock.advance(2_000);
    expect(await resolving).toBeNull();
    expect([till.balance('pending'), till.balance('host')]).toEqual([0, -150]);
  });

  it('nobody answers, and it was never booked: a claim', async () => {
    till.host.trouble = 'losesRequest';
    till.pay(150);
    await till.insert('100');
    await till.insert('50');
    expect(await till.end()).toMatchObject({ kind: 'pending' });
    till.host.trouble = 'none';
    const resolving = resolvePending(till.ground, transactionId);
    await till.clock.advance(2_000);
    expect(await resolving).toMatchObject({ amount: 15_000 });
    expect([till.balance('pending'), till.balance('claims'), till.host.total]).toEqual([0, -150, 0]);
  });
});

describe('a note that jams', () => {
  it('is not promised, not booked, and a person gets it as a case', async () => {
    till.pay(150);
    await till.insert('100');
    till.unit.set('jamNext', 'safe');
    await till.insert('50', 4_000);
    till.unit.set('clearJam', true);
    await till.clock.advance(5_000);
    till.cancel();
    expect(await till.end()).toMatchObject({ repaid: { paid: 10_000, claim: null } });
    expect(till.store.read.openCashCases()).toMatchObject([{ transactionId, amount: 5_000 }]);
    expect(till.store.read.unsentReports(100).map(({ kind }) => kind)).toContain('cashCase');
  });
});

describe('the line cut between a command and its answer', () => {
  it('the note was taken: counted once when the line is back', async () => {
    till.pay(150);
    await till.insert('100', 1_900);
    till.line.cut();
    await till.clock.advance(5_000);
    till.line.mend();
    await till.clock.advance(20_000);
    expect(till.store.read.owedToCitizen(transactionId)).toBe(10_000);
    await till.insert('50');
    expect(await till.end()).toMatchObject({ kind: 'paid' });
    expect(till.host.total).toBe(15_000);
  });
});

describe('the power of the recycler fails with a note', () => {
  it.each(['reading', 'escrow', 'stacking', 'credited', 'rejecting'] as const)(
    'while it is %s: the citizen gets or is credited exactly what was kept',
    async (when) => {
      till.pay(150);
      await till.insert('100');
      till.unit.set('cutDuring', when);
      if (when === 'rejecting') till.unit.set('payoutOutOfService', true);
      await till.insert('100', 3_000);
      till.unit.set('power', true);
      till.unit.set('payoutOutOfService', false);
      await till.clock.advance(60_000);
      till.cancel();
      await till.end();
      await till.clock.advance(20_000);
      const outside = till.unit.inventory().outside.reduce((sum, one) => sum + one.value * one.count, 0);
      expect(outside / 100 - till.balance('claims') - till.balance('host')).toBe(200);
      expect(till.balance('citizen')).toBe(0);
      expect(till.store.read.openCashCases()).toEqual([]);
    },
  );
});

it('nobody heard the order to take a note: it is given back when the recycler is there again, and not after a minute', async () => {
  const { recycler } = till.ground;
  const { stack } = recycler;
  recycler.stack = (options) => {
    recycler.stack = stack;
    till.unit.set('silent', true);
    return stack.call(recycler, options);
  };
  till.pay(150);
  await till.insert('100', 2_000);
  await till.clock.advanceUntil(() => recycler.status.device === 'offline');
  till.unit.set('silent', false);
  const back = till.clock.now();
  await till.clock.advanceUntil(() => till.balance('escrow:recycler-1') === 0);
  expect(till.clock.now() - back).toBeLessThan(8_000);
  expect(till.store.read.intentsOf(transactionId)).toMatchObject([
    { effect: { command: 'stack' }, outcome: 'notDone' },
    { effect: { command: 'returnEscrow' }, outcome: 'done' },
  ]);
  await till.insert('100');
  await till.insert('50');
  expect(await till.end()).toMatchObject({ kind: 'paid', change: { paid: 0 } });
});
