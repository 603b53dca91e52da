import { expect, it } from 'vitest';
import { errorOf, lockerBench } from './test-bench.ts';

it('the line is cut between order and reply: nobody knows, and the status says it when the line is back', async () => {
  const { locker, line, clock, finish, orders, at, unit } = await lockerBench();
  const opening = locker.openDoor(7, { timeoutMs: 10_000 });
  await clock.advanceUntil(() => orders().length > 0);
  await clock.advance(5);
  line.cut();
  expect(errorOf(await finish(opening))).toMatchObject({ outcome: 'indeterminate' });
  await clock.advance(2_000);
  expect(at(7)).toEqual({ number: 7, door: 'unknown', item: 'unknown' });
  line.mend();
  await clock.advance(10_000);
  expect(at(7)).toEqual({ number: 7, door: 'open', item: 'present' });
  expect(orders()).toEqual(['unlock 6']);
  expect(unit.openings).toBe(1);
});

it('wherever the line is cut, not done means that the door stays closed', async () => {
  for (let at = 0; at < 400; at += 10) {
    const { locker, line, unit, clock, finish } = await lockerBench();
    const opening = locker.openDoor(7, { timeoutMs: 10_000 });
    clock.schedule(at, () => line.cut());
    const answer = await finish(opening);
    await clock.advance(5_000);
    if (answer.ok) expect(unit.openings, `cut at ${at} ms`).toBe(1);
    else if (answer.error.outcome === 'notDone') expect(unit.openings, `cut at ${at} ms`).toBe(0);
  }
});

it('no time left: not done before the lock was told, unknown afterwards', async () => {
  const { open, orders, unit } = await lockerBench();
  expect(errorOf(await open(7, 1))).toMatchObject({ completionCode: 'timeOut', outcome: 'notDone' });
  expect(orders()).toEqual([]);
  unit.set('stuck', true);
  expect(errorOf(await open(7, 1_000))).toMatchObject({
    completionCode: 'timeOut',
    outcome: 'indeterminate',
  });
});
