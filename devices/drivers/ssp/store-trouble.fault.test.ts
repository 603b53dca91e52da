import { describe, expect, it } from 'vitest';
import { expectError, expectValue, okResult, sspBench, yuan } from './test-bench.ts';

const soon = { timeoutMs: 10_000 };

describe('a payout store', () => {
  it('that does not like a note passes it on to the cashbox: told as moved, never as a second credit', async () => {
    const { finish, recycler, enable, insert, stack, unit, events, notes } = await sspBench();
    expect(await finish(recycler.setRoute(10_000, 'payout', soon))).toEqual(okResult);
    await enable();
    await insert('100 CNY');
    unit.set('storeRefusesNext', true);
    expect(expectValue(await stack())).toEqual({ item: yuan(100), place: 'cashbox' });
    expect(events.slice(1)).toEqual([
      { type: 'stacked', item: yuan(100), place: 'payout' },
      { type: 'moved', item: yuan(100), from: 'payout', to: 'cashbox' },
    ]);
    expect(notes('cashbox')).toBe('1 x 100');
  });

  it('that goes out of service pays nothing, is tried again, and comes back', async () => {
    const { unit, clock, recycler, payOut, enable, insert, stack, finish } = await sspBench({
      unit: { filled: [10_000] },
    });
    expect(await finish(recycler.setRoute(5_000, 'payout', soon))).toEqual(okResult);
    unit.set('payoutOutOfService', true);
    await clock.advance(1_000);
    expect(recycler.status).toMatchObject({ device: 'online', reasons: ['payoutOutOfService'] });
    expect(expectError(await payOut(10_000))).toMatchObject({
      errorCode: 'cashUnitError',
      outcome: 'notDone',
    });
    await enable();
    await insert('50 CNY');
    expect(expectValue(await stack()).place).toBe('cashbox');
    unit.set('payoutOutOfService', false);
    await clock.advance(12_000);
    expect(recycler.status.reasons).toEqual([]);
  });

  it('that is full is told, and notes go to the cashbox', async () => {
    const { recycler, clock, finish, enable, insert, stack, notes } = await sspBench({
      unit: { filled: [10_000], capacity: 1 },
    });
    expect(await finish(recycler.setRoute(10_000, 'payout', soon))).toEqual(okResult);
    await clock.advance(500);
    expect(recycler.status.reasons).toEqual(['payoutFull']);
    await enable();
    await insert('100 CNY');
    expect(expectValue(await stack()).place).toBe('cashbox');
    expect(notes('cashbox')).toBe('1 x 100');
    const units = expectValue(await finish(recycler.units(soon)));
    expect(units[1]).toMatchObject({ replenishmentStatus: 'full', status: 'ok' });
  });
});

describe('a cashbox', () => {
  it('that is taken out and put back is told', async () => {
    const { unit, clock, recycler, events, enable, insert, stack, finish, notes } = await sspBench();
    await enable();
    await insert('10 CNY');
    expectValue(await stack());
    unit.set('cashbox', 'out');
    await clock.advance(500);
    expect(recycler.status).toMatchObject({ device: 'userError', reasons: ['cashboxRemoved'] });
    const units = expectValue(await finish(recycler.units(soon)));
    expect(units[0]).toMatchObject({ id: 'cashbox', status: 'missing' });
    unit.set('cashbox', 'in');
    await clock.advance(500);
    expect(recycler.status.reasons).toEqual([]);
    expect(events.slice(-2)).toEqual([
      { type: 'unitRemoved', unit: 'cashbox' },
      { type: 'unitInserted', unit: 'cashbox' },
    ]);
    expect([notes('cashbox'), notes('staff')]).toEqual(['', '1 x 10']);
  });

  it('that is full refuses notes', async () => {
    const { unit, clock, recycler, enable, events, notes } = await sspBench();
    await enable();
    unit.set('stackerFull', true);
    await clock.advance(500);
    expect(recycler.status.reasons).toEqual(['cashboxFull']);
    unit.set('insert', '10 CNY');
    await clock.advance(5_000);
    expect(events).toEqual([{ type: 'refused', reason: 'stackerFull' }]);
    expect(notes('outside')).toBe('1 x 10');
  });

  it('path that is open is told as long as it is', async () => {
    const { unit, clock, recycler } = await sspBench();
    unit.set('notePathOpen', true);
    await clock.advance(500);
    expect(recycler.status).toMatchObject({ device: 'userError', reasons: ['notePathOpen'] });
    unit.set('notePathOpen', false);
    await clock.advance(500);
    expect(recycler.status).toMatchObject({ device: 'online', reasons: [] });
  });
});
