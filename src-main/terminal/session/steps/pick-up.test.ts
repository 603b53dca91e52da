import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  card,
  hands,
  lockerReports,
  matter,
  openDoor,
  openLockerSession,
  papersIn,
  pickUpsOf,
  secondMatter,
  toReadyPapers,
} from '../../locker/test-locker.ts';
import { openSession, type TestSession } from '../test-session.ts';

let session: TestSession;
afterEach(() => session.close());

describe('papers in the cabinet of this machine', () => {
  beforeEach(async () => {
    session = await openLockerSession();
  });

  it('are marked with their compartments', async () => {
    const { papers, locker } = await toReadyPapers(session);
    expect(locker).toBe(true);
    expect(papers).toMatchObject([
      { number: matter, itemName: card, where: { at: 'here', compartment: 7 } },
      { number: secondMatter, where: { at: 'here', compartment: 9 } },
    ]);
  });

  it('one is taken: its own door opens and no other, the sensors are followed, and a slip says it', async () => {
    await toReadyPapers(session);
    await openDoor(session);
    expect(await session.until('pickUp', ({ phase }) => phase === 'full')).toMatchObject({
      itemName: card,
      compartment: 7,
      compartments: 16,
      reminders: 0,
    });
    expect(session.lockerUnit.openDoors).toEqual([7]);
    // Intent before motion: it is on the disk while the door is open.
    expect(pickUpsOf(session)).toEqual([null]);
    hands(session, 7, 'takeOut');
    await session.until('pickUp', ({ phase }) => phase === 'empty');
    hands(session, 7, 'closeDoor');
    const list = await session.until('readyPapers');
    expect(list.papers[0]?.where).toEqual({ at: 'collected', compartment: 7 });
    expect(list.slip).toBe(true);
    expect(pickUpsOf(session)).toEqual(['done']);
    expect(papersIn(session)).toEqual(['9 inside']);
    expect(lockerReports(session)).toEqual([`${matter} collected citizen`]);
    await session.act({ type: 'nextWithSlip' });
    await session.until('rate');
    const slip = session.receipts.at(-1)?.join('\n') ?? '';
    for (const word of ['已领取', matter, '07 号格']) expect(slip).toContain(word);
  });

  it('two of the same person, one after the other', async () => {
    await toReadyPapers(session);
    for (const [number, compartment] of [
      [matter, 7],
      [secondMatter, 9],
    ] as const) {
      await openDoor(session, number);
      await session.until('pickUp', ({ phase }) => phase === 'full');
      expect(session.lockerUnit.openDoors).toEqual([compartment]);
      hands(session, compartment, 'takeOut', 'closeDoor');
      await session.until('readyPapers');
    }
    expect(papersIn(session)).toEqual([]);
    await session.act({ type: 'next' });
    await session.until('rate');
  });

  it("somebody else's door never opens: the number of a paper that the centre did not name is not heard", async () => {
    session.centre.ready = session.centre.ready.slice(0, 1);
    const { papers } = await toReadyPapers(session);
    expect(papers).toHaveLength(1);
    await openDoor(session, secondMatter);
    await session.clock.advance(10_000);
    expect(session.lockerUnit.openings).toBe(0);
    expect(session.stage.view.screen.kind).toBe('readyPapers');
    expect(papersIn(session)).toEqual(['7 inside', '9 inside']);
  });

  it('a paper that the sensor does not see is not opened by a citizen: staff look first', async () => {
    session.lockerUnit.set('blind', true);
    await session.clock.advance(2_000);
    const { papers } = await toReadyPapers(session);
    expect(papers[0]?.where).toEqual({ at: 'staff', compartment: 7 });
    await openDoor(session);
    await session.clock.advance(5_000);
    expect(session.lockerUnit.openings).toBe(0);
  });

  it('whoever looks and goes on leaves everything as it was', async () => {
    await toReadyPapers(session);
    await session.act({ type: 'next' });
    await session.until('rate');
    expect(papersIn(session)).toEqual(['7 inside', '9 inside']);
    expect(session.lockerUnit.openings).toBe(0);
  });

  it('a cabinet that is away is no dead end', async () => {
    session.lockerLine.cut();
    await session.clock.advance(5_000);
    const { papers } = await toReadyPapers(session);
    expect(papers[0]?.where).toEqual({ at: 'staff', compartment: 7 });
  });
});

describe('papers elsewhere', () => {
  it('are named with their place, and a machine without a cabinet says so', async () => {
    session = await openLockerSession();
    const { found, ready } = session.centre;
    session.close();
    session = await openSession();
    Object.assign(session.centre, { found, ready });
    const { papers, locker } = await toReadyPapers(session);
    expect(locker).toBe(false);
    expect(papers[0]?.where).toEqual({ at: 'elsewhere', place: ready[0]?.place });
  });

  it('nothing is ready: the progress is all there is', async () => {
    session = await openLockerSession();
    session.centre.ready = [];
    await expect(toReadyPapers(session)).rejects.toThrow();
    expect(session.shown).toContain('rate');
    expect(session.shown).not.toContain('readyPapers');
  });
});
