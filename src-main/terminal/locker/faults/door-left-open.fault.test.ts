import { afterEach, beforeEach, expect, it } from 'vitest';
import type { TestSession } from '../../session/test-session.ts';
import { reportBodies } from '../../transaction/test-ground.ts';
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
  await openDoor(session);
  await session.until('pickUp', ({ phase }) => phase === 'full');
});
afterEach(() => session.close());

const doorReports = () =>
  reportBodies(session.disk.store, 'deviceStatus').filter((body) =>
    JSON.stringify(body).includes('doorLeftOpen'),
  );

it('reminded three times to close it, then staff; the paper that was taken is booked', async () => {
  hands(session, 7, 'takeOut');
  for (const reminders of [0, 1, 2, 3])
    await session.until('pickUp', (screen) => screen.phase === 'empty' && screen.reminders === reminders);
  expect(await session.until('fault')).toMatchObject({ code: 'lockerDoorOpen' });
  expect(lockerReports(session)).toEqual([`${matter} collected citizen`]);
  expect(doorReports()).toHaveLength(1);
  await session.act({ type: 'back' });
  expect((await session.until('readyPapers')).papers[0]?.where.at).toBe('collected');
});

it('left open with the paper in it: nobody knows, and no citizen gets it opened again', async () => {
  await session.clock.advance(55_000);
  await session.until('pickUp', ({ reminders }) => reminders === 3);
  expect(await session.until('fault')).toMatchObject({
    code: 'lockerUnclear',
    actions: ['back', 'finish', 'call'],
  });
  expect(papersIn(session)).toEqual(['7 unclear', '9 inside']);
  expect(lockerReports(session)).toEqual([`${matter} unclear machine`]);
  expect(doorReports()).toHaveLength(1);
  hands(session, 7, 'closeDoor');
  await session.act({ type: 'back' });
  expect((await session.until('readyPapers')).papers[0]?.where).toEqual({ at: 'staff', compartment: 7 });
});
