import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { journalTypes } from '../../transaction/test-ground.ts';
import { goTo, openSession, type TestSession } from '../test-session.ts';

let session: TestSession;
beforeEach(async () => {
  session = await openSession();
});
afterEach(() => session.close());

const staffPin = '20261122';
/** The PIN is hashed by a thread of the operating system, which virtual time does not move. */
const becomes = (expected: object) =>
  expect.poll(() => session.stage.view.screen, { interval: 5, timeout: 10_000 }).toMatchObject(expected);
const confirm = async (pin: string) => {
  const { screenId } = session.stage.view;
  await session.act({ type: 'confirmPerson', pin });
  await expect.poll(() => session.stage.view.screenId, { interval: 5, timeout: 10_000 }).not.toBe(screenId);
};
const toStaff = async () => {
  await goTo(session, 'verify');
  await session.act({ type: 'otherWay' });
  await session.act({ type: 'chooseMethod', method: 'staff' });
};

describe('another way', () => {
  it('is one touch away, and so is the way back', async () => {
    await goTo(session, 'verify');
    expect(session.stage.view.screen).toMatchObject({ otherWays: true });
    await session.act({ type: 'otherWay' });
    expect(session.stage.view.screen).toEqual({
      kind: 'chooseMethod',
      methods: ['sms', 'staff'],
      problem: null,
    });
    await session.act({ type: 'back' });
    await session.until('verify');
  });

  it.each([
    ['PHONE_UNKNOWN', 'phoneNotRegistered'],
    ['TOO_MANY', 'tooManyCodesSent'],
  ])('%s is no end: the other ways are offered', async (code, problem) => {
    session.centre.refuse = { start: code };
    await goTo(session, 'identify');
    session.lay();
    expect(await session.until('chooseMethod')).toEqual({
      kind: 'chooseMethod',
      methods: ['staff'],
      problem,
    });
    await session.act({ type: 'chooseMethod', method: 'staff' });
    await confirm(staffPin);
    await becomes({ kind: 'forWhom' });
  });

  it('too many wrong codes are no end either', async () => {
    session.centre.attemptsLeft = 1;
    await goTo(session, 'verify');
    await session.act({ type: 'submitCode', code: '000000' });
    expect(await session.until('chooseMethod')).toMatchObject({
      methods: ['staff'],
      problem: 'tooManyWrongCodes',
    });
  });

  it('going back from the ways that are left is going back a step', async () => {
    session.centre.refuse = { start: 'PHONE_UNKNOWN' };
    await goTo(session, 'identify');
    session.lay();
    await session.until('chooseMethod');
    session.lift();
    await session.act({ type: 'back' });
    await session.until('identify');
  });
});

describe('by a member of staff', () => {
  it('shows whom to compare, masked, and passes with the PIN', async () => {
    await toStaff();
    expect(session.stage.view.screen).toEqual({
      kind: 'staffConfirm',
      document: 'identityCard',
      holderMasked: '样*甲',
      idNumberMasked: '445***********001X',
      state: 'waiting',
      problem: null,
    });
    await confirm(staffPin);
    await becomes({ kind: 'forWhom' });
    expect(session.centre.asked).toContain('attest by staff');
    const types = journalTypes(session.disk.store);
    expect(types.indexOf('personConfirmedByStaff')).toBeLessThan(types.indexOf('secondFactorPassed'));
    expect(JSON.stringify(session.disk.store.read.journal(0, 1_000))).not.toContain(staffPin);
  });

  it('a wrong PIN is said and journalled, and nobody is let in', async () => {
    await toStaff();
    await confirm('11111111');
    await becomes({ kind: 'staffConfirm', problem: 'wrongPin' });
    expect(journalTypes(session.disk.store)).toContain('staffRefused');
    expect(session.centre.asked).not.toContain('attest by staff');
  });

  it('five wrong ones lock it, for the right one too, and for the staff corner', async () => {
    await toStaff();
    for (let tries = 1; tries <= 5; tries++) {
      await confirm(`1111111${tries}`);
      await becomes({ kind: 'staffConfirm', problem: tries === 5 ? 'locked' : 'wrongPin' });
    }
    await confirm(staffPin);
    await becomes({ problem: 'locked' });
    expect(session.centre.asked).not.toContain('attest by staff');
    await session.act({ type: 'leave' });
    await session.until('take');
    await session.act({ type: 'next' });
    await session.until('attract');
    await session.act({ type: 'openStaff' });
    expect(session.stage.view.screen).toEqual({ kind: 'staffSignIn', problem: 'locked' });
  });

  it('the centre is gone: says so, and the PIN is asked for again', async () => {
    await toStaff();
    session.centre.reachable = false;
    await confirm(staffPin);
    await becomes({ kind: 'staffConfirm', state: 'waiting', problem: 'serverUnavailable' });
    session.centre.reachable = true;
    await confirm(staffPin);
    await becomes({ kind: 'forWhom' });
  });

  it('another person than the authority knows is no end without a sentence', async () => {
    await toStaff();
    session.centre.refuse = { 'attest by staff': 'NAME_MISMATCH' };
    await confirm(staffPin);
    await becomes({ kind: 'fault', code: 'identityMismatch' });
  });

  it('going back leads to the choice', async () => {
    await toStaff();
    await session.act({ type: 'back' });
    expect(session.stage.view.screen.kind).toBe('chooseMethod');
  });
});
