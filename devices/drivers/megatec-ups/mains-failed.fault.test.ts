import { expect, it } from 'vitest';
import { upsBench } from './test-bench.ts';

it('mains lost: told within seconds; the battery runs down, warns, and then the output is gone', async () => {
  const { unit, clock, ups, statuses } = await upsBench();
  unit.set('mainsFailed', true);
  await clock.advance(4_000);
  expect(ups.status).toMatchObject({
    device: 'online',
    mains: 'failed',
    battery: 'ok',
    reasons: ['mainsFailed'],
  });
  await clock.advance(300_000);
  expect(ups.status.charge).toBeLessThan(60);
  expect(ups.status.charge).toBeGreaterThan(40);
  await clock.advance(190_000);
  expect(ups.status).toMatchObject({
    mains: 'failed',
    battery: 'low',
    reasons: ['mainsFailed', 'batteryLow'],
  });
  expect(unit.output).toBe(true);
  await clock.advance(110_000);
  expect(unit.output).toBe(false);
  expect(ups.status.device).toBe('offline');
  unit.set('mainsFailed', false);
  await clock.advance(20_000);
  expect(unit.output).toBe(true);
  expect(ups.status).toMatchObject({ device: 'online', mains: 'present' });
  expect(new Set(statuses)).toContain('online mainsFailed batteryLow');
});

it('mains that come back in time', async () => {
  const { unit, clock, ups, statuses } = await upsBench();
  unit.set('mainsFailed', true);
  await clock.advance(10_000);
  unit.set('mainsFailed', false);
  await clock.advance(10_000);
  expect(ups.status).toMatchObject({ mains: 'present', reasons: [] });
  expect(new Set(statuses)).toEqual(new Set(['online mainsFailed', 'online']));
});

it('a shutdown that was ordered on battery: the output stays off until there are mains', async () => {
  const { unit, clock, shutdown } = await upsBench();
  unit.set('mainsFailed', true);
  await clock.advance(4_000);
  expect((await shutdown(30_000)).ok).toBe(true);
  await clock.advance(60_000);
  expect(unit.output).toBe(false);
  await clock.advance(600_000);
  expect(unit.output).toBe(false);
  unit.set('mainsFailed', false);
  await clock.advance(12_000);
  expect(unit.output).toBe(true);
});

it('without a battery it is known before the mains fail', async () => {
  const { unit, clock, ups } = await upsBench();
  unit.set('batteryMissing', true);
  await clock.advance(5_000);
  expect(ups.status).toMatchObject({ battery: 'failed', reasons: ['batteryMissing'] });
  unit.set('mainsFailed', true);
  expect(unit.output).toBe(false);
});

it('a unit that has failed says so', async () => {
  const { unit, clock, ups } = await upsBench();
  unit.set('failed', true);
  await clock.advance(5_000);
  expect(ups.status).toMatchObject({ device: 'hardwareError', reasons: ['upsFailed'] });
});
