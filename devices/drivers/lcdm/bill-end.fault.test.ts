import { expect, it } from 'vitest';
import { errorOf, expectDispensed, lcdmBench, notes } from './test-bench.ts';

it('a cassette that runs out in a dispense: what left is exact, and the rest was not done', async () => {
  const { dispense, unit, dispenser, clock, expectNotesKept } = await lcdmBench({ notesInCassette: 7 });
  const error = errorOf(await dispense(10));
  expect(error).toMatchObject({
    completionCode: 'commandErrorCode',
    errorCode: 'noItems',
    outcome: 'notDone',
    moved: notes(7),
    dispensed: { presented: notes(7), rejected: 0 },
  });
  expect(error.description).toBe('38 billEnd; asked 10, CHK 7, EXIT 7, rejects 0');
  expect(unit.notes).toMatchObject({ cassette: 0, exit: 7 });
  await clock.advance(1_000);
  expect(dispenser.status.units[0]).toMatchObject({ replenishmentStatus: 'empty' });
  expect(dispenser.status).toMatchObject({ device: 'online', reasons: ['cassetteEmpty'] });
  expectNotesKept();
});

it('an empty cassette gives nothing, and says so', async () => {
  const { dispense } = await lcdmBench({ notesInCassette: 0 });
  expect(errorOf(await dispense(3))).toMatchObject({
    errorCode: 'noItems',
    outcome: 'notDone',
    moved: [],
    dispensed: { presented: [], rejected: 0 },
  });
});

it('works again when the cassette was filled', async () => {
  const { dispense, unit, clock, dispenser } = await lcdmBench({ notesInCassette: 1 });
  await dispense(3);
  unit.set('fillCassette', true);
  expectDispensed(await dispense(3), 3);
  await clock.advance(1_000);
  expect(dispenser.status.units[0]).toMatchObject({ replenishmentStatus: 'ok' });
});
