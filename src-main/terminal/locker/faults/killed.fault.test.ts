import { afterEach, beforeEach, expect, it } from 'vitest';
import type { TestSession } from '../../session/test-session.ts';
import { jobNameOf } from '../../transaction/pick-up.ts';
import { reconcile } from '../../transaction/reconcile.ts';
import { devicesWith, scriptedCentre, uuid } from '../../transaction/test-ground.ts';
import { hands, layIn, lockerReports, matter, openLockerSession, papersIn } from '../test-locker.ts';

/** The process died between the intent and its outcome; door and sensor decide at the next start. */

let session: TestSession;
beforeEach(async () => {
  session = await openLockerSession();
});
afterEach(() => session.close());

const transactionId = uuid(900);

/** What a terminal that died behind the open door of a citizen left on its disk. */
function diedAtTheDoor(): void {
  session.disk.store.commit((write) => {
    write.beginTransaction({ id: transactionId, itemCode: 'HAL-QRY-001', configurationVersion: 'test' });
    const effect = { kind: 'motion', device: 'locker', jobName: jobNameOf(7), sheets: 0 } as const;
    write.intend({ id: uuid(901), transactionId, step: 'pickUp', effect });
  });
}

async function restart({ locker }: { readonly locker?: TestSession['locker'] } = session) {
  const { store } = session.disk;
  const { clock } = session;
  await clock.advance(2_000);
  let done = false;
  const ended = reconcile({
    store,
    clock,
    devices: { ...devicesWith(undefined), locker },
    centre: scriptedCentre({}) as never,
  }).finally(() => {
    done = true;
  });
  await clock.advanceUntil(() => done, 60_000);
  await ended;
  return store.read.intentsOf(transactionId).map(({ outcome }) => outcome);
}

it('the door is closed and the paper gone: fetched', async () => {
  diedAtTheDoor();
  hands(session, 7, 'emergencyKey', 'takeOut', 'closeDoor');
  expect(await restart()).toEqual(['done']);
  expect(papersIn(session)).toEqual(['9 inside']);
  expect(lockerReports(session)).toEqual([`${matter} collected citizen`]);
});

it('the door is still open and the paper gone: fetched', async () => {
  diedAtTheDoor();
  hands(session, 7, 'emergencyKey', 'takeOut');
  expect(await restart()).toEqual(['done']);
});

it('the door is closed and the paper in it, opened or not: it waits to be fetched', async () => {
  diedAtTheDoor();
  expect(await restart()).toEqual(['notDone']);
  expect(papersIn(session)).toEqual(['7 inside', '9 inside']);
});

it('the door is open and the paper in it: nobody can tell, staff and the centre know', async () => {
  diedAtTheDoor();
  hands(session, 7, 'emergencyKey');
  expect(await restart()).toEqual(['indeterminate']);
  expect(papersIn(session)).toEqual(['7 unclear', '9 inside']);
  expect(lockerReports(session)).toEqual([`${matter} unclear machine`]);
});

it.each(['line', 'cabinet'])('no %s to ask: nobody can tell', async (missing) => {
  diedAtTheDoor();
  if (missing === 'line') session.lockerLine.cut();
  expect(await restart(missing === 'line' ? session : {})).toEqual(['indeterminate']);
  expect(papersIn(session)).toEqual(['7 unclear', '9 inside']);
});

it('staff had begun to lay one in: by what lies there, and not booked while the door is open', async () => {
  const { store } = session.disk;
  const begin = (compartment: number) =>
    store.commit((write) => write.addLockerPaper({ compartment, matter: `M000${compartment}`, by: 'staff' }));
  begin(1);
  begin(2);
  begin(3);
  hands(session, 1, 'emergencyKey', 'putIn', 'closeDoor');
  hands(session, 3, 'emergencyKey', 'putIn');
  await restart();
  expect(papersIn(session)).toEqual(['1 inside', '3 loading', '7 inside', '9 inside']);
  expect(lockerReports(session)).toEqual(['M0001 inside staff']);
});

it('staff had begun to take one out: gone, or still there', async () => {
  layIn(session, 1, 'M0001');
  const { store } = session.disk;
  for (const compartment of [1, 7])
    store.commit((write) => write.setLockerPaper(compartment, 'removing', 'two staff'));
  await restart();
  expect(papersIn(session)).toEqual(['7 inside', '9 inside']);
});
