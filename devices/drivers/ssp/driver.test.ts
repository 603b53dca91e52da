import { describe, expect, it } from 'vitest';
import { expectError, expectValue, okResult, sspBench, written, yuan } from './test-bench.ts';

const soon = { timeoutMs: 10_000 };

describe('a recycler that comes up', () => {
  it('tells its notes, and that it holds nothing', async () => {
    const { recycler, statuses } = await sspBench();
    expect(recycler.itemTypes).toEqual([1, 5, 10, 20, 50, 100].map(yuan));
    expect(recycler.powerUp).toEqual([{ kind: 'clear' }]);
    expect(recycler.status).toEqual({
      device: 'online',
      reasons: [],
      intermediateStacker: 'empty',
      transport: 'ok',
      accepting: false,
    });
    expect(statuses).toEqual([]);
  });

  it('is closed without a timer left', async () => {
    const { recycler, clock, line } = await sspBench();
    await recycler.close();
    expect(recycler.status).toMatchObject({ device: 'offline', reasons: ['closed'] });
    await clock.advance(60_000);
    expect(line.host.isOpen).toBe(false);
  });
});

describe('notes', () => {
  it('wait in escrow as long as nobody decides, for the unit is told to hold them', async () => {
    const { recycler, clock, enable, insert, events, notes } = await sspBench();
    await enable();
    await insert('100 CNY');
    expect(recycler.status.intermediateStacker).toBe('notEmpty');
    await clock.advance(120_000);
    expect(events).toEqual([{ type: 'escrow', item: yuan(100) }]);
    expect(notes('path')).toBe('1 x 100');
  });

  it('go to the cashbox', async () => {
    const { enable, insert, stack, events, notes, recycler } = await sspBench();
    await enable();
    await insert('20 CNY');
    expect(expectValue(await stack())).toEqual({ item: yuan(20), place: 'cashbox' });
    expect(events).toEqual([
      { type: 'escrow', item: yuan(20) },
      { type: 'stacked', item: yuan(20), place: 'cashbox' },
    ]);
    expect(notes('cashbox')).toBe('1 x 20');
    expect(recycler.status.intermediateStacker).toBe('empty');
  });

  it('go to the payout store where they are routed there', async () => {
    const { finish, recycler, enable, insert, stack, notes } = await sspBench();
    expect(await finish(recycler.setRoute(10_000, 'payout', soon))).toEqual(okResult);
    await enable();
    await insert('100 CNY');
    expect(expectValue(await stack())).toEqual({ item: yuan(100), place: 'payout' });
    expect(notes('payout')).toBe('1 x 100');
    const units = expectValue(await finish(recycler.units(soon)));
    expect(units.map(({ id, counts }) => [id, counts === null ? null : written(counts)])).toEqual([
      ['cashbox', null],
      ['payout', '0 x 1, 0 x 5, 0 x 10, 0 x 20, 0 x 50, 1 x 100'],
    ]);
  });

  it('are given back', async () => {
    const { finish, recycler, enable, insert, events, notes } = await sspBench();
    await enable();
    await insert('50 CNY');
    expect(await finish(recycler.returnEscrow(soon))).toEqual(okResult);
    expect(events.at(-1)).toEqual({ type: 'returned', item: yuan(50) });
    expect(notes('outside')).toBe('1 x 50');
    expect(expectError(await finish(recycler.returnEscrow(soon)))).toMatchObject({ errorCode: 'noItems' });
    expect(expectError(await finish(recycler.stack(soon)))).toMatchObject({
      errorCode: 'noItems',
      outcome: 'notDone',
    });
  });

  it.each([
    ['forgery', 'invalidBill'],
    ['two at once', 'invalidBunch'],
    ['pulled on a string', 'foreignItemsDetected'],
    ['5 CNY', 'inhibited'],
  ])('are refused by the unit: %s', async (paper, reason) => {
    const { enable, clock, unit, events, notes } = await sspBench();
    await enable([10_000]);
    unit.set('insert', paper);
    await clock.advance(6_000);
    expect(events).toEqual([{ type: 'refused', reason }]);
    expect(notes('path')).toBe('');
  });

  it('are not let in when the mouth is shut', async () => {
    const { finish, recycler, clock, enable, unit, events } = await sspBench();
    await enable();
    expect(recycler.status.accepting).toBe(true);
    expect(await finish(recycler.disable(soon))).toEqual(okResult);
    expect(recycler.status.accepting).toBe(false);
    unit.set('insert', '100 CNY');
    await clock.advance(10_000);
    expect(events).toEqual([]);
    expect(expectError(await finish(recycler.enable([123], soon))).completionCode).toBe('invalidData');
  });
});

