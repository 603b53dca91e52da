import { expect, it } from 'vitest';
import { cctalkBench, errorOf, expectPaid, yuan } from './test-bench.ts';

it('an adapter that keeps the echo makes no difference', async () => {
  const { wire, clock, acceptor, hopper, finish, enable, insert, events, dispense } = await cctalkBench({
    open: false,
  });
  wire.set('noEcho', true);
  await clock.advance(1_000);
  await finish(Promise.all([acceptor.open(), hopper.open()]));
  await enable(100);
  await insert('insertCoin3');
  expectPaid(await dispense(3), 3);
  expect(events).toHaveLength(1);
});

it('a command that was spoilt on the wire goes out again', async () => {
  const { wire, enable, acceptor } = await cctalkBench();
  wire.set('collision', true);
  expect((await enable(100)).ok).toBe(true);
  expect(acceptor.status.accepting).toBe(true);
});

it('a payout command that was spoilt on the wire does not: the counter says that it was not taken', async () => {
  const { hopper, hopperUnit, clock, finish, wire, sent, payouts, dispense } = await cctalkBench();
  await dispense(1);
  sent.length = 0;
  const answer = hopper.dispense('hopper', 5, { timeoutMs: 60_000 });
  await clock.advanceUntil(() => sent.includes('enableHopper a5'));
  wire.set('collision', true);
  expect(errorOf((await finish(answer)).value)).toMatchObject({ outcome: 'notDone', dispensed: null });
  expect(payouts()).toEqual([]);
  expect(hopperUnit.coins.tray).toBe(1);
  await clock.advance(10_000);
  expectPaid(await dispense(5), 5);
});

it('a payout command that the hopper did not hear, right after its power-up, stays in doubt', async () => {
  const { dispense, hopperUnit, payouts } = await cctalkBench();
  hopperUnit.set('loseCommand', true);
  const error = errorOf(await dispense(5));
  expect(error).toMatchObject({ outcome: 'indeterminate' });
  expect(error.description).toContain('its counter is 0 before and after');
  expect(payouts()).toHaveLength(1);
});

it('a payout command that it did not hear later is surely not done', async () => {
  const { dispense, hopperUnit, payouts } = await cctalkBench();
  await dispense(1);
  hopperUnit.set('loseCommand', true);
  expect(errorOf(await dispense(5))).toMatchObject({ outcome: 'notDone' });
  expect(payouts()).toHaveLength(2);
  expect(hopperUnit.coins.tray).toBe(1);
});

it.each(['lostReply', 'wrongCheck', 'lostByte'])(
  '%s to the payout command: the counter says that it pays',
  async (fault) => {
    const { hopper, hopperUnit, clock, finish, sent, payouts } = await cctalkBench();
    const answer = hopper.dispense('hopper', 5, { timeoutMs: 60_000 });
    await clock.advanceUntil(() => sent.includes('enableHopper a5'));
    await clock.advance(20);
    hopperUnit.set(fault, 'once');
    expectPaid((await finish(answer)).value, 5);
    expect(payouts()).toHaveLength(1);
    expect(hopperUnit.coins.tray).toBe(5);
  },
);

it.each(['lostReply', 'wrongCheck', 'lostByte'])('%s to a question: it is asked again', async (fault) => {
  const { acceptorUnit, enable } = await cctalkBench();
  acceptorUnit.set(fault, 'once');
  expect((await enable(100)).ok).toBe(true);
});

it('a unit that is late by one answer is not understood one answer late', async () => {
  const { hopperUnit, hopper, clock, dispense } = await cctalkBench();
  hopperUnit.set('slow', 'late');
  await clock.advance(30_000);
  expect(hopper.status.device).toBe('offline');
  hopperUnit.set('slow', 'off');
  await clock.advance(10_000);
  expect(hopper.status.device).toBe('online');
  expectPaid(await dispense(7), 7);
});

it.each(['silent', 'babble'])('a unit that is %s is offline', async (fault) => {
  const { hopper, hopperUnit, clock, dispense, payouts } = await cctalkBench();
  hopperUnit.set(fault, true);
  expect(errorOf(await dispense(2))).toMatchObject({ completionCode: 'deviceNotReady', outcome: 'notDone' });
  expect(hopper.status).toMatchObject({ device: 'offline', reasons: ['noAnswer'] });
  expect(payouts()).toEqual([]);
  hopperUnit.set(fault, false);
  await clock.advance(10_000);
  expect(hopper.status.device).toBe('online');
});

it('a silent hopper does not take the line from the acceptor', async () => {
  const { hopper, hopperUnit, acceptor, enable, insert, events, clock } = await cctalkBench();
  await enable(100);
  hopperUnit.set('silent', true);
  await clock.advance(15_000);
  expect(hopper.status.device).toBe('offline');
  expect(acceptor.status).toMatchObject({ device: 'online', accepting: true });
  await insert('insertCoin3');
  await clock.advance(2_000);
  expect(events).toHaveLength(1);
});

it('a hopper that falls silent in a payout: what was seen is told, the rest is in doubt', async () => {
  const { hopper, hopperUnit, clock, finish, payouts, last } = await cctalkBench();
  const answer = hopper.dispense('hopper', 20, { timeoutMs: 60_000 });
  await clock.advance(1_500);
  hopperUnit.set('silent', true);
  const error = errorOf((await finish(answer)).value);
  expect(error).toMatchObject({ outcome: 'indeterminate', dispensed: null });
  expect(error.moved?.[0]?.count).toBeGreaterThan(0);
  expect(error.moved?.[0]?.count).toBeLessThan(20);
  hopperUnit.set('silent', false);
  await clock.advance(15_000);
  expect(await last()).toMatchObject({ ok: true, value: { presented: yuan(20) } });
  expect(payouts()).toHaveLength(1);
});
