import { describe, expect, it } from 'vitest';
import { expectValue, sspBench, written, yuan } from './test-bench.ts';

describe('a line that spoils replies', () => {
  it.each(['wrongCheck', 'lostByte'])('%s once: the same command goes out again', async (fault) => {
    const { unit, payOut, notes, recycler } = await sspBench({ unit: { filled: [10_000, 10_000] } });
    unit.set(fault, 'once');
    expect(written(expectValue(await payOut(10_000)))).toBe('1 x 100');
    expect(notes('payout')).toBe('1 x 100');
    expect(recycler.status.device).toBe('online');
  });

  it.each(['wrongCheck', 'lostByte'])(
    '%s always: the unit counts as silent, and comes back',
    async (fault) => {
      const { unit, clock, recycler, statuses, online } = await sspBench({ attempts: 4 });
      unit.set(fault, 'always');
      await clock.advance(10_000);
      expect(recycler.status).toMatchObject({ device: 'offline', reasons: ['noAnswer'] });
      unit.set(fault, 'off');
      await online();
      expect(statuses).toEqual(['offline noAnswer', 'online']);
    },
  );

  it('garbage before every frame is skipped', async () => {
    const { unit, enable, insert, stack, events } = await sspBench();
    unit.set('garbageBefore', true);
    await enable();
    await insert('10 CNY');
    expect(expectValue(await stack()).item).toEqual(yuan(10));
    expect(events.map(({ type }) => type)).toEqual(['escrow', 'stacked']);
  });

  it('endless babble counts as silence', async () => {
    const { unit, clock, recycler, online } = await sspBench({ attempts: 4 });
    unit.set('babble', true);
    await clock.advance(20_000);
    expect(recycler.status).toMatchObject({ device: 'offline', reasons: ['noAnswer'] });
    unit.set('babble', false);
    await online();
    expect(recycler.status.device).toBe('online');
  });
});

describe('a slow unit', () => {
  it('that is in time is waited for', async () => {
    const { unit, payOut, statuses } = await sspBench({ unit: { filled: [10_000] } });
    unit.set('slow', 'sluggish');
    expectValue(await payOut(10_000));
    expect(statuses.filter((status) => status.startsWith('offline'))).toEqual([]);
  });

  it('whose answers come late answers the question that was asked, and pays once', async () => {
    const { unit, payOut, notes, finish, recycler } = await sspBench({ unit: { filled: [10_000, 10_000] } });
    unit.set('slow', 'late');
    const levels = recycler.units({ timeoutMs: 60_000 });
    // Asked again every second, it never gets to send what it needs 1.4 s for.
    unit.set('slow', 'sluggish');
    expectValue(await finish(levels));
    expect(written(expectValue(await payOut(10_000)))).toBe('1 x 100');
    expect(notes('payout')).toBe('1 x 100');
  });
});
