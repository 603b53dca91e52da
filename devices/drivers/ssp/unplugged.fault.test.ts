import { describe, expect, it } from 'vitest';
import { expectError, expectValue, okResult, sspBench, yuan } from './test-bench.ts';

describe('a cable pulled', () => {
  it('while nothing happens: offline at once, online when it is back', async () => {
    const { line, clock, recycler, statuses, online, enable } = await sspBench();
    await enable();
    line.cut();
    expect(recycler.status).toMatchObject({ device: 'offline', reasons: ['lineLost'], accepting: false });
    await clock.advance(3_000);
    line.mend();
    await online();
    expect(statuses.at(-1)).toBe('online');
    expect(recycler.powerUp).toEqual([{ kind: 'clear' }]);
    // The mouth was shut when the line came back: nobody asked for notes yet.
    expect(recycler.status.accepting).toBe(false);
  });

  it('for less than ten seconds with a note in escrow: it is held, not taken, and can be decided on', async () => {
    const { line, clock, recycler, events, enable, insert, online, stack, notes } = await sspBench();
    await enable();
    await insert('50 CNY');
    line.cut();
    await clock.advance(4_000);
    line.mend();
    await online();
    expect(recycler.powerUp).toEqual([{ kind: 'itemInPath', item: yuan(50), fate: 'held' }]);
    expect(recycler.status.intermediateStacker).toBe('notEmpty');
    await clock.advance(30_000);
    expect(notes('path')).toBe('1 x 50');
    expect(expectValue(await stack())).toEqual({ item: yuan(50), place: 'cashbox' });
    expect(events.map(({ type }) => type)).toEqual(['escrow', 'stacked']);
  });

  it('for longer: the unit has given the note back', async () => {
    const { line, clock, recycler, enable, insert, online, notes } = await sspBench();
    await enable();
    await insert('50 CNY');
    line.cut();
    await clock.advance(20_000);
    expect(notes('outside')).toBe('1 x 50');
    line.mend();
    await online();
    expect(recycler.powerUp).toEqual([{ kind: 'itemInPath', item: yuan(50), fate: 'returned' }]);
  });

  it('a note in escrow that another program held is found, and given back on demand', async () => {
    const { recycler, finish, enable, insert, newDriver, notes } = await sspBench();
    await enable();
    await insert('20 CNY');
    await recycler.close();
    const next = newDriver(9);
    expect(await finish(next.recycler.open())).toEqual(okResult);
    expect(next.recycler.powerUp).toEqual([{ kind: 'itemInPath', item: null, fate: 'held' }]);
    expect(await finish(next.recycler.returnEscrow({ timeoutMs: 10_000 }))).toEqual(okResult);
    expect([notes('outside'), notes('path')]).toEqual(['1 x 20', '']);
    expect(next.events).toEqual([{ type: 'returned', item: null }]);
  });

  it.each([200, 600, 900, 1_400])('%i ms after a note was taken: indeterminate, then found', async (ms) => {
    const { line, clock, recycler, events, finish, enable, insert, online, notes } = await sspBench();
    await enable();
    await insert('100 CNY');
    const stacking = recycler.stack({ timeoutMs: 60_000 });
    await clock.advance(ms);
    line.cut();
    const answer = await finish(stacking);
    await clock.advance(5_000);
    line.mend();
    await online();
    const credited = events.filter(({ type }) => type === 'stacked').length;
    const found = recycler.powerUp.filter(({ kind }) => kind === 'itemInPath');
    // Told once, as an event or as a finding, and the note is where both say.
    expect(credited + found.length).toBe(1);
    if (credited === 1) expectValue(answer);
    else {
      expect(expectError(answer).outcome).toBe('indeterminate');
      expect(found).toEqual([{ kind: 'itemInPath', item: yuan(100), fate: 'stacked' }]);
    }
    expect(notes('cashbox')).toBe('1 x 100');
  });

  it.each([0, 8, 30])(
    '%i ms after a setting was asked for: nothing has moved, whether it arrived or not',
    async (ms) => {
      const { finish, recycler, line, clock } = await sspBench();
      const canPay = recycler.canPayOut(10_000, { timeoutMs: 10_000 });
      await clock.advance(ms);
      line.cut();
      expect(expectError(await finish(canPay)).outcome).toBe('notDone');
    },
  );

  it('during a payout: indeterminate, then found with its notes', async () => {
    const { line, clock, recycler, finish, online, notes } = await sspBench({
      unit: { filled: [10_000, 5_000, 1_000] },
    });
    const paying = recycler.payOut(16_000, { timeoutMs: 120_000 });
    await clock.advance(2_600);
    line.cut();
    expect(expectError(await finish(paying))).toMatchObject({
      completionCode: 'deviceNotReady',
      outcome: 'indeterminate',
    });
    line.mend();
    await online();
    expect(recycler.powerUp).toMatchObject([
      { kind: 'payoutIncomplete', dispensedValue: 16_000, requestedValue: 16_000 },
    ]);
    expect(recycler.powerUp[0]).toMatchObject({
      dispensed: [{ value: 1_000 }, { value: 5_000 }, { value: 10_000 }],
    });
    expect(notes('outside')).toBe('1 x 10, 1 x 50, 1 x 100');
  });

  it('is not opened again after close', async () => {
    const { line, clock, recycler } = await sspBench();
    line.cut();
    await recycler.close();
    line.mend();
    await clock.advance(60_000);
    expect(line.host.isOpen).toBe(false);
    expect(clock.pending).toBe(0);
  });
});
