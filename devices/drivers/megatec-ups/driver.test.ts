import { describe, expect, it } from 'vitest';
import { done, errorOf, upsBench } from './test-bench.ts';

describe('what the UPS says', () => {
  it('is known when the line comes up', async () => {
    const { ups } = await upsBench();
    expect(ups.status).toEqual({
      device: 'online',
      reasons: [],
      mains: 'present',
      battery: 'ok',
      charge: 100,
      load: 34,
      shutdown: 'none',
    });
  });

  it('a shutdown that a terminal ordered before it died is found', async () => {
    const { ups, line, finish, clock, shutdown } = await upsBench();
    expect(await shutdown(300_000)).toEqual(done);
    await finish(ups.close());
    await finish(ups.open());
    expect(ups.status).toMatchObject({ shutdown: 'pending', reasons: ['shutdownPending'] });
    line.cut();
    await clock.advance(1);
    expect(ups.status).toMatchObject({ shutdown: 'unknown', mains: 'unknown' });
  });

  it('an on-line unit tells the voltage of a cell: the charge is the same', async () => {
    const { ups } = await upsBench({ switches: ['onLine', 'noRating'] });
    expect(ups.status.charge).toBe(100);
  });

  it('a unit that does not know its rating: no charge, unless the profile says the voltage', async () => {
    expect((await upsBench({ switches: ['noRating'] })).ups.status).toMatchObject({
      device: 'online',
      charge: null,
    });
    const told = await upsBench({ switches: ['noRating'], batteryVolts: 24 });
    expect(told.ups.status.charge).toBe(100);
    told.unit.set('charge', 'half');
    await told.clock.advance(3_000);
    expect(told.ups.status.charge).toBe(50);
  });
});

describe('a shutdown', () => {
  it('is ordered, shows, and happens; the output comes back with the mains', async () => {
    const { shutdown, unit, clock, orders, ups } = await upsBench();
    expect(await shutdown(15_000)).toEqual(done);
    expect(orders()).toEqual(['S.3']);
    expect(ups.status).toMatchObject({ shutdown: 'pending', reasons: ['shutdownPending'] });
    await clock.advance(15_000);
    expect(unit.output).toBe(true);
    await clock.advance(4_000);
    expect(unit.output).toBe(false);
    await clock.advance(15_000);
    expect(unit.output).toBe(true);
    expect(unit.outputTurns).toBe(1);
  });

  it('is taken back', async () => {
    const { shutdown, cancelShutdown, unit, clock, ups } = await upsBench();
    await shutdown(60_000);
    expect(await cancelShutdown()).toEqual(done);
    expect(ups.status).toMatchObject({ shutdown: 'none', reasons: [] });
    await clock.advance(120_000);
    expect(unit.output).toBe(true);
  });

  it.each([0, 11_999, 600_001, Number.NaN])('in %d ms is not possible', async (afterMs) => {
    const { shutdown, orders } = await upsBench();
    expect(errorOf(await shutdown(afterMs))).toMatchObject({
      completionCode: 'invalidData',
      outcome: 'notDone',
    });
    expect(orders()).toEqual([]);
  });
});

it('nothing is left behind after close', async () => {
  const { ups, clock, finish } = await upsBench();
  await finish(ups.close());
  expect(ups.status).toMatchObject({ device: 'offline', reasons: ['closed'] });
  await clock.advance(2_000);
  expect(clock.pending).toBe(0);
});
