import { expect, it } from 'vitest';
import { lcdm1000 } from './profile.ts';
import { errorOf, expectDispensed, lcdmBench, notes } from './test-bench.ts';

it.each([
  ['doublePick', 2],
  ['skew', 1],
])('%s: the notes go to the reject tray, others out, and both are told', async (fault, rejected) => {
  const { dispense, unit, expectNotesKept } = await lcdmBench();
  unit.set('dispenseFault', fault);
  expectDispensed(await dispense(10), 10, rejected);
  expect(unit.notes).toMatchObject({ cassette: 190 - rejected, exit: 10, reject: rejected });
  expectNotesKept();
});

it('a unit whose CHK counts rejects too is understood by its profile', async () => {
  const { dispense, unit } = await lcdmBench({ profile: { ...lcdm1000, checkCountsRejects: true } });
  unit.set('dispenseFault', 'doublePick');
  expectDispensed(await dispense(10), 10, 2);
});

it('too many rejects end the dispense, and every note is accounted for', async () => {
  const { dispense, unit, expectNotesKept } = await lcdmBench();
  unit.set('dispenseFault', 'overReject');
  expect(errorOf(await dispense(10))).toMatchObject({
    errorCode: 'cashUnitError',
    outcome: 'notDone',
    moved: notes(5),
    dispensed: { presented: notes(5), rejected: 5 },
  });
  expect(unit.notes).toMatchObject({ exit: 5, reject: 5 });
  expectNotesKept();
});

it('a note that cannot be picked ends it too', async () => {
  const { dispense, unit } = await lcdmBench();
  unit.set('dispenseFault', 'pickupError');
  expect(errorOf(await dispense(4))).toMatchObject({
    errorCode: 'cashUnitError',
    outcome: 'notDone',
    moved: notes(2),
  });
});
