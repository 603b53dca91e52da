import { afterEach, describe, expect, it } from 'vitest';
import { hashStaffPin } from '../configuration/staff-pin.ts';
import {
  card,
  hands,
  layIn,
  lockerReports,
  matter,
  openLockerSession,
  papersIn,
  secondMatter,
} from '../locker/test-locker.ts';
import { openSession, type TestSession } from '../session/test-session.ts';
import { settleIntent, writeIntent } from '../transaction/effect.ts';

let session: TestSession;
afterEach(() => session.close());

const newMatter = 'YPSL2026112000003';

async function signIn(): Promise<void> {
  await session.act({ type: 'openStaff' });
  await session.act({ type: 'staffSignIn', pin: '20261122' });
  // The PIN is hashed by a thread of the operating system, which virtual time does not move.
  await expect.poll(() => session.stage.view.screen.kind, { interval: 5, timeout: 10_000 }).toBe('staff');
}
async function toLocker(options: Parameters<typeof openLockerSession>[0] = {}): Promise<void> {
  session = await openLockerSession(options);
  session.centre.finished = [{ number: newMatter, itemName: card }];
  await signIn();
  await session.act({ type: 'staffOpenLocker' });
  await session.until('staffLocker');
}
const load = (number = newMatter) => session.act({ type: 'staffLoadLocker', number });
const empty = (compartment: number, secondPin: string | null = null) =>
  session.act({ type: 'staffEmptyCompartment', compartment, secondPin });
const busyWith = (phase: string) => session.until('staffLocker', ({ busy }) => busy?.phase === phase);
const ended = () => session.until('staffLocker', ({ last, problem }) => last !== null || problem !== null);
const events = () =>
  session.disk.store.read
    .journal(0, 1_000)
    .flatMap(({ event }) =>
      event.type === 'lockerPaper' ? [`${event.matter} ${event.state} ${event.by}`] : [],
    )
    .slice(2);

describe('laying in', () => {
  it('opens the first free door, and books who, which matter and where when it is closed', async () => {
    await toLocker();
    await load();
    expect((await busyWith('empty')).busy).toMatchObject({ compartment: 1, move: 'load' });
    expect(session.lockerUnit.openDoors).toEqual([1]);
    // Written before the door was opened.
    expect(papersIn(session)).toContain('1 loading');
    hands(session, 1, 'putIn', 'closeDoor');
    expect(await ended()).toMatchObject({ last: { compartment: 1, what: 'loaded' }, problem: null, next: 2 });
    expect(events()).toEqual([`${newMatter} loading staff`, `${newMatter} inside staff`]);
    expect(lockerReports(session)).toEqual([`${newMatter} inside staff`]);
  });

  it('closed with nothing in it: nothing is booked', async () => {
    await toLocker();
    await load();
    await busyWith('empty');
    hands(session, 1, 'closeDoor');
    expect(await ended()).toMatchObject({ last: { what: 'notLoaded' } });
    expect(papersIn(session)).toEqual(['7 inside', '9 inside']);
    expect(lockerReports(session)).toEqual([]);
  });

  it('a number that the centre does not know opens nothing', async () => {
    await toLocker();
    await load('YPSL2026112099999');
    expect(await ended()).toMatchObject({ problem: 'notReady' });
    await load(matter);
    expect(await session.until('staffLocker', ({ problem }) => problem === 'elsewhere')).toBeDefined();
    session.centre.reachable = false;
    await load();
    await session.until('staffLocker', ({ problem }) => problem === 'centreUnreachable');
    expect(session.lockerUnit.openings).toBe(0);
  });

  it('a door that does not open, and one that is left open', async () => {
    await toLocker();
    session.lockerUnit.set('stuck', true);
    await load();
    expect(await ended()).toMatchObject({ problem: 'doorNotOpened' });
    expect(papersIn(session)).toEqual(['7 inside', '9 inside']);
    session.lockerUnit.set('stuck', false);
    await load();
    await busyWith('empty');
    hands(session, 1, 'putIn');
    await session.clock.advance(55_000);
    await session.until('staffLocker', ({ busy }) => busy?.reminders === 3);
    await session.until('staffLocker', ({ problem }) => problem === 'doorLeftOpen');
    expect(papersIn(session)).toContain('1 loading');
    hands(session, 1, 'closeDoor');
    await session.clock.advance(2_000);
    // Decided as soon as somebody looks.
    await session.act({ type: 'back' });
    await session.until('staff');
    await session.act({ type: 'staffOpenLocker' });
    await session.until('staffLocker');
    expect(papersIn(session)).toContain('1 inside');
  });

  it('a cabinet that is full, or away', async () => {
    await toLocker();
    for (let one = 1; one <= 16; one++) if (![7, 9].includes(one)) layIn(session, one, `M000${one}`);
    await load();
    expect(await ended()).toMatchObject({ problem: 'cabinetFull' });
    session.lockerLine.cut();
    await session.clock.advance(1_000);
    await load();
    await session.until('staffLocker', ({ problem }) => problem === 'cabinetAway');
  });
});

