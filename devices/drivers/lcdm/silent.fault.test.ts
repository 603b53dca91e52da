import { expect, it } from 'vitest';
import { errorOf, expectDispensed, lcdmBench, notes } from './test-bench.ts';

it.each(['silent', 'babble'])(
  'a unit that is %s before a dispense is told nothing that moves',
  async (fault) => {
    const { dispense, unit, motions, dispenser, sent } = await lcdmBench();
    unit.set(fault, true);
    expect(errorOf(await dispense(5))).toMatchObject({
      completionCode: 'deviceNotReady',
      outcome: 'notDone',
    });
    expect(motions()).toEqual([]);
    expect(sent.filter((one) => one === '46').length).toBeGreaterThanOrEqual(3);
    expect(dispenser.status).toMatchObject({
      device: 'offline',
      reasons: ['noAnswer'],
      transport: 'unknown',
    });
    expect(dispenser.status.units[0]).toMatchObject({ replenishmentStatus: 'unknown' });
  },
);

it('is online again when it answers', async () => {
  const { unit, clock, dispenser, dispense } = await lcdmBench();
  unit.set('silent', true);
  await clock.advance(40_000);
  expect(dispenser.status.device).toBe('offline');
  unit.set('silent', false);
  await clock.advance(8_000);
  expect(dispenser.status.device).toBe('online');
  expectDispensed(await dispense(1), 1);
});

it('a reply that never comes: nobody knows, and nothing is sent again', async () => {
  const { dispenser, unit, clock, finish, motions } = await lcdmBench();
  const answer = dispenser.dispense('cassette', 5, { timeoutMs: 75_000 });
  await clock.advance(1_000);
  unit.set('lostReply', 'once');
  const { value, ms } = await finish(answer);
  expect(errorOf(value)).toMatchObject({ outcome: 'indeterminate', dispensed: null });
  expect(ms).toBeLessThan(61_000);
  await clock.advance(300_000);
  expect(motions()).toEqual(['4505']);
  expect(unit.notes.exit).toBe(5);
});

it('a reply that is later than the caller waits: indeterminate at once, and known when it comes', async () => {
  const { dispenser, finish, last, motions } = await lcdmBench();
  const { value, ms } = await finish(dispenser.dispense('cassette', 20, { timeoutMs: 3_000 }));
  expect(errorOf(value)).toMatchObject({ completionCode: 'timeOut', outcome: 'indeterminate' });
  expect(ms).toBe(3_000);
  expect(await last()).toMatchObject({ ok: true, value: { presented: notes(20), rejected: 0 } });
  expect(motions()).toEqual(['4520']);
});

it('a reply that is later than the protocol allows is heard all the same, and kept', async () => {
  const { dispenser, unit, clock, finish, last } = await lcdmBench();
  const answer = dispenser.dispense('cassette', 2, { timeoutMs: 75_000 });
  await clock.advance(1_000);
  unit.set('slow', 'late');
  expect(errorOf((await finish(answer)).value)).toMatchObject({ outcome: 'indeterminate' });
  unit.set('slow', 'off');
  await clock.advance(30_000);
  expect(dispenser.status.device).toBe('online');
  expect(await last()).toMatchObject({ ok: true, value: { presented: notes(2) } });
});

it('a sluggish unit is no fault', async () => {
  const { dispense, unit } = await lcdmBench();
  unit.set('slow', 'sluggish');
  expectDispensed(await dispense(2), 2);
});
