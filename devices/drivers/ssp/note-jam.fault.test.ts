import { describe, expect, it } from 'vitest';
import { expectError, expectValue, sspBench, written, yuan } from './test-bench.ts';

describe('a note that jams', () => {
  it.each([
    ['safe', false],
    ['unsafe', true],
  ])(
    '%s, on its way in: indeterminate, told once, and well again when it is cleared by hand',
    async (jam, accessible) => {
      const { enable, insert, stack, unit, clock, events, recycler, notes } = await sspBench();
      await enable();
      await insert('100 CNY');
      unit.set('jamNext', jam);
      expect(expectError(await stack())).toMatchObject({
        errorCode: 'transportJammed',
        outcome: 'indeterminate',
      });
      await clock.advance(10_000);
      expect(events.slice(1)).toEqual([{ type: 'jam', itemAccessible: accessible }]);
      expect(recycler.status).toMatchObject({
        device: 'hardwareError',
        reasons: ['noteJammed'],
        transport: 'inoperative',
      });
      expect(notes('path')).toBe('1 x 100');
      unit.set('clearJam', true);
      await clock.advance(1_000);
      expect(recycler.status).toMatchObject({ device: 'online', reasons: [], transport: 'ok' });
      expect(notes('staff')).toBe('1 x 100');
      expect(recycler.status.intermediateStacker).toBe('empty');
      expect(recycler.powerUp).toEqual([{ kind: 'itemInPath', item: yuan(100), fate: 'unknown' }]);

      await insert('20 CNY');
      expect(events.at(-1)).toEqual({ type: 'escrow', item: yuan(20) });
      expect(expectValue(await stack())).toMatchObject({ item: yuan(20) });
    },
  );

  it('on its way back: indeterminate', async () => {
    const { enable, insert, unit, finish, recycler } = await sspBench();
    await enable();
    await insert('100 CNY');
    unit.set('jamNext', 'unsafe');
    expect(expectError(await finish(recycler.returnEscrow({ timeoutMs: 30_000 })))).toMatchObject({
      errorCode: 'transportJammed',
      outcome: 'indeterminate',
    });
  });

  it('on its way out: what had left is told exactly', async () => {
    const { unit, clock, recycler, finish, notes } = await sspBench({
      unit: { filled: [10_000, 5_000, 1_000] },
    });
    const paying = recycler.payOut(16_000, { timeoutMs: 60_000 });
    await clock.advanceUntil(() => notes('outside') === '1 x 100');
    unit.set('payoutFault', 'jam');
    const error = expectError(await finish(paying));
    expect(error.errorCode).toBe('cashUnitError');
    // One note is neither outside nor in the store nor in the cashbox: the levels alone cannot say where it is.
    expect(error.outcome).toBe('indeterminate');
    expect(notes('path')).toBe('1 x 50');
    await clock.advance(500);
    expect(recycler.status.device).toBe('hardwareError');
  });
});

describe('a note that is not recognised on its way out', () => {
  it('goes to the cashbox, and others are paid in its place', async () => {
    const { unit, payOut, notes, events } = await sspBench({ unit: { filled: [10_000, 10_000] } });
    unit.set('payoutFault', 'notRecognised');
    expect(written(expectValue(await payOut(10_000)))).toBe('1 x 100');
    expect([notes('outside'), notes('cashbox'), notes('payout')]).toEqual(['1 x 100', '1 x 100', '']);
    expect(events).toEqual([
      { type: 'payoutEnded', value: 10_000 },
      { type: 'moved', item: yuan(100), from: 'payout', to: 'cashbox' },
    ]);
  });

  it('ends the payout where there are no others; nothing left, and that is known', async () => {
    const { unit, payOut, notes } = await sspBench({ unit: { filled: [10_000] } });
    unit.set('payoutFault', 'notRecognised');
    const error = expectError(await payOut(10_000));
    expect(error).toMatchObject({ errorCode: 'cashUnitError', outcome: 'notDone', moved: [] });
    expect(notes('cashbox')).toBe('1 x 100');
  });

  it('ends it halfway: what left is told, and no more', async () => {
    const { unit, clock, recycler, finish, notes } = await sspBench({ unit: { filled: [10_000, 5_000] } });
    const paying = recycler.payOut(15_000, { timeoutMs: 60_000 });
    await clock.advanceUntil(() => notes('outside') === '1 x 100');
    unit.set('payoutFault', 'notRecognised');
    const error = expectError(await finish(paying));
    expect(error).toMatchObject({ errorCode: 'cashUnitError', outcome: 'notDone' });
    expect(error.moved).toEqual([{ ...yuan(100), count: 1 }]);
    expect(notes('cashbox')).toBe('1 x 50');
  });
});
