import { expect, it } from 'vitest';
import { errorOf, upsBench } from './test-bench.ts';

it('a unit that does not know the command says it back: not done', async () => {
  const { shutdown, unit, clock } = await upsBench({ switches: ['noShutdown'] });
  expect(errorOf(await shutdown(15_000))).toMatchObject({
    completionCode: 'unsupportedCommand',
    outcome: 'notDone',
  });
  await clock.advance(60_000);
  expect(unit.output).toBe(true);
});

it('a unit that does not obey is found out by its status', async () => {
  const { shutdown } = await upsBench({ switches: ['ignoresShutdown'] });
  expect(errorOf(await shutdown(15_000))).toMatchObject({
    completionCode: 'hardwareError',
    outcome: 'notDone',
  });
});

it('no answer after the order: nobody knows, and it is not sent again', async () => {
  const { ups, finish, unit, clock, orders } = await upsBench();
  const ordered = ups.scheduleShutdown(15_000, { timeoutMs: 20_000 });
  await clock.advanceUntil(() => orders().length > 0);
  unit.set('lostReply', 'always');
  expect(errorOf((await finish(ordered)).value)).toMatchObject({
    completionCode: 'deviceNotReady',
    outcome: 'indeterminate',
  });
  await clock.advance(20_000);
  expect(orders()).toEqual(['S.3']);
  expect(unit.outputTurns).toBe(1);
});

it('a unit that is silent before is told nothing', async () => {
  const { shutdown, unit, orders } = await upsBench();
  unit.set('silent', true);
  expect(errorOf(await shutdown(15_000))).toMatchObject({
    completionCode: 'deviceNotReady',
    outcome: 'notDone',
  });
  expect(orders()).toEqual([]);
});

it('canceled before the order: not done', async () => {
  const { ups, finish, orders, clock } = await upsBench();
  const cancel = new AbortController();
  const ordered = ups.scheduleShutdown(15_000, { timeoutMs: 20_000, signal: cancel.signal });
  await clock.advance(20);
  cancel.abort();
  expect(errorOf((await finish(ordered)).value)).toMatchObject({
    completionCode: 'canceled',
    outcome: 'notDone',
  });
  expect(orders()).toEqual([]);
});

it('wherever the line is cut, not done means that the output stays on', async () => {
  for (let at = 0; at < 1_400; at += 90) {
    const { ups, line, unit, clock, finish } = await upsBench();
    const ordered = ups.scheduleShutdown(15_000, { timeoutMs: 20_000 });
    clock.schedule(at, () => line.cut());
    const { value } = await finish(ordered);
    await clock.advance(20_000);
    if (value.ok) expect(unit.outputTurns).toBe(1);
    else if (value.error.outcome === 'notDone') expect(unit.outputTurns, `cut at ${at} ms`).toBe(0);
  }
});

it('a unit that is always late: what it said before the order does not pass for what it says after it', async () => {
  const { shutdown, unit, orders } = await upsBench();
  unit.set('slow', 'late');
  expect((await shutdown(60_000)).ok).toBe(true);
  expect(orders()).toEqual(['S01']);
});

it('no time left: not done, and the order is not sent afterwards; sent and not answered: nobody knows', async () => {
  const { ups, finish, orders, clock } = await upsBench();
  const short = await finish(ups.scheduleShutdown(15_000, { timeoutMs: 100 }));
  expect(errorOf(short.value)).toMatchObject({ completionCode: 'timeOut', outcome: 'notDone' });
  expect(short.ms).toBe(100);
  await clock.advance(20_000);
  expect(orders()).toEqual([]);
  const longer = await finish(ups.scheduleShutdown(15_000, { timeoutMs: 500 }));
  expect(errorOf(longer.value)).toMatchObject({ completionCode: 'timeOut', outcome: 'indeterminate' });
  expect(orders()).toEqual(['S.3']);
});
