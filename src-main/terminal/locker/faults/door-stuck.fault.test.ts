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

it('a door that does not spring open: tried again, then it opens', async () => {
  session = await openLockerSession();
  await toReadyPapers(session);
  session.lockerUnit.set('stuck', true);
  await openDoor(session);
  expect(await session.until('fault')).toMatchObject({
    code: 'lockerDoorStuck',
    actions: ['retry', 'back', 'finish', 'call'],
    details: { compartment: 7 },
  });
  session.lockerUnit.set('stuck', false);
  await session.act({ type: 'retry' });
  await session.until('pickUp', ({ phase }) => phase === 'full');
  hands(session, 7, 'takeOut', 'closeDoor');
  await session.until('readyPapers');
  expect(lockerReports(session)).toEqual([`${matter} inside citizen`, `${matter} collected citizen`]);
});

it('three times at most, then staff; the paper stays to be fetched', async () => {
  session = await openLockerSession();
  await toReadyPapers(session);
  session.lockerUnit.set('stuck', true);
  await openDoor(session);
  for (const _ of [1, 2]) {
    await session.until('fault');
    await session.act({ type: 'retry' });
    await session.until('pickUp');
  }
  expect(await session.until('fault')).toMatchObject({ actions: ['back', 'finish', 'call'] });
  await session.act({ type: 'back' });
  const { papers } = await session.until('readyPapers');
  expect(papers[0]?.where).toEqual({ at: 'here', compartment: 7 });
  expect(papersIn(session)).toEqual(['7 inside', '9 inside']);
});
