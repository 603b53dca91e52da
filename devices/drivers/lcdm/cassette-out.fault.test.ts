import { expect, it } from 'vitest';
import { errorOf, expectDispensed, lcdmBench, notes } from './test-bench.ts';

it.each([
  ['cassetteOut', 'cassetteMissing', 0],
  ['rejectTrayOut', 'rejectTrayMissing', 1],
])('with %s nothing is sent that moves, and the status says why', async (toggle, reason, at) => {
  const { dispense, unit, dispenser, motions, clock } = await lcdmBench();
  unit.set(toggle, true);
  await clock.advance(10_100);
  expect(dispenser.status).toMatchObject({ device: 'userError', reasons: [reason] });
  expect(dispenser.status.units[at]).toMatchObject({ status: 'missing' });
  expect(errorOf(await dispense(3))).toMatchObject({ errorCode: 'cashUnitError', outcome: 'notDone' });
  expect(motions()).toEqual([]);
  unit.set(toggle, false);
  expectDispensed(await dispense(3), 3);
  expect(dispenser.status.device).toBe('online');
});

it('a cassette pulled in the middle of a dispense: what left is exact', async () => {
  const { dispenser, unit, clock, finish, expectNotesKept } = await lcdmBench();
  const answer = dispenser.dispense('cassette', 10, { timeoutMs: 75_000 });
  await clock.advance(2_000);
  unit.set('cassetteOut', true);
  const left = unit.notes.exit;
  expect(left).toBeGreaterThan(0);
  expect(errorOf((await finish(answer)).value)).toMatchObject({
    errorCode: 'cashUnitError',
    outcome: 'notDone',
    moved: notes(left),
  });
  expectNotesKept();
});

it('a purge without reject tray fails', async () => {
  const { reset, unit } = await lcdmBench();
  unit.set('rejectTrayOut', true);
  expect(errorOf(await reset())).toMatchObject({ description: 'purge: 3F rejectTrayMissing' });
});
