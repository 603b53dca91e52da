import { expect, it } from 'vitest';
import { errorOf, expectDispensed, lcdmBench } from './test-bench.ts';

it.each(['wrongCheck', 'lostByte'])('%s once: the reply is asked for again, not the notes', async (fault) => {
  const { dispenser, unit, clock, finish, motions, sent } = await lcdmBench();
  const answer = dispenser.dispense('cassette', 5, { timeoutMs: 75_000 });
  await clock.advance(1_000);
  unit.set(fault, 'once');
  expectDispensed((await finish(answer)).value, 5);
  expect(motions()).toEqual(['4505']);
  expect(sent.filter((one) => one === 'nck')).toHaveLength(1);
  expect(unit.notes.exit).toBe(5);
});

it.each(['wrongCheck', 'lostByte'])('%s every time: the notes are out and nobody knows', async (fault) => {
  const { dispenser, unit, clock, finish, motions, last, expectNotesKept } = await lcdmBench();
  const answer = dispenser.dispense('cassette', 5, { timeoutMs: 75_000 });
  await clock.advance(1_000);
  unit.set(fault, 'always');
  expect(errorOf((await finish(answer)).value)).toMatchObject({
    completionCode: 'deviceNotReady',
    outcome: 'indeterminate',
    dispensed: null,
  });
  expect(motions()).toEqual(['4505']);
  unit.set(fault, 'off');
  await clock.advance(10_000);
  expect(dispenser.status.device).toBe('online');
  expect(await last()).toEqual({ ok: true, value: null });
  expect(motions()).toEqual(['4505']);
  expectNotesKept();
});

it('garbage before every reply is skipped', async () => {
  const { dispense, unit } = await lcdmBench();
  unit.set('garbageBefore', true);
  expectDispensed(await dispense(5), 5);
});

it('a question whose replies are broken fails, and nothing moves', async () => {
  const { dispense, unit, motions, dispenser } = await lcdmBench();
  unit.set('wrongCheck', 'always');
  expect(errorOf(await dispense(5))).toMatchObject({ outcome: 'notDone' });
  expect(motions()).toEqual([]);
  expect(dispenser.status).toMatchObject({ device: 'offline', reasons: ['noAnswer'] });
});
