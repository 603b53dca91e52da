import { expect, it } from 'vitest';
import { errorOf, expectDispensed, lcdmBench } from './test-bench.ts';

it('canceled before it began, nothing is sent', async () => {
  const { dispenser, finish, sent } = await lcdmBench();
  const signal = AbortSignal.abort();
  const answer = await finish(dispenser.dispense('cassette', 5, { timeoutMs: 75_000, signal }));
  expect(errorOf(answer.value)).toMatchObject({ completionCode: 'canceled', outcome: 'notDone' });
  expect(sent).toEqual([]);
});

it('canceled at any moment: either nothing moved, or it was too late and the answer is the truth', async () => {
  for (let at = 0; at < 120; at += 3) {
    const { dispenser, clock, finish, unit, motions } = await lcdmBench();
    const stop = new AbortController();
    const answer = dispenser.dispense('cassette', 5, { timeoutMs: 75_000, signal: stop.signal });
    await clock.advance(at);
    stop.abort();
    const { value } = await finish(answer);
    if (value.ok) expectDispensed(value, 5);
    else expect(value.error).toMatchObject({ completionCode: 'canceled', outcome: 'notDone' });
    await clock.advance(10_000);
    expect(unit.notes.exit, `canceled at ${at} ms`).toBe(value.ok ? 5 : 0);
    expect(motions()).toHaveLength(value.ok ? 1 : 0);
  }
});

it('no time left after the question: not sent', async () => {
  const { dispenser, clock, finish, unit, motions } = await lcdmBench();
  unit.set('slow', 'sluggish');
  const answer = await finish(dispenser.dispense('cassette', 5, { timeoutMs: 300 }));
  expect(errorOf(answer.value)).toMatchObject({ completionCode: 'timeOut', outcome: 'notDone' });
  await clock.advance(60_000);
  expect(motions()).toEqual([]);
});