describe('taking out', () => {
  it('what was not fetched in its time is marked, and taken out', async () => {
    await toLocker();
    await session.act({ type: 'back' });
    await session.until('staff');
    await session.act({ type: 'back' });
    session.clock.leap(31 * 24 * 3_600_000);
    await session.clock.advance(1_000);
    await signIn();
    expect((await session.until('staff')).lockerToDo).toBe(2);
    await session.act({ type: 'staffOpenLocker' });
    expect((await session.until('staffLocker')).papers.map(({ overdue }) => overdue)).toEqual([true, true]);
    await empty(7);
    await busyWith('full');
    hands(session, 7, 'takeOut', 'closeDoor');
    expect(await ended()).toMatchObject({ last: { compartment: 7, what: 'removed' } });
    expect(events()).toEqual([`${matter} removing staff`, `${matter} removed staff`]);
    expect(lockerReports(session)).toEqual([`${matter} removed staff`]);
    expect(papersIn(session)).toEqual(['9 inside']);
  });

  it('closed with the paper in it: it stays', async () => {
    await toLocker();
    await empty(9);
    await busyWith('full');
    hands(session, 9, 'closeDoor');
    expect(await ended()).toMatchObject({ last: { what: 'notRemoved' } });
    expect(lockerReports(session)).toEqual([`${secondMatter} inside staff`]);
    expect(papersIn(session)).toEqual(['7 inside', '9 inside']);
  });

  it('two persons where the configuration wants them', async () => {
    await toLocker({ lockerFilled: [7, 9], secondPinScrypt: await hashStaffPin('11112222') });
    const settled = async (what: string) =>
      expect
        .poll(() => JSON.stringify(session.stage.view.screen), { interval: 5, timeout: 10_000 })
        .toContain(what);
    await empty(7, '99999999');
    await settled('secondPinWrong');
    expect(session.lockerUnit.openings).toBe(0);
    await empty(7, '11112222');
    await expect.poll(() => papersIn(session), { interval: 5, timeout: 10_000 }).toContain('7 removing');
    await busyWith('full');
    hands(session, 7, 'takeOut', 'closeDoor');
    await ended();
    expect(lockerReports(session)).toEqual([`${matter} removed two staff`]);
  });
});

describe('what nobody could decide', () => {
  const transactionId = '00000000-0000-4000-8000-000000000001';
  /** A citizen was let at compartment 7, and nobody saw the end of it. */
  const unclear = () =>
    session.disk.store.commit((write) => {
      write.beginTransaction({ id: transactionId, itemCode: 'HAL-QRY-001', configurationVersion: 'test' });
      const intent = { id: '00000000-0000-4000-8000-000000000002', transactionId, step: 'pickUp' };
      const effect = { kind: 'motion', device: 'locker', jobName: 'compartment 7', sheets: 0 } as const;
      writeIntent(write, { ...intent, effect });
      settleIntent(write, intent, 'indeterminate', []);
      write.endTransaction(transactionId, 'failed');
      write.setLockerPaper(7, 'unclear', 'machine');
    });
  const outcome = () => session.disk.store.read.intentsOf(transactionId).map((intent) => intent.outcome);

  it('is confirmed as fetched only where nothing lies there', async () => {
    await toLocker();
    unclear();
    await session.act({ type: 'staffConfirmTaken', compartment: 7 });
    await session.clock.advance(1_000);
    expect(papersIn(session)).toContain('7 unclear');
    expect(outcome()).toEqual(['indeterminate']);
    hands(session, 7, 'emergencyKey', 'takeOut', 'closeDoor');
    await session.clock.advance(2_000);
    await session.act({ type: 'staffConfirmTaken', compartment: 7 });
    expect(await ended()).toMatchObject({ last: { compartment: 7, what: 'decided' } });
    expect(lockerReports(session)).toEqual([`${matter} collected staff`]);
    expect(outcome()).toEqual(['done']);
  });

  it('is opened and taken out', async () => {
    await toLocker();
    unclear();
    await empty(7);
    await busyWith('full');
    hands(session, 7, 'takeOut', 'closeDoor');
    await ended();
    expect(papersIn(session)).toEqual(['9 inside']);
    expect(outcome()).toEqual(['notDone']);
  });

  it('is opened and seen to be there: it is to be fetched as before', async () => {
    await toLocker();
    unclear();
    await empty(7);
    await busyWith('full');
    hands(session, 7, 'closeDoor');
    expect(await ended()).toMatchObject({ last: { compartment: 7, what: 'notRemoved' } });
    expect(papersIn(session)).toContain('7 inside');
    expect(outcome()).toEqual(['notDone']);
  });
});

it('a terminal without a cabinet does not speak of it', async () => {
  session = await openSession();
  await signIn();
  expect((await session.until('staff')).lockerToDo).toBeNull();
  await session.act({ type: 'staffOpenLocker' });
  expect((await session.until('staff')).kind).toBe('staff');
});
