import { expect, it } from 'vitest';
import { errorOf, expectDispensed, lcdmBench } from './test-bench.ts';

it('a line lost in the middle of a dispense: indeterminate at once, the unit pays on, nothing is sent again', async () => {
  const { dispenser, line, unit, clock, finish, motions, dispense, expectNotesKept } = await lcdmBench();
  const answer = dispenser.dispense('cassette', 10, { timeoutMs: 75_000 });
  await clock.advance(1_500);
  line.cut();
  const { value, ms } = await finish(answer);
  expect(errorOf(value)).toMatchObject({ completionCode: 'deviceNotReady', outcome: 'indeterminate' });
  expect(ms).toBe(0);
  expect(dispenser.status).toMatchObject({ device: 'offline', reasons: ['lineLost'] });
  await clock.advance(20_000);
  line.mend();
  await clock.advance(8_000);
  expect(dispenser.status.device).toBe('online');
  expect(motions()).toEqual(['4510']);
  expect(unit.notes.exit).toBe(10);
  expectDispensed(await dispense(1), 1);
  expectNotesKept();
});

it('a line lost before the dispense is sent: not done', async () => {
  const { dispenser, line, clock, finish, motions } = await lcdmBench();
  const answer = dispenser.dispense('cassette', 10, { timeoutMs: 75_000 });
  await clock.advance(5);
  line.cut();
  expect(errorOf((await finish(answer)).value)).toMatchObject({ outcome: 'notDone' });
  expect(errorOf((await finish(dispenser.reset({ timeoutMs: 1_000 }))).value)).toMatchObject({
    completionCode: 'deviceNotReady',
    outcome: 'notDone',
  });
  expect(motions()).toEqual([]);
});

it('wherever the line is cut, a dispense is done, not done without a note out, or indeterminate', async () => {
  for (let at = 0; at < 4_000; at += 97) {
    const { dispenser, line, unit, clock, finish, motions, expectNotesKept } = await lcdmBench();
    const answer = dispenser.dispense('cassette', 5, { timeoutMs: 75_000 });
    await clock.advance(at);
    line.cut();
    const { value } = await finish(answer);
    await clock.advance(5_000);
    if (value.ok) expect(unit.notes.exit, `cut at ${at} ms`).toBe(5);
    else if (value.error.outcome === 'notDone') expect(unit.notes.exit, `cut at ${at} ms`).toBe(0);
    expect(motions().length).toBeLessThanOrEqual(1);
    expectNotesKept();
    await dispenser.close();
  }
});

it('close in the middle of a dispense does not say that it failed', async () => {
  const { dispenser, clock, finish } = await lcdmBench();
  const answer = dispenser.dispense('cassette', 10, { timeoutMs: 75_000 });
  await clock.advance(1_500);
  await dispenser.close();
  expect(errorOf((await finish(answer)).value)).toMatchObject({ outcome: 'indeterminate' });
});
