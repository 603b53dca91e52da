import { afterEach, expect, it } from 'vitest';
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
afterEach(() => session.close());

it('closed with the paper still in: it stays to be fetched, and is fetched with the next try', async () => {
  session = await openLockerSession();
  await toReadyPapers(session);
  await openDoor(session);
  await session.until('pickUp', ({ phase }) => phase === 'full');
  hands(session, 7, 'closeDoor');
  expect(await session.until('fault')).toMatchObject({
    code: 'lockerPaperInside',
    actions: ['retry', 'back', 'finish', 'call'],
  });
  expect(papersIn(session)).toEqual(['7 inside', '9 inside']);
  await session.act({ type: 'retry' });
  await session.until('pickUp', ({ phase }) => phase === 'full');
  hands(session, 7, 'takeOut', 'closeDoor');
  await session.until('readyPapers');
  expect(papersIn(session)).toEqual(['9 inside']);
  expect(lockerReports(session)).toEqual([`${matter} inside citizen`, `${matter} collected citizen`]);
});

it('whoever gives up there finishes, and the paper waits for the next visit', async () => {
  session = await openLockerSession();
  await toReadyPapers(session);
  await openDoor(session);
  await session.until('pickUp', ({ phase }) => phase === 'full');
  hands(session, 7, 'closeDoor');
  await session.until('fault');
  await session.act({ type: 'next' });
  await session.until('take');
  expect(papersIn(session)).toEqual(['7 inside', '9 inside']);
});
