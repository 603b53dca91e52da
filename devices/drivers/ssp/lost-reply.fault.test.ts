import { describe, expect, it } from 'vitest';
import { expectValue, sspBench, yuan } from './test-bench.ts';

const stacked = (value: number) => ({ type: 'stacked', item: yuan(value), place: 'cashbox' });

describe('a note whose credit is on the line when replies are lost', () => {
  it.each([
    ['the reply to the poll, once', 'pollWithAck', 'once'],
    ['the reply to the acknowledgement, once', 'eventAck', 'once'],
    ['the reply to a hold, once', 'hold', 'once'],
  ])('is told once: %s', async (_, command, often) => {
    const { enable, insert, recycler, unit, clock, events, finish, notes } = await sspBench();
    await enable();
    await insert('100 CNY');
    if (command === 'hold') unit.set('loseReplyTo', command);
    const stacking = recycler.stack({ timeoutMs: 60_000 });
    if (command !== 'hold') {
      await clock.advance(500);
      unit.set('loseReplyTo', command);
    }
    unit.set('loseReply', often);
    expect(expectValue(await finish(stacking)).item).toEqual(yuan(100));
    expect(events.filter(({ type }) => type === 'stacked')).toEqual([stacked(100)]);
    expect(notes('cashbox')).toBe('1 x 100');
    expect(recycler.status.device).toBe('online');
  });

  it('is not credited twice when every acknowledgement is lost until the line begins anew', async () => {
    const { enable, insert, recycler, unit, clock, events, finish, online } = await sspBench({ attempts: 3 });
    await enable();
    await insert('100 CNY');
    unit.set('loseReplyTo', 'eventAck');
    unit.set('loseReply', 'always');
    const answer = await finish(recycler.stack({ timeoutMs: 60_000 }));
    // The credit came before the line went: the note is the unit's own.
    expect(expectValue(answer)).toEqual({ item: yuan(100), place: 'cashbox' });
    expect(recycler.status.device).toBe('offline');
    unit.set('loseReply', 'off');
    await online();
    await clock.advance(5_000);
    expect(events.filter(({ type }) => type === 'stacked')).toEqual([stacked(100)]);
    expect(recycler.powerUp).toEqual([{ kind: 'clear' }]);
  });

  it('is found when every reply to the poll is lost until the line begins anew', async () => {
    const { enable, insert, recycler, unit, clock, events, finish, online, notes } = await sspBench({
      attempts: 3,
    });
    await enable();
    await insert('100 CNY');
    const stacking = recycler.stack({ timeoutMs: 60_000 });
    await clock.advance(400);
    unit.set('loseReplyTo', 'pollWithAck');
    unit.set('loseReply', 'always');
    expect(await finish(stacking)).toMatchObject({ ok: false, error: { outcome: 'indeterminate' } });
    unit.set('loseReply', 'off');
    await online();
    expect(recycler.powerUp).toEqual([{ kind: 'itemInPath', item: yuan(100), fate: 'stacked' }]);
    expect(events.filter(({ type }) => type === 'stacked')).toEqual([]);
    expect(notes('cashbox')).toBe('1 x 100');
  });

  it('is found by the program that comes after one that died before it acknowledged', async () => {
    const { enable, insert, recycler, unit, clock, finish, newDriver } = await sspBench();
    await enable();
    await insert('100 CNY');
    void recycler.stack({ timeoutMs: 60_000 });
    await clock.advance(500);
    await recycler.close();
    await clock.advance(3_000);
    unit.set('loseReply', 'off');
    const next = newDriver(5);
    expectValue(await finish(next.recycler.open()));
    expect(next.recycler.powerUp).toEqual([{ kind: 'itemInPath', item: yuan(100), fate: 'stacked' }]);
    await clock.advance(5_000);
    expect(next.events).toEqual([]);
    // Acknowledged: a third one finds nothing.
    await next.recycler.close();
    const third = newDriver(6);
    expectValue(await finish(third.recycler.open()));
    expect(third.recycler.powerUp).toEqual([{ kind: 'clear' }]);
  });
});

describe('a payout whose replies are lost', () => {
  it('is ordered once, though its order was sent again', async () => {
    const { payOut, unit, notes } = await sspBench({ unit: { filled: [10_000, 10_000, 10_000] } });
    unit.set('loseReplyTo', 'payoutAmount');
    unit.set('loseReply', 'once');
    // The first payout command of a test payout is a test; this is the real one.
    expectValue(await payOut(10_000));
    expect([notes('outside'), notes('payout')]).toEqual(['1 x 100', '2 x 100']);
  });

  it('of whose order nothing was heard any more is indeterminate, and found with its notes', async () => {
    const { payOut, unit, notes, recycler, online } = await sspBench({
      unit: { filled: [10_000, 5_000] },
      attempts: 3,
    });
    unit.set('loseReplyTo', 'payoutAmount');
    unit.set('loseReply', 'always');
    const paid = await payOut(15_000);
    expect(paid).toMatchObject({
      ok: false,
      error: { completionCode: 'deviceNotReady', outcome: 'indeterminate' },
    });
    unit.set('loseReply', 'off');
    await online();
    expect(recycler.powerUp).toEqual([
      {
        kind: 'payoutIncomplete',
        dispensed: [
          { ...yuan(50), count: 1 },
          { ...yuan(100), count: 1 },
        ],
        dispensedValue: 15_000,
        requestedValue: 15_000,
      },
    ]);
    expect([notes('outside'), notes('payout')]).toEqual(['1 x 50, 1 x 100', '']);
  });
});
