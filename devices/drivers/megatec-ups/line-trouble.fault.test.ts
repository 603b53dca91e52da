import { expect, it } from 'vitest';
import { upsBench } from './test-bench.ts';

it.each(['silent', 'babble'])('a unit that is %s is offline, which is not a loss of mains', async (fault) => {
  const { unit, clock, ups } = await upsBench();
  unit.set(fault, true);
  await clock.advance(10_000);
  expect(ups.status).toMatchObject({
    device: 'offline',
    reasons: ['noAnswer'],
    mains: 'unknown',
    charge: null,
  });
  unit.set(fault, false);
  await clock.advance(15_000);
  expect(ups.status).toMatchObject({ device: 'online', mains: 'present', charge: 100 });
});

it.each(['wrongCheck', 'lostByte', 'lostReply'])(
  '%s once is asked again and nobody notices',
  async (fault) => {
    const { unit, clock, statuses } = await upsBench();
    unit.set(fault, 'once');
    await clock.advance(8_000);
    expect(statuses).toEqual([]);
  },
);

it('garbage before every reply, and a sluggish unit, do no harm', async () => {
  const { unit, clock, statuses } = await upsBench();
  unit.set('garbageBefore', true);
  unit.set('slow', 'sluggish');
  await clock.advance(10_000);
  expect(statuses).toEqual([]);
});

it('a unit that is always late is still understood, and what it says is true', async () => {
  const { unit, clock, ups } = await upsBench();
  unit.set('slow', 'late');
  await clock.advance(15_000);
  unit.set('mainsFailed', true);
  await clock.advance(15_000);
  expect(ups.status).toMatchObject({ device: 'online', mains: 'failed' });
});

it('a line that was cut is opened again', async () => {
  const { line, clock, ups } = await upsBench();
  line.cut();
  await clock.advance(3_000);
  expect(ups.status).toMatchObject({ device: 'offline', reasons: ['lineLost'] });
  line.mend();
  await clock.advance(10_000);
  expect(ups.status.device).toBe('online');
});
