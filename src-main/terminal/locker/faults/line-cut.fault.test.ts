import { afterEach, beforeEach, expect, it } from 'vitest';
import type { TestSession } from '../../session/test-session.ts';
import {
  hands,
  lockerReports,
  matter,
  openDoor,
  openLockerSession,
  papersIn,
  toReadyPapers,
} from '../test-locker.ts';

let session: TestSession;
beforeEach(async () => {
  session = await openLockerSession();
  await toReadyPapers(session);
});
afterEach(() => session.close());

/** The lock is told, and the line is cut before the board can say what became of it. */
async function cutAfterTheOrder(): Promise<void> {
  await openDoor(session);
  await session.clock.advanceUntil(() => session.lockerUnit.openings > 0);
  session.lockerLine.cut();
  await session.until('pickUp', ({ phase }) => phase === 'cabinetAway');
}

it('the line comes back, and the board says what hands did meanwhile: taken', async () => {
  await cutAfterTheOrder();
  hands(session, 7, 'takeOut', 'closeDoor');
  await session.clock.advance(10_000);
  session.lockerLine.mend();
  expect((await session.until('readyPapers')).papers[0]?.where.at).toBe('collected');
  expect(lockerReports(session)).toEqual([`${matter} collected citizen`]);
});

it('the line comes back with the door open: the hands are followed to their end', async () => {
  await cutAfterTheOrder();
  session.lockerLine.mend();
  await session.until('pickUp', ({ phase }) => phase === 'full');
  hands(session, 7, 'takeOut', 'closeDoor');
  await session.until('readyPapers');
  expect(papersIn(session)).toEqual(['9 inside']);
});

it('the line does not come back: nobody knows, nothing is opened a second time, staff decide', async () => {
  await cutAfterTheOrder();
  await session.clock.advanceUntil(() => session.stage.view.screen.kind === 'fault', 60_000);
  expect(session.stage.view.screen).toMatchObject({ code: 'lockerUnclear' });
  expect(papersIn(session)).toEqual(['7 unclear', '9 inside']);
  expect(lockerReports(session)).toEqual([`${matter} unclear machine`]);
  expect(session.lockerUnit.openings).toBe(1);
});

it('cut before the lock was told: nothing has happened', async () => {
  session.lockerLine.cut();
  await openDoor(session);
  await session.clock.advanceUntil(() => session.stage.view.screen.kind !== 'pickUp', 60_000);
  expect(session.lockerUnit.openings).toBe(0);
  expect(papersIn(session)).toEqual(['7 inside', '9 inside']);
});
