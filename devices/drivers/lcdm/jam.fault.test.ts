import { expect, it } from 'vitest';
import { errorOf, expectDispensed, lcdmBench, notes } from './test-bench.ts';

it('a note stuck before it was counted: what left is exact', async () => {
  const { dispense, unit, expectNotesKept } = await lcdmBench();
  unit.set('dispenseFault', 'jamAtCheck');
  expect(errorOf(await dispense(10))).toMatchObject({
    errorCode: 'transportJammed',
    outcome: 'notDone',
    moved: notes(5),
  });
  expect(unit.notes).toMatchObject({ exit: 5, path: 1 });
  expectNotesKept();
});

it('a note that was counted and did not come out is the money question', async () => {
  const { dispense, unit, dispenser, clock } = await lcdmBench();
  unit.set('dispenseFault', 'jamAtDiverter');
  expect(errorOf(await dispense(10))).toMatchObject({
    errorCode: 'transportJammed',
    description: '36 jamAtDiverter; asked 10, CHK 6, EXIT 5, rejects 0',
    outcome: 'indeterminate',
    moved: notes(5),
    dispensed: { presented: notes(5), rejected: 0 },
  });
  await clock.advance(1_000);
  expect(dispenser.status).toMatchObject({
    device: 'hardwareError',
    reasons: ['itemsInPath', 'jamAtDiverter'],
    transport: 'inoperative',
  });
});

it('a note that hangs in the exit may be pulled out by anybody', async () => {
  const { dispense, unit, expectNotesKept } = await lcdmBench();
  unit.set('dispenseFault', 'jamAtExit');
  expect(errorOf(await dispense(10))).toMatchObject({ outcome: 'indeterminate', moved: notes(5) });
  unit.set('pullJammedNote', true);
  unit.set('takeNotes', true);
  expect(unit.notes).toMatchObject({ customer: 6, path: 0, exit: 0 });
  expectNotesKept();
});

it('nothing is dispensed onto a note in the path; a purge clears it', async () => {
  const { dispense, reset, unit, motions, expectNotesKept } = await lcdmBench();
  unit.set('dispenseFault', 'jamAtExit');
  await dispense(10);
  expect(errorOf(await dispense(1))).toMatchObject({
    errorCode: 'positionNotEmpty',
    description: 'notes at exit',
    outcome: 'notDone',
  });
  expect(motions()).toEqual(['4510']);
  expect(await reset()).toEqual({ ok: true, value: undefined });
  expect(unit.notes).toMatchObject({ path: 0, reject: 1 });
  expectDispensed(await dispense(1), 1);
  expectNotesKept();
});

it('a purge that does not get the note out fails, and says so', async () => {
  const { dispense, reset, unit } = await lcdmBench();
  unit.set('dispenseFault', 'jamAtDiverter');
  unit.set('purgeFails', true);
  await dispense(2);
  expect(errorOf(await reset())).toMatchObject({
    errorCode: 'transportJammed',
    description: 'purge: 4E purgeError',
    outcome: 'notDone',
  });
  unit.set('clearPathByHand', true);
  expect(await dispense(1)).toMatchObject({ ok: false, error: { errorCode: 'transportJammed' } });
  expect(await reset()).toMatchObject({ ok: true });
  expectDispensed(await dispense(1), 1);
});