describe('the payout store', () => {
  const filled = [10_000, 10_000, 5_000, 1_000, 1_000];

  it('pays out exactly, and says which notes', async () => {
    const { payOut, notes, finish, recycler } = await sspBench({ unit: { filled } });
    expect(expectValue(await finish(recycler.canPayOut(16_000, soon)))).toBe(true);
    expect(expectValue(await finish(recycler.canPayOut(15_500, soon)))).toBe(false);
    expect(notes('payout')).toBe('2 x 10, 1 x 50, 2 x 100');
    expect(written(expectValue(await payOut(16_000)))).toBe('1 x 10, 1 x 50, 1 x 100');
    expect(notes('payout')).toBe('1 x 10, 1 x 100');
    expect(notes('outside')).toBe('1 x 10, 1 x 50, 1 x 100');
  });

  it('refuses what it cannot pay, and nothing moves', async () => {
    const { payOut, notes } = await sspBench({ unit: { filled } });
    for (const amount of [99_900, 2_500]) {
      expect(expectError(await payOut(amount))).toMatchObject({
        errorCode: 'notDispensable',
        outcome: 'notDone',
      });
    }
    expect(expectError(await payOut(0)).completionCode).toBe('invalidData');
    expect(notes('payout')).toBe('2 x 10, 1 x 50, 2 x 100');
  });

  it('does not pay while notes are taken in', async () => {
    const { payOut, enable } = await sspBench({ unit: { filled } });
    await enable();
    expect(expectError(await payOut(10_000))).toMatchObject({
      errorCode: 'cashInActive',
      outcome: 'notDone',
    });
  });

  it('waits for every note to be taken from the bezel', async () => {
    const { recycler, clock, unit, notes } = await sspBench({ unit: { filled } });
    unit.set('autoTake', false);
    let done = false;
    void recycler.payOut(20_000, { timeoutMs: 120_000 }).then(() => {
      done = true;
    });
    await clock.advance(10_000);
    expect(recycler.status.reasons).toContain('noteInBezel');
    expect(notes('bezel')).toBe('1 x 100');
    unit.set('takeNote', true);
    await clock.advance(5_000);
    expect([done, notes('bezel'), notes('outside')]).toEqual([false, '1 x 100', '1 x 100']);
    unit.set('takeNote', true);
    await clock.advance(5_000);
    expect([done, notes('outside')]).toEqual([true, '2 x 100']);
  });

  it('floats down to what shall stay', async () => {
    const { recycler, finish, notes } = await sspBench({ unit: { filled } });
    expect(await finish(recycler.floatDown(12_000, 1_000, { timeoutMs: 60_000 }))).toEqual(okResult);
    expect([notes('payout'), notes('cashbox')]).toEqual(['2 x 10, 1 x 100', '1 x 50, 1 x 100']);
  });

  it('is emptied into the cashbox, counted', async () => {
    const { recycler, finish, notes } = await sspBench({ unit: { filled } });
    const moved = expectValue(await finish(recycler.emptyToCashbox({ timeoutMs: 60_000 })));
    expect(written(moved)).toBe('2 x 10, 1 x 50, 2 x 100');
    expect([notes('payout'), notes('cashbox')]).toEqual(['', '2 x 10, 1 x 50, 2 x 100']);
  });
});

describe('a command', () => {
  it('that is canceled before its turn moves nothing', async () => {
    const { payOut, notes } = await sspBench({ unit: { filled: [10_000] } });
    expect(expectError(await payOut(10_000, 60_000, AbortSignal.abort()))).toMatchObject({
      completionCode: 'canceled',
      outcome: 'notDone',
    });
    expect(notes('payout')).toBe('1 x 100');
  });

  it('that cancels a payout under way halts it, and what had left is told', async () => {
    const { recycler, clock, finish, notes } = await sspBench({ unit: { filled: [10_000, 10_000, 10_000] } });
    const stop = new AbortController();
    const paying = recycler.payOut(30_000, { timeoutMs: 60_000, signal: stop.signal });
    await clock.advance(2_500);
    stop.abort();
    const error = expectError(await finish(paying));
    expect(error).toMatchObject({ completionCode: 'canceled', outcome: 'notDone' });
    expect(written(error.moved ?? [])).toBe(notes('outside'));
    expect(error.moved).not.toEqual([]);
    expect(notes('payout')).not.toBe('');
  });

  it('that takes too long halts the payout', async () => {
    const { payOut, unit, notes, clock } = await sspBench({ unit: { filled: [10_000, 10_000] } });
    unit.set('autoTake', false);
    const error = expectError(await payOut(20_000, 8_000));
    // The note in the bezel is the customer's, whether it is taken or not, and no other comes behind it.
    expect(error).toMatchObject({ completionCode: 'timeOut', outcome: 'notDone' });
    expect(written(error.moved ?? [])).toBe('1 x 100');
    expect(notes('bezel')).toBe('1 x 100');
    unit.set('takeNote', true);
    await clock.advance(30_000);
    expect([notes('outside'), notes('payout')]).toEqual(['1 x 100', '1 x 100']);
  });

  it('resets the unit', async () => {
    const { recycler, finish, enable } = await sspBench();
    await enable();
    expect(await finish(recycler.reset({ timeoutMs: 60_000 }))).toEqual(okResult);
    expect(recycler.status).toMatchObject({ device: 'online', accepting: false });
  });
});
