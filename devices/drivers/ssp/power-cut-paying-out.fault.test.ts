import { describe, expect, it } from 'vitest';
import { expectError, sspBench, yuan } from './test-bench.ts';

const filled = [10_000, 10_000, 10_000];

async function cutBench(fate: string, notes = filled) {
  const bench = await sspBench({ unit: { filled: notes }, attempts: 3 });
  bench.unit.set('storeNoteAtPowerUp', fate);
  const { recycler, clock, unit } = bench;
  return {
    ...bench,
    unit,
    recycler,
    async power() {
      await clock.advance(3_000);
      unit.set('power', true);
      await bench.online();
    },
  };
}

describe('a loss of power during a payout', () => {
  it.each([
    ['store', 'stored', 'payout', '2 x 100'],
    ['stacker', 'stacked', 'cashbox', '1 x 100'],
  ] as const)(
    'the note on its way goes to the %s; what had left is told',
    async (fate, found, place, there) => {
      const { recycler, unit, clock, finish, power, notes, events } = await cutBench(fate);
      const paying = recycler.payOut(30_000, { timeoutMs: 120_000 });
      // Armed when the first note is out: the second is cut off.
      await clock.advanceUntil(() => notes('outside') === '1 x 100');
      unit.set('cutDuring', 'payout');
      const error = expectError(await finish(paying));
      expect(error).toMatchObject({ completionCode: 'deviceNotReady', outcome: 'indeterminate' });
      await power();
      const dispensed = notes('outside') === '1 x 100' ? 1 : 2;
      expect(recycler.powerUp).toEqual([
        { kind: 'itemInPath', item: yuan(100), fate: found },
        {
          kind: 'payoutIncomplete',
          // From the levels, where the note that the unit put away by itself does not disturb them.
          dispensed: fate === 'store' ? [{ ...yuan(100), count: dispensed }] : [],
          dispensedValue: dispensed * 10_000,
          requestedValue: 30_000,
        },
      ]);
      expect(events).toContainEqual({ type: 'payoutEnded', value: dispensed * 10_000 });
      expect(notes(place)).toBe(fate === 'store' ? `${3 - dispensed} x 100` : there);
    },
  );

  it('the note on its way comes out: it is told beside what had left before', async () => {
    const { recycler, unit, finish, power, notes } = await cutBench('dispensed');
    unit.set('cutDuring', 'payout');
    expectError(await finish(recycler.payOut(20_000, { timeoutMs: 120_000 })));
    await power();
    expect(recycler.powerUp).toEqual([
      { kind: 'itemInPath', item: yuan(100), fate: 'returned' },
      { kind: 'payoutIncomplete', dispensed: [], dispensedValue: 0, requestedValue: 20_000 },
    ]);
    expect(notes('outside')).toBe('1 x 100');
  });

  it('and a program that was started afterwards learns the sums', async () => {
    const { recycler, unit, clock, finish, newDriver } = await cutBench('store');
    unit.set('cutDuring', 'payout');
    expectError(await finish(recycler.payOut(20_000, { timeoutMs: 120_000 })));
    await recycler.close();
    await clock.advance(1_000);
    unit.set('power', true);
    const next = newDriver(3);
    expect(await finish(next.recycler.open())).toMatchObject({ ok: true });
    expect(next.recycler.powerUp).toEqual([
      { kind: 'itemInPath', item: yuan(100), fate: 'stored' },
      { kind: 'payoutIncomplete', dispensed: [], dispensedValue: 0, requestedValue: 20_000 },
    ]);
  });

  it('is never paid again by itself', async () => {
    const { recycler, unit, clock, finish, power, notes } = await cutBench('store');
    unit.set('cutDuring', 'payout');
    expectError(await finish(recycler.payOut(20_000, { timeoutMs: 120_000 })));
    await power();
    await clock.advance(600_000);
    expect([notes('outside'), notes('payout')]).toEqual(['', '3 x 100']);
  });
});

describe('a loss of power during', () => {
  it('a float: indeterminate, then found', async () => {
    const { recycler, unit, finish, power, notes } = await cutBench('stacker');
    unit.set('cutDuring', 'float');
    const error = expectError(await finish(recycler.floatDown(10_000, 0, { timeoutMs: 120_000 })));
    expect(error.outcome).toBe('indeterminate');
    await power();
    expect(recycler.powerUp).toEqual([
      { kind: 'itemInPath', item: yuan(100), fate: 'stacked' },
      { kind: 'floatIncomplete', movedValue: 0, requestedValue: 10_000 },
    ]);
    expect([notes('payout'), notes('cashbox')]).toEqual(['2 x 100', '1 x 100']);
  });

  it('an empty: indeterminate; the levels tell what is left', async () => {
    const { recycler, unit, finish, power } = await cutBench('stacker');
    unit.set('cutDuring', 'empty');
    expect(expectError(await finish(recycler.emptyToCashbox({ timeoutMs: 120_000 }))).outcome).toBe(
      'indeterminate',
    );
    await power();
    expect(recycler.powerUp).toEqual([{ kind: 'itemInPath', item: yuan(100), fate: 'stacked' }]);
    const units = await finish(recycler.units({ timeoutMs: 10_000 }));
    expect(units.ok && units.value[1]?.counts?.find(({ value }) => value === 10_000)?.count).toBe(2);
  });
});
